//! What sends requests: one thread, requests that are ready before the clock runs, and a reader of
//! answers that does no more than it must. It shares the processors with what it measures.
//!
//! `work` is what to send and what to expect, `connection` how; [`round`] keeps connections busy
//! for a while. It connects to the address it is given and to no other.

mod connection;
mod reply;
mod work;

use std::net::SocketAddr;
use std::rc::Rc;
use std::time::{Duration, Instant};

use tokio::task::{JoinHandle, spawn_local};

pub(crate) use connection::Connection;
pub(crate) use work::{Operation, Secret, Work, creation, request, value};

/// What one round saw.
#[derive(Debug)]
pub(crate) struct Round {
    /// From the first request to the last answer.
    pub(crate) elapsed: Duration,
    /// Nanoseconds, one for each request.
    pub(crate) latencies: Vec<u32>,
}

/// Keeps `connections` busy for `length`, each with one request after the other. They are shared out
/// evenly among the addresses of a server. `seed` chooses which secrets are asked for.
///
/// # Errors
/// A connection breaks, or an answer is not what the work expects.
pub(crate) async fn round(
    addresses: &[SocketAddr],
    work: &Rc<Work>,
    connections: u16,
    length: Duration,
    seed: u64,
) -> anyhow::Result<Round> {
    let mut open = Vec::new();
    for address in addresses.iter().cycle().take(usize::from(connections)) {
        open.push(Connection::open(*address).await?);
    }
    let begin = Instant::now();
    let busy: Vec<JoinHandle<anyhow::Result<Vec<u32>>>> = (1..)
        .zip(open)
        .map(|(number, connection)| {
            let choice = Choice::new(seed.wrapping_mul(0x1_0000).wrapping_add(number));
            spawn_local(keep_busy(connection, Rc::clone(work), choice, begin + length))
        })
        .collect();
    let mut latencies = Vec::new();
    let mut failure = None;
    for task in busy {
        match task.await? {
            Ok(some) => latencies.extend(some),
            Err(error) => failure = Some(error),
        }
    }
    let elapsed = begin.elapsed();
    failure.map_or(Ok(Round { elapsed, latencies }), Err)
}

async fn keep_busy(
    mut connection: Connection,
    work: Rc<Work>,
    mut choice: Choice,
    end: Instant,
) -> anyhow::Result<Vec<u32>> {
    let mut latencies = Vec::with_capacity(1 << 16);
    let mut text = Vec::with_capacity(1024);
    let mut now = Instant::now();
    // At least one: a round of no length is the first request.
    while now < end || latencies.is_empty() {
        let chosen = work.write(&mut text, choice.next());
        let reply = connection.exchange(&text).await?;
        let answered = Instant::now();
        latencies.push(u32::try_from((answered - now).as_nanos()).unwrap_or(u32::MAX));
        work.check_status(&reply)?;
        if latencies.len() == 1 {
            work.check_body(&reply, chosen)?;
        }
        now = answered;
    }
    Ok(latencies)
}

/// Numbers without a pattern that any cache would follow (xorshift64*). Not for secrets.
#[derive(Debug)]
struct Choice(u64);

impl Choice {
    const fn new(seed: u64) -> Self {
        // The generator stays at 0 for ever.
        Self(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1)
    }

    const fn next(&mut self) -> u64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        self.0.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 16
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn choices_reach_all_secrets_about_equally() {
        for seed in [0, 1, 0x1_0001] {
            let mut choice = Choice::new(seed);
            let mut counts = [0_u32; 10];
            for _ in 0..10_000 {
                if let Some(count) =
                    counts.get_mut(usize::try_from(choice.next() % 10).unwrap_or(0))
                {
                    *count += 1;
                }
            }
            assert!(counts.iter().all(|count| (850..1150).contains(count)), "{counts:?}");
        }
    }
}
