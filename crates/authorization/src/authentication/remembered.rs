//! Tokens whose signature was found right a moment ago.
//!
//! Holds what they say and never the tokens: each is known by its SHA-256, which nobody can aim at
//! another's. Bounded in number and time. People, clients and roles are not remembered.

use std::collections::{BTreeMap, HashMap};
use std::rc::Rc;

use strongroom_jwt::access::AccessToken;
use strongroom_model::{Timestamp, limits};

use super::identity::IdentityClaims;

#[derive(Debug, Clone)]
pub(crate) enum Verified {
    Access(AccessToken),
    Identity(Rc<IdentityClaims>),
}

impl Verified {
    fn expires_at(&self) -> Timestamp {
        match self {
            Self::Access(claims) => claims.expires_at,
            Self::Identity(claims) => claims.expires_at,
        }
    }
}

type Digest = [u8; 32];

#[derive(Debug)]
struct Entry {
    verified: Verified,
    made_at: Timestamp,
    until: Timestamp,
    /// Its place in `order`.
    turn: u64,
}

/// The least recently used is forgotten first.
#[derive(Debug, Default)]
pub(crate) struct Remembered {
    entries: HashMap<Digest, Entry>,
    order: BTreeMap<u64, Digest>,
    turn: u64,
}

impl Remembered {
    pub(crate) fn get(&mut self, digest: &Digest, now: Timestamp) -> Option<Verified> {
        let turn = self.next_turn();
        let entry = self.entries.get_mut(digest)?;
        self.order.remove(&entry.turn);
        // A clock that was set back would make it last: it is forgotten too.
        if !(entry.made_at..entry.until).contains(&now) {
            self.entries.remove(digest);
            return None;
        }
        entry.turn = turn;
        self.order.insert(turn, *digest);
        Some(entry.verified.clone())
    }

    pub(crate) fn put(&mut self, digest: Digest, verified: Verified, now: Timestamp) {
        let until = now.saturating_add(limits::VERIFIED_SECONDS).min(verified.expires_at());
        if until <= now {
            return;
        }
        let turn = self.next_turn();
        let entry = Entry { verified, made_at: now, until, turn };
        if let Some(old) = self.entries.insert(digest, entry) {
            self.order.remove(&old.turn);
        }
        self.order.insert(turn, digest);
        while self.entries.len() > limits::VERIFIED_TOKENS {
            let Some((_, oldest)) = self.order.pop_first() else { return };
            self.entries.remove(&oldest);
        }
    }

    const fn next_turn(&mut self) -> u64 {
        self.turn = self.turn.wrapping_add(1);
        self.turn
    }
}

#[cfg(test)]
mod tests {
    use strongroom_model::Id;

    use super::*;

    const NOW: Timestamp = 1_800_000_000;

    fn token(expires_at: Timestamp) -> Verified {
        let id = Id::from_bytes([1; 20]);
        Verified::Access(AccessToken { id, client: id, generation: 1, issued_at: NOW, expires_at })
    }

    fn digest(number: usize) -> Digest {
        let mut digest = [0; 32];
        digest[..8].copy_from_slice(&number.to_be_bytes());
        digest
    }

    #[test]
    fn a_token_is_remembered_for_a_minute_and_no_longer() {
        let mut remembered = Remembered::default();
        let last = NOW + limits::VERIFIED_SECONDS - 1;
        remembered.put(digest(1), token(NOW + 3600), NOW);
        assert!(remembered.get(&digest(1), last).is_some());
        // Being used does not make it last.
        assert!(remembered.get(&digest(1), last + 1).is_none());
        assert!(remembered.get(&digest(1), last).is_none());
    }

    #[test]
    fn a_token_is_not_remembered_past_its_end() {
        let mut remembered = Remembered::default();
        remembered.put(digest(1), token(NOW + 5), NOW);
        assert!(remembered.get(&digest(1), NOW + 4).is_some());
        assert!(remembered.get(&digest(1), NOW + 5).is_none());
        remembered.put(digest(2), token(NOW), NOW);
        assert!(remembered.get(&digest(2), NOW).is_none());
    }

    #[test]
    fn a_clock_that_was_set_back_makes_nothing_last() {
        let mut remembered = Remembered::default();
        remembered.put(digest(1), token(NOW + 3600), NOW);
        assert!(remembered.get(&digest(1), NOW - 1).is_none());
    }

    #[test]
    fn the_least_recently_used_is_forgotten_first_and_the_number_is_bounded() {
        let mut remembered = Remembered::default();
        for number in 0..limits::VERIFIED_TOKENS {
            remembered.put(digest(number), token(NOW + 3600), NOW);
        }
        assert!(remembered.get(&digest(0), NOW).is_some());
        remembered.put(digest(limits::VERIFIED_TOKENS), token(NOW + 3600), NOW);
        assert!(remembered.get(&digest(1), NOW).is_none());
        assert!(remembered.get(&digest(0), NOW).is_some());
        for number in 0..10 * limits::VERIFIED_TOKENS {
            remembered.put(digest(number), token(NOW + 3600), NOW);
        }
        assert_eq!(remembered.entries.len(), limits::VERIFIED_TOKENS);
        assert_eq!(remembered.order.len(), limits::VERIFIED_TOKENS);
    }
}
