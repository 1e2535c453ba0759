//! Where clients sign in: RFC 6749, sections 2.3.1, 4.4 and 5.

use crate::support::*;

const LOGIN: &str = "/auth/client/v2/chariot/login";
const GRANT: &str = "grant_type=client_credentials";
/// `c:good`.
const BASIC: &str = "Basic Yzpnb29k";

fn json(body: &str) -> Ask {
    ask("POST", LOGIN).without("authorization").json(body)
}

fn form(body: &str) -> Ask {
    ask("POST", LOGIN)
        .without("authorization")
        .header("content-type", "application/x-www-form-urlencoded")
        .bytes(body.as_bytes())
}

fn refused(asked: Ask, status: u16, error: &str) -> Answer {
    let world = World::default();
    let answer = asked.of(&world);
    assert_eq!((answer.status(), &answer.json()["error"]), (status, &error.into()));
    assert!(!answer.text().contains("hunter2"), "{}", answer.text());
    if status != 401 || error != "invalid_client" {
        assert!(world.calls().is_empty(), "{:?}", world.calls());
    }
    answer
}

#[test]
fn a_client_signs_in_by_json_by_form_and_by_basic() {
    for asked in [
        json(r#"{"grant_type":"client_credentials","client_id":"c","client_secret":"good"}"#),
        form(&format!("{GRANT}&client_id=c&client_secret=good")),
        form(&format!("client_secret=g%6Fod&{GRANT}&client_id=c&scope=&audience=x&audience=y")),
        form(GRANT).header("authorization", BASIC),
        form(&format!("{GRANT}&client_id=c&client_secret=")).header("authorization", BASIC),
        json(r#"{"grant_type":"client_credentials"}"#).header("authorization", "bAsIc  Yzpnb29k "),
        // Each part percent-encoded: `%63:go%6Fd`.
        form(GRANT).header("authorization", "Basic JTYzOmdvJTZGZA=="),
    ] {
        let world = World::default();
        let answer = asked.of(&world);
        assert_eq!(answer.status(), 200, "{}", answer.text());
        assert_eq!(world.calls(), [r#"login "c" "good" for request-1"#]);
        assert_eq!(answer.header("cache-control"), Some("no-store"));
        assert_eq!(answer.header("pragma"), Some("no-cache"));
        assert_eq!(
            answer.json(),
            serde_json::json!({
                "access_token": CREDENTIAL, "token_type": "Bearer", "expires_in": 900
            })
        );
    }
}

#[test]
fn the_secret_is_given_once() {
    let both = format!("{GRANT}&client_id=c&client_secret=good");
    refused(form(&both).header("authorization", BASIC), 400, "invalid_request");
    let both = r#"{"grant_type":"client_credentials","client_id":"c","client_secret":"hunter2"}"#;
    refused(json(both).header("authorization", BASIC), 400, "invalid_request");
    let twice = format!("{GRANT}&client_id=c&client_secret=good&client_secret=good");
    refused(form(&twice), 400, "invalid_request");
    let hidden = format!("{GRANT}&client_id=c&client_secret=good&client%5Fsecret=hunter2");
    refused(form(&hidden), 400, "invalid_request");
    let twice = r#"{"grant_type":"client_credentials","client_id":"c","client_secret":"good",
        "client_secret":"good"}"#;
    refused(json(twice), 400, "invalid_request");
    let headers = form(GRANT).header("authorization", BASIC).header("authorization", BASIC);
    refused(headers, 400, "invalid_request");
    let other = format!("{GRANT}&client_id=d");
    refused(form(&other).header("authorization", BASIC), 400, "invalid_request");
}

#[test]
fn a_secret_does_not_belong_in_the_address() {
    let target = format!("{LOGIN}?client_id=c&client_secret=hunter2");
    let asked = ask("POST", &target).without("authorization").json("{}");
    refused(asked, 400, "invalid_request");
}

#[test]
fn a_client_that_is_not_accepted_is_told_how_to_sign_in() {
    let challenge = Some("Basic realm=\"strongroom\", charset=\"UTF-8\"");
    let pair = |secret: &str| form(&format!("{GRANT}&client_id=c&client_secret={secret}"));
    let unknown = "no client has this id and secret";
    let ended = "the client was revoked or has expired";
    let required = "the client's id and secret are required";
    for (asked, detail) in [
        (pair("unknown"), unknown),
        (pair("malformed"), unknown),
        (pair("expired"), ended),
        (pair("revoked"), ended),
        (form(GRANT), required),
        (form(&format!("{GRANT}&client_id=c")), required),
        (form(&format!("{GRANT}&client_id=c&client_secret=")), required),
    ] {
        let answer = refused(asked, 401, "invalid_client");
        assert_eq!(answer.slug(), "unauthenticated");
        assert_eq!(
            (&answer.json()["detail"], answer.header("www-authenticate")),
            (&detail.into(), challenge)
        );
    }
    for header in [
        "",
        "Basic",
        "Basic ",
        "Basic Yzpnb29",
        "Basic Yzpn b29k",
        "Basic good",
        "Basic Yw==",
        "Basic Ojo=",
        "Basic /w==",
        "Bearer good",
        "bearer hunter2",
        "Basic Yzpnb29k, Basic x",
        "Basic  YzolZmY=",
    ] {
        let answer = refused(form(GRANT).header("authorization", header), 401, "invalid_client");
        assert_eq!(answer.header("www-authenticate"), challenge, "{header}");
    }
}

#[test]
fn what_is_no_login_is_told_in_the_words_of_oauth() {
    let credentials = "client_id=c&client_secret=good";
    for (asked, error) in [
        (form(credentials), "invalid_request"),
        (form(&format!("grant_type=&{credentials}")), "invalid_request"),
        (form(&format!("{GRANT}&{GRANT}&{credentials}")), "invalid_request"),
        (form(&format!("{GRANT}&client_secret=good")), "invalid_request"),
        (form(&format!("{GRANT}&client_id=%ff&client_secret=good")), "invalid_request"),
        (form(&format!("{GRANT}&client_id=%zz")), "invalid_request"),
        (form("\u{e9}"), "invalid_request"),
        (form(""), "invalid_request"),
        (form(&format!("grant_type=password&{credentials}")), "unsupported_grant_type"),
        (form(&format!("grant_type=Client_Credentials&{credentials}")), "unsupported_grant_type"),
        (form(&format!("{GRANT}&{credentials}&scope=all")), "invalid_scope"),
        (json("{}"), "invalid_request"),
        (json("[]"), "invalid_request"),
        (json("hunter2"), "invalid_request"),
        (json(r#"{"grant_type":"hunter2"}"#), "unsupported_grant_type"),
        (json(r#"{"grant_type":7,"client_id":null,"hunter2":1}"#), "invalid_request"),
        (
            json(
                r#"{"grant_type":"client_credentials","client_id":"c","client_secret":"good",
                "password":"hunter2"}"#,
            ),
            "invalid_request",
        ),
    ] {
        let answer = refused(asked, 400, error);
        assert_eq!(answer.slug(), "malformed-request");
        assert_eq!(answer.header("cache-control"), Some("no-store"));
    }
    let answer = json("{}").of(&World::default());
    assert_eq!(answer.errors(), ["grant_type: is required"]);
    let other = ask("POST", LOGIN).bytes(b"{}").header("content-type", "text/plain");
    refused(other.without("authorization"), 415, "invalid_request");
    let large = "x".repeat(strongroom_model::limits::BODY_BYTES + 1);
    refused(form(&large), 413, "invalid_request");
}

#[test]
fn an_outage_is_no_fault_of_the_client() {
    for (secret, status) in [("unavailable", 503), ("internal", 500)] {
        let asked = form(&format!("{GRANT}&client_id=c&client_secret={secret}"));
        let answer = asked.of(&World::default());
        assert_eq!(answer.status(), status);
        assert_eq!(answer.json().get("error"), None);
    }
}

#[test]
fn the_path_is_exactly_this_one() {
    let world = World::default();
    for target in [
        "/auth/client/v2/chariot/login/",
        "/auth/client/v2/chariot/Login",
        "/Auth/client/v2/chariot/login",
        "/auth/client/v2/chariot/../chariot/login",
        "/auth/client/v2/%2e/chariot/login",
        "/auth/client/v2/chariot%2Flogin",
        "/auth/client/v2//chariot/login",
        "/api/auth/client/v2/chariot/login",
    ] {
        let answer = ask("POST", target).of(&world);
        assert_eq!((answer.status(), &*answer.slug()), (404, "no-such-route"), "{target}");
    }
    for method in ["GET", "PUT", "DELETE", "OPTIONS"] {
        let answer = ask(method, LOGIN).of(&world);
        assert_eq!((answer.status(), answer.header("allow")), (405, Some("POST")));
    }
}
