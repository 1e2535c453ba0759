//! Drafts of secrets, judged while they are written.

use serde_json::json;

use crate::support::*;

fn validate(type_name: &str) -> String {
    format!("/api/identity/v2/types/{type_name}/validate")
}

#[test]
fn a_draft_is_told_what_is_wrong_with_it_by_field() {
    let world = World::default();
    let good = r#"{"name":"n","value":"good"}"#;
    let answer = ask("POST", &validate("Custom")).json(good).of(&world);
    assert_eq!((answer.status(), answer.json()), (200, json!({ "valid": true, "errors": [] })));
    let call = r#"validate Custom Some("n") None None Some([("value", "good")])"#;
    assert_eq!(world.calls(), [call]);

    // In the words of a creation: a plain text is `value`, a field of an object `value.<field>`.
    for (type_name, value, field) in [
        ("Custom", r#""bad""#, "value"),
        ("Custom", r#"{"value":"bad"}"#, "value.value"),
        ("Registry", r#"{"server":"bad"}"#, "value.server"),
    ] {
        let body = format!(r#"{{"value":{value}}}"#);
        let answer = ask("POST", &validate(type_name)).json(&body).of(&world);
        let errors = json!([{ "field": field, "message": "must be good" }]);
        assert_eq!(answer.json(), json!({ "valid": false, "errors": errors }), "{body}");
    }
}

#[test]
fn a_body_that_is_no_draft_is_refused() {
    let world = World::default();
    for (type_name, body, error) in [
        ("Custom", r#"{"value":1}"#, "value: must be a string or an object of strings"),
        ("Custom", r#"{"_type":"secret/Custom"}"#, "_type: is not a known field"),
        (
            "Registry",
            r#"{"value":"v"}"#,
            "value: must be an object of fields: the type has several",
        ),
    ] {
        let answer = ask("POST", &validate(type_name)).json(body).of(&world);
        assert_eq!((answer.status(), answer.errors()), (422, vec![error.to_owned()]), "{body}");
    }
}

#[test]
fn a_type_that_is_not_loaded_validates_nothing() {
    let world = World::default();
    let answer = ask("POST", &validate("Unheard")).json(r#"{"value":"v"}"#).of(&world);
    assert_eq!(answer.slug(), "not-found");
    assert!(world.calls().is_empty());
}
