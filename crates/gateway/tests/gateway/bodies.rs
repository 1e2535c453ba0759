//! Bodies that are not what they should be.

use crate::support::*;

fn post(body: &[u8]) -> Answer {
    let world = World::default();
    let answer = ask("POST", &format!("/api/identity/v2/settings/project/{PROJECT}"))
        .header("content-type", "application/json")
        .bytes(body)
        .of(&world);
    assert!(world.calls().is_empty(), "{:?}", String::from_utf8_lossy(body));
    answer
}

#[test]
fn what_is_not_strict_json_is_malformed() {
    for (body, detail) in [
        (&b""[..], "the body is empty"),
        (b"hunter2", "the body is not JSON: line 1, column 1"),
        (b"{\"name\":\"hunter2", "the body is not JSON: line 1, column 16"),
        (b"{\"name\":\"hunter2\"} x", "the body is not JSON: line 1, column 20"),
        (b"{\"name\":\"\xffhunter2\"}", "the body is not JSON: line 1, column 10"),
        (
            b"{\"value\":\"hunter2\",\"value\":\"x\"}",
            "the body has `value` twice: line 1, column 26",
        ),
        (b"{\"hunter2\":1,\"hunter2\":1}", "the body has a key twice: line 1, column 22"),
        (b"{\"value\":{\"a\":\"1\",\"a\":\"1\"}}", "the body has a key twice: line 1, column 21"),
    ] {
        let answer = post(body);
        assert_eq!((answer.status(), &*answer.slug()), (400, "malformed-request"));
        assert_eq!(answer.json()["detail"], detail);
    }
    let deep = format!("{{\"value\":{}{}}}", "[".repeat(16), "]".repeat(16));
    assert_eq!(post(deep.as_bytes()).json()["detail"], "the body is nested deeper than 16 levels");
}

#[test]
fn what_has_another_shape_is_not_valid_field_by_field() {
    for (body, errors) in [
        ("[]", &["body: must be an object"][..]),
        ("\"hunter2\"", &["body: must be an object"]),
        ("{}", &["_type: is required", "name: is required", "value: is required"]),
        (
            r#"{"_type":1,"name":null,"value":7,"labels":[],"description":{}}"#,
            &[
                "name: must not be null",
                "_type: must be a string",
                "description: must be a string",
                "labels: must be an object of strings",
                "value: must be a string or an object of strings",
            ],
        ),
        (
            r#"{"_type":"Custom","name":"n","value":{"a":1,"b":{},"c d":true}}"#,
            &[
                "_type: must be `secret/<Type>`",
                "value.a: must be a string",
                "value.b: must be a string",
                "value: must be a string",
            ],
        ),
        (
            r#"{"_type":"secret/Custom","name":"n","value":"v","labels":{"a":1,"hunter 2":null}}"#,
            &["labels.a: must be a string", "labels: must be a string"],
        ),
        (
            r#"{"_type":"secret/Custom","name":"n","value":"v","vaule":1,"Name":"x"}"#,
            &["vaule: is not a known field", "Name: is not a known field"],
        ),
        (
            r#"{"_type":"secret/Custom","name":"n","value":"v","pl\u00e4nted":1}"#,
            &["body: has an unknown field; its name is not shown"],
        ),
        (
            r#"{"_type":"secret/S3Connection","name":"n","bucket":"hunter2","region":"x"}"#,
            &[
                "bucket: is not a known field; fields of the secret itself belong inside `value`",
                "region: is not a known field; fields of the secret itself belong inside `value`",
                "value: is required",
            ],
        ),
        (
            r#"{"_type":"secret/Custom","name":"n","value":null,"bucket":"x"}"#,
            &["value: must not be null", "bucket: is not a known field"],
        ),
        (
            r#"{"_type":"secret/Custom","name":"n","value":"v","_id":"x"}"#,
            &["_id: is not a known field"],
        ),
    ] {
        let answer = post(body.as_bytes());
        assert_eq!((answer.status(), &*answer.slug()), (422, "invalid"), "{body}");
        assert_eq!(answer.errors(), errors, "{body}");
    }
}

#[test]
fn a_token_is_asked_for_in_shape() {
    for (body, errors) in [
        (r#"{"name":"n"}"#.to_owned(), &["expires_in: is required"][..]),
        (r#"{"name":"n","expires_in":"60"}"#.into(), &["expires_in: must be a whole number"]),
        (r#"{"name":"n","expires_in":1.5}"#.into(), &["expires_in: must be a whole number"]),
        (r#"{"name":"n","expires_in":1e3}"#.into(), &["expires_in: must be a whole number"]),
        (
            r#"{"name":"n","expires_in":18446744073709551615}"#.into(),
            &["expires_in: must be a whole number"],
        ),
        (r#"{"name":"n","expires_in":1,"scopes":{}}"#.into(), &["scopes: must be a list"]),
        (r#"{"name":"n","expires_in":1,"grants":[]}"#.into(), &["grants: is not a known field"]),
    ] {
        let world = World::default();
        let answer = ask("POST", "/api/identity/v2/tokens").json(&body).of(&world);
        assert_eq!(answer.errors(), errors, "{body}");
        assert!(world.calls().is_empty());
    }
}

#[test]
fn a_body_has_at_most_a_mebibyte() {
    let limit = strongroom_model::limits::BODY_BYTES;
    let padded = |length: usize| {
        let mut body = br#"{"_type":"secret/Custom","name":"n"}"#.to_vec();
        body.resize(length, b' ');
        body
    };
    assert_eq!(post(&padded(limit)).errors(), ["value: is required"]);
    assert_eq!(post(&padded(limit + 1)).slug(), "body-too-large");
    let world = World::default();
    let get = ask("GET", "/api/identity/v2/me").bytes(&padded(limit + 1));
    assert_eq!(get.of(&world).status(), 413);
}

#[test]
fn a_hostile_body_is_refused_quickly() {
    let members: Vec<String> = (0..100_000).map(|n| format!("\"{n}\":0")).collect();
    let many = format!("{{{}}}", members.join(","));
    assert_eq!(post(many.as_bytes()).json()["detail"], "the body holds too many values");
    let deep = "[".repeat(1_000_000);
    assert_eq!(post(deep.as_bytes()).json()["detail"], "the body is nested deeper than 16 levels");
}
