//! Envelope encryption: root key, owner key, data key, field.
//!
//! A root key wraps the key of each owner, an owner key wraps the data key of each version, and a
//! data key seals the fields of its version one by one with AES-256-GCM. What is sealed opens only
//! at the place it was sealed for. The format is documented byte by byte in `docs/envelope.md`.
//!
//! What this is not: a store of keys, a decision about who may open, or an encoding of fields.
//! Depends on the model for names and on `strongroom-secret-bytes` for whatever must not leak.
//!
//! ```
//! use strongroom_model::{Id, Owner, OwnerKind, VersionNumber};
//! use strongroom_sealing::{OwnerKey, Place, RootKey, SystemRandom};
//! use strongroom_secret_bytes::{Key, SecretBytes};
//!
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! # let bytes = Key::filled(|key| key.fill(7));
//! let root = RootKey::new("2026-11".parse()?, &bytes);
//! let owner = Owner { kind: OwnerKind::Project, id: Id::from_bytes([1; 20]) };
//! let random = &mut SystemRandom;
//! let (owner_key, wrapped) = OwnerKey::generate(&root, owner, 1, random)?;
//!
//! let secret = "secret/Custom/0ujtsYcgvSTl8PAuAdqWYSMnLOv".parse()?;
//! let place = Place { secret: &secret, version: VersionNumber::FIRST };
//! let value = SecretBytes::from("hunter2".to_owned());
//! let sealed = owner_key.seal(place, [("value".parse()?, &value)], random)?;
//!
//! let owner_key = OwnerKey::unwrap(&wrapped, &root, owner)?;
//! let opened = owner_key.open(place, &sealed)?;
//! assert_eq!(opened[0].1.expose(), b"hunter2");
//! # Ok(())
//! # }
//! ```

pub mod aes_256_gcm;
mod blob;
mod cipher;
mod context;
mod error;
mod owner_key;
mod random;
mod root_key;
mod version;

pub use error::Error;
pub use owner_key::OwnerKey;
pub use random::{Random, SystemRandom};
pub use root_key::{RootKey, RootKeyId, RootKeyIdError};
pub use version::Place;
