//! The bytes of what is kept.
//!
//! ```text
//! "SRKEPT1\n" | sealed at, u64 | good for, u64 | salt, 32 bytes | nonce, 12 bytes | ciphertext | tag
//! ```
//!
//! Numbers are big-endian, times seconds since the Unix epoch. The key is HKDF-SHA-256 (RFC 5869) of
//! the credential with the salt; server, owner and selection are in its info, and all that stands
//! before the ciphertext is additional data of AES-256-GCM. So it opens for the one question that it
//! answers, with the one credential, and not at all once any of it was changed. Salt and nonce are
//! new each time.

use hkdf::Hkdf;
use sha2::{Digest as _, Sha256};
use strongroom_client::SecretString;
use strongroom_sealing::aes_256_gcm::{self, NONCE_BYTES};
use strongroom_secret_bytes::{Key, SecretBytes};

use crate::durations::spoken;
use crate::selection::{Request, Variable};

const MAGIC: &[u8; 8] = b"SRKEPT1\n";
const SALT_BYTES: usize = 32;
const HEAD_BYTES: usize = MAGIC.len() + 8 + 8 + SALT_BYTES + NONCE_BYTES;
/// Clocks are set right by this much, and nothing is made of it.
const SLACK_SECONDS: u64 = 60;

/// Why something that was kept is not used.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub(super) enum Refused {
    #[error("it is too short or of another form: it was not written by this program, or not whole")]
    Malformed,
    #[error("it was changed, or is of another credential, server or selection")]
    NotAuthentic,
    #[error("it was read {} ago, and may be used for {}", secs(*.age), secs(*.most))]
    TooOld { age: u64, most: u64 },
    #[error("it was read in the future: this machine's clock has gone backwards")]
    Future,
    #[error("the system gives no random bytes")]
    NoRandomness,
    #[error("it is too much to keep")]
    TooMuch,
}

fn secs(seconds: u64) -> String {
    spoken(std::time::Duration::from_secs(seconds))
}

pub(super) struct Sealer {
    material: SecretBytes,
    /// Of server and request.
    question: [u8; 32],
}

impl Sealer {
    pub(super) fn new(material: SecretBytes, server: &str, request: &Request) -> Self {
        let mut digest = Sha256::new();
        for part in [server, &request.identity()] {
            digest.update((part.len() as u64).to_be_bytes());
            digest.update(part);
        }
        Self { material, question: digest.finalize().into() }
    }

    /// Under which it is found. It says nothing of what was asked to who has not the credential.
    pub(super) fn name(&self) -> Result<String, Refused> {
        let mut name = [0; 16];
        self.expand(None, b"strongroom kept name", &mut name)?;
        Ok(name.iter().map(|byte| format!("{byte:02x}")).collect())
    }

    pub(super) fn seal(
        &self,
        variables: &[Variable],
        at: u64,
        good_for: u64,
    ) -> Result<Vec<u8>, Refused> {
        let (mut salt, mut nonce) = ([0; SALT_BYTES], [0; NONCE_BYTES]);
        for bytes in [&mut salt[..], &mut nonce[..]] {
            getrandom::fill(bytes).map_err(|_| Refused::NoRandomness)?;
        }
        let mut out = Vec::with_capacity(HEAD_BYTES);
        out.extend_from_slice(MAGIC);
        out.extend_from_slice(&at.to_be_bytes());
        out.extend_from_slice(&good_for.to_be_bytes());
        out.extend_from_slice(&salt);
        out.extend_from_slice(&nonce);
        let plaintext = packed(variables)?;
        let sealed = aes_256_gcm::seal(&self.key(&salt)?, &nonce, &out, &plaintext);
        out.extend_from_slice(&sealed.map_err(|_| Refused::TooMuch)?);
        Ok(out)
    }

    /// With its age in seconds. It may be used for as long as was said when it was sealed and is
    /// said now, whichever is less.
    pub(super) fn open(
        &self,
        sealed: &[u8],
        now: u64,
        most: u64,
    ) -> Result<(Vec<Variable>, u64), Refused> {
        let (head, ciphertext) = sealed.split_at_checked(HEAD_BYTES).ok_or(Refused::Malformed)?;
        let mut rest = Reader(head);
        if rest.take()? != MAGIC {
            return Err(Refused::Malformed);
        }
        let at = u64::from_be_bytes(*rest.take()?);
        let good_for = u64::from_be_bytes(*rest.take()?);
        let key = self.key(rest.take()?)?;
        let plaintext = aes_256_gcm::open(&key, rest.take()?, head, ciphertext)
            .map_err(|_| Refused::NotAuthentic)?;
        if now.saturating_add(SLACK_SECONDS) < at {
            return Err(Refused::Future);
        }
        let (age, most) = (now.saturating_sub(at), most.min(good_for));
        if age > most {
            return Err(Refused::TooOld { age, most });
        }
        Ok((unpacked(plaintext.expose())?, age))
    }

    fn key(&self, salt: &[u8; SALT_BYTES]) -> Result<Key, Refused> {
        let mut done = Ok(());
        let key = Key::filled(|key| done = self.expand(Some(salt), b"strongroom kept key", key));
        done.map(|()| key)
    }

    fn expand(&self, salt: Option<&[u8]>, what: &[u8], out: &mut [u8]) -> Result<(), Refused> {
        let derived = Hkdf::<Sha256>::new(salt, self.material.expose());
        // Both are far below what can be derived.
        derived.expand_multi_info(&[what, &self.question], out).map_err(|_| Refused::TooMuch)
    }
}

/// Name, source and value of each, every one behind its length.
fn packed(variables: &[Variable]) -> Result<SecretBytes, Refused> {
    let texts =
        || variables.iter().flat_map(|it| [it.name.as_str(), it.from.as_str(), it.value.expose()]);
    // Room for all of it at once: a vector that grows would leave copies behind.
    let mut out = Vec::with_capacity(texts().map(|text| text.len() + 4).sum());
    for text in texts() {
        let length = u32::try_from(text.len()).map_err(|_| Refused::TooMuch)?;
        out.extend_from_slice(&length.to_be_bytes());
        out.extend_from_slice(text.as_bytes());
    }
    Ok(SecretBytes::new(out))
}

fn unpacked(bytes: &[u8]) -> Result<Vec<Variable>, Refused> {
    let mut rest = Reader(bytes);
    let mut variables = Vec::new();
    while !rest.0.is_empty() {
        let (name, from) = (rest.text()?.to_owned(), rest.text()?.to_owned());
        variables.push(Variable { name, from, value: SecretString::from(rest.text()?) });
    }
    Ok(variables)
}

struct Reader<'a>(&'a [u8]);

impl<'a> Reader<'a> {
    fn take<const N: usize>(&mut self) -> Result<&'a [u8; N], Refused> {
        let (taken, rest) = self.0.split_first_chunk().ok_or(Refused::Malformed)?;
        self.0 = rest;
        Ok(taken)
    }

    fn text(&mut self) -> Result<&'a str, Refused> {
        let length = u32::from_be_bytes(*self.take()?) as usize;
        let (text, rest) = self.0.split_at_checked(length).ok_or(Refused::Malformed)?;
        self.0 = rest;
        std::str::from_utf8(text).map_err(|_| Refused::Malformed)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]

    use super::*;

    const AT: u64 = 1_700_000_000;
    const HOUR: u64 = 3_600;

    fn sealer(credential: &str, server: &str, prefix: &str) -> Sealer {
        let request = Request { prefix: prefix.to_owned(), ..Request::default() };
        Sealer::new(SecretBytes::from(credential.to_owned()), server, &request)
    }

    fn kept() -> (Sealer, Vec<u8>) {
        let sealer = sealer("token", "https://a", "A");
        let variable = |name: &str, value: &str| Variable {
            name: name.to_owned(),
            value: SecretString::from(value),
            from: "stripe".to_owned(),
        };
        let sealed =
            sealer.seal(&[variable("A", "planted\n"), variable("B", "")], AT, HOUR).unwrap();
        (sealer, sealed)
    }

    fn refused(sealer: &Sealer, sealed: &[u8], now: u64, most: u64) -> Refused {
        sealer.open(sealed, now, most).unwrap_err()
    }

    #[test]
    fn what_was_sealed_is_opened_with_its_age() {
        let (sealer, sealed) = kept();
        let (variables, age) = sealer.open(&sealed, AT + HOUR, HOUR).unwrap();
        let found: Vec<_> = variables
            .iter()
            .map(|it| (it.name.as_str(), it.value.expose(), it.from.as_str()))
            .collect();
        assert_eq!(found, [("A", "planted\n", "stripe"), ("B", "", "stripe")]);
        assert_eq!(age, HOUR);
        assert!(!sealed.windows(7).any(|bytes| bytes == b"planted"));
    }

    #[test]
    fn no_other_credential_server_or_selection_opens_it_or_finds_it() {
        let (right, sealed) = kept();
        for other in [
            sealer("another", "https://a", "A"),
            sealer("token", "https://b", "A"),
            sealer("token", "https://a", "B"),
        ] {
            assert_eq!(refused(&other, &sealed, AT, HOUR), Refused::NotAuthentic);
            assert_ne!(other.name(), right.name());
        }
    }

    #[test]
    fn no_bit_of_it_can_be_changed_and_no_end_cut_off() {
        let (sealer, sealed) = kept();
        for place in 0..sealed.len() {
            let mut changed = sealed.clone();
            changed[place] ^= 1;
            assert!(sealer.open(&changed, AT, HOUR).is_err(), "{place}");
            assert!(sealer.open(&sealed[..place], AT, HOUR).is_err(), "{place}");
        }
    }

    #[test]
    fn its_age_is_bounded_by_what_was_said_then_and_by_what_is_said_now() {
        let (sealer, sealed) = kept();
        for (age, most, bound) in [(HOUR + 1, 24 * HOUR, HOUR), (61, 60, 60)] {
            let told = refused(&sealer, &sealed, AT + age, most);
            assert_eq!(told, Refused::TooOld { age, most: bound });
        }
    }

    #[test]
    fn a_clock_that_went_backwards_does_not_make_it_younger() {
        let (sealer, sealed) = kept();
        assert_eq!(refused(&sealer, &sealed, AT - 61, HOUR), Refused::Future);
        assert!(sealer.open(&sealed, AT - 60, HOUR).is_ok());
    }

    #[test]
    fn nothing_is_sealed_twice_alike() {
        let (sealer, first) = kept();
        let again = sealer.seal(&[], AT, HOUR).unwrap();
        assert_ne!(first[24..HEAD_BYTES], again[24..HEAD_BYTES]);
    }
}
