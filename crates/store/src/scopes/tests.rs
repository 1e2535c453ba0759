#![allow(clippy::unwrap_used, reason = "tests")]

use proptest::prelude::*;

use super::*;

pub(crate) fn id() -> impl Strategy<Value = Id> {
    any::<[u8; 20]>().prop_map(Id::from_bytes)
}

pub(crate) fn owner() -> impl Strategy<Value = Owner> {
    (prop::sample::select(OwnerKind::ALL.to_vec()), id()).prop_map(|(kind, id)| Owner { kind, id })
}

pub(crate) fn secret() -> impl Strategy<Value = SecretKey> {
    ("[A-Z][a-z]{0,10}".prop_map(|name| name.parse().unwrap()), id())
        .prop_map(|(type_name, id)| SecretKey { type_name, id })
}

pub(crate) fn fields() -> impl Strategy<Value = Option<Vec<FieldName>>> {
    let field = "[a-z][a-z_-]{0,10}".prop_map(|name| name.parse().unwrap());
    prop::option::of(prop::collection::vec(field, 0..4))
}

pub(crate) fn scopes() -> impl Strategy<Value = Vec<Scope>> {
    let secret = (secret(), fields()).prop_map(|(key, fields)| SecretScope { key, fields });
    let secrets = prop::option::of(prop::collection::vec(secret, 0..4));
    let permissions = prop::sample::subsequence(Permission::ALL.to_vec(), 0..=4);
    let scope = (owner(), any::<bool>(), permissions, secrets).prop_map(
        |(on, projects, permissions, secrets)| Scope { on, projects, permissions, secrets },
    );
    prop::collection::vec(scope, 0..4)
}

proptest! {
    #[test]
    fn scopes_come_back_from_their_json(scopes in scopes()) {
        prop_assert_eq!(from_json(&to_json(&scopes).unwrap()).unwrap(), scopes);
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
        assert_eq!(from_json(&json), Err(Failure::Broken), "{json}");
    }
}
