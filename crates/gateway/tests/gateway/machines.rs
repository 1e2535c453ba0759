//! Service clients and API tokens.

use crate::support::*;

const TOKENS: &str = "/api/identity/v2/tokens";

fn clients() -> String {
    format!("/api/identity/v2/clients/project/{PROJECT}")
}

fn narrow() -> String {
    format!(
        r#"[{{"on":"project/{PROJECT}","permissions":["reveal"],
            "secrets":[{{"key":"secret/Custom/{CUSTOM}","fields":["value"]}}]}}]"#
    )
}

#[test]
fn lists_have_their_shape() {
    let world = World::default();
    for (name, target) in [("clients", clients()), ("tokens", TOKENS.to_owned())] {
        let answer = ask("GET", &target).of(&world);
        assert_eq!(answer.status(), 200);
        insta::assert_json_snapshot!(name, answer.json());
        assert!(!answer.text().contains(CREDENTIAL));
    }
}

#[test]
fn a_token_is_shown_once() {
    let world = World::default();
    let body = format!(r#"{{"name":"job","expires_in":3600,"scopes":{}}}"#, narrow());
    let answer = ask("POST", TOKENS).json(&body).of(&world);
    assert_eq!(answer.status(), 201);
    insta::assert_json_snapshot!("issued", answer.json());
    insta::assert_snapshot!("new_token", world.calls().remove(0));
}

#[test]
fn a_token_without_scopes_asks_for_all_and_with_none_for_nothing() {
    let world = World::default();
    for (scopes, expected) in [("", "scopes: None"), (r#","scopes":[]"#, "scopes: Some([])")] {
        let body = format!(r#"{{"name":"job","expires_in":60{scopes}}}"#);
        ask("POST", TOKENS).json(&body).of(&world);
        assert!(world.calls()[0].contains(expected));
    }
    let body = r#"{"name":"job","expires_in":60,"scopes":null}"#;
    assert_eq!(ask("POST", TOKENS).json(body).of(&world).errors(), ["scopes: must not be null"]);
}

#[test]
fn a_token_is_revoked_by_its_id() {
    let world = World::default();
    let answer = ask("DELETE", &format!("{TOKENS}/{CUSTOM}")).of(&world);
    assert_eq!((answer.status(), answer.text()), (204, ""));
    assert_eq!(world.calls(), [format!("revoke {CUSTOM}")]);
}

#[test]
fn a_client_is_of_an_organization_or_a_project() {
    let world = World::default();
    let body = format!(r#"{{"name":"build","expires_in":3600,"scopes":{}}}"#, narrow());
    let answer = ask("POST", &clients()).json(&body).of(&world);
    let location = format!("/api/identity/v2/clients/{CUSTOM}");
    assert_eq!((answer.status(), answer.header("location")), (201, Some(&*location)));
    insta::assert_json_snapshot!("client_issued", answer.json());
    insta::assert_snapshot!("new_client", world.calls().remove(0));

    let organization = format!("/api/identity/v2/clients/organization/{ORGANIZATION}");
    ask("GET", &organization).of(&world);
    assert_eq!(world.calls(), [format!("clients of organization/{ORGANIZATION}")]);
    // Not of a person: what acts for one is one of their tokens.
    for other in [format!("user/{USER}"), "user/me".into(), "project/me".into()] {
        let answer = ask("GET", &format!("/api/identity/v2/clients/{other}")).of(&world);
        assert_eq!(answer.slug(), "no-such-route", "{other}");
    }
    let answer = ask("POST", &clients()).json(r#"{"name":"n","expires_in":1}"#).of(&world);
    assert_eq!(answer.errors(), ["scopes: is required"]);
}

#[test]
fn a_clients_secret_is_renewed_and_the_client_revoked() {
    let world = World::default();
    let client = format!("/api/identity/v2/clients/{CUSTOM}");
    assert_eq!(ask("GET", &client).of(&world).json()["name"], "build");
    let renewed = ask("POST", &format!("{client}/secret")).of(&world);
    assert_eq!((renewed.status(), &renewed.json()["client_secret"]), (200, &CREDENTIAL.into()));
    assert_eq!(ask("DELETE", &client).of(&world).status(), 204);
    assert_eq!(
        world.calls(),
        [
            format!("get client {CUSTOM}"),
            format!("renew secret of client {CUSTOM}"),
            format!("revoke client {CUSTOM}"),
        ]
    );
}
