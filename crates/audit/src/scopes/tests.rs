#![allow(clippy::unwrap_used, reason = "tests")]

use proptest::prelude::*;

use super::*;
use crate::strategies::scopes;

proptest! {
    #[test]
    fn scopes_come_back_from_their_json(scopes in scopes()) {
        prop_assert_eq!(from_json(&to_json(&scopes)).unwrap(), scopes);
    }
}

#[test]
fn json_that_is_not_scopes_is_refused() {
    let id = "0ujtsYcgvSTl8PAuAdqWYSMnLOv";
    let scope = |more: &str| format!(r#"[{{"kind":"project","id":"{id}"{more}}}]"#);
    assert!(from_json(&scope(r#","permissions":["reveal"]"#)).is_ok());
    for json in [
        String::new(),
        "null".to_owned(),
        "{}".to_owned(),
        scope(""),
        scope(r#","role":"Writer""#),
        scope(r#","permissions":["all"]"#),
        scope(r#","permissions":["Reveal"]"#),
        scope(r#","permissions":["reveal"],"more":1"#),
        scope(r#","permissions":["reveal"],"secrets":[{"key":"db"}]"#),
        scope(r#","permissions":["reveal"]"#).replace("project", "projects"),
        scope(r#","permissions":["reveal"]"#).replace(id, "1"),
    ] {
        assert_eq!(from_json(&json), Err(Broken), "{json}");
    }
}
