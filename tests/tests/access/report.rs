//! Who may do what with one secret: what is told is what happens, whatever decides.

use serde_json::{Value, json};
use strongroom_tests::{API, Client, SETTINGS, Secret};

use crate::on_both_authorizers;
use crate::scene::{
    Authorizer, give, id, new_organization, new_project, person, plural, text, unique,
};

fn report(by: &Client, secret: &Secret) -> Value {
    by.get(&format!("{}/access", secret.path)).expect(200).json()
}

fn of<'r>(report: &'r Value, kind: &str, id: &str) -> Option<&'r Value> {
    report["data"].as_array().unwrap().iter().find(|one| one["kind"] == kind && one["id"] == id)
}

fn told_to(report: &Value, kind: &str, id: &str) -> Value {
    of(report, kind, id).map_or(json!([]), |one| one["actions"].clone())
}

fn what_is_told_is_what_happens(authorizer: Authorizer) {
    let scene = authorizer.scene();
    let administrator = scene.owner();
    let organization = new_organization(&administrator);
    let project = new_project(&administrator, &organization, "internal");
    let secret = administrator.new_secret(&project, "key", "a value");
    let [writer, reader, member, nobody] = [None, None, Some("Contributor"), None]
        .map(|role| person(&administrator, &organization, role));
    let groups = format!("{API}/{}/groups", plural(&organization));
    let group = administrator.post(&groups, &json!({ "name": "writers" })).expect(201).json();
    let group = text(&group["id"]);
    let members = format!("{API}/groups/{group}/members/{}", writer.id);
    let _ = administrator.put(&members, &json!({})).expect(204);
    give(&administrator, &project, &format!("group/{group}"), "Writer");
    give(&administrator, &project, &format!("user/{}", reader.id), "Reader");
    let told = report(&administrator, &secret);
    assert_eq!(told["visibility"], "internal");
    let all = json!(["see", "read", "reveal", "update", "delete"]);
    for (someone, actions, revealed) in [
        (&writer, all.clone(), 200),
        (&reader, json!(["see", "read"]), 403),
        (&member, json!(["see", "read"]), 403),
        (&nobody, json!([]), 404),
    ] {
        assert_eq!(told_to(&told, "user", &someone.id), actions);
        assert_eq!(someone.client.get(&secret.revealed()).status, revealed);
    }
    assert_eq!(told_to(&told, "group", &group), all);
    let through = json!([{ "on": project, "role": "Writer", "group": group }]);
    assert_eq!(of(&told, "user", &writer.id).unwrap()["roles"], through);
    // To nobody who does not manage the project.
    for (someone, status) in [(&writer, 403), (&reader, 403), (&member, 403), (&nobody, 404)] {
        let answer = someone.client.get(&format!("{}/access", secret.path));
        assert_eq!(answer.status, status, "{}", answer.text());
    }
}

fn a_client_is_told_with_the_fields_that_it_may_reveal(authorizer: Authorizer) {
    let scene = authorizer.scene();
    let owner = scene.owner();
    let project = new_project(&owner, &scene.home(), "private");
    let secret = owner.new_secret(&project, "key", "a value");
    let other = owner.new_secret(&project, "other", "a value");
    let scopes = json!([{ "on": project, "permissions": ["reveal"], "secrets": [
        { "key": secret.key, "fields": ["value"] },
        { "key": other.key },
    ] }]);
    let body = json!({ "name": unique("job"), "expires_in": 3600, "scopes": scopes });
    let client = owner.post(&format!("{API}/clients/{project}"), &body).expect(201).json();
    let client = text(&client["id"]);
    let told = report(&owner, &secret);
    let found = of(&told, "client", &client).unwrap();
    assert_eq!(found["actions"], json!(["reveal"]));
    assert_eq!(found["fields"], json!(["value"]));
    assert_eq!(found["scopes"][0]["secrets"], json!([{ "key": secret.key, "fields": ["value"] }]));
    assert!(!found.to_string().contains(&other.key), "{found}");
    let found = report(&owner, &other);
    assert_eq!(of(&found, "client", &client).unwrap()["fields"], Value::Null);
    // A token for one secret is not one to ask with.
    let token = json!({ "name": unique("token"), "expires_in": 3600, "scopes": scopes });
    let token = owner.post(&format!("{API}/tokens"), &token).expect(201).json();
    assert_eq!(told_to(&report(&owner, &secret), "token", &text(&token["id"])), json!(["reveal"]));
    let narrow = owner.with_token(&text(&token["token"]));
    let _ = narrow.get(&format!("{}/access", secret.path)).refused(403, "forbidden");
}

fn pages_follow_one_another(authorizer: Authorizer) {
    let scene = authorizer.scene();
    let administrator = scene.owner();
    let organization = new_organization(&administrator);
    let project = new_project(&administrator, &organization, "private");
    let secret = administrator.new_secret(&project, "key", "a value");
    for _ in 0..3 {
        let reader = person(&administrator, &organization, None);
        give(&administrator, &project, &format!("user/{}", reader.id), "Reader");
    }
    let whole = report(&administrator, &secret);
    let (mut found, mut after) = (vec![], String::new());
    loop {
        let path = format!("{}/access?limit=2{after}", secret.path);
        let page = administrator.get(&path).expect(200).json();
        found.extend(page["data"].as_array().unwrap().clone());
        let Some(next) = page["next_after"].as_str() else { break };
        after = format!("&after={next}");
    }
    assert_eq!(Value::from(found), whole["data"]);
    let gone = format!("{SETTINGS}/{project}/secret/Custom/{}/access", id(&project));
    let _ = administrator.get(&gone).refused(404, "not-found");
}

on_both_authorizers! {
    what_is_told_is_what_happens,
    a_client_is_told_with_the_fields_that_it_may_reveal,
    pages_follow_one_another,
}
