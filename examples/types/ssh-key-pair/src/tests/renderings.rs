//! Renderings, as `ssh` and its servers read them.

use serde_json::Value;
use strongroom_secret_type::testing::{cannot_render, rendered, renders};

use super::*;

#[test]
fn the_private_key_is_the_file_that_was_stored() {
    renders::<SshKeyPair>("private-key", "x", &[(PRIVATE_KEY, keys::ED25519)], keys::ED25519);
}

#[test]
fn the_public_key_is_the_line_of_the_private_one() {
    for (private, public) in [
        (keys::ED25519, keys::ED25519_PUBLIC),
        (keys::P384, keys::P384_PUBLIC),
        (keys::RSA, keys::RSA_PUBLIC),
    ] {
        let line = format!("{}\n", public.trim_end());
        renders::<SshKeyPair>("public-key", "x", &[(PRIVATE_KEY, private)], &line);
    }
    let line = rendered::<SshKeyPair>("public-key", "x", &[(PRIVATE_KEY, keys::PROTECTED)]);
    assert!(keys::PROTECTED_PUBLIC.starts_with(line.trim_end()), "{line}");
}

#[test]
fn kubernetes_has_a_secret_of_its_type_for_keys_without_a_passphrase() {
    let text = rendered::<SshKeyPair>("kubernetes", "deploy", &[(PRIVATE_KEY, keys::P256)]);
    let manifest: Value = serde_json::from_str(&text).unwrap();
    assert_eq!(manifest["type"], "kubernetes.io/ssh-auth");
    assert!(manifest["data"]["ssh-privatekey"].is_string());
    let protected = [(PRIVATE_KEY, keys::PROTECTED)];
    cannot_render::<SshKeyPair>("kubernetes", "deploy", &protected, PRIVATE_KEY, "passphrase");
}
