//! Renderings, as whoever serves or watches a certificate reads them.

use serde_json::Value;
use strongroom_secret_type::testing::{cannot_render, rendered};

use super::*;

fn pair(certificate: &str, key: &str) -> Fields {
    Fields::from([(CERTIFICATE, certificate.to_owned()), (PRIVATE_KEY, key.to_owned())])
}

fn expiry(certificate: &str, now: i64) -> Value {
    let about = About::new("web", now);
    let bytes = TlsCertificate::render(EXPIRY, &about, &pair(certificate, "")).unwrap();
    serde_json::from_slice(&bytes).unwrap()
}

const DAY: i64 = 24 * 60 * 60;
/// 2021-01-01T00:00:00Z.
const END: i64 = 1_609_459_200;

#[test]
fn expiry_is_told_for_the_time_of_the_request() {
    let root = Authority::root("root");
    let (certificate, _) = root.ended("a.example");
    let before = expiry(&certificate, END - DAY);
    assert_eq!(before["not_before"], "2020-01-01T00:00:00Z");
    assert_eq!(before["not_after"], "2021-01-01T00:00:00Z");
    assert_eq!(before["ends"], "2021-01-01T00:00:00Z");
    assert_eq!(before["subject"], "CN=a.example");
    assert_eq!(before["issuer"], "CN=root");
    assert_eq!((&before["seconds_left"], &before["state"]), (&DAY.into(), &"valid".into()));

    let after = expiry(&certificate, END + DAY);
    assert_eq!((&after["seconds_left"], &after["state"]), (&(-DAY).into(), &"expired".into()));
    assert_eq!(expiry(&certificate, 0)["state"], "not-yet-valid");
}

#[test]
fn a_chain_ends_with_the_first_of_its_certificates() {
    let root = Authority::root("root");
    let (short, _) = root.ended("middle");
    let (leaf, _) = root.certificate("a.example", &rcgen::PKCS_ECDSA_P256_SHA256);
    let told = expiry(&format!("{leaf}{short}"), END + DAY);
    assert_eq!(told["not_after"], "2040-01-01T00:00:00Z");
    assert_eq!(told["ends"], "2021-01-01T00:00:00Z");
    assert_eq!(told["state"], "expired");
}

#[test]
fn one_file_has_the_key_and_then_the_chain() {
    let fields = [(CERTIFICATE, "chain\n"), (PRIVATE_KEY, "key")];
    assert_eq!(rendered::<TlsCertificate>(BUNDLE, "web", &fields), "key\nchain\n");
}

#[test]
fn kubernetes_has_a_secret_of_its_type_for_tls() {
    let fields = [(CERTIFICATE, "chain\n"), (PRIVATE_KEY, "key\n")];
    let text = rendered::<TlsCertificate>("kubernetes", "web", &fields);
    let manifest: Value = serde_json::from_str(&text).unwrap();
    assert_eq!(manifest["type"], "kubernetes.io/tls");
    assert_eq!(manifest["data"]["tls.crt"], "Y2hhaW4K");
    assert_eq!(manifest["data"]["tls.key"], "a2V5Cg==");
    cannot_render::<TlsCertificate>("kubernetes", "Web", &fields, "name", "lower-case");
}
