//! Who the caller is, what it may do, and what anyone may ask.

use crate::support::*;

#[test]
fn a_caller_is_a_person_or_a_machine() {
    let world = World::default();
    for (name, credential) in [("me", "good"), ("me_visitor", "visitor"), ("me_client", "client")] {
        let request = ask("GET", "/api/identity/v2/me").without("authorization");
        let answer = request.header("authorization", &format!("bearer {credential}")).of(&world);
        assert_eq!(answer.status(), 200);
        insta::assert_json_snapshot!(name, answer.json());
    }
}

#[test]
fn permissions_are_asked_of_an_owner_or_of_one_secret() {
    let world = World::default();
    let secret = format!("secret/Custom/{CUSTOM}");
    for (path, asked) in [
        (format!("project/{PROJECT}"), format!("project/{PROJECT} None")),
        (format!("organization/{ORGANIZATION}"), format!("organization/{ORGANIZATION} None")),
        (format!("user/{USER}"), format!("user/{USER} None")),
        (format!("project/{PROJECT}/{secret}"), format!("project/{PROJECT} Some(\"{secret}\")")),
        (
            format!("project/{PROJECT}/secret%2FCustom%2F{CUSTOM}"),
            format!("project/{PROJECT} Some(\"{secret}\")"),
        ),
    ] {
        let answer = ask("GET", &format!("/api/identity/v2/permissions/{path}")).of(&world);
        assert_eq!(answer.json()["actions"], serde_json::json!(["see", "read"]));
        assert_eq!(world.calls(), [format!("permissions on {asked}")]);
    }
    let answer = ask("GET", "/api/identity/v2/permissions/user/me").of(&world);
    assert_eq!(answer.json()["role"], "Reader");
    assert_eq!(world.calls(), ["who am i".to_owned(), format!("permissions on user/{USER} None")]);
}

#[test]
fn types_have_their_shape() {
    let answer = ask("GET", "/api/identity/v2/types").of(&World::default());
    insta::assert_json_snapshot!("types", answer.json());
}
