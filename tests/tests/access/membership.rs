//! Members and groups: roles that are given, taken, and gone.

use serde_json::{Value, json};
use strongroom_tests::API;

use crate::on_both_authorizers;
use crate::scene::{
    Authorizer, give, id, new_organization, new_project, person, plural, text, unique,
};

fn the_last_owner_stays(authorizer: Authorizer) {
    let scene = authorizer.scene();
    let administrator = scene.owner();
    let organization = new_organization(&administrator);
    let me = administrator.me();
    let path = format!("{API}/{}/members/{me}", plural(&organization));
    let first = format!("{API}/{}/members/{me}", plural(&scene.home()));
    for path in [&path, &first] {
        administrator.delete(path).refused(409, "last-owner");
        let demoted = administrator.put(path, &json!({ "role": "Contributor" }));
        demoted.refused(409, "last-owner");
    }
    // A group of Owners is no Owner: it can be emptied.
    let group = json!({ "name": unique("owners") });
    let groups = format!("{API}/{}/groups", plural(&organization));
    let group = text(&administrator.post(&groups, &group).expect(201).json()["id"]);
    give(&administrator, &organization, &format!("group/{group}"), "Owner");
    administrator.delete(&path).refused(409, "last-owner");
    // With a second one the first may go, and the second is the last.
    let second = person(&administrator, &organization, Some("Owner"));
    let _ = administrator.delete(&path).expect(204);
    let own = format!("{API}/{}/members/user/{}", plural(&organization), second.id);
    second.client.delete(&own).refused(409, "last-owner");
}

/// Two Owners who remove each other at the same moment: one of them stays.
fn of_two_owners_who_remove_each_other_one_stays(authorizer: Authorizer) {
    let scene = authorizer.scene();
    let administrator = scene.owner();
    for _ in 0..8 {
        let organization = new_organization(&administrator);
        let one = person(&administrator, &organization, Some("Owner"));
        let other = person(&administrator, &organization, Some("Owner"));
        let member = |whose: &str| format!("{API}/{}/members/{whose}", plural(&organization));
        let _ = administrator.delete(&member(&administrator.me())).expect(204);
        let remove = |by: &crate::scene::Person, whom: &crate::scene::Person| {
            by.client.delete(&member(&format!("user/{}", whom.id))).status
        };
        let (first, second) = std::thread::scope(|scope| {
            let first = scope.spawn(|| remove(&one, &other));
            let second = scope.spawn(|| remove(&other, &one));
            (first.join().unwrap(), second.join().unwrap())
        });
        assert_eq!(
            [first, second].iter().filter(|status| **status == 204).count(),
            1,
            "{first} and {second}"
        );
    }
}

fn a_group_gives_its_members_its_roles(authorizer: Authorizer) {
    let scene = authorizer.scene();
    let administrator = scene.owner();
    let organization = new_organization(&administrator);
    let project = new_project(&administrator, &organization, "private");
    let secret = administrator.new_secret(&project, "key", "a value");
    let member = person(&administrator, &organization, None);
    let groups = format!("{API}/{}/groups", plural(&organization));
    let group = administrator.post(&groups, &json!({ "name": "operations" })).expect(201).json();
    let group = text(&group["id"]);
    give(&administrator, &project, &format!("group/{group}"), "Writer");
    let _ = member.client.get(&secret.revealed()).expect(404);
    let membership = format!("{API}/groups/{group}/members/{}", member.id);
    let added = administrator.ask("PUT", &membership).send();
    assert!(matches!(added.status, 200 | 204), "{}", added.text());
    assert_eq!(member.client.reveal(&secret), "a value");
    // The stronger of two roles counts.
    give(&administrator, &project, &format!("user/{}", member.id), "Reader");
    assert_eq!(member.client.reveal(&secret), "a value");
    let _ = administrator.delete(&membership).expect(204);
    let _ = member.client.get(&secret.revealed()).expect(403);
    let _ = administrator.ask("PUT", &membership).send();
    assert_eq!(member.client.reveal(&secret), "a value");
    let _ = administrator.delete(&format!("{API}/groups/{group}")).expect(204);
    let _ = member.client.get(&secret.revealed()).expect(403);
    // A group of another organization gives nothing here.
    let other = new_organization(&administrator);
    let foreign = format!("{API}/{}/groups", plural(&other));
    let foreign = administrator.post(&foreign, &json!({ "name": "foreign" })).expect(201).json();
    let path = format!("{API}/{}/members/group/{}", plural(&project), text(&foreign["id"]));
    administrator.put(&path, &json!({ "role": "Owner" })).refused(404, "not-found");
}

fn nobody_gives_a_role_above_their_own(authorizer: Authorizer) {
    let scene = authorizer.scene();
    let administrator = scene.owner();
    let organization = new_organization(&administrator);
    let project = new_project(&administrator, &organization, "private");
    let spare = person(&administrator, &organization, Some("Contributor"));
    let spare_member = format!("user/{}", spare.id);
    for (role, on, status) in
        [("Maintainer", &organization, 403), ("Contributor", &organization, 403)]
    {
        let somebody = person(&administrator, &organization, Some(role));
        let path = format!("{API}/{}/members/{spare_member}", plural(on));
        let _ = somebody.client.put(&path, &json!({ "role": "Owner" })).expect(status);
        let path = format!("{API}/{}/members/user/{}", plural(on), somebody.id);
        let _ = somebody.client.put(&path, &json!({ "role": "Owner" })).expect(status);
    }
    let writer = person(&administrator, &organization, None);
    give(&administrator, &project, &format!("user/{}", writer.id), "Writer");
    let path = format!("{API}/{}/members/user/{}", plural(&project), writer.id);
    let _ = writer.client.put(&path, &json!({ "role": "Owner" })).expect(403);
    // A token that manages and cannot reveal does not give the right to reveal to anyone.
    let scopes = json!([{ "on": project, "permissions": ["metadata", "manage"] }]);
    let body = json!({ "name": unique("manager"), "expires_in": 60, "scopes": scopes });
    let token = administrator.post(&format!("{API}/tokens"), &body).expect(201).json();
    let manager = administrator.with_token(&text(&token["token"]));
    let path = format!("{API}/{}/members/{spare_member}", plural(&project));
    let _ = manager.put(&path, &json!({ "role": "Writer" })).expect(403);
    let answer = manager.put(&path, &json!({ "role": "Reader" }));
    assert!(matches!(answer.status, 200 | 204), "{}", answer.text());
    let wrong = administrator.put(&path, &json!({ "role": "Maintainer" }));
    assert_eq!(wrong.status, 422, "a role of organizations: {}", wrong.text());
}

fn a_project_that_is_deleted_takes_everything_with_it(authorizer: Authorizer) {
    let scene = authorizer.scene();
    let administrator = scene.owner();
    let organization = new_organization(&administrator);
    let project = new_project(&administrator, &organization, "private");
    let secret = administrator.new_secret(&project, "key", "a value");
    let scopes = json!([{ "on": project, "permissions": ["reveal"] }]);
    let body = json!({ "name": "job", "expires_in": 60, "scopes": scopes });
    let client = administrator.post(&format!("{API}/clients/{project}"), &body).expect(201).json();
    let path = format!("{API}/projects/{}", id(&project));
    let maintainer = person(&administrator, &organization, Some("Maintainer"));
    let _ = maintainer.client.delete(&path).expect(404);
    let _ = administrator.delete(&path).expect(204);
    for gone in [
        path.clone(),
        secret.path.clone(),
        secret.revealed(),
        format!("{API}/clients/{}", text(&client["id"])),
        format!("{API}/audit/{project}"),
    ] {
        let _ = administrator.get(&gone).expect(404);
    }
    let log = administrator.get(&format!("{API}/audit/{organization}")).expect(200).json();
    let events: Vec<&Value> = log["data"].as_array().unwrap().iter().collect();
    assert!(events.iter().any(|entry| entry["event"] == "project-deleted"), "{log}");
    // Its name is free again.
    let body = json!({ "name": "free again", "organization": id(&organization) });
    let made = administrator.post(&format!("{API}/projects"), &body).expect(201).json();
    let _ = administrator.delete(&format!("{API}/projects/{}", text(&made["id"]))).expect(204);
    let _ = administrator.post(&format!("{API}/projects"), &body).expect(201);
}

on_both_authorizers! {
    the_last_owner_stays,
    of_two_owners_who_remove_each_other_one_stays,
    a_group_gives_its_members_its_roles,
    nobody_gives_a_role_above_their_own,
    a_project_that_is_deleted_takes_everything_with_it,
}
