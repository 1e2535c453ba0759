//! Values in a format, types as they describe themselves, checks and rotations.

use strongroom_model::RotationStep;
use strongroom_model::metadata::Problem;
use strongroom_ports::catalogue::Failure;
use strongroom_ports::vault;

use crate::support::*;

fn secret(type_name: &str, id: &str) -> String {
    format!("/api/identity/v2/settings/project/{PROJECT}/secret/{type_name}/{id}")
}

fn registry() -> String {
    secret("Registry", REGISTRY)
}

#[test]
fn a_format_that_is_named_is_the_whole_answer() {
    let world = World::default();
    for (path, version) in [("", "None"), ("/versions/2", "Some(VersionNumber(2))")] {
        let target = format!("{}{path}?decrypt=true&format=line", registry());
        let answer = ask("GET", &target).of(&world);
        assert_eq!((answer.status(), answer.text()), (200, "rendered as line"));
        assert_eq!(answer.header("content-type"), Some("text/x-line; charset=utf-8"));
        assert_eq!(answer.header("cache-control"), Some("no-store"));
        assert_eq!(answer.header("vary"), Some("accept"));
        assert_eq!(
            answer.header("content-security-policy"),
            Some("default-src 'none'; sandbox"),
            "what a plug-in made runs nowhere"
        );
        assert_eq!(answer.header("etag").is_some(), path.is_empty());
        assert_eq!(
            world.calls(),
            [format!("render project/{PROJECT} secret/Registry/{REGISTRY} {version} None line")]
        );
    }
}

#[test]
fn accept_names_a_format_by_its_media_type() {
    let world = World::default();
    for (accept, format) in [
        ("text/x-line", "line"),
        ("text/x-line;q=0.5, application/json;q=0.4", "line"),
        ("text/plain", "dotenv-shell"),
        ("text/*", "line"),
    ] {
        for path in ["", "/versions/2"] {
            let target = format!("{}{path}?decrypt=true", registry());
            let answer = ask("GET", &target).header("accept", accept).of(&world);
            assert_eq!(answer.text(), format!("rendered as {format}"), "{accept}");
            assert_eq!(answer.header("vary"), Some("accept"));
        }
    }
    for accept in ["*/*", "application/json", "text/html, */*;q=0.8", "text/x-line;q=0.1, */*"] {
        let answer = ask("GET", &format!("{}?decrypt=true", registry()));
        let answer = answer.header("accept", accept).of(&world);
        assert_eq!(answer.json()["name"], "docker", "{accept}");
        assert_eq!(answer.header("vary"), Some("accept"));
    }
    // What is named in the query is not asked of the header again.
    let target = format!("{}?decrypt=true&format=json", registry());
    let answer = ask("GET", &target).header("accept", "text/html").of(&world);
    assert_eq!(answer.text(), "rendered as json");
}

#[test]
fn what_there_is_not_is_not_acceptable_and_the_answer_tells_what_there_is() {
    let world = World::default();
    for path in ["", "/versions/2"] {
        let target = format!("{}{path}?decrypt=true", registry());
        let answer = ask("GET", &target).header("accept", "text/html").of(&world);
        assert_eq!((answer.status(), &*answer.slug()), (406, "not-acceptable"));
        let detail = answer.json()["detail"].as_str().unwrap().to_owned();
        assert!(detail.contains("`application/json`, `text/x-line`, `text/plain`"), "{detail}");

        let masked = ask("GET", &format!("{}{path}", registry()));
        assert_eq!(masked.header("accept", "text/x-line").of(&world).slug(), "not-acceptable");
    }
    assert_eq!(world.calls(), [""; 0]);
}

#[test]
fn a_format_goes_only_with_a_revealed_value() {
    let world = World::default();
    for (query, told) in [
        ("format=line", "goes only with `decrypt=true`"),
        ("decrypt=true&format=LINE", "must be of lower-case letters"),
        ("decrypt=true&format=", "must be of lower-case letters"),
    ] {
        let answer = ask("GET", &format!("{}?{query}", registry())).of(&world);
        assert_eq!(answer.status(), 400);
        assert!(answer.json()["detail"].as_str().unwrap().contains(told), "{}", answer.text());
    }
    assert_eq!(world.calls(), [""; 0]);
}

#[test]
fn a_format_that_does_not_fit_has_a_document_of_its_own() {
    let names = ["line", "json"].map(|name| name.parse().unwrap()).to_vec();
    let problem = Problem::new("value.password", "has two lines");
    for (error, status, slug) in [
        (vault::Error::UnknownFormat(names), 400, "malformed-request"),
        (vault::Error::NotRepresentable(vec![problem]), 422, "not-representable"),
        (vault::Error::TypeFailed, 502, "type-failed"),
    ] {
        let world = World::with_vault_error(error);
        let answer = ask("GET", &format!("{}?decrypt=true&format=line", registry())).of(&world);
        assert_eq!((answer.status(), &*answer.slug()), (status, slug));
        match status {
            400 => assert!(answer.text().contains("must be one of `line`, `json`")),
            422 => assert_eq!(answer.errors(), ["value.password: has two lines"]),
            _ => {}
        }
    }
}

#[test]
fn a_value_whose_type_is_not_loaded_is_shown_with_a_note() {
    let world = World::default();
    for path in ["", "/versions/2"] {
        let answer = |of: &str| ask("GET", &format!("{of}{path}?decrypt=true")).of(&world).json();
        let note = answer(&secret("Gone", ORPHAN))["note"].as_str().unwrap().to_owned();
        assert!(note.contains("not loaded"), "{note}");
        assert!(answer(&registry()).get("note").is_none());
    }
}

#[test]
fn a_rotation_that_is_under_way_is_told() {
    let world = World::default();
    let answer = ask("GET", &registry()).of(&world);
    assert_eq!(answer.json()["_rotation"], serde_json::json!({ "step": "test", "version": 4 }));
    let answer = ask("GET", &secret("Custom", CUSTOM)).of(&world);
    assert_eq!(answer.json()["_rotation"], serde_json::Value::Null);
}

#[test]
fn a_check_says_whether_the_value_works() {
    let world = World::default();
    let answer = ask("POST", &format!("{}/check", registry())).of(&world);
    assert_eq!(answer.text(), r#"{"works":false,"message":"the service says no"}"#);
    let answer = ask("POST", &format!("{}/check", secret("Custom", CUSTOM))).of(&world);
    assert_eq!(answer.text(), r#"{"works":true,"message":null}"#);
    assert_eq!(world.calls().len(), 2);
}

#[test]
fn a_rotation_is_begun_and_given_up() {
    let world = World::default();
    let rotate = format!("{}/rotate", registry());
    let answer = ask("POST", &rotate).of(&world);
    assert_eq!((answer.status(), answer.header("etag")), (200, Some("\"3.7\"")));
    assert_eq!(answer.json()["value"]["password"], "********");
    let answer = ask("DELETE", &rotate).of(&world);
    assert_eq!((answer.status(), answer.text()), (204, ""));
    assert_eq!(
        world.calls(),
        [
            format!("rotate project/{PROJECT} secret/Registry/{REGISTRY}"),
            format!("drop rotation project/{PROJECT} secret/Registry/{REGISTRY}")
        ]
    );
}

#[test]
fn what_a_service_does_not_do_has_a_document_that_names_the_step() {
    let said = || "try later".to_owned();
    let told = vec![Problem::new("value.server", "is required")];
    for (failure, status, slug) in [
        (Failure::Rejected(said()), 422, "credential-rejected"),
        (Failure::Unavailable(said()), 503, "service-unavailable"),
        (Failure::Invalid(told), 422, "invalid"),
        (Failure::Failed(said()), 502, "service-failed"),
    ] {
        for (path, step) in [
            ("rotate", Some(RotationStep::Create)),
            ("rotate", Some(RotationStep::Revoke)),
            ("check", None),
        ] {
            if path == "check" && slug == "credential-rejected" {
                continue;
            }
            let error = vault::Error::Refused { step, failure: failure.clone() };
            let world = World::with_vault_error(error);
            let answer = ask("POST", &format!("{}/{path}", registry())).of(&world);
            assert_eq!((answer.status(), &*answer.slug()), (status, slug));
            let document = answer.json();
            assert_eq!(
                document.get("step").and_then(|step| step.as_str()),
                step.map(RotationStep::as_str)
            );
            let detail = document["detail"].as_str().unwrap();
            assert_eq!(detail.contains("is current"), step == Some(RotationStep::Revoke));
            assert_eq!(detail.contains("try later"), slug != "invalid", "{detail}");
            assert_eq!(answer.header("retry-after").is_some(), status == 503);
        }
    }
    let world = World::with_vault_error(vault::Error::RotationChanged);
    for method in ["POST", "DELETE"] {
        let answer = ask(method, &format!("{}/rotate", registry())).of(&world);
        assert_eq!((answer.status(), &*answer.slug()), (409, "rotation-changed"));
    }
    let told = vec![Problem::new("_type", "is not a type that is loaded")];
    let world = World::with_vault_error(vault::Error::Invalid(told));
    for path in ["check", "rotate"] {
        let answer = ask("POST", &format!("{}/{path}", registry())).of(&world);
        assert_eq!((answer.status(), &*answer.slug()), (422, "invalid"));
        assert_eq!(answer.errors(), ["_type: is not a type that is loaded"]);
    }
}

#[test]
fn one_type_is_described_as_in_the_list() {
    let world = World::default();
    let all = ask("GET", "/api/identity/v2/types").of(&world).json();
    for known in all["data"].as_array().unwrap() {
        let id = known["_type"].as_str().unwrap().strip_prefix("secret/").unwrap().to_owned();
        let one = ask("GET", &format!("/api/identity/v2/types/{id}")).of(&world);
        assert_eq!(one.json(), *known);
    }
    assert_eq!(ask("GET", "/api/identity/v2/types/Gone").of(&world).slug(), "not-found");
    assert_eq!(ask("GET", "/api/identity/v2/types/a%20b").of(&world).slug(), "no-such-route");
    assert_eq!(
        ask("GET", "/api/identity/v2/types").without("authorization").of(&world).status(),
        401
    );
}
