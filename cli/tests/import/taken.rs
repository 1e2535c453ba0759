//! Names that are taken.

use serde_json::{Value, json};

use super::Place;

/// With a secret `A` of the value `old`, and a file that has `A` as `new` and `B`.
fn taken() -> (Place, String) {
    let place = Place::new();
    let _ = place.terminal.strongroom.owner().new_secret(&place.project, "A", "old");
    let file = place.file(".env", "A=new\nB=1\n");
    let line = format!("dotenv {}", file.display());
    (place, line)
}

fn values(place: &Place) -> Vec<(String, Value)> {
    place.secrets().into_iter().map(|(name, _, value)| (name, value)).collect()
}

fn pair(name: &str, value: &str) -> (String, Value) {
    (name.to_owned(), json!(value))
}

#[test]
fn nothing_is_imported_unless_it_is_said_what_becomes_of_them() {
    let (place, line) = taken();
    let refused = place.import(&format!("{line} --yes"));
    assert_eq!(refused.code, 1);
    assert!(refused.err.contains("--on-conflict"), "{}", refused.err);
    assert!(refused.out.contains("its value is another one"), "{}", refused.out);
    assert!(!refused.out.contains("old") && !refused.out.contains("new"), "{}", refused.out);
    assert_eq!(values(&place), [pair("A", "old")]);
}

#[test]
fn they_are_skipped() {
    let (place, line) = taken();
    place.imports(&format!("{line} --on-conflict skip"));
    assert_eq!(values(&place), [pair("A", "old"), pair("B", "1")]);
}

#[test]
fn they_are_updated_to_a_further_version() {
    let (place, line) = taken();
    let report = place.imports(&format!("{line} --on-conflict update"));
    assert_eq!(report["counts"]["update"], 1, "{report}");
    assert_eq!(values(&place), [pair("A", "new"), pair("B", "1")]);
    let again = place.imports(&format!("{line} --on-conflict update"));
    assert_eq!(again["counts"]["same"], 2);
}

#[test]
fn they_are_created_under_another_name_and_once_only() {
    let (place, line) = taken();
    place.imports(&format!("{line} --on-conflict rename"));
    let expected = [pair("A", "old"), pair("A-2", "new"), pair("B", "1")];
    assert_eq!(values(&place), expected);
    let again = place.imports(&format!("{line} --on-conflict rename"));
    assert_eq!(again["counts"]["same"], 2, "{again}");
    assert_eq!(values(&place), expected);
}

#[test]
fn a_secret_of_another_type_is_never_updated() {
    let (place, _) = taken();
    let keys = "[A]\naws_access_key_id = AKIAIOSFODNN7EXAMPLE\naws_secret_access_key = abc\n";
    let file = place.file("credentials", keys);
    let refused = place.import(&format!("aws {} --yes --on-conflict update", file.display()));
    assert_eq!(refused.code, 1);
    assert!(refused.out.contains("of another type"), "{}", refused.out);
}

#[test]
fn two_of_a_source_with_one_name_do_not_fit() {
    let place = Place::new();
    let file = place.file(".env", "A=1\nA=2\n");
    let refused = place.import(&format!("dotenv {} --yes", file.display()));
    assert!(refused.out.contains("another of the source has this name"), "{}", refused.out);
    assert!(place.names().is_empty());
}
