//! Keys that `ssh-keygen` wrote, and the accidents that people have with them.

#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]

mod keys;
mod renderings;
mod rotation;

use strongroom_secret_type::testing::{self, Pairs, describes_properly};

use super::*;

#[track_caller]
fn accepts(fields: Pairs<'_>) {
    testing::accepts::<SshKeyPair>(fields, &[]);
}

#[track_caller]
fn refuses(fields: Pairs<'_>, field: &str, words: &str) {
    testing::refuses::<SshKeyPair>(fields, &[], field, words);
}

#[test]
fn is_described_as_the_server_takes_it() {
    describes_properly::<SshKeyPair>();
}

#[test]
fn accepts_each_kind_of_key_with_and_without_its_public_half() {
    for (private, public) in [
        (keys::ED25519, keys::ED25519_PUBLIC),
        (keys::P256, keys::P256_PUBLIC),
        (keys::P384, keys::P384_PUBLIC),
        (keys::P521, keys::P521_PUBLIC),
        (keys::RSA, keys::RSA_PUBLIC),
    ] {
        accepts(&[(PRIVATE_KEY, private)]);
        accepts(&[(PRIVATE_KEY, private), (PUBLIC_KEY, public.trim_end())]);
        let bare = public.split(' ').take(2).collect::<Vec<_>>().join(" ");
        accepts(&[(PRIVATE_KEY, private), (PUBLIC_KEY, bare.trim_end())]);
    }
}

#[test]
fn a_protected_key_is_opened_where_its_passphrase_is_given() {
    accepts(&[(PRIVATE_KEY, keys::PROTECTED)]);
    accepts(&[(PRIVATE_KEY, keys::PROTECTED), (PASSPHRASE, keys::PASSPHRASE)]);
    accepts(&[(PRIVATE_KEY, keys::PROTECTED), (PUBLIC_KEY, keys::PROTECTED_PUBLIC.trim_end())]);
    refuses(&[(PRIVATE_KEY, keys::PROTECTED), (PASSPHRASE, "wrong")], PASSPHRASE, "does not open");
    refuses(&[(PRIVATE_KEY, keys::PROTECTED), (PASSPHRASE, "")], PASSPHRASE, "empty");
    refuses(&[(PRIVATE_KEY, keys::ED25519), (PASSPHRASE, "none")], PASSPHRASE, "not protected");
}

#[test]
fn a_key_that_takes_long_to_open_is_taken_on_trust() {
    accepts(&[(PRIVATE_KEY, keys::SLOW), (PASSPHRASE, "anything")]);
}

#[test]
fn refuses_a_public_key_of_another_pair() {
    let other = keys::P256_PUBLIC.trim_end();
    refuses(&[(PRIVATE_KEY, keys::ED25519), (PUBLIC_KEY, other)], PUBLIC_KEY, "does not belong");
    let other = keys::PROTECTED_PUBLIC.trim_end();
    refuses(&[(PRIVATE_KEY, keys::ED25519), (PUBLIC_KEY, other)], PUBLIC_KEY, "does not belong");
    refuses(&[(PRIVATE_KEY, keys::ED25519), (PUBLIC_KEY, "ssh-ed25519")], PUBLIC_KEY, ".pub");
    let lined = keys::ED25519_PUBLIC;
    refuses(&[(PRIVATE_KEY, keys::ED25519), (PUBLIC_KEY, lined)], PUBLIC_KEY, "begin or end");
}

/// Each was given to `ssh-keygen -y` of OpenSSH 9.2, which refuses the first four and takes the last
/// two.
#[test]
fn reads_a_file_as_ssh_does() {
    let key = keys::ED25519;
    for (file, words) in [
        (key.trim_end().to_owned(), "end in a newline"),
        (format!("{} \n", key.trim_end()), "after its END line"),
        (key.replace('\n', "\r\n"), "Windows"),
        (format!("\n{key}"), "before its first line"),
    ] {
        refuses(&[(PRIVATE_KEY, &file)], PRIVATE_KEY, words);
    }
    let lines: Vec<&str> = key.lines().collect();
    let body = lines[1..lines.len() - 1].concat();
    accepts(&[(PRIVATE_KEY, &format!("{}\n{body}\n{}\n", lines[0], lines[lines.len() - 1]))]);
    accepts(&[(PRIVATE_KEY, &format!("{key}\n# made in 2026\n"))]);
}

#[test]
fn refuses_what_is_no_key_of_openssh() {
    let key = keys::ED25519;
    let half = &key[..key.len() / 2];
    for (file, words) in [
        ("", "-----BEGIN OPENSSH"),
        (half, "cut off"),
        (&key.replacen("b3Bl", "b3B!", 1), "Base64"),
        (&key.replacen("b3Bl", "b3Bm", 1), "damaged"),
        (keys::RSA_PEM, "ssh-keygen -p"),
        ("PuTTY-User-Key-File-3: ssh-ed25519\n", "PuTTYgen"),
        (keys::ED25519_PUBLIC, "public key"),
    ] {
        refuses(&[(PRIVATE_KEY, file)], PRIVATE_KEY, words);
    }
}

#[test]
fn refuses_halves_that_do_not_belong_together() {
    // The private scalar of one key in the file of another: the two public halves in it agree.
    let mut made = ssh_key::PrivateKey::from_openssh(keys::ED25519).unwrap();
    let other = ssh_key::PrivateKey::from_openssh(keys::other_ed25519()).unwrap();
    let public = made.key_data().ed25519().unwrap().public;
    let private = other.key_data().ed25519().unwrap().private.clone();
    let mixed = ssh_key::private::Ed25519Keypair { public, private };
    made = ssh_key::PrivateKey::new(mixed.into(), "mixed").unwrap();
    let file = made.to_openssh(ssh_key::LineEnding::LF).unwrap();
    let file = format!("{}\n", file.trim_end());
    refuses(&[(PRIVATE_KEY, &file)], PRIVATE_KEY, "damaged");
}

#[test]
fn refuses_an_rsa_key_whose_parts_do_not_belong_together() {
    let key = ssh_key::PrivateKey::from_openssh(keys::RSA).unwrap();
    let mut parts = key.key_data().rsa().unwrap().clone();
    parts.private.q = parts.private.p.clone();
    let mixed = ssh_key::PrivateKey::new(parts.into(), "mixed").unwrap();
    let file = mixed.to_openssh(ssh_key::LineEnding::LF).unwrap();
    let file = format!("{}\n", file.trim_end());
    refuses(&[(PRIVATE_KEY, &file)], PRIVATE_KEY, "damaged");
}
