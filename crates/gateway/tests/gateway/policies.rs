//! Policies, where the authorizer has them.

use crate::support::*;

fn organization() -> String {
    format!("/api/identity/v2/organizations/{ORGANIZATION}")
}

#[test]
fn policies_are_listed_stored_and_deleted() {
    let world = World::default();
    let policies = format!("{}/policies", organization());
    insta::assert_json_snapshot!("policies", ask("GET", &policies).of(&world).json());
    let night = format!("{policies}/night.v2-a_b");
    let answer = ask("PUT", &night).json(r#"{"text":"forbid"}"#).of(&world);
    assert_eq!((answer.status(), &answer.json()["text"]), (200, &"forbid".into()));
    assert_eq!(ask("DELETE", &night).of(&world).status(), 204);
    assert_eq!(
        world.calls(),
        [
            format!("policies of {ORGANIZATION}"),
            format!("set in {ORGANIZATION} Source {{ name: \"night.v2-a_b\", text: \"forbid\" }}"),
            format!("delete policy night.v2-a_b of {ORGANIZATION}"),
        ]
    );
}

#[test]
fn a_policys_name_in_a_path_has_one_spelling() {
    let world = World::default();
    let longest = "n".repeat(64);
    let path = |name: &str| format!("{}/policies/{name}", organization());
    assert_eq!(ask("DELETE", &path(&longest)).of(&world).status(), 204);
    let too_long = "n".repeat(65);
    for name in [
        "", ".", "..", ".night", "-night", "_night", "ni%20ght", "ni%2Fght", "ni%2eght", "a:b",
        "n%C3%A9", "a*", &too_long,
    ] {
        let answer = ask("DELETE", &path(name)).of(&world);
        assert_eq!((answer.status(), &*answer.slug()), (404, "no-such-route"), "{name}");
    }
}

#[test]
fn policies_are_tried_without_being_stored() {
    let world = World::default();
    let check = format!("{}/policy-check", organization());
    let body = r#"{"policies":[{"name":"night","text":"forbid"}]}"#;
    insta::assert_json_snapshot!("findings", ask("POST", &check).json(body).of(&world).json());
    assert_eq!(
        world.calls(),
        [format!("check in {ORGANIZATION} [Source {{ name: \"night\", text: \"forbid\" }}]")]
    );
    let explain = format!("{}/policy-explain", organization());
    let body = format!(
        r#"{{"principal":"client/{CUSTOM}","action":"create-project",
            "owner":"organization/{ORGANIZATION}","policies":[{{"name":"n","text":"t"}}]}}"#
    );
    insta::assert_json_snapshot!("explained", ask("POST", &explain).json(&body).of(&world).json());
    insta::assert_snapshot!("question", world.calls().remove(0));
}

#[test]
fn a_question_is_asked_in_shape() {
    let world = World::default();
    let explain = format!("{}/policy-explain", organization());
    for (body, errors) in [
        ("{}", &["principal: is required", "action: is required", "owner: is required"][..]),
        (
            r#"{"principal":"user/x","action":"Reveal","owner":"x","secret":"y","policies":7}"#,
            &[
                "principal: must be `person/<id>` or `client/<id>`",
                "action: must be one of the known actions",
                "owner: must be `<kind>/<id>` of a project, organization or user",
                "secret: must be `secret/<Type>/<id>`",
                "policies: must be a list",
            ],
        ),
    ] {
        assert_eq!(ask("POST", &explain).json(body).of(&world).errors(), errors, "{body}");
    }
    let check = format!("{}/policy-check", organization());
    let many = vec![r#"{"name":"n","text":"t"}"#; 65].join(",");
    let answer = ask("POST", &check).json(&format!(r#"{{"policies":[{many}]}}"#)).of(&world);
    assert_eq!(answer.errors(), ["policies: must have at most 64 entries"]);
    let body = r#"{"policies":[{"name":"n"},{"text":7,"name":"n"}]}"#;
    let answer = ask("POST", &check).json(body).of(&world);
    assert_eq!(
        answer.errors(),
        ["policies.0.text: is required", "policies.1.text: must be a string"]
    );
}
