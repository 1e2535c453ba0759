//! What Amazon's tools read, by a reader of INI files and by a parser of JSON.

use ini::{Ini, ParseOption};
use proptest::prelude::*;
use serde_json::{Value, json};
use strongroom_rendering::{NAME, aws, dotenv};

use crate::{refused, refuses};

const KEYS: [(&str, &[u8]); 2] =
    [("access_key", b"AKIAIOSFODNN7EXAMPLE"), ("secret_key", b"wJalr/K7+bPxRfi=")];

fn with<'a>(more: &[(&'a str, &'a [u8])]) -> Vec<(&'a str, &'a [u8])> {
    KEYS.into_iter()
        .filter(|(name, _)| more.iter().all(|(other, _)| other != name))
        .chain(more.iter().copied())
        .collect()
}

#[test]
fn a_profile_has_the_secrets_name() {
    let text = aws::credentials_file("backups", &KEYS).unwrap();
    assert_eq!(
        String::from_utf8(text).unwrap(),
        "[backups]\naws_access_key_id = AKIAIOSFODNN7EXAMPLE\n\
         aws_secret_access_key = wJalr/K7+bPxRfi=\n"
    );
}

#[test]
fn a_profile_says_where_it_leads() {
    let fields = with(&[
        ("session_token", b"t"),
        ("region", b"eu-central-1"),
        ("bucket", b"not-here"),
        ("endpoint", b"http://minio:9000"),
        ("path_style", b"true"),
    ]);
    let text = String::from_utf8(aws::credentials_file("a/b", &fields).unwrap()).unwrap();
    assert!(text.contains("\naws_session_token = t\nregion = eu-central-1\n"), "{text}");
    assert!(
        text.ends_with("\nendpoint_url = http://minio:9000\ns3 =\n    addressing_style = path\n")
    );
    assert!(!text.contains("not-here"));
}

#[test]
fn refuses_names_and_values_that_readers_change() {
    for name in ["", "my keys", "a]b", "a\nb", "[a", "é", "a#b"] {
        refuses(aws::credentials_file(name, &KEYS), NAME, "profile");
    }
    for value in ["", "a b", "a\nb", " a", "é", "#a", ";a", "\"a\"", "a'", "a\\"] {
        let fields = with(&[("secret_key", value.as_bytes())]);
        refuses(aws::credentials_file("a", &fields), "secret_key", "credentials file");
    }
    assert_eq!(refused(aws::credentials_file("a", &[])), ["access_key", "secret_key"]);
    let fields = with(&[("path_style", b"yes")]);
    refuses(aws::credentials_file("a", &fields), "path_style", "true or false");
}

#[test]
fn a_process_prints_keys_without_an_end() {
    let read: Value = serde_json::from_slice(&aws::process(&KEYS).unwrap()).unwrap();
    assert_eq!(
        read,
        json!({
            "Version": 1,
            "AccessKeyId": "AKIAIOSFODNN7EXAMPLE",
            "SecretAccessKey": "wJalr/K7+bPxRfi=",
        })
    );
    let fields = with(&[("session_token", b"t\"")]);
    let read: Value = serde_json::from_slice(&aws::process(&fields).unwrap()).unwrap();
    assert_eq!(read["SessionToken"], "t\"");
    assert_eq!(refused(aws::process(&[("access_key", b"\xff")])), ["access_key", "secret_key"]);
}

#[test]
fn a_container_is_told_to_ask_again_within_the_hour() {
    let read = |fields: &[(&str, &[u8])], now| -> Value {
        serde_json::from_slice(&aws::container(fields, now).unwrap()).unwrap()
    };
    assert_eq!(
        read(&KEYS, 1_800_000_000),
        json!({
            "AccessKeyId": "AKIAIOSFODNN7EXAMPLE",
            "SecretAccessKey": "wJalr/K7+bPxRfi=",
            "Token": "",
            "Expiration": "2027-01-15T09:00:00Z",
        })
    );
    let fields = with(&[("session_token", b"t")]);
    assert_eq!(read(&fields, 1_709_164_799)["Expiration"], "2024-02-29T00:59:59Z");
    assert_eq!(read(&fields, 0)["Token"], "t");
    assert!(aws::container(&KEYS, i64::MAX).is_err());
}

#[test]
fn an_environment_has_the_variables_that_sdks_read() {
    let fields = with(&[
        ("session_token", b"t"),
        ("region", b"r"),
        ("bucket", b"b"),
        ("endpoint", b"http://e"),
        ("path_style", b"true"),
    ]);
    let text = dotenv::render(dotenv::Dialect::Docker, &aws::variables(&fields)).unwrap();
    assert_eq!(
        String::from_utf8(text).unwrap(),
        "AWS_ACCESS_KEY_ID=AKIAIOSFODNN7EXAMPLE\nAWS_SECRET_ACCESS_KEY=wJalr/K7+bPxRfi=\n\
         AWS_SESSION_TOKEN=t\nAWS_REGION=r\nAWS_DEFAULT_REGION=r\n\
         AWS_ENDPOINT_URL_S3=http://e\nS3_BUCKET=b\nS3_PATH_STYLE=true\n"
    );
}

proptest! {
    #[test]
    fn a_reader_of_ini_files_reads_every_value_back_that_is_taken(secret in "[!-~]{1,24}") {
        let fields = with(&[("secret_key", secret.as_bytes())]);
        if let Ok(text) = aws::credentials_file("a.b", &fields) {
            // Readers differ on quotes and escapes.
            for plain in [true, false] {
                let options = ParseOption {
                    enabled_quote: !plain,
                    enabled_escape: !plain,
                    ..Default::default()
                };
                let text = std::str::from_utf8(&text).unwrap();
                let read = Ini::load_from_str_opt(text, options).unwrap();
                let profile = read.section(Some("a.b")).unwrap();
                prop_assert_eq!(profile.get("aws_secret_access_key"), Some(secret.as_str()));
                prop_assert_eq!(profile.len(), 2);
            }
        }
    }
}
