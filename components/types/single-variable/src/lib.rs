//! Single Variable, `secret/Custom`: one value of any shape, an API key, a password, a PEM file.
//!
//! A value is kept to the byte. White space at either end is no mistake here: a PEM file ends in a
//! newline and some passwords end in a blank. Refused is only what is certain to be an accident of
//! copying: nothing at all, nothing but white space, bytes that are no text, and control characters
//! that no text has (a NUL cuts the value short in an environment variable, an escape sequence
//! repaints the terminal it is printed on).
//!
//! Written with the public SDK and nothing else.

#[cfg(feature = "ground")]
use strongroom_ground as _;
use strongroom_secret_type::render::Format;
use strongroom_secret_type::{Description, FieldDescription, Fields, Problems, SecretType};

/// The type itself, for tests and programs that link it natively.
pub struct SingleVariable;

strongroom_secret_type::export!(SingleVariable);

const VALUE: &str = "value";

impl SecretType for SingleVariable {
    fn describe() -> Description {
        Description::new("Custom", "Single Variable")
            .help("One value of any shape: an API key, a password, a token, a PEM file.")
            .field(
                FieldDescription::password(VALUE, "Value")
                    .required()
                    .help("Text of one or more lines, kept exactly as it is given."),
            )
            .renderings(Format::ALL)
    }

    fn validate(fields: Fields) -> Result<Fields, Problems> {
        let mut problems = Problems::new();
        match fields.text(VALUE) {
            Ok(value) => {
                if let Err(message) = plausible(value.unwrap_or_default()) {
                    problems.add(VALUE, message);
                }
            }
            Err(_) => problems.add(
                VALUE,
                "must be UTF-8 text; give binary data as base64 or in another text form",
            ),
        }
        problems.or(fields)
    }
}

fn plausible(value: &str) -> Result<(), &'static str> {
    // The mark that some editors put before a text is not seen and is not a value.
    let value = value.strip_prefix('\u{feff}').unwrap_or(value);
    if value.is_empty() {
        return Err("must not be empty");
    }
    if value.trim().is_empty() {
        return Err("must not be white space alone");
    }
    if value.contains('\0') {
        return Err("must not contain a NUL character");
    }
    if value.chars().any(|c| c.is_control() && !matches!(c, '\t' | '\n' | '\r')) {
        return Err("must not contain control characters other than tab and newline");
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use strongroom_secret_type::testing::{cannot_render, describes_properly, renders};

    use super::*;

    fn validate(value: impl Into<Vec<u8>>) -> Result<Vec<u8>, String> {
        SingleVariable::validate(Fields::from([(VALUE, value.into())]))
            .map(|fields| fields.bytes(VALUE).unwrap().to_vec())
            .map_err(|problems| problems.iter().map(|p| p.message.clone()).collect())
    }

    #[test]
    fn keeps_every_value_people_have_to_the_byte() {
        for value in [
            "a",
            "sk_live_51H8",
            "two words",
            " leading and trailing blanks ",
            "with\ttab",
            "one line\n",
            "-----BEGIN PRIVATE KEY-----\nMC4CAQ\n-----END PRIVATE KEY-----\n",
            "windows\r\nlines\r\n",
            "{\"json\": [1, 2]}",
            "pässwörd",
            "🔑",
            "\u{feff}after a byte order mark",
            &"x".repeat(64 * 1024),
        ] {
            assert_eq!(validate(value).unwrap(), value.as_bytes());
        }
    }

    #[test]
    fn refuses_what_is_certain_to_be_an_accident() {
        for (value, words) in [
            ("", "empty"),
            ("\u{feff}", "empty"),
            (" ", "white space"),
            ("\n", "white space"),
            ("\u{a0}\t\r\n", "white space"),
            ("cut\0short", "NUL"),
            ("\u{1b}[2Jrepainted", "control"),
            ("backspace\u{8}", "control"),
            ("next line\u{85}", "control"),
        ] {
            assert!(validate(value).unwrap_err().contains(words), "{value:?}");
        }
    }

    #[test]
    fn refuses_bytes_that_are_no_text() {
        for value in [vec![0xff], b"\xc3\x28".to_vec(), b"\xed\xa0\x80".to_vec(), vec![0x80; 8]] {
            assert!(validate(value.clone()).unwrap_err().contains("UTF-8"), "{value:?}");
        }
    }

    #[test]
    fn a_missing_value_is_an_empty_one() {
        assert!(SingleVariable::validate(Fields::from([] as [(&str, &str); 0])).is_err());
    }

    #[test]
    fn has_one_required_field_so_that_a_value_is_a_plain_string() {
        let description = SingleVariable::describe();
        assert_eq!(description.id, "Custom");
        assert_eq!(description.fields.len(), 1);
        assert!(description.fields.iter().all(|field| field.required && field.name == VALUE));
    }

    #[test]
    fn is_described_as_the_server_takes_it() {
        describes_properly::<SingleVariable>();
    }

    #[test]
    fn comes_in_every_common_format_under_the_secrets_name() {
        let value = [(VALUE, "it's $5")];
        for (format, expected) in [
            ("dotenv-shell", "export STRIPE='it'\\''s $5'\n"),
            ("dotenv-compose", "STRIPE=\"it's $$5\"\n"),
            ("dotenv-docker", "STRIPE=it's $5\n"),
            ("json", r#"{"value":"it's $5"}"#),
            (
                "kubernetes",
                r#"{"apiVersion":"v1","kind":"Secret","metadata":{"name":"stripe"},"type":"Opaque","data":{"value":"aXQncyAkNQ=="}}"#,
            ),
        ] {
            renders::<SingleVariable>(format, "stripe", &value, expected);
        }
    }

    #[test]
    fn is_refused_where_a_format_would_change_it() {
        let pem = [(VALUE, "-----BEGIN KEY-----\nMC4=\n-----END KEY-----\n")];
        cannot_render::<SingleVariable>("dotenv-docker", "key", &pem, VALUE, "several lines");
        cannot_render::<SingleVariable>("dotenv-shell", "schlüssel", &pem, "name", "variable");
        cannot_render::<SingleVariable>("kubernetes", "My key", &pem, "name", "lower-case");
    }

    #[test]
    fn is_documented_as_it_describes_itself() {
        let document = include_str!("../../../../docs/secret-types.md");
        strongroom_secret_type::testing::documented_in::<SingleVariable>(document);
    }
}
