//! What makes a value easy to guess, told from the value alone.
//!
//! What it is not: a measure of strength. A value in which nothing is found may still be known to
//! somebody. Depends on nothing of ours but the names that are told.

use strongroom_model::examination::Weakness;

/// Fewest characters of what is shown alone to be let in: NIST SP 800-63B-4, section 3.1.1.2.
const CHARACTERS: usize = 15;
/// Decimal digits that are as many choices as there are in 64 bits.
const DIGITS: usize = 20;
/// Different characters of a long value that was not typed by holding a key.
const DIFFERENT: usize = 5;

/// Words that passwords are made from before all others, and the defaults of programs.
const COMMON: &[&str] = &[
    "abc",
    "access",
    "admin",
    "administrator",
    "adminadmin",
    "apikey",
    "asdf",
    "asdfghjkl",
    "azerty",
    "baseball",
    "batman",
    "changeit",
    "changeme",
    "charlie",
    "computer",
    "correcthorsebatterystaple",
    "database",
    "default",
    "demo",
    "dragon",
    "dummy",
    "example",
    "flower",
    "football",
    "foobar",
    "freedom",
    "google",
    "guest",
    "hello",
    "helloworld",
    "hunter",
    "iloveyou",
    "internet",
    "keyboard",
    "letmein",
    "login",
    "london",
    "lovely",
    "master",
    "michael",
    "minioadmin",
    "monkey",
    "mypassword",
    "mysecret",
    "mysecretpassword",
    "mysql",
    "nothing",
    "oracle",
    "pass",
    "passphrase",
    "passw0rd",
    "password",
    "postgres",
    "princess",
    "private",
    "qazwsx",
    "qwerty",
    "qwertyuiop",
    "rabbitmq",
    "redis",
    "root",
    "sample",
    "secret",
    "secretkey",
    "server",
    "service",
    "shadow",
    "summer",
    "sunshine",
    "superman",
    "supersecret",
    "system",
    "temp",
    "temporary",
    "test",
    "testing",
    "testtest",
    "token",
    "toor",
    "trustno",
    "user",
    "username",
    "verysecret",
    "welcome",
    "whatever",
    "winter",
    "zxcvbnm",
];

/// `names` are those of its secret and its field: who guesses begins with them.
pub(crate) fn weakness(value: &[u8], names: &[&str]) -> Option<Weakness> {
    let Ok(text) = std::str::from_utf8(value) else { return None };
    let text = text.trim();
    if text.is_empty() {
        return None;
    }
    if is_common(text, names) {
        return Some(Weakness::Common);
    }
    if is_repetitive(text) {
        return Some(Weakness::Repetitive);
    }
    let characters = text.chars().count();
    if text.chars().all(|c| c.is_ascii_digit()) {
        return (characters < DIGITS).then_some(Weakness::Digits);
    }
    (characters < CHARACTERS).then_some(Weakness::Short)
}

/// A common word or one of the names, whatever digits and signs stand around it.
fn is_common(text: &str, names: &[&str]) -> bool {
    let is_around = |c: char| !c.is_alphabetic();
    let is = |word: &str| {
        let word = word.trim_matches(is_around);
        !word.is_empty()
            && (text.eq_ignore_ascii_case(word)
                || text.trim_matches(is_around).eq_ignore_ascii_case(word))
    };
    COMMON.iter().chain(names).any(|word| is(word))
}

/// One piece again and again, a row of neighbours, or few different characters.
fn is_repetitive(text: &str) -> bool {
    let bytes = text.as_bytes();
    let repeats = |length: usize| bytes.chunks(length).all(|piece| bytes.starts_with(piece));
    if bytes.len() > 1 && (1..=bytes.len() / 2).any(repeats) {
        return true;
    }
    let steps = |by: i16| {
        bytes.windows(2).all(|pair| match pair {
            [a, b] => i16::from(*b) - i16::from(*a) == by,
            _ => false,
        })
    };
    if bytes.len() > 2 && (steps(1) || steps(-1)) {
        return true;
    }
    let different = (0..=u8::MAX).filter(|byte| bytes.contains(byte)).count();
    bytes.len() >= CHARACTERS && different < DIFFERENT
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(value: &str) -> Option<Weakness> {
        weakness(value.as_bytes(), &["billing-db", "password"])
    }

    #[test]
    fn what_is_tried_first_is_common() {
        for value in [
            "password",
            "Password1!",
            "123changeme",
            "minioadmin",
            "billing-db",
            "Billing-DB2026",
            "correcthorsebatterystaple",
            " postgres \n",
        ] {
            assert_eq!(of(value), Some(Weakness::Common), "{value}");
        }
    }

    #[test]
    fn what_repeats_is_repetitive_however_long() {
        for value in [
            "aaaaaaaaaaaaaaaaaaaaaaaa",
            "xyxyxyxyxyxyxyxyxyxyxyxy",
            "defghijklmnopqrs",
            "98765432",
            "aabbaabbaaabbbaabbab",
            "kjkj",
        ] {
            assert_eq!(of(value), Some(Weakness::Repetitive), "{value}");
        }
    }

    #[test]
    fn digits_and_short_values_are_few_to_try() {
        assert_eq!(of("8402957310482"), Some(Weakness::Digits));
        assert_eq!(of("84029573104827561930"), None);
        assert_eq!(of("x8Kd!2pQz"), Some(Weakness::Short));
        assert_eq!(of("x8Kd!2pQzLw0vT"), Some(Weakness::Short));
        assert_eq!(of("x8Kd!2pQzLw0vTs"), None);
    }

    #[test]
    fn keys_that_programs_make_are_not_weak() {
        for value in [
            "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
            "ghp_16C7e42F292c6912E7710c838347Ae178B4a",
            "5f4dcc3b5aa765d61d8327deb882cf99",
            "3b1f8c52-7f5e-4c0e-9d2f-0a8f5b1c6e77",
            "-----BEGIN PRIVATE KEY-----\nMIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0w\n-----END PRIVATE KEY-----\n",
        ] {
            assert_eq!(of(value), None, "{value}");
        }
        assert_eq!(weakness(&[0xff, 0xfe, 1, 2, 3], &[]), None);
        assert_eq!(of(""), None);
    }
}
