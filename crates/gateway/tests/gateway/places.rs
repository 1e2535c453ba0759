//! Organizations, projects, and who is a member of them.

use crate::support::*;

const ORGANIZATIONS: &str = "/api/identity/v2/organizations";
const PROJECTS: &str = "/api/identity/v2/projects";

#[test]
fn lists_have_their_shape() {
    let world = World::with_organizations(1);
    for (name, target) in [
        ("organizations", ORGANIZATIONS.to_owned()),
        ("projects", PROJECTS.to_owned()),
        ("members", format!("{PROJECTS}/{PROJECT}/members")),
    ] {
        let answer = ask("GET", &target).of(&world);
        assert_eq!(answer.status(), 200);
        insta::assert_json_snapshot!(name, answer.json());
    }
}

#[test]
fn no_list_is_longer_than_its_bound() {
    let world = World::with_organizations(1001);
    let answer = ask("GET", ORGANIZATIONS).of(&world);
    assert_eq!(answer.json()["data"].as_array().unwrap().len(), 1000);
}

#[test]
fn an_organization_is_made_read_and_renamed() {
    let world = World::default();
    let answer = ask("POST", ORGANIZATIONS).json(r#"{"name":"Acme"}"#).of(&world);
    let location = format!("{ORGANIZATIONS}/{ORGANIZATION}");
    assert_eq!((answer.status(), answer.header("location")), (201, Some(&*location)));
    assert_eq!(world.calls(), ["create organization Acme"]);
    let answer = ask("GET", &location).of(&world);
    assert_eq!((answer.status(), &answer.json()["role"]), (200, &serde_json::Value::Null));
    let answer = ask("PATCH", &location).json(r#"{"name":"Acme 2"}"#).of(&world);
    assert_eq!(answer.json()["name"], "Acme 2");
    assert_eq!(
        world.calls(),
        [
            format!("get organization {ORGANIZATION}"),
            format!("rename organization {ORGANIZATION} Acme 2")
        ]
    );
    assert_eq!(ask("PATCH", &location).json("{}").of(&world).errors(), ["name: is required"]);
    assert_eq!(ask("DELETE", &location).of(&world).status(), 405);
}

#[test]
fn a_project_goes_into_the_callers_only_organization() {
    let create = format!("create project Search in {ORGANIZATION}, private");
    for (organizations, expected) in [(1, Some(create)), (0, None), (2, None)] {
        let world = World::with_organizations(organizations);
        let answer = ask("POST", PROJECTS).json(r#"{"name":"Search"}"#).of(&world);
        assert_eq!(world.calls().get(1).cloned(), expected);
        if expected.is_none() {
            assert_eq!(
                answer.errors(),
                ["organization: is required: the caller does not see exactly one organization"]
            );
        } else {
            assert_eq!(answer.status(), 201);
            let location = format!("{PROJECTS}/{PROJECT}");
            assert_eq!(answer.header("location"), Some(&*location));
        }
    }
}

#[test]
fn a_project_is_seen_as_its_maker_says() {
    let world = World::default();
    for visibility in ["public", "internal", "restricted", "private"] {
        let body = format!(
            r#"{{"name":"Search","organization":"{PROJECT}","visibility":"{visibility}"}}"#
        );
        let answer = ask("POST", PROJECTS).json(&body).of(&world);
        assert_eq!((answer.status(), &answer.json()["visibility"]), (201, &visibility.into()));
        assert_eq!(world.calls(), [format!("create project Search in {PROJECT}, {visibility}")]);
    }
    let body = r#"{"name":"Search","organization":"Acme","visibility":"Public"}"#;
    let answer = ask("POST", PROJECTS).json(body).of(&world);
    assert_eq!(
        answer.errors(),
        [
            "organization: must be a KSUID: 27 characters of 0-9, A-Z and a-z",
            "visibility: must be `public`, `internal`, `restricted` or `private`"
        ]
    );
}

#[test]
fn a_project_is_read_changed_and_deleted() {
    let world = World::default();
    let project = format!("{PROJECTS}/{PROJECT}");
    assert_eq!(ask("GET", &project).of(&world).json()["name"], "Search");
    let patch = ask("PATCH", &project).json(r#"{"visibility":"public"}"#).of(&world);
    assert_eq!(patch.status(), 200);
    let answer = ask("DELETE", &project).of(&world);
    assert_eq!((answer.status(), answer.text()), (204, ""));
    assert_eq!(
        world.calls(),
        [
            format!("get project {PROJECT}"),
            format!(
                "change project {PROJECT} ProjectChange {{ name: None, visibility: Some(Public) }}"
            ),
            format!("delete project {PROJECT}")
        ]
    );
}

#[test]
fn projects_are_listed_of_one_organization_or_of_all() {
    let world = World::default();
    ask("GET", PROJECTS).of(&world);
    ask("GET", &format!("{PROJECTS}?organization={ORGANIZATION}")).of(&world);
    assert_eq!(
        world.calls(),
        ["projects of None".to_owned(), format!("projects of Some(\"{ORGANIZATION}\")")]
    );
    for bad in ["", "me", "Acme"] {
        let answer = ask("GET", &format!("{PROJECTS}?organization={bad}")).of(&world);
        assert_eq!(answer.slug(), "malformed-request", "{bad}");
    }
}

#[test]
fn a_member_has_a_role_that_fits_the_place() {
    let world = World::default();
    for (place, kind, role, fits) in [
        (format!("organization/{ORGANIZATION}"), "user", "Owner", true),
        (format!("organization/{ORGANIZATION}"), "group", "Maintainer", true),
        (format!("organization/{ORGANIZATION}"), "user", "Contributor", true),
        (format!("organization/{ORGANIZATION}"), "user", "Writer", false),
        (format!("organization/{ORGANIZATION}"), "user", "Reader", false),
        (format!("project/{PROJECT}"), "user", "Owner", true),
        (format!("project/{PROJECT}"), "group", "Writer", true),
        (format!("project/{PROJECT}"), "user", "Reader", true),
        (format!("project/{PROJECT}"), "user", "Maintainer", false),
        (format!("project/{PROJECT}"), "user", "Contributor", false),
    ] {
        let (name, of) = place.split_once('/').unwrap();
        let target = format!("/api/identity/v2/{name}s/{of}/members/{kind}/{USER}");
        let answer = ask("PUT", &target).json(&format!(r#"{{"role":"{role}"}}"#)).of(&world);
        if fits {
            assert_eq!(answer.status(), 204);
            assert_eq!(world.calls(), [format!("set {kind} {USER} of {place} to {role}")]);
        } else {
            let article = if name == "organization" { "an" } else { "a" };
            assert_eq!(answer.errors(), [format!("role: must be a role of {article} {name}")]);
            assert!(world.calls().is_empty());
        }
        assert_eq!(ask("DELETE", &target).of(&world).status(), 204);
        assert_eq!(world.calls(), [format!("remove {kind} {USER} of {place}")]);
    }
    let target = format!("{PROJECTS}/{PROJECT}/members/user/{USER}");
    for role in ["owner", "Admin", ""] {
        let answer = ask("PUT", &target).json(&format!(r#"{{"role":"{role}"}}"#)).of(&world);
        assert_eq!(answer.errors(), ["role: must be one of the known roles"]);
    }
}
