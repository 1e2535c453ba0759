//! Runs the AES-GCM vectors of Project Wycheproof through the code that seals.

#![allow(clippy::unwrap_used, clippy::panic, reason = "tests")]

use strongroom_sealing::{Error, aes_256_gcm};
use strongroom_secret_bytes::{Key, SecretBytes};
use wycheproof::TestResult;
use wycheproof::aead::{Test, TestName, TestSet};

#[derive(Debug, Default, PartialEq, Eq)]
struct Count {
    opened: usize,
    refused: usize,
    other_key_size: usize,
    other_nonce_size: usize,
    other_tag_size: usize,
}

#[test]
fn every_vector_of_our_sizes_has_its_published_result() {
    let set = TestSet::load(TestName::AesGcm).unwrap();
    let mut count = Count::default();
    for group in set.test_groups {
        for test in &group.tests {
            match (group.key_size, group.nonce_size, group.tag_size) {
                (256, 96, 128) => run(test, &mut count),
                (256, 96, _) => count.other_tag_size += 1,
                (256, _, _) => count.other_nonce_size += 1,
                _ => count.other_key_size += 1,
            }
        }
    }
    // Counted, so that a vector which is no longer run is noticed.
    let expected = Count {
        opened: 39,
        refused: 27,
        other_key_size: 211,
        other_nonce_size: 39,
        other_tag_size: 0,
    };
    assert_eq!(count, expected);
}

fn run(test: &Test, count: &mut Count) {
    let id = test.tc_id;
    let key = Key::from_secret(&SecretBytes::new(test.key.to_vec())).unwrap();
    let nonce = test.nonce.as_slice().try_into().unwrap();
    let sealed = [test.ct.as_slice(), test.tag.as_slice()].concat();
    let opened = aes_256_gcm::open(&key, nonce, &test.aad, &sealed);
    match test.result {
        TestResult::Valid => {
            assert_eq!(opened.unwrap().expose(), test.pt.as_slice(), "vector {id}");
            let plaintext = SecretBytes::new(test.pt.to_vec());
            let again = aes_256_gcm::seal(&key, nonce, &test.aad, &plaintext);
            assert_eq!(again.unwrap(), sealed, "vector {id}");
            count.opened += 1;
        }
        TestResult::Invalid => {
            assert_eq!(opened.err(), Some(Error::NotAuthentic), "vector {id}");
            count.refused += 1;
        }
        TestResult::Acceptable => panic!("vector {id} leaves its result open"),
    }
}
