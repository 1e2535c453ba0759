//! Secrets and versions: shapes, and what the vault is asked.

use strongroom_model::log::{LogQuery, Span};
use strongroom_model::{Principal, PrincipalKind};
use strongroom_ports::directory::HolderKind;

use crate::support::*;

fn secrets() -> String {
    format!("/api/identity/v2/settings/project/{PROJECT}/")
}

fn secret(type_name: &str, id: &str) -> String {
    format!("{}secret/{type_name}/{id}", secrets())
}

#[test]
fn a_list_has_the_shape_that_chariot_gives_it() {
    let world = World::default();
    let answer = ask("GET", &format!("{}?sort=name&desc=false", secrets())).of(&world);
    assert_eq!(answer.status(), 200);
    insta::assert_json_snapshot!("list", answer.json());
    let first = &answer.json()["data"][0];
    for (name, value) in [("_type", "secret/Custom"), ("name", "test"), ("value", "********")] {
        assert_eq!(first[name], value);
    }
    assert_eq!(first["_key"], format!("secret/Custom/{CUSTOM}"));
    assert_eq!(first["_updated_at"], 1_722_887_562);
}

#[test]
fn the_cursor_of_a_page_leads_to_the_next() {
    let world = World::default();
    let answer = ask("GET", &format!("{}?limit=2", secrets())).of(&world);
    let cursor = answer.json()["next_cursor"].as_str().unwrap().to_owned();
    assert_eq!(cursor, "-_8B");
    world.calls();
    ask("GET", &format!("{}?limit=3&cursor={cursor}", secrets())).of(&world);
    assert!(world.calls()[0].contains("cursor: Some(Cursor([251, 255, 1]))"));
}

#[test]
fn a_secret_is_masked_unless_it_is_revealed() {
    let world = World::default();
    for query in ["", "?decrypt=false", "?"] {
        let answer = ask("GET", &format!("{}{query}", secret("Custom", CUSTOM))).of(&world);
        assert_eq!(answer.json()["value"], "********");
        assert_eq!(answer.header("etag"), Some("\"3.7\""));
        assert_eq!(world.calls(), [format!("get project/{PROJECT} secret/Custom/{CUSTOM}")]);
    }
    let answer = ask("GET", &format!("{}?decrypt=true", secret("Custom", CUSTOM))).of(&world);
    assert_eq!(answer.json()["value"], VALUE);
    assert_eq!(
        world.calls(),
        [format!("reveal project/{PROJECT} secret/Custom/{CUSTOM} None None")]
    );
    insta::assert_json_snapshot!("revealed", answer.json());
}

#[test]
fn head_is_get_without_the_body() {
    let world = World::default();
    let answer = ask("HEAD", &secret("Custom", CUSTOM)).of(&world);
    assert_eq!((answer.status(), answer.text()), (200, ""));
    assert_eq!(answer.header("etag"), Some("\"3.7\""));
    let answer = ask("HEAD", "/api/nothing").of(&world);
    assert_eq!((answer.status(), answer.text()), (404, ""));
}

#[test]
fn a_value_is_a_string_only_where_its_type_has_one_field() {
    let world = World::default();
    for (type_name, id, query, expected) in [
        ("Custom", CUSTOM, "", r#""********""#),
        ("Registry", REGISTRY, "", r#"{"server":"********","password":"********"}"#),
        ("Registry", SPARSE, "", r#"{"server":"********"}"#),
        ("Gone", ORPHAN, "", r#""********""#),
        ("Registry", REGISTRY, "?decrypt=true&field=server", r#"{"server":VALUE}"#),
        ("Registry", REGISTRY, "?decrypt=true", r#"{"server":VALUE,"password":VALUE}"#),
        ("Registry", REGISTRY, "?decrypt=true&version=2&field=server", r#"{"server":VALUE}"#),
        ("Custom", CUSTOM, "?decrypt=true&field=value", "VALUE"),
        ("Custom", CUSTOM, "?decrypt=true&version=1", "VALUE"),
    ] {
        let answer = ask("GET", &format!("{}{query}", secret(type_name, id))).of(&world);
        let value = serde_json::to_string(VALUE).unwrap();
        let expected = format!("\"value\":{}}}", expected.replace("VALUE", &value));
        assert!(answer.text().ends_with(&expected), "{query}: {}", answer.text());
    }
}

#[test]
fn the_version_shown_is_the_version_of_the_value() {
    let world = World::default();
    let target = format!("{}?decrypt=true&version=2", secret("Registry", REGISTRY));
    let answer = ask("GET", &target).of(&world);
    assert_eq!(answer.json()["_version"], 2);
    assert_eq!(answer.header("etag"), Some("\"3.7\""), "of the secret as it is now");
    assert!(world.calls()[0].ends_with("Some(VersionNumber(2)) None"));
}

#[test]
fn the_encoded_key_is_the_same_secret() {
    let world = World::default();
    let plain = ask("GET", &secret("Custom", CUSTOM)).of(&world);
    for slash in ["%2F", "%2f"] {
        let key = format!("{}secret{slash}Custom{slash}{CUSTOM}", secrets());
        assert_eq!(ask("GET", &key).of(&world).text(), plain.text());
        assert_eq!(ask("GET", &format!("{key}/versions")).of(&world).status(), 200);
    }
}

#[test]
fn creates_with_status_location_and_tag() {
    let world = World::default();
    let body = r#"{"_type":"secret/Custom","name":"test","value":"v","labels":{"b":"2","a":"1"}}"#;
    let answer = ask("POST", &secrets()).json(body).of(&world);
    assert_eq!(answer.status(), 201);
    assert_eq!(answer.header("location"), Some(&*secret("Custom", CUSTOM)));
    assert_eq!(answer.header("etag"), Some("\"3.7\""));
    assert_eq!(answer.json()["value"], "********");
    assert_eq!(
        world.calls(),
        [format!(
            r#"create project/{PROJECT} "Custom" "test" "" [("b", "2"), ("a", "1")] [("value", "v")]"#
        )]
    );
}

#[test]
fn a_plain_value_goes_into_the_only_field_of_its_type() {
    let world = World::default();
    for (type_name, value, fields) in [
        ("Key", r#""k""#, r#"[("api_key", "k")]"#),
        ("Key", r#"{"api_key":"k"}"#, r#"[("api_key", "k")]"#),
        ("Unloaded", r#""k""#, r#"[("value", "k")]"#),
        ("no type!", r#""k""#, r#"[("value", "k")]"#),
        ("Registry", r#"{"server":"s","password":"p"}"#, r#"[("server", "s"), ("password", "p")]"#),
    ] {
        let body = format!(r#"{{"_type":"secret/{type_name}","name":"n","value":{value}}}"#);
        ask("POST", &secrets()).json(&body).of(&world);
        let call = world.calls().remove(0);
        assert!(call.ends_with(fields), "{call}");
    }
    let body = r#"{"_type":"secret/Registry","name":"n","value":"v"}"#;
    let answer = ask("POST", &secrets()).json(body).of(&world);
    assert_eq!(answer.errors(), ["value: must be an object of fields: the type has several"]);
}

#[test]
fn a_replacement_empties_what_it_does_not_name() {
    let world = World::default();
    let body = r#"{"name":"n","value":"v","_type":"secret/Custom"}"#;
    let answer = ask("PUT", &secret("Custom", CUSTOM)).json(body).of(&world);
    assert_eq!((answer.status(), answer.header("etag")), (200, Some("\"3.7\"")));
    assert_eq!(
        world.calls(),
        [format!(
            r#"update project/{PROJECT} secret/Custom/{CUSTOM} None Some("n") Some("") Some([]) Some([("value", "v")]) (Some(None), Some(None))"#
        )]
    );
    let answer = ask("PUT", &secret("Custom", CUSTOM)).json("{}").of(&world);
    assert_eq!(answer.errors(), ["name: is required", "value: is required"]);
}

#[test]
fn a_patch_leaves_what_it_does_not_name() {
    let world = World::default();
    for (body, change) in [
        ("{}", "None None None None"),
        (r#"{"description":"d"}"#, r#"None Some("d") None None"#),
        (r#"{"labels":{"a":"1"}}"#, r#"None None Some([("a", "1")]) None"#),
        (r#"{"value":"v"}"#, r#"None None None Some([("value", "v")])"#),
        (r#"{"name":"n"}"#, r#"Some("n") None None None"#),
        (r#"{"expires_at":5}"#, "None None None None (Some(Some(5)), None)"),
        (
            r#"{"expires_at":null,"rotate_every":-1}"#,
            "None None None None (Some(None), Some(Some(-1)))",
        ),
    ] {
        for media_type in ["application/json", "application/merge-patch+json; charset=UTF-8"] {
            let patch = ask("PATCH", &secret("Custom", CUSTOM)).bytes(body.as_bytes());
            assert_eq!(patch.header("content-type", media_type).of(&world).status(), 200);
            let call = world.calls().remove(0);
            assert!(call.ends_with(&format!("None {change}")), "{call}");
        }
    }
    let answer =
        ask("PATCH", &secret("Custom", CUSTOM)).json(r#"{"_type":"secret/Key"}"#).of(&world);
    assert_eq!(answer.errors(), ["_type: cannot change"]);
}

#[test]
fn a_list_says_how_many_there_are_where_it_is_asked_to() {
    let world = World::default();
    for (query, total) in [("", "null"), ("?count=false", "null"), ("?count=true", "100000")] {
        let answer = ask("GET", &format!("{}{query}", secrets())).of(&world);
        assert_eq!(answer.json()["total"].to_string(), total);
    }
}

#[test]
fn a_creation_may_say_for_how_long_the_value_is_good() {
    let world = World::default();
    for (members, told) in [
        (r#""expires_at":4102444800,"rotate_every":86400"#, " (Some(4102444800), Some(86400))"),
        (r#""expires_at":null,"rotate_every":null"#, ""),
    ] {
        let body = format!(r#"{{"_type":"secret/Custom","name":"n","value":"v",{members}}}"#);
        assert_eq!(ask("POST", &secrets()).json(&body).of(&world).status(), 201);
        let call = world.calls().remove(0);
        assert!(call.ends_with(&format!(r#"[("value", "v")]{told}"#)), "{call}");
    }
    let body =
        r#"{"_type":"secret/Custom","name":"n","value":"v","expires_at":"x","rotate_every":1.5}"#;
    let answer = ask("POST", &secrets()).json(body).of(&world);
    let wrong = "must be a whole number or null";
    assert_eq!(answer.errors(), [format!("expires_at: {wrong}"), format!("rotate_every: {wrong}")]);
}

#[test]
fn deletes_without_a_body() {
    let world = World::default();
    let answer = ask("DELETE", &secret("Custom", CUSTOM)).header("if-match", "\"3\"").of(&world);
    assert_eq!((answer.status(), answer.text()), (204, ""));
    assert_eq!(answer.header("content-type"), None);
    assert!(
        world.calls()[0].contains("Precondition { version: VersionNumber(3), revision: None }")
    );
}

#[test]
fn versions_are_listed_and_read_one_by_one() {
    let world = World::default();
    let versions = format!("{}/versions", secret("Registry", REGISTRY));
    insta::assert_json_snapshot!("versions", ask("GET", &versions).of(&world).json());
    let second = format!("{versions}/2");
    insta::assert_json_snapshot!("version", ask("GET", &second).of(&world).json());
    world.calls();
    let answer = ask("GET", &format!("{second}?decrypt=true&field=password")).of(&world);
    insta::assert_json_snapshot!("version_revealed", answer.json());
    assert!(world.calls()[1].ends_with(r#"Some(VersionNumber(2)) Some([FieldName("password")])"#));
    assert_eq!(ask("GET", &format!("{versions}/4")).of(&world).slug(), "not-found");
}

#[test]
fn me_is_the_callers_own_user() {
    let world = World::default();
    ask("GET", "/api/identity/v2/settings/user/me").of(&world);
    let calls = world.calls();
    assert_eq!(calls[0], "who am i");
    assert!(calls[1].starts_with(&format!("list user/{USER} ")), "{calls:?}");
    // A machine has none, and is told so and nothing else.
    let client = ask("GET", "/api/identity/v2/settings/user/me").without("authorization");
    let answer = client.header("authorization", "bearer client").of(&world);
    assert_eq!((answer.status(), &*answer.slug()), (404, "not-found"));
    assert_eq!(world.calls(), ["who am i"]);
    for kind in ["project", "organization"] {
        let answer = ask("GET", &format!("/api/identity/v2/settings/{kind}/me")).of(&world);
        assert_eq!(answer.slug(), "no-such-route");
    }
}

#[test]
fn the_audit_log_has_one_shape_for_each_event() {
    let world = World::default();
    let audit = format!("/api/identity/v2/audit/project/{PROJECT}");
    let answer = ask("GET", &audit).of(&world);
    insta::assert_json_snapshot!("audit", answer.json());
    assert_eq!(world.calls(), [format!("audit project/{PROJECT} {:?}", LogQuery::newest(100))]);
    let owner =
        strongroom_model::Owner { kind: strongroom_model::OwnerKind::Project, id: id(PROJECT) };
    let count = events(owner).len();
    let answer = ask("GET", &format!("{audit}?limit={count}&before=100")).of(&world);
    assert_eq!(answer.json()["next_before"], 100 - count);
    let query = LogQuery { before: Some(100), ..LogQuery::newest(count as u32) };
    assert_eq!(world.calls(), [format!("audit project/{PROJECT} {query:?}")]);
}

#[test]
fn the_audit_log_is_filtered() {
    let world = World::default();
    let audit = format!("/api/identity/v2/audit/project/{PROJECT}");
    let filters = format!(
        "event=secret-revealed&actor=client%2F{CUSTOM}&secret=secret/Custom/{CUSTOM}\
         &from=0&until=1722887600&refused=false&limit=7"
    );
    assert_eq!(ask("GET", &format!("{audit}?{filters}")).of(&world).status(), 200);
    let query = LogQuery {
        event: Some("secret-revealed".to_owned()),
        actor: Some(Principal { kind: PrincipalKind::Client, id: id(CUSTOM) }),
        secret: format!("secret/Custom/{CUSTOM}").parse().ok(),
        span: Span { since: Some(0), until: Some(1_722_887_600) },
        refused: Some(false),
        ..LogQuery::newest(7)
    };
    assert_eq!(world.calls(), [format!("audit project/{PROJECT} {query:?}")]);
}

#[test]
fn who_used_a_secret_is_a_table() {
    let world = World::default();
    let key = format!("secret/Custom/{CUSTOM}");
    let path = format!("/api/identity/v2/settings/project/{PROJECT}/{key}/consumers");
    let answer = ask("GET", &format!("{path}?from=5&until=9")).of(&world);
    insta::assert_json_snapshot!("consumers", answer.json());
    let span = Span { since: Some(5), until: Some(9) };
    assert_eq!(world.calls(), [format!("consumers project/{PROJECT} {key} {span:?}")]);
}

#[test]
fn who_may_do_what_with_a_secret_is_told_a_page_at_a_time() {
    let world = World::default();
    let path = format!("/api/identity/v2/settings/project/{PROJECT}/secret/Custom/");
    let answer =
        ask("GET", &format!("{path}{CUSTOM}/access?after=token/{USER}&limit=7")).of(&world);
    insta::assert_json_snapshot!("access", answer.json());
    let key = format!("secret/Custom/{CUSTOM}");
    let after = Some((HolderKind::Token, id(USER)));
    let asked = [
        format!("get project/{PROJECT} {key}"),
        format!("access project/{PROJECT} {key} {after:?} 7"),
    ];
    assert_eq!(world.calls(), asked);
    for bad in ["after=user", "after=person/x", "after=7", "limit=0"] {
        assert_eq!(ask("GET", &format!("{path}{CUSTOM}/access?{bad}")).of(&world).status(), 400);
    }
    // Of a secret that is not there nothing is asked.
    let answer = ask("GET", &format!("{path}{PROJECT}/access")).of(&world);
    assert_eq!(answer.status(), 404);
    assert!(!world.calls().iter().any(|call| call.starts_with("access")));
}

#[test]
fn the_health_of_a_place_is_read_from_three_lists() {
    let world = World::default();
    let path = format!("/api/identity/v2/health/project/{PROJECT}");
    let answer = ask("GET", &path).of(&world);
    insta::assert_json_snapshot!("health", answer.json());
    let calls = world.calls();
    let sorts = ["sort: Expiry", "sort: Rotation", "sort: LastReveal"];
    for (call, sort) in calls.iter().zip(sorts) {
        assert!(call.contains(sort) && call.contains("limit: 100"), "{call}");
    }
    // A page that is cut, in the middle of what is of interest.
    let body = ask("GET", &format!("{path}?limit=2&soon=3660&unused=1")).of(&world).json();
    let has_more = |group: &str| body[group]["more"].as_bool().unwrap();
    assert!(has_more("due") || has_more("due_soon") || has_more("unused"));
    for query in ["soon=0", "soon=3661", "unused=x", "unused=-1"] {
        assert_eq!(ask("GET", &format!("{path}?{query}")).of(&world).status(), 400, "{query}");
    }
}
