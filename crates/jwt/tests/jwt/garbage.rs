//! Whatever comes is answered, and nothing of it is a token.

use proptest::prelude::*;
use strongroom_jwt::Compact;
use strongroom_jwt::json::Object;
use strongroom_jwt::keys::KeySet;

use crate::support::encode;

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2048))]

    #[test]
    fn bytes_are_no_token(bytes in prop::collection::vec(any::<u8>(), 0..512)) {
        prop_assert!(Compact::parse(&bytes).is_err());
        let _ = KeySet::parse(&bytes);
        let _ = Object::parse(&bytes);
    }

    #[test]
    fn texts_that_look_like_tokens_are_none(text in "[A-Za-z0-9_-]{0,80}(\\.[A-Za-z0-9_-]{0,80}){0,4}") {
        prop_assert!(Compact::parse(text.as_bytes()).is_err());
    }

    #[test]
    fn headers_and_payloads_of_anything_do_no_harm(
        header in "\\PC{0,60}", payload in "\\PC{0,60}", signature in prop::collection::vec(any::<u8>(), 0..80),
    ) {
        let token = format!("{}.{}.{}", encode(header), encode(payload), encode(signature));
        let _ = Compact::parse(token.as_bytes());
    }

    #[test]
    fn json_like_texts_are_read_as_another_reader_reads_them(
        text in r#"\{("[a-c]":(1|-2|3\.5|"x"|null|true|\[1,2\]|\{"d":1\}))?(,"[a-c]":("y"|\[\]|7)){0,3}\}"#,
    ) {
        let ours = Object::parse(text.as_bytes());
        let other: Result<serde_json::Map<String, serde_json::Value>, _> =
            serde_json::from_str(&text);
        match (&ours, &other) {
            (Ok(ours), Ok(other)) => {
                for name in other.keys() {
                    prop_assert!(ours.get(name).is_some());
                }
            }
            (Err(_), Err(_)) => {}
            // The other takes the last of two of a name.
            (Err(_), Ok(_)) => {
                let twice = ["\"a\":", "\"b\":", "\"c\":"].iter().any(|name| text.matches(name).count() > 1);
                prop_assert!(twice, "{}", text);
            }
            (Ok(_), Err(_)) => prop_assert!(false, "{}", text),
        }
    }
}
