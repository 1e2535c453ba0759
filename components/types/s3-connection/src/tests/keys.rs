//! Keys and tokens.

use super::*;

#[test]
fn accepts_the_keys_that_stores_hand_out() {
    accepts(&AMAZON, &[]);
    accepts(
        &AMAZON,
        &[(ACCESS_KEY, "ASIAIOSFODNN7EXAMPLE"), (SESSION_TOKEN, "FwoGZXIvYXdzE//+a==")],
    );
    // Only the form of an id is one, not a secret key that happens to begin as one.
    for secret_key in ["AKIArXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY", "AKIArXUtnFEMI/K7MDEN"] {
        accepts(&AMAZON, &[(SECRET_KEY, secret_key)]);
    }
    accepts(&AMAZON, &[(SECRET_KEY, "AKIAIOSFODNN7EXAMPLEAKIAIOSFODNN7EXAMPLE")]);
    accepts(&AMAZON, &[(SECRET_KEY, "WJALRXUTNFEMI0K7MDEN")]);
    accepts(&OTHER, &[]);
    for (access_key, secret_key) in [
        ("test", "test"),
        ("GK31c2f218a2e44f485b94239e", "b892c0665f0ada8a4755dae98baa3b133590e11dae3bcc1f9d769d67"),
        ("DO00ABCDEFGHIJKLMNOP", "two words and a %2F"),
        ("user@example.com", "pässwörd"),
        ("AIDA", "AKIAIOSFODNN7EXAMPLE"),
    ] {
        accepts(&OTHER, &[(ACCESS_KEY, access_key), (SECRET_KEY, secret_key)]);
    }
}

#[test]
fn leaves_session_tokens_of_other_stores_to_them() {
    accepts(&OTHER, &[(ACCESS_KEY, "ASIAIOSFODNN7EXAMPLE")]);
    accepts(&OTHER, &[(ACCESS_KEY, "AKIAIOSFODNN7EXAMPLE"), (SESSION_TOKEN, "token")]);
}

#[test]
fn refuses_keys_that_cannot_be_amazons() {
    for (name, value, words) in [
        (ACCESS_KEY, "minioadmin", "endpoint"),
        (ACCESS_KEY, "\"AKIAIOSFODNN7EXAMPLE\"", "16 to 128"),
        (ACCESS_KEY, "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY", "16 to 128"),
        (ACCESS_KEY, "AKIA IOSFODNN7EXAMPLE", "without white space"),
        (ACCESS_KEY, "АKIAIOSFODNN7EXAMPLE", "ASCII"),
        (ACCESS_KEY, "AIDAIOSFODNN7EXAMPLE", "user or a role"),
        (ACCESS_KEY, "AROAIOSFODNN7EXAMPLE", "user or a role"),
        (SECRET_KEY, "AKIAIOSFODNN7EXAMPLX", "swapped"),
        (SECRET_KEY, "wJalrXUtnFEMI%2FK7MDENG%2FbPxRfiCYEXAMPLEKEY", "percent"),
        (SECRET_KEY, "'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY'", "quotes"),
        (SECRET_KEY, "wJalrXUtnFEMI K7MDENG", "without white space"),
        (SECRET_KEY, "wJalrXUtnFEMI–K7MDENG", "ASCII"),
    ] {
        refuses(&AMAZON, &[(name, value)], name, words);
    }
    refuses(&AMAZON, &[(ACCESS_KEY, &"A".repeat(129))], ACCESS_KEY, "16 to 128");
}

#[test]
fn refuses_amazons_temporary_keys_alone_and_lasting_ones_with_a_left_over_token() {
    refuses(&AMAZON, &[(ACCESS_KEY, "ASIAIOSFODNN7EXAMPLE")], SESSION_TOKEN, "ASIA");
    refuses(&AMAZON, &[(SESSION_TOKEN, "FwoGZXIvYXdzE")], SESSION_TOKEN, "AKIA");
    let endpoint = (ENDPOINT, "https://s3.eu-west-1.amazonaws.com");
    refuses(&AMAZON, &[endpoint, (SESSION_TOKEN, "FwoGZXIvYXdzE")], SESSION_TOKEN, "AKIA");
    refuses(&AMAZON, &[(SESSION_TOKEN, "two words")], SESSION_TOKEN, "white space");
}
