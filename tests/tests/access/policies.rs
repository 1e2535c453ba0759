//! Policies that an organization writes, where the composition decides by them.

use serde_json::{Value, json};
use strongroom_tests::{API, Client};

use crate::by_policies;
use crate::scene::{Authorizer, give, id, new_organization, new_project, person, plural, text};

struct Place {
    administrator: Client,
    organization: String,
    project: String,
    policies: String,
}

fn place(authorizer: Authorizer) -> (std::sync::Arc<crate::scene::Scene>, Place) {
    let scene = authorizer.scene();
    let administrator = scene.owner();
    let organization = new_organization(&administrator);
    let project = new_project(&administrator, &organization, "private");
    let policies = format!("{API}/{}/policies", plural(&organization));
    (scene, Place { administrator, organization, project, policies })
}

impl Place {
    fn set(&self, name: &str, policy: &str) {
        let path = format!("{}/{name}", self.policies);
        let answer = self.administrator.put(&path, &json!({ "text": policy }));
        assert!(matches!(answer.status, 200 | 201), "{}", answer.text());
    }
}

fn a_policy_holds_from_the_next_request_until_it_is_deleted(authorizer: Authorizer) {
    let (_scene, place) = place(authorizer);
    let secret = place.administrator.new_secret(&place.project, "key", "a value");
    let reader = person(&place.administrator, &place.organization, None);
    give(&place.administrator, &place.project, &format!("user/{}", reader.id), "Reader");
    let _ = reader.client.get(&secret.revealed()).expect(403);
    place.set(
        "readers-reveal",
        r#"permit (principal is Person, action == Action::"reveal", resource)
        when { context has projectRole && context.projectRole == "Reader" };"#,
    );
    assert_eq!(reader.client.reveal(&secret), "a value");
    place.set("nobody-reveals", r#"forbid (principal, action == Action::"reveal", resource);"#);
    for client in [&reader.client, &place.administrator] {
        let refused = client.get(&secret.revealed()).refused(403, "forbidden");
        assert!(text(&refused["detail"]).contains("policy"), "{refused}");
    }
    let listed = place.administrator.get(&place.policies).expect(200).json();
    assert_eq!(listed["data"].as_array().unwrap().len(), 2, "{listed}");
    let _ = reader.client.get(&place.policies).expect(404);
    for name in ["nobody-reveals", "readers-reveal"] {
        let path = format!("{}/{name}", place.policies);
        let _ = place.administrator.delete(&path).expect(204);
    }
    let _ = reader.client.get(&secret.revealed()).expect(403);
    assert_eq!(place.administrator.reveal(&secret), "a value");
}

fn policies_stop_at_the_organization_and_at_what_is_personal(authorizer: Authorizer) {
    let (_scene, place) = place(authorizer);
    place.set("everything", "permit (principal, action, resource);");
    let member = person(&place.administrator, &place.organization, Some("Contributor"));
    let secret = place.administrator.new_secret(&place.project, "key", "a value");
    assert_eq!(member.client.reveal(&secret), "a value", "their own are theirs to give");
    let other =
        new_project(&place.administrator, &new_organization(&place.administrator), "private");
    let foreign = place.administrator.new_secret(&other, "key", "a value");
    let _ = member.client.get(&foreign.path).expect(404);
    let personal = place.administrator.new_secret(&place.administrator.me(), "mine", "a value");
    let _ = member.client.get(&personal.revealed()).expect(404);
    // Nor do they widen what a token was made for.
    let scopes = json!([{ "on": place.project, "permissions": ["metadata"] }]);
    let body = json!({ "name": "narrow", "expires_in": 60, "scopes": scopes });
    let token = place.administrator.post(&format!("{API}/tokens"), &body).expect(201).json();
    let narrow = place.administrator.with_token(&text(&token["token"]));
    let _ = narrow.get(&secret.revealed()).expect(403);
    // Nor let others write policies, nor lock their writers out.
    let path = format!("{}/mine", place.policies);
    let mine = json!({ "text": "permit (principal, action, resource);" });
    let _ = member.client.put(&path, &mine).expect(403);
    place.set("nothing", "forbid (principal, action, resource);");
    let _ = place.administrator.get(&secret.path).expect(404);
    let _ = place.administrator.delete(&format!("{}/nothing", place.policies)).expect(204);
    let _ = place.administrator.get(&secret.path).expect(200);
}

fn a_policy_is_tried_before_it_is_used(authorizer: Authorizer) {
    let (_scene, place) = place(authorizer);
    let reader = person(&place.administrator, &place.organization, None);
    give(&place.administrator, &place.project, &format!("user/{}", reader.id), "Reader");
    let organization = format!("{API}/organizations/{}", id(&place.organization));
    let bad = json!({ "text": "permit (principal, action == Action::\"open\", resource);" });
    let refused = place.administrator.put(&format!("{}/bad", place.policies), &bad);
    assert_eq!(refused.status, 422, "{}", refused.text());
    let check = json!({ "policies": [
        { "name": "bad", "text": "permit (principal,\n action == Action::\"open\", resource);" },
    ] });
    let found = place.administrator.post(&format!("{organization}/policy-check"), &check);
    let found = found.expect(200).json();
    let is_error = |finding: &&Value| finding["severity"] == "error";
    let finding = found["data"].as_array().unwrap().iter().find(is_error).unwrap();
    assert_eq!((&finding["policy"], &finding["line"]), (&json!("bad"), &json!(2)), "{found}");
    let listed = place.administrator.get(&place.policies).expect(200).json();
    assert_eq!(listed["data"], json!([]), "nothing was stored");
    let explain = |policies: Value| {
        let question = json!({
            "principal": format!("person/{}", reader.id), "action": "reveal",
            "owner": place.project, "policies": policies,
        });
        let path = format!("{organization}/policy-explain");
        place.administrator.post(&path, &question).expect(200).json()
    };
    let before = explain(json!([]));
    assert_eq!(before["allowed"], false, "{before}");
    let after = explain(json!([{
        "name": "readers-reveal",
        "text": "permit (principal is Person, action == Action::\"reveal\", resource);",
    }]));
    assert_eq!(after["allowed"], true, "{after}");
    assert_eq!(after["because_of"], json!(["readers-reveal"]), "{after}");
}

#[test]
fn where_roles_decide_there_are_no_policies() {
    let scene = Authorizer::Roles.scene();
    let owner = scene.owner();
    let path = format!("{API}/{}/policies", plural(&scene.home()));
    let _ = owner.get(&path).expect(501);
    let text = json!({ "text": "permit (principal, action, resource);" });
    let _ = owner.put(&format!("{path}/mine"), &text).expect(501);
}

fn who_may_do_what_is_told_as_the_policies_have_it(authorizer: Authorizer) {
    let (_scene, place) = place(authorizer);
    let secret = place.administrator.new_secret(&place.project, "key", "a value");
    let reader = person(&place.administrator, &place.organization, None);
    give(&place.administrator, &place.project, &format!("user/{}", reader.id), "Reader");
    let told = || {
        let path = format!("{}/access", secret.path);
        let report = place.administrator.get(&path).expect(200).json();
        assert_eq!(report["decided_by"], "policies");
        let found = report["data"].as_array().unwrap().iter();
        let mut found = found.filter(|one| one["id"] == reader.id.as_str());
        found.next().unwrap()["actions"].clone()
    };
    assert_eq!(told(), json!(["see", "read"]));
    place.set(
        "readers-reveal",
        r#"permit (principal is Person, action == Action::"reveal", resource)
        when { context has projectRole && context.projectRole == "Reader" };"#,
    );
    assert_eq!(told(), json!(["see", "read", "reveal"]));
    assert_eq!(reader.client.reveal(&secret), "a value");
    place.set("nobody-reveals", r#"forbid (principal, action == Action::"reveal", resource);"#);
    assert_eq!(told(), json!(["see", "read"]));
    let _ = reader.client.get(&secret.revealed()).expect(403);
}

by_policies! {
    who_may_do_what_is_told_as_the_policies_have_it,
    a_policy_holds_from_the_next_request_until_it_is_deleted,
    policies_stop_at_the_organization_and_at_what_is_personal,
    a_policy_is_tried_before_it_is_used,
}
