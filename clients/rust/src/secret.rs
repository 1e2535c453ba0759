//! Text and bytes that nobody sees by accident.
//!
//! Neither has `Clone`, `Display`, `Serialize` or a telling `Debug`; both are wiped when dropped.
//! Reading one is spelled `expose`.

use std::fmt;

use zeroize::Zeroizing;

const HIDDEN: &str = "********";

/// A value, a token or a password.
///
/// ```compile_fail
/// println!("{}", strongroom_client::SecretString::from("a"));
/// ```
/// ```compile_fail
/// let _ = strongroom_client::SecretString::from("a").clone();
/// ```
pub struct SecretString(Zeroizing<String>);

impl SecretString {
    #[must_use]
    pub fn expose(&self) -> &str {
        &self.0
    }

    /// A second one, where one is not enough. Spelled out, since each is one more to be found.
    #[must_use]
    pub fn duplicate(&self) -> Self {
        Self::from(self.expose())
    }
}

impl From<String> for SecretString {
    fn from(text: String) -> Self {
        Self(Zeroizing::new(text))
    }
}

impl From<&str> for SecretString {
    fn from(text: &str) -> Self {
        Self::from(text.to_owned())
    }
}

impl fmt::Debug for SecretString {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "SecretString({HIDDEN})")
    }
}

/// A rendering.
pub struct SecretBytes(Zeroizing<Vec<u8>>);

impl SecretBytes {
    #[must_use]
    pub fn expose(&self) -> &[u8] {
        &self.0
    }
}

impl From<Vec<u8>> for SecretBytes {
    fn from(bytes: Vec<u8>) -> Self {
        Self(Zeroizing::new(bytes))
    }
}

impl fmt::Debug for SecretBytes {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "SecretBytes({HIDDEN})")
    }
}
