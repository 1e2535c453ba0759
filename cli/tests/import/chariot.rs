//! From a Chariot, which Strongroom stands in for: it has the same API.

use serde_json::json;
use strongroom_tests::SETTINGS;

use super::Place;
use super::server::Server;

#[test]
fn secrets_of_another_server_keep_their_types_and_values() {
    let (from, to) = (Place::new(), Place::new());
    let client = from.terminal.strongroom.owner();
    let _ = client.new_secret(&from.project, "token", "a\nb");
    let registry = json!({ "_type": "secret/ContainerRegistry", "name": "hub",
        "description": "why", "labels": { "team": "web" },
        "expires_at": 4_000_000_000_u64, "rotate_every": 86_400,
        "value": { "server": "docker.io", "username": "ada", "password": "p" } });
    let _ = client.post(&format!("{SETTINGS}/{}/", from.project), &registry).expect(201);

    let address = from.terminal.strongroom.running().address().to_owned();
    let line = format!("chariot {address} {}", from.project);
    let token = from.terminal.strongroom.owner_token().to_owned();
    let variables = [("CHARIOT_TOKEN", token.as_str())];
    let done = to.import_with(&format!("{line} --yes --json"), &variables);
    assert_eq!(done.code, 0, "{}{}", done.out, done.err);
    assert_eq!(done.json()["counts"]["create"], 2);
    assert_eq!(to.secrets(), from.secrets());
    let listed = client.get(&format!("{SETTINGS}/{}/", to.project)).expect(200).json();
    let hub = &listed["data"][0];
    assert_eq!(hub["description"], "why");
    assert_eq!(
        (&hub["expires_at"], &hub["rotate_every"]),
        (&json!(4_000_000_000_u64), &json!(86_400))
    );
    assert_eq!(hub["labels"], json!({ "team": "web", "imported-from": "chariot" }));

    let again = to.import_with(&format!("{line} --yes --json"), &variables);
    assert_eq!(again.json()["counts"]["same"], 2, "{}", again.out);
}

#[test]
fn a_server_with_no_more_than_chariot_documents_is_read_and_its_own_types_are_named() {
    let key = |kind: &str| format!("secret/{kind}/2kFmBSWjqxWEGarZC9kkeYOpgMD");
    let record = move |kind: &str, value: &str| {
        json!({ "_id": "2kFmBSWjqxWEGarZC9kkeYOpgMD", "_key": key(kind),
                "_type": format!("secret/{kind}"), "_updated_at": 1_722_887_562,
                "name": format!("test {kind}"), "value": value })
    };
    let server = Server::start(move |request| {
        let owner = "/api/identity/v2/settings/project/2kFmBSWjqxWEGarZC9kkeYOpgMD/";
        let rest = request.target.strip_prefix(owner)?;
        assert_eq!(request.header("authorization"), Some("Bearer theirs"));
        let body = if rest == "?sort=name&desc=false" {
            json!({ "data": [record("Custom", "********"), record("Odd", "********")] })
        } else {
            let kind = rest.strip_prefix("secret/").unwrap().split('/').next().unwrap();
            assert!(rest.ends_with("2kFmBSWjqxWEGarZC9kkeYOpgMD?decrypt=true"), "{rest}");
            record(kind, "hunter2")
        };
        Some((200, body.to_string()))
    });
    let place = Place::new();
    let line = format!(
        "chariot {} project/2kFmBSWjqxWEGarZC9kkeYOpgMD --yes --skip-unfit",
        server.address()
    );
    let done = place.import_with(&line, &[("CHARIOT_TOKEN", "theirs")]);
    assert_eq!(done.code, 0, "{}{}", done.out, done.err);
    assert!(done.out.contains("this server has no such type"), "{}", done.out);
    let custom = ("test Custom".to_owned(), "secret/Custom".to_owned(), json!("hunter2"));
    assert_eq!(place.secrets(), [custom]);
}
