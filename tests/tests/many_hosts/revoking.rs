//! What one host takes away holds at the other with its next request.

use serde_json::{Value, json};
use strongroom_tests::{API, Client};

use crate::fleet::Fleet;
use crate::on_postgresql;

const LOGIN: &str = "/auth/client/v2/chariot/login";

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_else(|| panic!("not a text: {value}"))
}

/// One credential at both hosts, which have both just seen it work.
fn at_both(fleet: &Fleet, token: &str, path: &str) -> [Client; 2] {
    [0, 1].map(|host| {
        let client = fleet.owner_at(host).with_token(token);
        let _ = client.get(path).expect(200);
        client
    })
}

fn a_token_that_is_revoked_at_one_host_is_refused_at_both() {
    let fleet = Fleet::start();
    let owner = fleet.owner();
    let secret = owner.new_secret(&owner.new_project(), "guarded", "a value");
    for host in [0, 1] {
        let issued = owner.issue(None);
        let clients = at_both(&fleet, text(&issued["token"]), &secret.revealed());
        let path = format!("{API}/tokens/{}", text(&issued["id"]));
        let _ = fleet.owner_at(host).delete(&path).expect(204);
        for client in &clients {
            client.get(&secret.revealed()).refused(401, "unauthenticated");
        }
    }
}

/// That a signature was right is remembered by each host, and is all that is.
fn a_client_that_is_revoked_at_one_host_loses_its_access_tokens_at_both() {
    let fleet = Fleet::start();
    let owner = fleet.owner();
    let project = owner.new_project();
    let secret = owner.new_secret(&project, "guarded", "a value");
    let scopes = json!([{ "on": project, "permissions": ["reveal"] }]);
    for host in [0, 1] {
        let body = json!({ "name": format!("job {host}"), "expires_in": 3600, "scopes": scopes });
        let made = owner.post(&format!("{API}/clients/{project}"), &body).expect(201).json();
        let (id, client_secret) = (text(&made["id"]), text(&made["client_secret"]));
        let body = json!({ "grant_type": "client_credentials", "client_id": id,
                           "client_secret": client_secret });
        // What one host signed the other takes.
        let signed = fleet.owner_at(host).without_token().post(LOGIN, &body).expect(200).json();
        let clients = at_both(&fleet, text(&signed["access_token"]), &secret.revealed());
        let _ = fleet.owner_at(host).delete(&format!("{API}/clients/{id}")).expect(204);
        for client in &clients {
            client.get(&secret.revealed()).refused(401, "unauthenticated");
            assert_eq!(client.without_token().post(LOGIN, &body).status, 401);
        }
    }
}

fn a_role_that_is_taken_at_one_host_gives_nothing_at_either() {
    let fleet = Fleet::start();
    let owner = fleet.owner();
    let project = owner.new_project();
    let secret = owner.new_secret(&project, "guarded", "a value");
    let members = format!("{API}/{}", project.replacen('/', "s/", 1));
    let people = format!("{API}/{}/people", owner.organization().replacen('/', "s/", 1));
    for host in [0, 1] {
        let body = json!({ "name": format!("person {host}"), "token_expires_in": 600 });
        let person = owner.post(&people, &body).expect(201).json();
        let member = format!("{members}/members/user/{}", text(&person["id"]));
        let given = owner.put(&member, &json!({ "role": "Writer" }));
        assert!(matches!(given.status, 200 | 204), "{}", given.text());
        let clients = at_both(&fleet, text(&person["token"]), &secret.revealed());
        let _ = fleet.owner_at(host).delete(&member).expect(204);
        for client in &clients {
            let refused = client.get(&secret.revealed());
            assert!(matches!(refused.status, 403 | 404), "{}", refused.text());
        }
    }
}

fn a_person_who_is_removed_at_one_host_is_gone_at_both() {
    let fleet = Fleet::start();
    let owner = fleet.owner();
    let me = format!("{API}/me");
    let people = format!("{API}/{}/people", owner.organization().replacen('/', "s/", 1));
    for host in [0, 1] {
        let body = json!({ "name": format!("person {host}"), "token_expires_in": 600 });
        let person = owner.post(&people, &body).expect(201).json();
        let clients = at_both(&fleet, text(&person["token"]), &me);
        let path = format!("{API}/people/{}", text(&person["id"]));
        let _ = fleet.owner_at(host).delete(&path).expect(204);
        for client in &clients {
            client.get(&me).refused(401, "unauthenticated");
        }
    }
}

on_postgresql! {
    a_token_that_is_revoked_at_one_host_is_refused_at_both,
    a_client_that_is_revoked_at_one_host_loses_its_access_tokens_at_both,
    a_role_that_is_taken_at_one_host_gives_nothing_at_either,
    a_person_who_is_removed_at_one_host_is_gone_at_both,
}
