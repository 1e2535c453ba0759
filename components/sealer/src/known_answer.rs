//! `strongroom:sealer/known-answer`.

use strongroom_sealing::aes_256_gcm;
use strongroom_secret_bytes::{Key, SecretBytes};

use crate::bindings::exports::strongroom::sealer::known_answer::Guest;

impl Guest for crate::Component {
    fn open(
        key: Vec<u8>,
        nonce: Vec<u8>,
        additional_data: Vec<u8>,
        ciphertext: Vec<u8>,
    ) -> Option<Vec<u8>> {
        let key = Key::from_secret(&SecretBytes::new(key))?;
        let nonce = nonce.as_slice().try_into().ok()?;
        let opened = aes_256_gcm::open(&key, nonce, &additional_data, &ciphertext).ok()?;
        Some(opened.into_exposed())
    }

    fn seal(
        key: Vec<u8>,
        nonce: Vec<u8>,
        additional_data: Vec<u8>,
        plaintext: Vec<u8>,
    ) -> Option<Vec<u8>> {
        let key = Key::from_secret(&SecretBytes::new(key))?;
        let nonce = nonce.as_slice().try_into().ok()?;
        aes_256_gcm::seal(&key, nonce, &additional_data, &SecretBytes::new(plaintext)).ok()
    }
}
