//! Certificates as authorities hand them out, and the accidents that people have with them.

#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]

mod made;
mod renderings;

use made::{Authority, openssl};
use strongroom_secret_type::testing::{self, describes_properly};

use super::*;

#[track_caller]
fn accepts(certificate: &str, key: &str) {
    testing::accepts::<TlsCertificate>(&[(CERTIFICATE, certificate), (PRIVATE_KEY, key)], &[]);
}

#[track_caller]
fn refuses(certificate: &str, key: &str, field: &str, words: &str) {
    let fields = [(CERTIFICATE, certificate), (PRIVATE_KEY, key)];
    testing::refuses::<TlsCertificate>(&fields, &[], field, words);
}

#[test]
fn is_described_as_the_server_takes_it() {
    describes_properly::<TlsCertificate>();
}

#[test]
fn accepts_each_kind_of_key_with_its_certificate() {
    let root = Authority::root("root");
    for kind in
        [&rcgen::PKCS_ECDSA_P256_SHA256, &rcgen::PKCS_ECDSA_P384_SHA384, &rcgen::PKCS_ED25519]
    {
        let (certificate, key) = root.certificate("a.example", kind);
        accepts(&certificate, &key);
    }
}

/// One made by another tool, and in the older forms of keys.
#[test]
fn accepts_rsa_and_curves_in_the_forms_that_openssl_writes() {
    accepts(openssl::RSA_CERTIFICATE, openssl::RSA_PKCS8);
    accepts(openssl::RSA_CERTIFICATE, openssl::RSA_PKCS1);
    accepts(openssl::EC_CERTIFICATE, openssl::EC_SEC1);
}

#[test]
fn accepts_a_chain_with_and_without_its_root_and_text_between() {
    let root = Authority::root("root");
    let middle = root.authority("middle");
    let (leaf, key) = middle.certificate("a.example", &rcgen::PKCS_ECDSA_P256_SHA256);
    accepts(&leaf, &key);
    accepts(&format!("{leaf}{}", middle.pem), &key);
    accepts(&format!("{leaf}{}{}", middle.pem, root.pem), &key);
    accepts(&format!("subject=a.example\n{leaf}\n# middle\n{}", middle.pem), &key);
    accepts(&leaf.replace('\n', "\r\n"), &key);
}

#[test]
fn accepts_a_certificate_that_has_ended() {
    let (certificate, key) = Authority::root("root").ended("a.example");
    accepts(&certificate, &key);
}

#[test]
fn refuses_a_key_of_another_certificate() {
    let root = Authority::root("root");
    let (certificate, _) = root.certificate("a.example", &rcgen::PKCS_ECDSA_P256_SHA256);
    let (_, other) = root.certificate("a.example", &rcgen::PKCS_ECDSA_P256_SHA256);
    refuses(&certificate, &other, PRIVATE_KEY, "does not belong");
    refuses(&certificate, openssl::RSA_PKCS8, PRIVATE_KEY, "does not belong");
}

#[test]
fn refuses_a_chain_out_of_order() {
    let root = Authority::root("root");
    let middle = root.authority("middle");
    let (leaf, key) = middle.certificate("a.example", &rcgen::PKCS_ECDSA_P256_SHA256);
    refuses(&format!("{}{leaf}", middle.pem), &key, CERTIFICATE, "must begin with");
    refuses(&format!("{leaf}{}", root.pem), &key, CERTIFICATE, "the one that signed it");
    refuses(&format!("{leaf}{}{}", root.pem, middle.pem), &key, CERTIFICATE, "signed it");
    refuses(&format!("{leaf}{leaf}"), &key, CERTIFICATE, "twice");
    let other = Authority::root("other").authority("middle");
    refuses(&format!("{leaf}{}", other.pem), &key, CERTIFICATE, "signed it");
}

#[test]
fn refuses_what_is_no_certificate() {
    let (certificate, key) =
        Authority::root("root").certificate("a.example", &rcgen::PKCS_ECDSA_P256_SHA256);
    let cut = &certificate[..certificate.len() / 2];
    let damaged = certificate.replacen("MII", "MIJ", 1);
    let many = certificate.repeat(17);
    for (text, words) in [
        ("", "must be PEM"),
        ("MIIB", "must be PEM"),
        (cut, "without its END"),
        (&certificate.replace("END CERTIFICATE", "END KEY"), "another kind"),
        (&damaged, "no certificate"),
        (&certificate.replacen("\n", "\n!", 1), "Base64"),
        (&format!("{certificate}{key}"), "field of its own"),
        (&certificate.replace("CERTIFICATE", "CERTIFICATE REQUEST"), "request"),
        (&certificate.replace("CERTIFICATE", "X509 CRL"), "certificates alone"),
        (&many, "list of authorities"),
    ] {
        refuses(text, &key, CERTIFICATE, words);
    }
}

#[test]
fn refuses_what_is_no_key_that_can_be_used() {
    let (certificate, key) =
        Authority::root("root").certificate("a.example", &rcgen::PKCS_ECDSA_P256_SHA256);
    for (text, words) in [
        ("", "must be PEM"),
        (&certificate, "is a certificate"),
        (&key.repeat(2), "one private key"),
        (&key.replace("PRIVATE KEY", "PUBLIC KEY"), "public key"),
        (&key.replace("PRIVATE KEY", "OPENSSH PRIVATE KEY"), "SSH"),
        (&key.replace("PRIVATE KEY", "ENCRYPTED PRIVATE KEY"), "passphrase"),
        (openssl::RSA_ENCRYPTED, "passphrase"),
        (&key.replace("PRIVATE KEY", "RSA PRIVATE KEY"), "damaged"),
        (&key.replace("PRIVATE KEY", "DSA PRIVATE KEY"), "RSA, P-256"),
        (openssl::P521, "RSA, P-256"),
    ] {
        refuses(&certificate, text, PRIVATE_KEY, words);
    }
}

#[test]
fn refuses_files_that_are_no_text() {
    let fields = Fields::from([(CERTIFICATE, vec![0x30, 0x82, 0xff]), (PRIVATE_KEY, vec![0xff])]);
    let problems = TlsCertificate::validate(fields).unwrap_err();
    let fields: Vec<_> = problems.iter().map(|problem| problem.field.as_str()).collect();
    assert_eq!(fields, [CERTIFICATE, PRIVATE_KEY]);
}
