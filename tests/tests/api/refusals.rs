//! Refusals: which comes when, and that each says what was wrong by name.

use serde_json::{Value, json};
use strongroom_tests::{API, Answer, Client, On, SETTINGS, on_every_deployment, shared};

fn create(client: &Client, place: &str, body: &str) -> Answer {
    client.ask("POST", &format!("{SETTINGS}/{place}/")).text("application/json", body).send()
}

/// The fields that a 422 names.
fn fields(answer: Answer) -> Vec<String> {
    let problem = answer.refused(422, "invalid");
    let field = |error: &Value| error["field"].as_str().unwrap().to_owned();
    problem["errors"].as_array().unwrap().iter().map(field).collect()
}

fn a_body_that_is_not_json_is_malformed(on: On) {
    let strongroom = shared(on);
    let owner = strongroom.owner();
    let project = owner.new_project();
    let deep = format!("{}1{}", "[".repeat(17), "]".repeat(17));
    let very_deep = "[".repeat(500_000);
    let many = format!(r#"{{"value":[{}1]}}"#, "1,".repeat(5000));
    for body in [
        "",
        " ",
        "{",
        "nonsense",
        "{}{}",
        r#"{"name":"a",}"#,
        "{'name':'a'}",
        "\u{feff}{}",
        r#"{"name":"a" // why
        }"#,
        r#"{"name":"\ud800"}"#,
        "{\"name\":\"a\u{1}\"}",
        "NaN",
        r#"{"name":"a","name":"b"}"#,
        r#"{"name":"a","n\u0061me":"b"}"#,
        r#"{"value":{"value":"a","value":"b"}}"#,
        r#"{"labels":{"a":"b","a":"c"}}"#,
        &deep,
        &very_deep,
        &many,
    ] {
        let answer = create(&owner, &project, body);
        let start = body.chars().take(60).collect::<String>();
        assert_eq!(answer.status, 400, "{start}: {}", answer.text());
        answer.refused(400, "malformed-request");
    }
}

fn bytes_that_are_no_text_are_malformed(on: On) {
    let strongroom = shared(on);
    let owner = strongroom.owner();
    let project = owner.new_project();
    let token = format!("bearer {}", owner.token());
    let headers = [("Authorization", token.as_str()), ("Content-Type", "application/json")];
    let body = b"{\"_type\":\"secret/Custom\",\"name\":\"a\",\"value\":\"\xff\xfe\"}";
    let target = format!("{SETTINGS}/{project}/");
    let answer = strongroom_tests::raw::send(owner.address(), "POST", &target, &headers, body);
    assert_eq!(answer.status, 400, "{}", answer.body);
}

fn every_wrong_field_is_named_at_once(on: On) {
    let strongroom = shared(on);
    let owner = strongroom.owner();
    let project = owner.new_project();
    for (body, expected) in [
        ("[]", &["body"][..]),
        ("{}", &["_type", "name", "value"]),
        (
            r#"{"_type":1,"name":[],"value":2,"description":{},"labels":"x"}"#,
            &["_type", "description", "labels", "name", "value"],
        ),
        (r#"{"_type":"secret/Custom","name":"a","value":null}"#, &["value"]),
        (r#"{"_type":"Custom","name":"a","value":"b"}"#, &["_type"]),
        (r#"{"_type":"secret/Nothing","name":"a","value":"b"}"#, &["_type"]),
        (r#"{"_type":"secret/../Custom","name":"a","value":"b"}"#, &["_type"]),
        (r#"{"_type":"secret/Custom","name":"a","value":"b","secret":"c"}"#, &["secret"]),
        (r#"{"_type":"secret/Custom","name":"a","value":"b","Name":"c"}"#, &["Name"]),
        (r#"{"_type":"secret/Custom","name":"a","value":"b","_id":"c"}"#, &["_id"]),
        (r#"{"_type":"secret/Custom","name":"","value":"b"}"#, &["name"]),
        (r#"{"_type":"secret/Custom","name":" a","value":"b"}"#, &["name"]),
        (r#"{"_type":"secret/Custom","name":"a\u0000","value":"b"}"#, &["name"]),
        (r#"{"_type":"secret/Custom","name":"a\u202eb","value":"b"}"#, &["name"]),
        (r#"{"_type":"secret/Custom","name":"a","value":""}"#, &["value"]),
        (r#"{"_type":"secret/Custom","name":"a","value":"a\u0000b"}"#, &["value"]),
        (r#"{"_type":"secret/Custom","name":"a","value":{}}"#, &["value"]),
        (r#"{"_type":"secret/Custom","name":"a","value":{"value":1}}"#, &["value.value"]),
        (r#"{"_type":"secret/Custom","name":"a","value":"b","labels":{"x":1}}"#, &["labels.x"]),
        (
            r#"{"_type":"secret/Custom","name":"a","value":"b","description":"\u0007"}"#,
            &["description"],
        ),
    ] {
        let mut named = fields(create(&owner, &project, body));
        named.sort();
        assert_eq!(named, expected, "{body}");
    }
    let list = owner.get(&format!("{SETTINGS}/{project}/")).expect(200).json();
    assert_eq!(list["data"], json!([]), "nothing of it was kept");
}

fn tokens_and_projects_name_their_wrong_fields(on: On) {
    let strongroom = shared(on);
    let owner = strongroom.owner();
    let project = owner.new_project();
    for (path, body, expected) in [
        ("projects", json!({}), &["name"][..]),
        ("projects", json!({ "name": " " }), &["name"]),
        ("projects", json!({ "name": "a", "organization": "x" }), &["organization"]),
        ("tokens", json!({}), &["expires_in", "name"]),
        ("tokens", json!({ "name": "a", "expires_in": 0 }), &["expires_in"]),
        ("tokens", json!({ "name": "a", "expires_in": -1 }), &["expires_in"]),
        ("tokens", json!({ "name": "a", "expires_in": 31_622_401 }), &["expires_in"]),
        ("tokens", json!({ "name": "a", "expires_in": 1.5 }), &["expires_in"]),
        ("tokens", json!({ "name": "a", "expires_in": 9, "scopes": [] }), &["scopes"]),
        (
            "tokens",
            json!({ "name": "a", "expires_in": 9,
                           "scopes": [{ "on": "project", "permissions": ["Write"] }] }),
            &["scopes.0.on", "scopes.0.permissions.0"],
        ),
        (
            "tokens",
            json!({ "name": "a", "expires_in": 9,
                           "scopes": [{ "on": project, "permissions": [] }] }),
            &["scopes.0.permissions"],
        ),
        (
            "tokens",
            json!({ "name": "a", "expires_in": 9,
                           "scopes": [{ "on": project, "permissions": ["metadata"] },
                                      { "on": project, "permissions": ["reveal", "all"] }] }),
            &["scopes.1.permissions.1"],
        ),
    ] {
        let mut named = fields(owner.post(&format!("{API}/{path}"), &body));
        named.sort();
        assert_eq!(named, expected, "{path}: {body}");
    }
    let taken = json!({ "name": "taken by a project" });
    let _ = owner.post(&format!("{API}/projects"), &taken).expect(201);
    owner.post(&format!("{API}/projects"), &taken).refused(409, "name-taken");
}

fn only_json_is_taken_and_only_without_an_encoding(on: On) {
    let strongroom = shared(on);
    let owner = strongroom.owner();
    let project = owner.new_project();
    let list = format!("{SETTINGS}/{project}/");
    let body = r#"{"_type":"secret/Custom","name":"a","value":"b"}"#;
    for media_type in [
        "text/plain",
        "application/x-www-form-urlencoded",
        "application/merge-patch+json",
        "application/json; charset=utf-16",
        "application/jsonp",
        "multipart/form-data",
        "",
    ] {
        let answer = owner.ask("POST", &list).text(media_type, body).send();
        answer.refused(415, "unsupported-media-type");
    }
    let packed = owner.ask("POST", &list).text("application/json", body);
    packed.header("content-encoding", "gzip").send().refused(415, "unsupported-media-type");
    let proper = owner.ask("POST", &list).text("Application/JSON; charset=UTF-8", body);
    let _ = proper.send().expect(201);
}

fn other_methods_are_refused_with_those_there_are(on: On) {
    let strongroom = shared(on);
    let owner = strongroom.owner();
    let project = owner.new_project();
    let secret = owner.new_secret(&project, "test", "a value");
    for (method, path, allowed) in [
        ("DELETE", format!("{SETTINGS}/{project}/"), "GET, HEAD, POST"),
        ("PUT", format!("{SETTINGS}/{project}/"), "GET, HEAD, POST"),
        ("POST", secret.path.clone(), "GET, HEAD, PUT, PATCH, DELETE"),
        ("PATCH", format!("{}/versions", secret.path), "GET, HEAD"),
        ("DELETE", format!("{}/versions/1", secret.path), "GET, HEAD"),
        ("POST", format!("{API}/audit/{project}"), "GET, HEAD"),
        ("DELETE", format!("{API}/audit/{project}"), "GET, HEAD"),
        ("GET", format!("{API}/tokens/{}", secret.id()), "DELETE"),
        ("OPTIONS", format!("{API}/me"), "GET, HEAD"),
        ("TRACE", format!("{API}/me"), "GET, HEAD"),
    ] {
        let answer = owner.ask(method, &path).send();
        assert_eq!(answer.header("allow"), Some(allowed), "{method} {path}: {}", answer.text());
        answer.refused(405, "method-not-allowed");
    }
    assert_eq!(owner.reveal(&secret), "a value");
}

fn head_is_get_without_the_body(on: On) {
    let strongroom = shared(on);
    let owner = strongroom.owner();
    let secret = owner.new_secret(&owner.new_project(), "test", "a value");
    let head = owner.ask("HEAD", &secret.path).send().expect(200);
    assert_eq!(head.body, b"");
    assert_eq!(head.header("etag"), Some("\"1.1\""));
    let _ = owner.ask("HEAD", &format!("{}/versions/9", secret.path)).send().expect(404);
}

/// Whoever is not authenticated learns of no path more than that it exists, whatever they send.
fn authentication_comes_before_all_that_was_sent(on: On) {
    let strongroom = shared(on);
    let owner = strongroom.owner();
    let secret = owner.new_secret(&owner.new_project(), "test", "a value");
    let nobody = owner.without_token();
    for ask in [
        nobody.ask("GET", &format!("{}?nonsense=1", secret.path)),
        nobody.ask("PATCH", &secret.path).text("text/plain", "{"),
        nobody.ask("PUT", &secret.path).header("if-match", "nonsense"),
        nobody.ask("POST", &format!("{API}/tokens")).text("application/json", "{"),
        nobody.ask("GET", &format!("{SETTINGS}/project/{}/", secret.id())),
    ] {
        let answer = ask.send();
        assert_eq!(answer.header("www-authenticate"), Some("Bearer realm=\"strongroom\""));
        answer.refused(401, "unauthenticated");
    }
}

fn a_credential_in_another_form_is_none(on: On) {
    let strongroom = shared(on);
    let owner = strongroom.owner();
    let token = owner.token();
    let path = format!("{API}/me");
    let nobody = owner.without_token();
    let (first, rest) = token.split_at(token.len() - 1);
    let last = if rest == "A" { "B" } else { "A" };
    for header in [
        String::new(),
        "bearer".to_owned(),
        "bearer ".to_owned(),
        token.to_owned(),
        format!("basic {token}"),
        format!("bearer\t{token}"),
        format!("bearer{token}"),
        format!("bearer {}", token.to_uppercase()),
        format!("bearer {token} {token}"),
        format!("bearer {token}x"),
        format!("bearer \"{token}\""),
        format!("bearer {first}"),
        format!("bearer {first}{last}"),
        format!("bearer {}", token.replace("srt_", "")),
        format!("bearer {}", "a".repeat(10_000)),
    ] {
        let answer = nobody.ask("GET", &path).header("authorization", &header).send();
        answer.refused(401, "unauthenticated");
    }
    for scheme in ["bearer", "Bearer", "BEARER", "bearer  "] {
        let ask = owner.ask("GET", &path).header("authorization", &format!("{scheme} {token}"));
        let _ = ask.send().expect(200);
    }
    let twice = [
        ("Authorization", format!("bearer {token}")),
        ("Authorization", format!("bearer {token}")),
    ];
    let twice: Vec<(&str, &str)> = twice.iter().map(|(name, value)| (*name, &**value)).collect();
    assert_eq!(strongroom_tests::raw::send(owner.address(), "GET", &path, &twice, b"").status, 401);
    let in_query = nobody.get(&format!("{path}?access_token={token}"));
    in_query.refused(401, "unauthenticated");
}

on_every_deployment! {
    a_body_that_is_not_json_is_malformed,
    bytes_that_are_no_text_are_malformed,
    every_wrong_field_is_named_at_once,
    tokens_and_projects_name_their_wrong_fields,
    only_json_is_taken_and_only_without_an_encoding,
    other_methods_are_refused_with_those_there_are,
    head_is_get_without_the_body,
    authentication_comes_before_all_that_was_sent,
    a_credential_in_another_form_is_none,
}
