//! Tricks with headers.

use crate::support::*;

const ME: &str = "/api/identity/v2/me";

#[test]
fn the_scheme_has_no_case() {
    let world = World::default();
    for value in ["bearer good", "Bearer good", "BEARER good", "bEaReR   good ", " bearer good"] {
        let answer = ask("GET", ME).without("authorization").header("authorization", value);
        assert_eq!(answer.of(&world).status(), 200, "{value}");
    }
}

#[test]
fn without_a_good_token_nothing_else_is_looked_at() {
    let world = World::default();
    let plain = "Bearer realm=\"strongroom\"";
    let invalid = "Bearer realm=\"strongroom\", error=\"invalid_token\"";
    let secrets = format!("/api/identity/v2/settings/project/{PROJECT}/?nonsense=1&%zz");
    for (value, challenge) in [
        ("", plain),
        ("bearer", plain),
        ("bearer ", plain),
        ("bearergood", plain),
        ("bearer\tgood", plain),
        ("good", plain),
        ("basic good", plain),
        ("b\u{e9}arer good", plain),
        ("bearer unknown", invalid),
        ("bearer malformed", invalid),
        ("bearer expired", invalid),
        ("bearer good, bearer good", invalid),
        ("bearer bearer good", invalid),
    ] {
        let request = ask("POST", &secrets).without("authorization").bytes(b"{{{");
        let answer = request.header("authorization", value).of(&world);
        assert_eq!((answer.status(), &*answer.slug()), (401, "unauthenticated"), "{value}");
        assert_eq!(answer.header("www-authenticate"), Some(challenge), "{value}");
    }
    let none = ask("POST", &secrets).without("authorization").bytes(b"{{{").of(&world);
    assert_eq!((none.status(), none.header("www-authenticate")), (401, Some(plain)));
    assert!(world.calls().is_empty());
}

#[test]
fn two_tokens_are_none() {
    let world = World::default();
    let answer = ask("GET", ME).header("authorization", "bearer good").of(&world);
    assert_eq!(answer.status(), 401);
    assert!(world.authentications().is_empty());
}

#[test]
fn every_known_path_wants_a_token_but_the_document_and_the_login() {
    let world = World::default();
    for (template, operations) in document_paths() {
        for method in operations {
            let target = example(&template);
            let answer = ask(&method.to_uppercase(), &target).without("authorization").of(&world);
            let expected = match target.rsplit('/').next().unwrap() {
                "doc.json" => 200,
                // It wants an id and a secret, and a body to have them in.
                "login" => 415,
                _ => 401,
            };
            assert_eq!(answer.status(), expected, "{method} {target}");
        }
    }
}

#[test]
fn authentication_hears_of_the_owner_and_the_request() {
    let world = World::default();
    for (target, about) in [
        (
            format!("/api/identity/v2/settings/project/{PROJECT}"),
            format!("Some(\"project/{PROJECT}\")"),
        ),
        (format!("/api/identity/v2/audit/user/{USER}"), format!("Some(\"user/{USER}\")")),
        ("/api/identity/v2/settings/user/me".into(), "None".into()),
        (
            format!("/api/identity/v2/permissions/organization/{ORGANIZATION}"),
            format!("Some(\"organization/{ORGANIZATION}\")"),
        ),
        (
            format!("/api/identity/v2/organizations/{ORGANIZATION}/people"),
            format!("Some(\"organization/{ORGANIZATION}\")"),
        ),
        (
            format!("/api/identity/v2/projects/{PROJECT}/members"),
            format!("Some(\"project/{PROJECT}\")"),
        ),
        (
            format!("/api/identity/v2/clients/project/{PROJECT}"),
            format!("Some(\"project/{PROJECT}\")"),
        ),
        (format!("/api/identity/v2/groups/{CUSTOM}"), "None".into()),
        (format!("/api/identity/v2/clients/{CUSTOM}"), "None".into()),
        (ME.into(), "None".into()),
    ] {
        ask("GET", &target).of(&world);
        assert_eq!(world.authentications(), [format!("authenticate for request-1 about {about}")]);
    }
}

#[test]
fn a_body_is_json_in_utf_8_and_nothing_else() {
    let world = World::default();
    let post = || {
        ask("POST", &format!("/api/identity/v2/settings/project/{PROJECT}"))
            .bytes(br#"{"_type":"secret/Custom","name":"n","value":"v"}"#)
    };
    for good in [
        "application/json",
        "Application/JSON",
        "application/json;charset=utf-8",
        "application/json ; Charset=UTF-8",
        "application/json; charset=\"utf-8\"",
    ] {
        assert_eq!(post().header("content-type", good).of(&world).status(), 201, "{good}");
    }
    for bad in [
        "",
        "text/plain",
        "text/json",
        "application/x-www-form-urlencoded",
        "multipart/form-data",
        "application/json; charset=latin1",
        "application/json; a=b",
        "application/json, text/plain",
        "application/jsonp",
        "application/merge-patch+json",
        "application/json;",
    ] {
        let answer = post().header("content-type", bad).of(&world);
        assert_eq!(answer.slug(), "unsupported-media-type", "{bad}");
    }
    assert_eq!(post().of(&world).status(), 415);
    let twice = post().header("content-type", "application/json");
    assert_eq!(twice.header("content-type", "application/json").of(&world).status(), 415);
    let zipped = post().header("content-type", "application/json");
    assert_eq!(zipped.header("content-encoding", "gzip").of(&world).status(), 415);
}

#[test]
fn if_match_is_one_version_or_tag() {
    let world = World::default();
    let target = format!("/api/identity/v2/settings/project/{PROJECT}/secret/Custom/{CUSTOM}");
    for (value, expected) in [
        ("\"3\"", "Some(Precondition { version: VersionNumber(3), revision: None })"),
        ("\"3.7\"", "Some(Precondition { version: VersionNumber(3), revision: Some(7) })"),
        (" \"3.7\" ", "Some(Precondition { version: VersionNumber(3), revision: Some(7) })"),
        ("*", "None"),
    ] {
        ask("DELETE", &target).header("if-match", value).of(&world);
        assert!(world.calls()[0].ends_with(expected), "{value}");
    }
    for bad in [
        "",
        "3",
        "\"3",
        "3\"",
        "\"\"",
        "W/\"3\"",
        "\"3\", \"4\"",
        "\"*\"",
        "\"0\"",
        "\"3.0\"",
        "\"03\"",
        "\"3.\"",
        "\"3.7.1\"",
        "\"-3\"",
        "\"abc\"",
        "**",
        "\"4294967296\"",
        "\"",
    ] {
        let answer = ask("DELETE", &target).header("if-match", bad).of(&world);
        assert_eq!(answer.slug(), "malformed-request", "{bad}");
    }
    let twice = ask("DELETE", &target).header("if-match", "\"3\"").header("if-match", "\"3\"");
    assert_eq!(twice.of(&world).status(), 400);
    assert!(world.calls().is_empty());
}
