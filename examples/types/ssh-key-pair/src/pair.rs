//! A private key with its public one, and whether the two belong together.

use rsa::BoxedUint;
use ssh_key::private::{KeypairData, RsaKeypair};
use ssh_key::{Algorithm, HashAlg, Kdf, Mpint, PrivateKey, PublicKey};
use strongroom_secret_type::{Fields, Problems, line};

use crate::{PASSPHRASE, PRIVATE_KEY, PUBLIC_KEY, file};

/// A key is opened with its passphrase as long as that takes a call's time at most. `ssh-keygen`
/// writes 16 or 24 rounds; what someone made slower on purpose is taken on trust.
pub(crate) const ROUNDS: u32 = 32;

/// Without `Debug`: it may hold the key in the clear.
pub(crate) struct Pair {
    /// As it was stored.
    key: PrivateKey,
    /// Without its passphrase, where that was given and tried.
    opened: Option<PrivateKey>,
}

impl Pair {
    /// The pair of a value, with all of the value checked.
    pub(crate) fn of(fields: &Fields) -> Result<Self, Problems> {
        let mut problems = Problems::new();
        let key = read(fields, &mut problems);
        let passphrase = text(fields, PASSPHRASE, &mut problems);
        let public = text(fields, PUBLIC_KEY, &mut problems);
        let Some(key) = key else { return Err(problems) };

        let opened = match (passphrase, key.is_encrypted()) {
            (Some(_), false) => {
                problems.add(PASSPHRASE, "must not be given: the private key is not protected");
                None
            }
            (None, false) => Some(key.clone()),
            (Some(passphrase), true) if is_quick(&key) => match key.decrypt(passphrase) {
                Ok(opened) => Some(opened),
                Err(_) => {
                    problems.add(PASSPHRASE, "does not open the private key");
                    None
                }
            },
            (_, true) => None,
        };
        if opened.as_ref().is_some_and(|opened| !belong_together(opened)) {
            problems.add(PRIVATE_KEY, "is damaged: its public half belongs to another key");
        }
        if let Some(public) = public {
            let message = match (line::single(public), PublicKey::from_openssh(public)) {
                (Err(message), _) => Some(message),
                (_, Err(_)) => Some("must be the line of a .pub file: a kind, the key, a comment"),
                (_, Ok(public)) if public.key_data() != key.public_key().key_data() => {
                    Some("does not belong to the private key")
                }
                (_, Ok(_)) => None,
            };
            if let Some(message) = message {
                problems.add(PUBLIC_KEY, message);
            }
        }
        problems.or(Self { key, opened })
    }

    /// The pair of a value that was checked before.
    pub(crate) fn told(fields: &Fields) -> Result<Self, Problems> {
        let mut problems = Problems::new();
        match read(fields, &mut problems) {
            Some(key) => Ok(Self { key, opened: None }),
            None => Err(problems),
        }
    }

    pub(crate) fn algorithm(&self) -> Algorithm {
        self.key.algorithm()
    }

    /// A protected file keeps its comment to itself.
    pub(crate) fn comment(&self) -> &str {
        self.opened.as_ref().unwrap_or(&self.key).comment()
    }

    pub(crate) fn is_protected(&self) -> bool {
        self.key.is_encrypted()
    }

    /// The line for `authorized_keys`. A protected file does not tell its comment.
    pub(crate) fn line(&self) -> String {
        let line = self.key.public_key().to_openssh().unwrap_or_default();
        format!("{}\n", line.trim_end())
    }
}

fn read(fields: &Fields, problems: &mut Problems) -> Option<PrivateKey> {
    match file::read(text(fields, PRIVATE_KEY, problems)?) {
        Ok(key) => Some(key),
        Err(message) => {
            problems.add(PRIVATE_KEY, message);
            None
        }
    }
}

fn text<'a>(fields: &'a Fields, name: &str, problems: &mut Problems) -> Option<&'a str> {
    match fields.text(name) {
        Ok(Some("")) if name == PASSPHRASE => {
            problems.add(name, "must not be empty; leave it out where there is none");
            None
        }
        Ok(text) => {
            if text.is_none() && name == PRIVATE_KEY {
                problems.add(name, "is required");
            }
            text
        }
        Err(_) => {
            problems.add(name, "must be UTF-8 text");
            None
        }
    }
}

fn is_quick(key: &PrivateKey) -> bool {
    !matches!(key.kdf(), Kdf::Bcrypt { rounds, .. } if *rounds > ROUNDS)
}

/// What the one signs, the other takes. Kinds that cannot be tried here, keys in hardware for one,
/// are taken on trust.
fn belong_together(key: &PrivateKey) -> bool {
    const PURPOSE: &str = "strongroom";
    const MESSAGE: &[u8] = b"do the halves belong together";
    if let KeypairData::Rsa(parts) = key.key_data() {
        return rsa_belongs_together(parts);
    }
    match key.sign(PURPOSE, HashAlg::Sha512, MESSAGE) {
        Ok(signature) => key.public_key().verify(PURPOSE, MESSAGE, &signature).is_ok(),
        Err(ssh_key::Error::AlgorithmUnknown | ssh_key::Error::AlgorithmUnsupported { .. }) => true,
        Err(_) => false,
    }
}

/// The modulus is the product of the primes, and the exponents undo each other.
fn rsa_belongs_together(RsaKeypair { public, private }: &RsaKeypair) -> bool {
    let number = |number: &Mpint, bits: usize| {
        let bytes = number.as_positive_bytes()?;
        BoxedUint::from_be_slice(bytes, u32::try_from(bits).ok()?).ok()
    };
    let length = |number: &Mpint| number.as_positive_bytes().map_or(0, |bytes| bytes.len() * 8);
    let bits = length(&public.n);
    let parts = (
        number(&public.n, bits),
        number(&public.e, length(&public.e)),
        number(&private.d, bits),
        number(&private.p, bits),
        number(&private.q, bits),
    );
    match parts {
        (Some(n), Some(e), Some(d), Some(p), Some(q)) => {
            rsa::PrivateKey::from_components(n, e, d, vec![p, q]).is_ok()
        }
        _ => false,
    }
}
