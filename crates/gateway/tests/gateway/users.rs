//! The caller, organizations, projects, tokens and types.

use crate::support::*;

#[test]
fn each_list_has_its_shape() {
    let world = World::with_organizations(1);
    for (name, target) in [
        ("me", "/api/identity/v2/me"),
        ("organizations", "/api/identity/v2/organizations"),
        ("projects", "/api/identity/v2/projects"),
        ("tokens", "/api/identity/v2/tokens"),
        ("types", "/api/identity/v2/types"),
    ] {
        let answer = ask("GET", target).of(&world);
        assert_eq!(answer.status(), 200);
        insta::assert_json_snapshot!(name, answer.json());
    }
}

#[test]
fn a_project_goes_into_the_callers_only_organization() {
    for (organizations, expected) in
        [(1, Some(format!("create project Search in {ORGANIZATION}"))), (0, None), (2, None)]
    {
        let world = World::with_organizations(organizations);
        let answer =
            ask("POST", "/api/identity/v2/projects").json(r#"{"name":"Search"}"#).of(&world);
        assert_eq!(world.calls().get(1).cloned(), expected);
        if expected.is_none() {
            assert_eq!(
                answer.errors(),
                [
                    "organization: is required: the caller does not have a role in exactly one organization"
                ]
            );
        } else {
            assert_eq!(answer.status(), 201);
        }
    }
}

#[test]
fn a_project_goes_into_the_organization_that_is_named() {
    let world = World::default();
    let body = format!(r#"{{"name":"Search","organization":"{PROJECT}"}}"#);
    let answer = ask("POST", "/api/identity/v2/projects").json(&body).of(&world);
    assert_eq!(answer.status(), 201);
    assert_eq!(world.calls(), [format!("create project Search in {PROJECT}")]);
    let body = r#"{"name":"Search","organization":"Acme"}"#;
    let answer = ask("POST", "/api/identity/v2/projects").json(body).of(&world);
    assert_eq!(
        answer.errors(),
        ["organization: must be a KSUID: 27 characters of 0-9, A-Z and a-z"]
    );
}

#[test]
fn a_token_is_shown_once() {
    let world = World::default();
    let body = format!(
        r#"{{"name":"job","expires_in":3600,"grants":[{{"on":"project/{PROJECT}","role":"Reader"}}]}}"#
    );
    let answer = ask("POST", "/api/identity/v2/tokens").json(&body).of(&world);
    assert_eq!(answer.status(), 201);
    insta::assert_json_snapshot!("issued", answer.json());
    insta::assert_snapshot!("new_token", world.calls().remove(0));
    assert!(!ask("GET", "/api/identity/v2/tokens").of(&world).text().contains(CREDENTIAL));
}

#[test]
fn a_token_without_grants_asks_for_all_and_with_none_for_nothing() {
    let world = World::default();
    for (grants, expected) in [("", "grants: None"), (r#","grants":[]"#, "grants: Some([])")] {
        let body = format!(r#"{{"name":"job","expires_in":60{grants}}}"#);
        ask("POST", "/api/identity/v2/tokens").json(&body).of(&world);
        assert!(world.calls()[0].contains(expected));
    }
}

#[test]
fn a_tokens_lifetime_is_called_by_our_name_for_it() {
    let problem = strongroom_model::metadata::Problem::new("lifetime_seconds", "is too long");
    let error = strongroom_ports::administration::Error::Invalid(vec![problem]);
    let world = World::with_administration_error(error);
    let body = r#"{"name":"job","expires_in":99999999999}"#;
    let answer = ask("POST", "/api/identity/v2/tokens").json(body).of(&world);
    assert_eq!(answer.errors(), ["expires_in: is too long"]);
}

#[test]
fn a_token_is_revoked_by_its_id() {
    let world = World::default();
    let answer = ask("DELETE", &format!("/api/identity/v2/tokens/{CUSTOM}")).of(&world);
    assert_eq!((answer.status(), answer.text()), (204, ""));
    assert_eq!(world.calls(), [format!("revoke {CUSTOM}")]);
}
