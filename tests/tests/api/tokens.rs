//! Tokens: what they allow, and when they end.

use serde_json::{Value, json};
use strongroom_tests::{
    ALL_PERMISSIONS, API, Client, On, SETTINGS, TO_READ, TO_WRITE, on_every_deployment, shared,
};

const REVEAL: &str = "reveal";

/// What a client may do in a place, found out by doing it.
fn powers(client: &Client, owner: &Client, place: &str) -> Vec<&'static str> {
    let secret = owner.new_secret(place, "power", "a value");
    let body = json!({ "_type": "secret/Custom", "name": "made", "value": "x" });
    let mut powers = Vec::new();
    let mut note = |power, status: u16| match status {
        200 | 201 | 204 => powers.push(power),
        403 | 404 => {}
        other => panic!("{power}: {other}"),
    };
    note("list", client.get(&format!("{SETTINGS}/{place}/")).status);
    note("read", client.get(&secret.path).status);
    note(REVEAL, client.get(&secret.revealed()).status);
    let by_version = client.get(&format!("{}/versions/1?decrypt=true", secret.path)).status;
    note("reveal a version", by_version);
    let created = client.post(&format!("{SETTINGS}/{place}/"), &body);
    note("create", created.status);
    note("update", client.patch(&secret.path, &json!({ "value": "y" })).status);
    note("audit", client.get(&format!("{API}/audit/{place}")).status);
    note("delete", client.delete(&secret.path).status);
    if let Some(made) = created.header("location") {
        let _ = owner.delete(made).expect(204);
    }
    if !powers.contains(&"delete") {
        let _ = owner.delete(&secret.path).expect(204);
    }
    powers
}

const ALL: &[&str] =
    &["list", "read", REVEAL, "reveal a version", "create", "update", "audit", "delete"];
const WRITER: &[&str] = &["list", "read", REVEAL, "reveal a version", "create", "update", "delete"];
const READER: &[&str] = &["list", "read"];
const NONE: &[&str] = &[];

fn a_permission_allows_what_it_says_where_it_is_given(on: On) {
    let strongroom = shared(on);
    let owner = strongroom.owner();
    let (project, other) = (owner.new_project(), owner.new_project());
    let (organization, me) = (owner.organization(), owner.me());
    for (given, permissions, [here, there, above, private]) in [
        (&project, ALL_PERMISSIONS, [ALL, NONE, NONE, NONE]),
        (&project, TO_WRITE, [WRITER, NONE, NONE, NONE]),
        (&project, TO_READ, [READER, NONE, NONE, NONE]),
        (&organization, ALL_PERMISSIONS, [NONE, NONE, ALL, NONE]),
        (&organization, TO_READ, [NONE, NONE, READER, NONE]),
        (&me, ALL_PERMISSIONS, [NONE, NONE, NONE, ALL]),
    ] {
        let client = owner.new_token(Some(&[(given, permissions)]));
        for (place, expected) in
            [(&project, here), (&other, there), (&organization, above), (&me, private)]
        {
            let powers = powers(&client, &owner, place);
            assert_eq!(powers, expected, "{permissions:?} of {given}: {place}");
        }
    }
    let scope = json!({ "on": organization, "projects": true, "permissions": ALL_PERMISSIONS });
    let body = json!({ "name": "wide", "expires_in": 60, "scopes": [scope] });
    let issued = owner.post(&format!("{API}/tokens"), &body).expect(201).json();
    let client = owner.with_token(issued["token"].as_str().unwrap());
    for (place, expected) in [(&project, ALL), (&other, ALL), (&organization, ALL), (&me, NONE)] {
        assert_eq!(powers(&client, &owner, place), expected, "with projects: {place}");
    }
}

/// 403 where the caller may know that it exists: a client that takes 404 for deleted would delete.
fn who_may_read_is_forbidden_and_not_misled(on: On) {
    let strongroom = shared(on);
    let owner = strongroom.owner();
    let project = owner.new_project();
    let secret = owner.new_secret(&project, "test", "a value");
    let reader = owner.new_token(Some(&[(&project, TO_READ)]));
    reader.get(&secret.revealed()).refused(403, "forbidden");
    reader.get(&format!("{}/versions/1?decrypt=true", secret.path)).refused(403, "forbidden");
    reader.patch(&secret.path, &json!({ "name": "x" })).refused(403, "forbidden");
    reader.put(&secret.path, &json!({ "name": "x", "value": "y" })).refused(403, "forbidden");
    reader.delete(&secret.path).refused(403, "forbidden");
    let body = json!({ "_type": "secret/Custom", "name": "made", "value": "x" });
    reader.post(&format!("{SETTINGS}/{project}/"), &body).refused(403, "forbidden");
    reader.get(&format!("{API}/audit/{project}")).refused(403, "forbidden");
    // Nothing that was sent is judged before.
    reader.patch(&secret.path, &json!({ "name": "" })).refused(403, "forbidden");
    let stale = reader.ask("DELETE", &secret.path).header("if-match", "\"9\"").send();
    stale.refused(403, "forbidden");
    reader.get(&format!("{}&field=other", secret.revealed())).refused(403, "forbidden");
}

fn a_token_never_grants_more_than_its_maker_has(on: On) {
    let strongroom = shared(on);
    let owner = strongroom.owner();
    let other = "2kFmBSWjqxWEGarZC9kkeYOpgMD";
    for on in [format!("project/{other}"), format!("organization/{other}"), format!("user/{other}")]
    {
        let scopes = json!([{ "on": on, "permissions": ["metadata"] }]);
        let body = json!({ "name": "too much", "expires_in": 60, "scopes": scopes });
        owner.post(&format!("{API}/tokens"), &body).refused(403, "forbidden");
    }
    // A restricted token is for a job, and a job makes no tokens.
    let project = owner.new_project();
    for permissions in [TO_READ, TO_WRITE, ALL_PERMISSIONS] {
        let restricted = owner.new_token(Some(&[(&project, permissions)]));
        for body in [
            json!({ "name": "more", "expires_in": 60 }),
            json!({ "name": "more", "expires_in": 60,
                    "scopes": [{ "on": project, "permissions": ["metadata"] }] }),
        ] {
            restricted.post(&format!("{API}/tokens"), &body).refused(403, "forbidden");
        }
        restricted.get(&format!("{API}/tokens")).refused(403, "forbidden");
        let own = restricted.get(&format!("{API}/me")).expect(200).json();
        let own = own["token"]["id"].as_str().unwrap();
        restricted.delete(&format!("{API}/tokens/{own}")).refused(403, "forbidden");
        let project = json!({ "name": "a project of a job" });
        let refused = restricted.post(&format!("{API}/projects"), &project);
        assert!(matches!(refused.status, 403 | 404 | 422), "{}", refused.text());
    }
}

fn a_revoked_token_is_none(on: On) {
    let strongroom = shared(on);
    let owner = strongroom.owner();
    let issued = owner.issue(None);
    let client = owner.with_token(issued["token"].as_str().unwrap());
    let id = issued["id"].as_str().unwrap();
    let _ = client.get(&format!("{API}/me")).expect(200);
    let _ = owner.delete(&format!("{API}/tokens/{id}")).expect(204);
    let answer = client.get(&format!("{API}/me"));
    assert!(answer.header("www-authenticate").unwrap().contains("invalid_token"));
    answer.refused(401, "unauthenticated");
    owner.delete(&format!("{API}/tokens/{id}")).refused(404, "not-found");
    let tokens = owner.get(&format!("{API}/tokens")).expect(200).json();
    assert!(!tokens.to_string().contains(id));
}

/// The clock has whole seconds: what expires a second from now is expired when it says so.
fn an_expired_token_is_none(on: On) {
    let strongroom = shared(on);
    let owner = strongroom.owner();
    let body = json!({ "name": "short-lived", "expires_in": 1 });
    let issued = owner.post(&format!("{API}/tokens"), &body).expect(201).json();
    let expires_at = issued["expires_at"].as_i64().unwrap();
    assert_eq!(expires_at, issued["created_at"].as_i64().unwrap() + 1);
    let client = owner.with_token(issued["token"].as_str().unwrap());
    let now = || std::time::SystemTime::UNIX_EPOCH.elapsed().unwrap().as_secs();
    while now() <= expires_at.unsigned_abs() {
        std::thread::sleep(std::time::Duration::from_millis(50));
    }
    let refused = client.get(&format!("{API}/me")).refused(401, "unauthenticated");
    assert!(refused["detail"].as_str().unwrap().contains("expired"), "{refused}");
}

fn a_token_is_shown_once(on: On) {
    let strongroom = shared(on);
    let owner = strongroom.owner();
    let project = owner.new_project();
    let issued = owner.issue(Some(&[(&project, TO_READ)]));
    let credential = issued["token"].as_str().unwrap();
    let (_, secret) = credential.split_at(credential.len() - 43);
    let scope = json!({ "on": project, "projects": false, "permissions": ["metadata"] });
    assert_eq!(issued["scopes"], json!([scope]));
    let tokens = owner.get(&format!("{API}/tokens")).expect(200);
    let listed = tokens.json();
    let is_it = |token: &&Value| token["id"] == issued["id"];
    let listed = listed["data"].as_array().unwrap().iter().find(is_it).unwrap();
    assert_eq!(listed["scopes"], issued["scopes"]);
    assert_eq!(listed.get("token"), None);
    assert!(!tokens.text().contains(secret));
    let me = owner.with_token(credential).get(&format!("{API}/me")).expect(200);
    assert_eq!(me.json()["token"]["scopes"], issued["scopes"]);
    assert!(!me.text().contains(secret));
}

fn lists_of_projects_and_organizations_show_what_a_token_reaches(on: On) {
    let strongroom = shared(on);
    let owner = strongroom.owner();
    let (project, _other) = (owner.new_project(), owner.new_project());
    let reader = owner.new_token(Some(&[(&project, TO_READ)]));
    let projects = reader.get(&format!("{API}/projects")).expect(200).json();
    let projects = projects["data"].as_array().unwrap();
    assert_eq!(projects.len(), 1, "{projects:?}");
    // Of the person, whatever the token is cut to.
    assert_eq!(projects[0]["role"], "Owner");
    assert_eq!(format!("project/{}", projects[0]["id"].as_str().unwrap()), project);
    let organizations = reader.get(&format!("{API}/organizations")).expect(200).json();
    assert_eq!(organizations["data"], json!([]));
}

on_every_deployment! {
    a_permission_allows_what_it_says_where_it_is_given,
    who_may_read_is_forbidden_and_not_misled,
    a_token_never_grants_more_than_its_maker_has,
    a_revoked_token_is_none,
    an_expired_token_is_none,
    a_token_is_shown_once,
    lists_of_projects_and_organizations_show_what_a_token_reaches,
}
