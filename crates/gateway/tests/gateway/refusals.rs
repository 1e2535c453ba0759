//! Every refusal of the ports as an HTTP status and a problem document.

use strongroom_model::VersionNumber;
use strongroom_model::audit::AuthenticationFailure;
use strongroom_model::metadata::{Problem, State};
use strongroom_ports::sessions::Reason;
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
        ("forbidden", vault::Error::Forbidden(Reason::Role), None),
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
fn each_refusal_of_the_management_has_its_document() {
    let problem = Problem::new("name", "is too long");
    for (name, error, status) in [
        ("management_forbidden", administration::Error::Forbidden(Reason::Role), 403),
        ("management_not_found", administration::Error::NotFound, 404),
        ("management_name_taken", administration::Error::NameTaken, 409),
        ("management_last_owner", administration::Error::LastOwner, 409),
        ("management_invalid", administration::Error::Invalid(vec![problem]), 422),
        ("management_unavailable", administration::Error::Unavailable, 503),
        ("management_internal", administration::Error::Internal, 500),
    ] {
        let world = World::with_management_error(error);
        let member = format!("/api/identity/v2/organizations/{ORGANIZATION}/members/user/{USER}");
        let answer = match name {
            "management_name_taken" => ask("POST", "/api/identity/v2/projects")
                .json(&format!(r#"{{"name":"n","organization":"{ORGANIZATION}"}}"#)),
            _ => ask("PUT", &member).json(r#"{"role":"Contributor"}"#),
        };
        let answer = answer.of(&world);
        assert_eq!(answer.status(), status);
        insta::assert_json_snapshot!(name, answer.json());
    }
    let world = World::with_management_error(administration::Error::NotSupported);
    let policies = format!("/api/identity/v2/organizations/{ORGANIZATION}/policies");
    let answer = ask("GET", &policies).of(&world);
    assert_eq!(answer.status(), 501);
    insta::assert_json_snapshot!("management_not_supported", answer.json());
}

/// Whatever the operation: the reason is told, and nothing but an answer of the port decides.
#[test]
fn every_operation_passes_a_refusal_on() {
    for (error, status) in [
        (administration::Error::NotFound, 404),
        (administration::Error::Unavailable, 503),
        (administration::Error::Internal, 500),
    ] {
        for (template, methods) in document_paths() {
            let others =
                ["/settings/", "/deleted/", "/audit/", "/health/", "/types", "doc.json", "/login"];
            let is_managed = !others.iter().any(|other| template.contains(other));
            for method in methods.iter().filter(|_| is_managed) {
                // What the caller may always ask is never not found.
                let responses =
                    &document_tree()["paths"][&template][method]["responses"][status.to_string()];
                if responses.is_null() {
                    continue;
                }
                let world = World::with_management_error(error.clone());
                let mut asked = ask(&method.to_uppercase(), &example(&template));
                if let Some(body) = example_body(&template, method) {
                    asked = asked.json(&body);
                }
                assert_eq!(asked.of(&world).status(), status, "{method} {template}");
            }
        }
    }
}

#[test]
fn each_failure_of_authentication_has_its_status_and_says_what_is_wrong() {
    let mut details = std::collections::HashMap::new();
    for reason in AuthenticationFailure::ALL {
        let world = World::default();
        let request = ask("GET", &key()).without("authorization");
        let credential = format!("bearer {}", reason.as_str());
        let answer = request.header("authorization", &credential).of(&world);
        assert_eq!((answer.status(), &*answer.slug()), (401, "unauthenticated"));
        let challenge = "Bearer realm=\"strongroom\", error=\"invalid_token\"";
        assert_eq!(answer.header("www-authenticate"), Some(challenge));
        assert!(world.calls().is_empty());
        let detail = answer.json()["detail"].as_str().unwrap().to_owned();
        details.insert(reason, detail);
    }
    let unknown = details.remove(&AuthenticationFailure::Unknown).unwrap();
    assert_eq!(details.remove(&AuthenticationFailure::Malformed), Some(unknown.clone()));
    assert_eq!(unknown, "the token is not valid");
    let told: std::collections::HashSet<_> = details.values().collect();
    assert_eq!(told.len(), details.len(), "each of the others says something of its own");
    insta::assert_json_snapshot!(
        "authentication",
        details
            .iter()
            .map(|(reason, detail)| (reason.as_str(), detail))
            .collect::<std::collections::BTreeMap<_, _>>()
    );
    for (credential, status) in [("unavailable", 503), ("internal", 500)] {
        let world = World::default();
        let request = ask("GET", &key()).without("authorization");
        let answer = request.header("authorization", &format!("bearer {credential}")).of(&world);
        assert_eq!(answer.status(), status);
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
