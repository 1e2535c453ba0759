//! Answers that the server allowed to be kept, in memory alone (RFC 9111, as a private cache).
//!
//! Kept is a 200 with `max-age`, and without `no-store`, `no-cache` or a `Vary` by more than what
//! is part of an entry's name here. Everything is dropped when the server answers 401 or 403, since
//! something was taken away, and with every change that is made.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use http::HeaderMap;
use http::header::{AGE, CACHE_CONTROL, VARY};
use tokio::time::Instant;

use crate::wire::Reply;

const MOST_ENTRIES: usize = 1_024;

pub(crate) struct Cache {
    /// Of all bodies together.
    most_bytes: usize,
    kept: Mutex<Kept>,
}

#[derive(Default)]
struct Kept {
    entries: HashMap<String, Entry>,
    bytes: usize,
    /// Counts what was dropped, so that an answer asked for before is not kept after.
    generation: u64,
    /// Orders uses.
    clock: u64,
}

struct Entry {
    reply: Arc<Reply>,
    until: Instant,
    used: u64,
}

impl Cache {
    pub(crate) fn new(most_bytes: usize) -> Self {
        Self { most_bytes, kept: Mutex::default() }
    }

    fn kept(&self) -> MutexGuard<'_, Kept> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn get(&self, name: &str) -> Option<Arc<Reply>> {
        let mut kept = self.kept();
        kept.clock += 1;
        let clock = kept.clock;
        let is_fresh = kept.entries.get(name)?.until > Instant::now();
        if !is_fresh {
            kept.remove(name);
            return None;
        }
        let entry = kept.entries.get_mut(name)?;
        entry.used = clock;
        Some(Arc::clone(&entry.reply))
    }

    pub(crate) fn generation(&self) -> u64 {
        self.kept().generation
    }

    /// Keeps an answer that was asked for in a generation, where it may be kept.
    pub(crate) fn keep(&self, name: &str, reply: &Arc<Reply>, generation: u64) {
        let (Some(time), size) = (reply.fresh_for, reply.body.len()) else { return };
        let mut kept = self.kept();
        if kept.generation != generation || size > self.most_bytes {
            return;
        }
        kept.remove(name);
        while kept.bytes + size > self.most_bytes || kept.entries.len() >= MOST_ENTRIES {
            let oldest = kept.entries.iter().min_by_key(|(_, entry)| entry.used);
            let Some(oldest) = oldest.map(|(name, _)| name.clone()) else { break };
            kept.remove(&oldest);
        }
        let Some(until) = Instant::now().checked_add(time) else { return };
        kept.clock += 1;
        let entry = Entry { reply: Arc::clone(reply), until, used: kept.clock };
        kept.entries.insert(name.to_owned(), entry);
        kept.bytes += size;
    }

    pub(crate) fn clear(&self) {
        let mut kept = self.kept();
        kept.entries.clear();
        kept.bytes = 0;
        kept.generation += 1;
    }
}

impl Kept {
    fn remove(&mut self, name: &str) {
        if let Some(entry) = self.entries.remove(name) {
            self.bytes -= entry.reply.body.len();
        }
    }
}

/// For how long an answer may be kept; None for not at all.
pub(crate) fn fresh_for(headers: &HeaderMap) -> Option<Duration> {
    let varies_by_more = headers.get_all(VARY).iter().any(|value| {
        let mut names = value.to_str().unwrap_or("*").split(',').map(str::trim);
        // The credential is the client's own, and of one client there is one.
        names
            .any(|name| !["accept", "authorization"].iter().any(|it| name.eq_ignore_ascii_case(it)))
    });
    if varies_by_more {
        return None;
    }
    let mut max_age: Option<u64> = None;
    for value in headers.get_all(CACHE_CONTROL) {
        for directive in value.to_str().ok()?.split(',') {
            let (name, value) = directive.split_once('=').unwrap_or((directive, ""));
            match name.trim().to_ascii_lowercase().as_str() {
                "no-store" | "no-cache" => return None,
                "max-age" => {
                    let seconds: u64 = value.trim().trim_matches('"').parse().ok()?;
                    // Of two the shorter one: neither was meant to be exceeded.
                    max_age = Some(max_age.map_or(seconds, |other| other.min(seconds)));
                }
                _ => {}
            }
        }
    }
    let age = headers.get(AGE).and_then(|age| age.to_str().ok()?.trim().parse().ok()).unwrap_or(0);
    let left = max_age?.saturating_sub(age);
    (left > 0).then(|| Duration::from_secs(left))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]

    use zeroize::Zeroizing;

    use super::*;

    fn time(headers: &[(&'static str, &str)]) -> Option<Duration> {
        let mut map = HeaderMap::new();
        for (name, value) in headers {
            map.append(*name, value.parse().unwrap());
        }
        fresh_for(&map)
    }

    fn reply(size: usize) -> Arc<Reply> {
        let fresh_for = Some(Duration::from_secs(60));
        Arc::new(Reply { body: Zeroizing::new(vec![1; size]), fresh_for, ..Reply::empty() })
    }

    #[test]
    fn only_what_is_allowed_is_kept_and_no_longer_than_that() {
        assert_eq!(time(&[]), None);
        assert_eq!(time(&[("cache-control", "no-store")]), None);
        assert_eq!(time(&[("cache-control", "max-age=60, No-Store")]), None);
        assert_eq!(time(&[("cache-control", "max-age=60"), ("cache-control", "no-cache")]), None);
        assert_eq!(time(&[("cache-control", "max-age=a")]), None);
        assert_eq!(time(&[("cache-control", "max-age=60"), ("vary", "Accept, Cookie")]), None);
        assert_eq!(time(&[("cache-control", "max-age=60"), ("age", "60")]), None);
        let left =
            time(&[("cache-control", "private, max-age=60"), ("age", "20"), ("vary", "accept")]);
        assert_eq!(left, Some(Duration::from_secs(40)));
        let left = time(&[("cache-control", "max-age=60, max-age=\"5\"")]);
        assert_eq!(left, Some(Duration::from_secs(5)));
    }

    #[test]
    fn what_was_used_last_stays_when_there_is_no_room() {
        let cache = Cache::new(30);
        cache.keep("a", &reply(10), 0);
        cache.keep("b", &reply(10), 0);
        assert!(cache.get("a").is_some());
        cache.keep("c", &reply(15), 0);
        assert!(cache.get("a").is_some() && cache.get("c").is_some() && cache.get("b").is_none());
        cache.keep("d", &reply(31), 0);
        assert!(cache.get("d").is_none());
    }

    #[test]
    fn an_answer_asked_for_before_all_was_dropped_is_not_kept_after() {
        let cache = Cache::new(30);
        let generation = cache.generation();
        cache.clear();
        cache.keep("a", &reply(10), generation);
        assert!(cache.get("a").is_none());
    }

    #[tokio::test(start_paused = true)]
    async fn an_answer_ends_with_its_time() {
        let cache = Cache::new(30);
        cache.keep("a", &reply(10), 0);
        tokio::time::advance(Duration::from_secs(59)).await;
        assert!(cache.get("a").is_some());
        tokio::time::advance(Duration::from_secs(1)).await;
        assert!(cache.get("a").is_none());
    }
}
