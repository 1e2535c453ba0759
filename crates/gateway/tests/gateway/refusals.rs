//! Every refusal of the ports as an HTTP status and a problem document.

use strongroom_model::VersionNumber;
use strongroom_model::metadata::{Problem, State};
use strongroom_ports::{administration, vault};

use crate::support::*;

fn secrets() -> String {
    format!("/api/identity/v2/settings/project/{PROJECT}")
}

fn key() -> String {
    format!("{}/secret/Custom/{CUSTOM}", secrets())
}

#[test]
fn each_refusal_of_the_vault_has_its_document() {
    let state = State { version: VersionNumber::new(4).unwrap(), revision: 9 };
    for (name, error, header) in [
        ("forbidden", vault::Error::Forbidden, None),
        ("not_found", vault::Error::NotFound, None),
        ("name_taken", vault::Error::NameTaken, None),
        ("stale", vault::Error::Stale(state), Some(("etag", "\"4.9\""))),
        ("invalid", vault::Error::Invalid(vec![Problem::new("name", "is too long")]), None),
        ("unavailable", vault::Error::Unavailable, Some(("retry-after", "1"))),
        ("internal", vault::Error::Internal, None),
    ] {
        let world = World::with_vault_error(error);
        let body = r#"{"name":"n","value":"hunter2"}"#;
        let answer = ask("PUT", &key()).header("if-match", "\"3\"").json(body).of(&world);
        if let Some((header, value)) = header {
            assert_eq!(answer.header(header), Some(value));
        }
        insta::assert_json_snapshot!(name, answer.json());
    }
    let world = World::with_vault_error(vault::Error::Corrupt);
    let answer = ask("GET", &format!("{}?decrypt=true", key())).of(&world);
    insta::assert_json_snapshot!("corrupt", answer.json());
}

#[test]
fn each_refusal_of_the_administration_has_its_status() {
    for (error, status) in [
        (administration::Error::Forbidden, 403),
        (administration::Error::NotFound, 404),
        (administration::Error::NameTaken, 409),
        (administration::Error::Invalid(vec![Problem::new("name", "is too long")]), 422),
        (administration::Error::Unavailable, 503),
        (administration::Error::Internal, 500),
    ] {
        let world = World::with_administration_error(error);
        let body = format!(r#"{{"name":"n","organization":"{ORGANIZATION}"}}"#);
        let answer = ask("POST", "/api/identity/v2/projects").json(&body).of(&world);
        assert_eq!(answer.status(), status);
    }
}

#[test]
fn each_failure_of_authentication_has_its_status() {
    let world = World::default();
    for (credential, status, detail) in [
        ("malformed", 401, "the token is not valid"),
        ("unknown", 401, "the token is not valid"),
        ("expired", 401, "the token has expired"),
        ("unavailable", 503, "try again later"),
        ("internal", 500, "the request could not be served; the log says why"),
    ] {
        let request = ask("GET", &key()).without("authorization");
        let answer = request.header("authorization", &format!("bearer {credential}")).of(&world);
        assert_eq!(answer.status(), status);
        assert_eq!(answer.json()["detail"], detail);
        assert!(world.calls().is_empty());
    }
}

#[test]
fn a_query_that_is_not_valid_is_malformed() {
    for target in [
        secrets(),
        format!("{}?decrypt=true&field=other", key()),
        format!("/api/identity/v2/audit/project/{PROJECT}"),
    ] {
        let problem = Problem::new("field", "must be a field of this version");
        let world = World::with_vault_error(vault::Error::Invalid(vec![problem]));
        let answer = ask("GET", &target).of(&world);
        assert_eq!((answer.status(), &*answer.slug()), (400, "malformed-request"));
        assert_eq!(answer.errors(), ["field: must be a field of this version"]);
    }
}

#[test]
fn a_problem_with_a_plain_value_speaks_of_the_value() {
    let problems =
        vec![Problem::new("value.value", "is too long"), Problem::new("value.x", "is not known")];
    let world = World::with_vault_error(vault::Error::Invalid(problems));
    for (value, errors) in [
        (r#""v""#, ["value: is too long", "value.x: is not known"]),
        (r#"{"value":"v"}"#, ["value.value: is too long", "value.x: is not known"]),
    ] {
        let body = format!(r#"{{"_type":"secret/Custom","name":"n","value":{value}}}"#);
        assert_eq!(ask("POST", &secrets()).json(&body).of(&world).errors(), errors);
    }
}

#[test]
fn a_label_that_is_no_identifier_is_not_shown() {
    let problems = vec![Problem::new("labels.hunter 2", "is too long")];
    let world = World::with_vault_error(vault::Error::Invalid(problems));
    let answer = ask("PATCH", &key()).json("{}").of(&world);
    assert_eq!(answer.errors(), ["labels: is too long"]);
}
