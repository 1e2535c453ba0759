//! The files in `vectors/`. `STRONGROOM_BLESS=1` writes them again.

use std::collections::BTreeMap;
use std::fs;

use crate::vector::{Outcome, Vector, folder, read, write};
use crate::{cases, first, second};

fn published() -> BTreeMap<String, String> {
    let entries = fs::read_dir(folder()).unwrap().map(|entry| entry.unwrap());
    entries
        .map(|entry| {
            let name = entry.file_name().into_string().unwrap();
            let claim = name.strip_suffix(".json").expect("only vectors here").to_owned();
            (claim, fs::read_to_string(entry.path()).unwrap())
        })
        .collect()
}

fn each_opened_by(open: fn(&Vector) -> Outcome) {
    let published = published();
    assert!(published.len() >= 39, "the vectors are gone");
    for (claim, json) in published {
        let (vector, outcome) = read(&json);
        assert_eq!(open(&vector), outcome, "{claim}");
        let says_opens = claim.starts_with("opens_");
        assert_eq!(says_opens, matches!(outcome, Outcome::Opens { .. }), "{claim}");
    }
}

#[test]
fn this_crate_does_what_each_vector_says() {
    each_opened_by(first::open);
}

#[test]
fn the_second_implementation_does_what_each_vector_says() {
    each_opened_by(second::open);
}

#[test]
fn the_vectors_are_what_this_crate_seals() {
    let cases = cases::all();
    if std::env::var_os("STRONGROOM_BLESS").is_some() {
        for case in &cases {
            let path = folder().join(format!("{}.json", case.claim));
            fs::write(path, write(&case.vector, &case.outcome)).unwrap();
        }
    }
    let mut published = published();
    for case in cases {
        let json = published.remove(case.claim).expect(case.claim);
        assert_eq!(read(&json), (case.vector, case.outcome), "{}", case.claim);
    }
    assert_eq!(published.into_keys().next(), None, "a vector that nothing makes");
}
