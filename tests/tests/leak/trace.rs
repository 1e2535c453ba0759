//! The forms in which a secret could stand somewhere: itself, base64, hexadecimal.

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD_NO_PAD, URL_SAFE_NO_PAD};

/// A secret and all the forms it is looked for in.
pub(crate) struct Trace {
    /// Which one it is, for whoever reads of a failure.
    pub(crate) name: String,
    pub(crate) forms: Vec<(&'static str, Vec<u8>)>,
}

impl Trace {
    pub(crate) fn of_text(name: &str, secret: &str) -> Self {
        Self { name: name.to_owned(), forms: forms(secret.as_bytes()) }
    }

    /// The secret part of `srt_<id>_<secret>`, as text and as the bytes that it encodes.
    pub(crate) fn of_credential(credential: &str) -> [Self; 2] {
        let (_, secret) = credential.split_at(credential.len() - 43);
        let bytes = URL_SAFE_NO_PAD.decode(secret).expect("a secret part in base64");
        assert_eq!(bytes.len(), 32);
        let name = "the secret of a token".to_owned();
        let raw = Self { name: name.clone(), forms: forms(&bytes) };
        [Self { name, forms: forms(secret.as_bytes()) }, raw]
    }
}

fn forms(secret: &[u8]) -> Vec<(&'static str, Vec<u8>)> {
    let hex: String = secret.iter().map(|byte| format!("{byte:02x}")).collect();
    let mut forms = vec![
        ("as it is", secret.to_vec()),
        ("in hexadecimal", hex.to_uppercase().into_bytes()),
        ("in hexadecimal", hex.into_bytes()),
    ];
    // Inside something longer it may begin at any of three places of a group of base64.
    for shift in 0..3 {
        let shifted = [&vec![0; shift], secret].concat();
        for text in [STANDARD_NO_PAD.encode(&shifted), URL_SAFE_NO_PAD.encode(&shifted)] {
            // Characters at either end hold bits of the neighbours too.
            let inner = &text.as_bytes()[if shift == 0 { 0 } else { 4 }..text.len() - 2];
            forms.push(("in base64", inner.to_vec()));
        }
    }
    forms
}

pub(crate) fn contains(bytes: &[u8], text: &str) -> bool {
    bytes.windows(text.len()).any(|window| window == text.as_bytes())
}
