//! From a KV version 2 engine, against a server of its API.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::Place;
use super::server::{Answer, Request, Server};

pub(crate) const TOKEN: &str = "hvs.planted";

/// Paths and values of the engine; of null the latest version is deleted.
fn content() -> Vec<(&'static str, Value)> {
    vec![
        ("apps/db", json!({ "password": "hunter2", "port": 5432, "options": { "tls": true } })),
        ("apps/web/session", json!({ "key": "a\nb" })),
        ("apps/gone", Value::Null),
        ("apps", json!({ "note": "also a secret" })),
    ]
}

pub(crate) struct Vault(Server);

impl Vault {
    pub(crate) fn start() -> Self {
        Self(Server::start(|request| answer(request, &content())))
    }

    pub(crate) fn address(&self) -> String {
        self.0.address()
    }
}

/// As the API's documentation has it: <https://openbao.org/api-docs/secret/kv/kv-v2/>.
fn answer(request: &Request, content: &[(&str, Value)]) -> Answer {
    let error = |status| Some((status, json!({ "errors": [] }).to_string()));
    if request.header("x-vault-token") != Some(TOKEN) {
        return error(403);
    }
    let base = match request.header("x-vault-namespace") {
        None => "/v1/secret/",
        Some(_) => "/v1/team/kv/",
    };
    let Some(rest) = request.target.strip_prefix(base) else { return error(404) };
    if let Some(path) = rest.strip_prefix("data/") {
        return match content.iter().find(|(it, _)| *it == path) {
            None => error(404),
            Some((_, data)) => {
                let deleted = if data.is_null() { "2026-01-01T00:00:00Z" } else { "" };
                let metadata =
                    json!({ "version": 3, "destroyed": false, "deletion_time": deleted });
                let body = json!({ "data": { "data": data, "metadata": metadata } });
                Some((if data.is_null() { 404 } else { 200 }, body.to_string()))
            }
        };
    }
    let folder = rest.strip_prefix("metadata/").and_then(|it| it.strip_suffix("?list=true"));
    let Some(folder) = folder else { return error(405) };
    let below = content.iter().filter_map(|(path, _)| path.strip_prefix(folder));
    let keys: BTreeSet<String> = below
        .filter(|rest| !rest.is_empty())
        .map(|rest| match rest.split_once('/') {
            Some((name, _)) => format!("{name}/"),
            None => rest.to_owned(),
        })
        .collect();
    if keys.is_empty() {
        return error(404);
    }
    Some((200, json!({ "data": { "keys": keys } }).to_string()))
}

#[test]
fn every_key_below_a_path_is_imported_and_what_does_not_fit_is_named() {
    let (place, vault) = (Place::new(), Vault::start());
    let line = format!("vault apps --address {}", vault.address());
    let variables = [("VAULT_TOKEN", TOKEN)];
    let refused = place.import_with(&format!("{line} --yes"), &variables);
    assert_eq!(refused.code, 1, "{}", refused.out);
    assert!(refused.out.contains("apps/db/options") && refused.err.contains("--skip-unfit"));
    assert!(place.names().is_empty());

    let done = place.import_with(&format!("{line} --yes --skip-unfit --json"), &variables);
    let report = done.json();
    assert_eq!(report["counts"]["create"], 4, "{report}");
    assert_eq!((&report["counts"]["left"], &report["counts"]["unfit"]), (&json!(1), &json!(1)));
    let values: Vec<_> =
        place.secrets().into_iter().map(|(name, _, value)| (name, value)).collect();
    let expected = [
        ("apps/db/password", "hunter2"),
        ("apps/db/port", "5432"),
        ("apps/note", "also a secret"),
        ("apps/web/session/key", "a\nb"),
    ];
    assert_eq!(values, expected.map(|(name, value)| (name.to_owned(), json!(value))));
}

#[test]
fn a_mount_and_a_namespace_are_asked_for() {
    let (place, vault) = (Place::new(), Vault::start());
    let line =
        format!("vault apps/web --address {} --mount team/kv --separator .", vault.address());
    let variables = [("VAULT_TOKEN", TOKEN), ("VAULT_NAMESPACE", "ns1")];
    let done = place.import_with(&format!("{line} --yes"), &variables);
    assert_eq!(done.code, 0, "{}{}", done.out, done.err);
    assert_eq!(place.names(), ["apps.web.session.key"]);
}

#[test]
fn a_token_that_is_not_taken_and_a_path_that_is_not_there_are_told_apart() {
    let (place, vault) = (Place::new(), Vault::start());
    let address = vault.address();
    let refused =
        place.import_with(&format!("vault --address {address}"), &[("VAULT_TOKEN", "other")]);
    assert!(refused.err.contains("does not allow the token"), "{}", refused.err);
    assert!(!refused.err.contains("other"), "{}", refused.err);
    let missing =
        place.import_with(&format!("vault none --address {address}"), &[("VAULT_TOKEN", TOKEN)]);
    assert!(missing.err.contains("no such path"), "{}", missing.err);
    let without = place.import(&format!("vault --address {address}"));
    assert!(without.err.contains("VAULT_TOKEN"), "{}", without.err);
    let far =
        place.import_with("vault --address http://vault.example.com", &[("VAULT_TOKEN", TOKEN)]);
    assert!(far.err.contains("plain http on another machine"), "{}", far.err);
}

#[test]
fn a_server_that_leads_out_of_its_folders_or_never_ends_is_refused() {
    for keys in [json!(["../"]), json!(["/"]), json!(["a/"])] {
        let hostile = Server::start(move |_| {
            Some((200, json!({ "data": { "keys": keys, "data": null } }).to_string()))
        });
        let place = Place::new();
        let done = place.import_with(
            &format!("vault --address {} --yes", hostile.address()),
            &[("VAULT_TOKEN", TOKEN)],
        );
        assert_eq!(done.code, 1, "{}", done.out);
        assert!(done.err.contains("leads out") || done.err.contains("deep"), "{}", done.err);
    }
}
