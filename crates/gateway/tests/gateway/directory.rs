//! People and groups.

use crate::support::*;

const PEOPLE: &str = "/api/identity/v2/people";

fn people() -> String {
    format!("/api/identity/v2/organizations/{ORGANIZATION}/people")
}

fn groups() -> String {
    format!("/api/identity/v2/organizations/{ORGANIZATION}/groups")
}

#[test]
fn lists_have_their_shape() {
    let world = World::default();
    let members = format!("/api/identity/v2/groups/{CUSTOM}/members");
    for (name, target) in [("people", people()), ("groups", groups()), ("group_members", members)] {
        let answer = ask("GET", &target).of(&world);
        assert_eq!(answer.status(), 200);
        insta::assert_json_snapshot!(name, answer.json());
    }
}

#[test]
fn people_are_searched_for_in_one_organization_or_in_all() {
    let world = World::default();
    let longest = "x".repeat(255);
    for (target, asked) in [
        (PEOPLE.to_owned(), "people of None None".to_owned()),
        (people(), format!("people of Some(\"{ORGANIZATION}\") None")),
        (format!("{PEOPLE}?search=%C3%A9+a"), "people of None Some(\"\u{e9} a\")".to_owned()),
        (
            format!("{}?search={longest}", people()),
            format!("people of Some(\"{ORGANIZATION}\") Some(\"{longest}\")"),
        ),
    ] {
        assert_eq!(ask("GET", &target).of(&world).status(), 200);
        assert_eq!(world.calls(), [asked]);
    }
    for bad in [String::new(), "x".repeat(256)] {
        let answer = ask("GET", &format!("{PEOPLE}?search={bad}")).of(&world);
        assert_eq!(
            answer.json()["detail"],
            "the query parameter `search` must have 1 to 255 characters"
        );
        assert!(world.calls().is_empty());
    }
}

#[test]
fn a_persons_first_token_is_shown_once_and_only_where_it_was_asked_for() {
    let world = World::default();
    let body = r#"{"name":"Eve","email":"eve@example.org","role":"Contributor",
        "identity":{"issuer":"https://id.example.org","subject":"42"},"token_expires_in":3600}"#;
    let answer = ask("POST", &people()).json(body).of(&world);
    let location = format!("{PEOPLE}/{USER}");
    assert_eq!((answer.status(), answer.header("location")), (201, Some(&*location)));
    insta::assert_json_snapshot!("person_created", answer.json());
    insta::assert_snapshot!("new_person", world.calls().remove(0));
    let answer = ask("POST", &people()).json(r#"{"name":"Eve"}"#).of(&world);
    assert_eq!(answer.json()["token"], serde_json::Value::Null);
    assert!(!ask("GET", &location).of(&world).text().contains(CREDENTIAL));
}

#[test]
fn a_person_is_asked_for_in_shape() {
    let world = World::default();
    for (body, errors) in [
        (r#"{"email":1}"#, &["name: is required", "email: must be a string"][..]),
        (r#"{"name":"n","role":"Admin"}"#, &["role: must be one of the known roles"]),
        (r#"{"name":"n","identity":"hunter2"}"#, &["identity: must be an object"]),
        (
            r#"{"name":"n","identity":{"issuer":7,"sub":"hunter2"}}"#,
            &[
                "identity.sub: is not a known field",
                "identity.subject: is required",
                "identity.issuer: must be a string",
            ],
        ),
        (r#"{"name":"n","token_expires_in":"1h"}"#, &["token_expires_in: must be a whole number"]),
        (r#"{"name":"n","email":null}"#, &["email: must not be null"]),
    ] {
        assert_eq!(ask("POST", &people()).json(body).of(&world).errors(), errors, "{body}");
    }
    let patch = ask("PATCH", &format!("{PEOPLE}/{USER}")).json(r#"{"active":"yes"}"#).of(&world);
    assert_eq!(patch.errors(), ["active: must be true or false"]);
    assert!(world.calls().is_empty());
}

#[test]
fn a_lifetime_is_called_by_our_name_for_it() {
    for (theirs, ours) in
        [("lifetime_seconds", "expires_in"), ("token_lifetime_seconds", "token_expires_in")]
    {
        let problem = strongroom_model::metadata::Problem::new(theirs, "is too long");
        let error = strongroom_ports::administration::Error::Invalid(vec![problem]);
        let world = World::with_management_error(error);
        let answer = ask("POST", &people()).json(r#"{"name":"n"}"#).of(&world);
        assert_eq!(answer.errors(), [format!("{ours}: is too long")]);
    }
}

#[test]
fn a_person_is_read_changed_and_removed() {
    let world = World::default();
    let person = format!("{PEOPLE}/{USER}");
    assert_eq!(ask("GET", &person).of(&world).json()["status"], "active");
    for body in [r#"{"name":"Ada L."}"#, r#"{"active":false}"#, r#"{"active":true}"#, "{}"] {
        assert_eq!(ask("PATCH", &person).json(body).of(&world).status(), 200);
    }
    assert_eq!(ask("DELETE", &person).of(&world).status(), 204);
    assert_eq!(
        world.calls(),
        [
            format!("get person {USER}"),
            format!("change person {USER} PersonChange {{ name: Some(\"Ada L.\"), active: None }}"),
            format!("change person {USER} PersonChange {{ name: None, active: Some(false) }}"),
            format!("change person {USER} PersonChange {{ name: None, active: Some(true) }}"),
            format!("change person {USER} PersonChange {{ name: None, active: None }}"),
            format!("remove person {USER}"),
        ]
    );
}

#[test]
fn a_groups_claim_stays_changes_or_goes() {
    let world = World::default();
    let group = format!("/api/identity/v2/groups/{CUSTOM}");
    for (body, change) in [
        ("{}", "{ name: None, claim: None }"),
        (r#"{"claim":null}"#, "{ name: None, claim: Some(None) }"),
        (r#"{"claim":"staff"}"#, "{ name: None, claim: Some(Some(\"staff\")) }"),
        (r#"{"name":"Staff"}"#, "{ name: Some(\"Staff\"), claim: None }"),
    ] {
        assert_eq!(ask("PATCH", &group).json(body).of(&world).status(), 200);
        assert_eq!(world.calls(), [format!("change group {CUSTOM} GroupChange {change}")]);
    }
    let answer = ask("PATCH", &group).json(r#"{"claim":7,"name":null}"#).of(&world);
    assert_eq!(answer.errors(), ["name: must not be null", "claim: must be a string or null"]);
    let answer = ask("POST", &groups()).json(r#"{"name":"Staff","claim":null}"#).of(&world);
    assert_eq!(answer.errors(), ["claim: must not be null"]);
}

#[test]
fn a_group_is_made_read_filled_and_deleted() {
    let world = World::default();
    let group = format!("/api/identity/v2/groups/{CUSTOM}");
    let answer = ask("POST", &groups()).json(r#"{"name":"Staff","claim":"staff"}"#).of(&world);
    assert_eq!((answer.status(), answer.header("location")), (201, Some(&*group)));
    assert_eq!(ask("GET", &group).of(&world).json()["claim"], "staff");
    let member = format!("{group}/members/{USER}");
    assert_eq!(ask("PUT", &member).of(&world).status(), 204);
    assert_eq!(ask("DELETE", &member).of(&world).status(), 204);
    assert_eq!(ask("DELETE", &group).of(&world).status(), 204);
    assert_eq!(
        world.calls(),
        [
            format!("create group Staff Some(\"staff\") in {ORGANIZATION}"),
            format!("get group {CUSTOM}"),
            format!("add {USER} to group {CUSTOM}"),
            format!("remove {USER} from group {CUSTOM}"),
            format!("delete group {CUSTOM}"),
        ]
    );
}
