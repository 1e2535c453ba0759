//! Requests that set off together.

use std::sync::Barrier;

use crate::answer::Answer;
use crate::client::Client;

/// The answers to one request from each of several clients, at the same moment.
///
/// # Panics
/// Where one has no answer.
pub fn race(clients: &[Client], ask: impl Fn(&Client, usize) -> Answer + Sync) -> Vec<Answer> {
    let start = Barrier::new(clients.len());
    std::thread::scope(|scope| {
        let (start, ask) = (&start, &ask);
        let racers: Vec<_> = clients
            .iter()
            .enumerate()
            .map(|(index, client)| {
                scope.spawn(move || {
                    start.wait();
                    ask(client, index)
                })
            })
            .collect();
        racers.into_iter().map(|racer| racer.join().expect("a client")).collect()
    })
}

/// A client's own patience: 503 says to try again, and is the only answer that does.
///
/// # Panics
/// Where there is no other in the end.
pub fn patient(ask: impl Fn() -> Answer) -> Answer {
    let is_final = |answer: &Answer| answer.status != 503;
    (0..100).map(|_| ask()).find(is_final).expect("an answer in the end")
}

/// How many of the answers have a status.
#[must_use]
pub fn count(answers: &[Answer], status: u16) -> usize {
    answers.iter().filter(|answer| answer.status == status).count()
}
