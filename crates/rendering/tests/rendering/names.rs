//! Names of environment variables.

use proptest::prelude::*;
use strongroom_rendering::{Fields, NAME, variable};

use crate::refused;

fn names(secret: &str, fields: &[&str]) -> Result<Vec<String>, Vec<String>> {
    let fields: Vec<(&str, &[u8])> = fields.iter().map(|name| (*name, b"v".as_slice())).collect();
    match variable::derived(secret, &fields) {
        Ok(variables) => Ok(variables.into_iter().map(|variable| variable.name).collect()),
        Err(problems) => Err(refused(Err(problems))),
    }
}

#[test]
fn a_single_field_has_the_name_of_its_secret() {
    for (secret, expected) in [
        ("stripe", "STRIPE"),
        ("Stripe key", "STRIPE_KEY"),
        ("stripe-live.key/2", "STRIPE_LIVE_KEY_2"),
        ("already_GOOD_1", "ALREADY_GOOD_1"),
        ("1password", "_1PASSWORD"),
        ("a--b", "A__B"),
        ("42", "_42"),
    ] {
        assert_eq!(names(secret, &["value"]), Ok(vec![expected.to_owned()]), "{secret}");
    }
}

#[test]
fn several_fields_have_the_secrets_name_and_their_own() {
    assert_eq!(
        names("backups", &["access_key", "secret-key"]).unwrap(),
        ["BACKUPS_ACCESS_KEY", "BACKUPS_SECRET_KEY"]
    );
}

#[test]
fn one_field_of_a_type_of_several_can_keep_its_own() {
    let variables = variable::of_fields("db", &[("url", b"v")]).unwrap();
    assert_eq!(variables[0].name, "DB_URL");
}

#[test]
fn two_fields_of_one_variable_are_an_error_of_the_second() {
    assert_eq!(names("x", &["a-b", "a_b"]), Err(vec!["a_b".to_owned()]));
    assert_eq!(names("x", &["Key", "key", "KEY"]), Err(vec!["key".to_owned(), "KEY".to_owned()]));
}

#[test]
fn a_name_that_gives_no_variable_is_an_error_of_the_name() {
    for secret in ["pässwort", "鍵", "-", "...", "🔑 key", "", "a\u{301}b"] {
        assert_eq!(names(secret, &["value"]), Err(vec![NAME.to_owned()]), "{secret}");
        assert_eq!(names(secret, &["a", "b"]), Err(vec![NAME.to_owned()]), "{secret}");
    }
}

#[test]
fn no_secret_takes_a_name_that_steers_a_shell_or_a_loader() {
    for secret in ["path", "ld-preload", "LD_AUDIT", "bash_env", "env", "ifs", "ppid", "uid", "ps4"]
    {
        assert_eq!(names(secret, &["value"]), Err(vec![NAME.to_owned()]), "{secret}");
    }
    assert_eq!(names("ld", &["preload", "ok"]), Err(vec![NAME.to_owned(); 2]));
    assert!(names("my path", &["value"]).is_ok());
}

proptest! {
    #[test]
    fn what_is_derived_is_a_name_and_comes_once(
        secret in "[ -~]{1,20}",
        fields in proptest::collection::vec("[a-zA-Z][a-zA-Z0-9_-]{0,8}", 1..6),
    ) {
        let values: Vec<(&str, &[u8])> =
            fields.iter().map(|field| (field.as_str(), b"".as_slice())).collect();
        let values: &Fields<'_> = &values;
        if let Ok(variables) = variable::derived(&secret, values) {
            for (index, variable) in variables.iter().enumerate() {
                prop_assert!(variable::is_name(&variable.name));
                prop_assert!(variables[..index].iter().all(|other| other.name != variable.name));
            }
        }
    }
}
