//! Made by `ssh-keygen` of OpenSSH 9.2, for these tests alone.

pub(super) const ED25519: &str = include_str!("keys/ed25519");
pub(super) const ED25519_PUBLIC: &str = include_str!("keys/ed25519.pub");
pub(super) const P256: &str = include_str!("keys/p256");
pub(super) const P256_PUBLIC: &str = include_str!("keys/p256.pub");
pub(super) const P384: &str = include_str!("keys/p384");
pub(super) const P384_PUBLIC: &str = include_str!("keys/p384.pub");
pub(super) const P521: &str = include_str!("keys/p521");
pub(super) const P521_PUBLIC: &str = include_str!("keys/p521.pub");
pub(super) const RSA: &str = include_str!("keys/rsa");
pub(super) const RSA_PUBLIC: &str = include_str!("keys/rsa.pub");
pub(super) const RSA_PEM: &str = include_str!("keys/rsa.pem");
pub(super) const PROTECTED: &str = include_str!("keys/protected");
pub(super) const PROTECTED_PUBLIC: &str = include_str!("keys/protected.pub");
pub(super) const PASSPHRASE: &str = "open sesame";
/// With 64 rounds.
pub(super) const SLOW: &str = include_str!("keys/slow");

/// Another key, made on the spot.
pub(super) fn other_ed25519() -> String {
    use strongroom_secret_type::{ConnectedSecretType as _, testing::about, testing::with};

    let current = with(&[("private_key", ED25519), ("rotation", "from-here")], &[]);
    let nobody = |_| unreachable!("it talks to nobody");
    let made = crate::SshKeyPair::create(&nobody, &about("x"), &current).unwrap();
    made.text("private_key").unwrap().unwrap().to_owned()
}
