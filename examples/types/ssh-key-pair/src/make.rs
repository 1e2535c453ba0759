//! The next pair: of the same kind, with the same comment, under the same passphrase.

use rand_core::{CryptoRng, RngCore};
use ssh_key::{Algorithm, LineEnding, PrivateKey};
use strongroom_secret_type::{Failure, Fields};

use crate::pair::Pair;
use crate::{PASSPHRASE, PRIVATE_KEY, PUBLIC_KEY, ROTATION};

pub(crate) fn next(current: &Fields) -> Result<Fields, Failure> {
    let pair = Pair::of(current)?;
    let passphrase = current.text(PASSPHRASE).ok().flatten();
    if pair.is_protected() && passphrase.is_none() {
        return Err(Failure::invalid(PASSPHRASE, "is needed to protect the next private key"));
    }
    let algorithm = match pair.algorithm() {
        made @ (Algorithm::Ed25519 | Algorithm::Ecdsa { .. }) => made,
        Algorithm::Rsa { .. } => {
            return Err(Failure::failed(
                "RSA keys take longer to make than a call may take: make the next one with \
                 ssh-keygen, or go over to Ed25519",
            ));
        }
        _ => return Err(Failure::failed("keys of this kind cannot be made here")),
    };

    let mut random = Random::default();
    let mut made = PrivateKey::random(&mut random, algorithm).map_err(unmade)?;
    made.set_comment(pair.comment());
    let public = made.public_key().to_openssh().map_err(unmade)?;
    if let Some(passphrase) = passphrase {
        made = made.encrypt(&mut random, passphrase).map_err(unmade)?;
    }
    let file = made.to_openssh(LineEnding::LF).map_err(unmade)?;
    if random.has_failed {
        return Err(Failure::failed("there is no randomness to make a key of"));
    }

    let mut next = Fields::from([(PRIVATE_KEY, with_last_newline(&file))]);
    if let Some(passphrase) = passphrase {
        next.set(PASSPHRASE, passphrase);
    }
    if current.bytes(PUBLIC_KEY).is_some() {
        next.set(PUBLIC_KEY, public);
    }
    if let Some(rotation) = current.bytes(ROTATION) {
        next.set(ROTATION, rotation);
    }
    Ok(next)
}

fn with_last_newline(file: &str) -> String {
    format!("{}\n", file.trim_end())
}

fn unmade(_: ssh_key::Error) -> Failure {
    Failure::failed("the next pair cannot be made")
}

/// The system's randomness, in the words of the version of `rand_core` that `ssh-key` speaks. Where
/// it fails, nothing that was made of it may be used.
#[derive(Default)]
struct Random {
    has_failed: bool,
}

impl RngCore for Random {
    fn next_u32(&mut self) -> u32 {
        let mut bytes = [0; 4];
        self.fill_bytes(&mut bytes);
        u32::from_le_bytes(bytes)
    }

    fn next_u64(&mut self) -> u64 {
        let mut bytes = [0; 8];
        self.fill_bytes(&mut bytes);
        u64::from_le_bytes(bytes)
    }

    fn fill_bytes(&mut self, bytes: &mut [u8]) {
        if getrandom::fill(bytes).is_err() {
            self.has_failed = true;
        }
    }

    fn try_fill_bytes(&mut self, bytes: &mut [u8]) -> Result<(), rand_core::Error> {
        self.fill_bytes(bytes);
        Ok(())
    }
}

impl CryptoRng for Random {}
