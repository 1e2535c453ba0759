//! People: how they come, what they are told, and how they go.

use serde_json::{Value, json};
use strongroom_tests::{API, SETTINGS};

use crate::on_both_authorizers;
use crate::scene::{Authorizer, give, new_organization, new_project, person, plural, text, unique};

fn whoever_signs_in_first_is_known_and_may_nothing(authorizer: Authorizer) {
    let scene = authorizer.scene();
    let owner = scene.owner();
    let subject = unique("newcomer");
    let client =
        scene.sign_in(json!({ "sub": subject, "name": "New Comer", "email": "n@example.org" }));
    let me = client.get(&format!("{API}/me")).expect(200).json();
    assert_eq!(me["user"]["name"], "New Comer");
    assert_eq!(me["user"]["email"], "n@example.org");
    assert_eq!(me["token"]["scopes"], Value::Null);
    let again = scene.sign_in(json!({ "sub": subject, "name": "New Comer" }));
    let again = again.get(&format!("{API}/me")).expect(200).json();
    assert_eq!(again["user"]["id"], me["user"]["id"]);
    for list in ["organizations", "projects"] {
        let found = client.get(&format!("{API}/{list}")).expect(200).json();
        let is_public = |one: &Value| one["visibility"] == "public";
        assert!(found["data"].as_array().unwrap().iter().all(is_public), "{found}");
    }
    let organization = scene.home();
    let _ = client.get(&format!("{SETTINGS}/{organization}/")).expect(404);
    let _ = client.get(&format!("{API}/people")).expect(403);
    // What is theirs alone they have at once.
    let own = client.new_secret("user/me", "mine", "a value");
    assert_eq!(client.reveal(&own), "a value");
    let path = own.path.replace("user/me", &format!("user/{}", text(&me["user"]["id"])));
    let _ = owner.get(&path).expect(404);
    let _ = owner.get(&format!("{path}?decrypt=true")).expect(404);
    // And roles as anyone.
    let project = new_project(&owner, &scene.home(), "private");
    let secret = owner.new_secret(&project, "key", "a value");
    give(&owner, &project, &format!("user/{}", text(&me["user"]["id"])), "Writer");
    assert_eq!(client.reveal(&secret), "a value");
}

fn claimed_groups_come_and_go_with_the_tokens(authorizer: Authorizer) {
    let scene = authorizer.scene();
    let owner = scene.owner();
    let organization = scene.home();
    let project = new_project(&owner, &scene.home(), "private");
    let secret = owner.new_secret(&project, "key", "a value");
    let claim = unique("directory group");
    let body = json!({ "name": unique("group"), "claim": claim });
    let groups = format!("{API}/{}/groups", plural(&organization));
    let group = text(&owner.post(&groups, &body).expect(201).json()["id"]);
    give(&owner, &project, &format!("group/{group}"), "Writer");
    let subject = unique("grouped");
    let now = crate::issuer::now();
    let with = |groups: Value, iat: i64| {
        scene.sign_in(json!({ "sub": subject, "groups": groups, "iat": iat }))
    };
    let without = with(json!([]), now - 50);
    let _ = without.get(&secret.revealed()).expect(404);
    let member = with(json!([claim, "another"]), now - 40);
    assert_eq!(member.reveal(&secret), "a value");
    // The older token is the same person now.
    assert_eq!(without.reveal(&secret), "a value");
    let left = with(json!(["another"]), now - 30);
    let _ = left.get(&secret.revealed()).expect(404);
    // And an older one brings nothing back.
    let _ = member.get(&secret.revealed()).expect(404);
    let older = with(json!([claim]), now - 45);
    let _ = older.get(&secret.revealed()).expect(404);
    // A single name need not be a list; another case is another name.
    let other_case = with(json!(claim.to_uppercase()), now - 20);
    let _ = other_case.get(&secret.revealed()).expect(404);
    assert_eq!(with(json!(claim), now - 10).reveal(&secret), "a value");
}

/// A provider's claims reach the groups of its own organization and no others.
fn a_provider_claims_no_groups_of_another_organization(authorizer: Authorizer) {
    let scene = authorizer.scene();
    let administrator = scene.owner();
    let other = new_organization(&administrator);
    let project = new_project(&administrator, &other, "private");
    let secret = administrator.new_secret(&project, "key", "a value");
    let claim = unique("foreign group");
    let groups = format!("{API}/{}/groups", plural(&other));
    let body = json!({ "name": "group", "claim": claim });
    let group = text(&administrator.post(&groups, &body).expect(201).json()["id"]);
    give(&administrator, &project, &format!("group/{group}"), "Owner");
    let intruder = scene.sign_in(json!({ "sub": unique("intruder"), "groups": [claim] }));
    let _ = intruder.get(&secret.revealed()).expect(404);
    let _ = intruder.get(&secret.path).expect(404);
}

fn a_person_who_is_removed_is_gone_at_once(authorizer: Authorizer) {
    let scene = authorizer.scene();
    let administrator = scene.owner();
    let organization = new_organization(&administrator);
    let project = new_project(&administrator, &organization, "private");
    let secret = administrator.new_secret(&project, "key", "a value");
    let subject = unique("leaver");
    let leaver = scene.sign_in(json!({ "sub": subject }));
    let id = text(&leaver.get(&format!("{API}/me")).expect(200).json()["user"]["id"]);
    give(&administrator, &project, &format!("user/{id}"), "Writer");
    let token = leaver.new_token(None);
    let own = leaver.new_secret("user/me", "mine", "a value");
    assert_eq!(leaver.reveal(&secret), "a value");
    assert_eq!(token.reveal(&own), "a value");
    let path = format!("{API}/people/{id}");
    let owner = person(&administrator, &organization, Some("Owner"));
    assert!(matches!(owner.client.delete(&path).status, 403 | 404), "for administrators");
    // Suspended: nothing works, nothing is lost.
    let _ = administrator.patch(&path, &json!({ "active": false })).expect(200);
    for client in [&leaver, &token] {
        let _ = client.get(&secret.revealed()).expect(401);
        let _ = client.get(&format!("{API}/me")).expect(401);
    }
    let _ = administrator.patch(&path, &json!({ "active": true })).expect(200);
    assert_eq!(leaver.reveal(&secret), "a value");
    assert_eq!(leaver.reveal(&own), "a value");
    let _ = token.get(&format!("{API}/me")).expect(401);
    // Removed: for good, also with a token of the provider that is younger.
    let token = leaver.new_token(None);
    let _ = administrator.delete(&path).expect(204);
    for client in [&leaver, &token, &scene.sign_in(json!({ "sub": subject }))] {
        let _ = client.get(&secret.revealed()).expect(401);
        let _ = client.get(&format!("{API}/me")).expect(401);
    }
    let found = administrator.get(&path).expect(200).json();
    assert_eq!(found["status"], "removed");
    // Brought back they are themselves, with nothing of what they had.
    let _ = administrator.patch(&path, &json!({ "active": true })).expect(200);
    let _ = leaver.get(&secret.path).expect(404);
    let mine = leaver.get(&format!("{SETTINGS}/user/me/")).expect(200).json();
    assert_eq!(mine["data"], json!([]));
}

fn who_leaves_an_organization_leaves_all_of_it(authorizer: Authorizer) {
    let scene = authorizer.scene();
    let administrator = scene.owner();
    let organization = new_organization(&administrator);
    let project = new_project(&administrator, &organization, "private");
    let secret = administrator.new_secret(&project, "key", "a value");
    let leaver = person(&administrator, &organization, Some("Contributor"));
    give(&administrator, &project, &format!("user/{}", leaver.id), "Owner");
    let groups = format!("{API}/{}/groups", plural(&organization));
    let group = administrator.post(&groups, &json!({ "name": "all" })).expect(201).json();
    let membership = format!("{API}/groups/{}/members/{}", text(&group["id"]), leaver.id);
    let _ = administrator.ask("PUT", &membership).send();
    give(&administrator, &project, &format!("group/{}", text(&group["id"])), "Writer");
    let token = leaver.client.new_token(None);
    assert_eq!(token.reveal(&secret), "a value");
    let path = format!("{API}/{}/members/user/{}", plural(&organization), leaver.id);
    let _ = administrator.delete(&path).expect(204);
    // No organization is left to them: their tokens are gone.
    for client in [&leaver.client, &token] {
        let _ = client.get(&secret.revealed()).expect(401);
    }
    let people = format!("{API}/{}/people", plural(&organization));
    let people = administrator.get(&people).expect(200).json();
    assert!(!people.to_string().contains(&leaver.id), "{people}");
}

fn people_are_found_by_those_who_may(authorizer: Authorizer) {
    let scene = authorizer.scene();
    let administrator = scene.owner();
    let organization = new_organization(&administrator);
    let member = person(&administrator, &organization, Some("Contributor"));
    let stranger = person(&administrator, &new_organization(&administrator), Some("Owner"));
    let path = format!("{API}/{}/people", plural(&organization));
    let found = member.client.get(&path).expect(200).json();
    assert_eq!(found["data"].as_array().unwrap().len(), 2, "{found}");
    let _ = stranger.client.get(&path).expect(404);
    let _ = stranger.client.get(&format!("{API}/people/{}", member.id)).expect(404);
    let _ = member.client.get(&format!("{API}/people/{}", member.id)).expect(200);
    let _ = member.client.get(&format!("{API}/people")).expect(403);
    let all = administrator.get(&format!("{API}/people?search=person")).expect(200).json();
    assert!(all.to_string().contains(&stranger.id), "{all}");
    // The letters of a search are letters.
    let none = administrator.get(&format!("{API}/people?search=%25")).expect(200).json();
    assert_eq!(none["data"], json!([]));
}

on_both_authorizers! {
    whoever_signs_in_first_is_known_and_may_nothing,
    claimed_groups_come_and_go_with_the_tokens,
    a_provider_claims_no_groups_of_another_organization,
    a_person_who_is_removed_is_gone_at_once,
    who_leaves_an_organization_leaves_all_of_it,
    people_are_found_by_those_who_may,
}
