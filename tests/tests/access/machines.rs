//! Machines: clients that sign in for themselves, and tokens that are cut to one thing.

use serde_json::{Value, json};
use strongroom_tests::{API, Answer, Client, SETTINGS};

use crate::on_both_authorizers;
use crate::scene::{Authorizer, give, id, new_organization, new_project, person, text, unique};

const LOGIN: &str = "/auth/client/v2/chariot/login";

fn login(client: &Client, id: &str, secret: &str) -> Answer {
    let body =
        json!({ "grant_type": "client_credentials", "client_id": id, "client_secret": secret });
    client.without_token().post(LOGIN, &body)
}

fn signed_in(client: &Client, made: &Value) -> Client {
    let answer = login(client, &text(&made["id"]), &text(&made["client_secret"])).expect(200);
    client.with_token(&text(&answer.json()["access_token"]))
}

fn new_client(by: &Client, owner: &str, scopes: Value) -> Answer {
    let body = json!({ "name": unique("job"), "expires_in": 3600, "scopes": scopes });
    by.post(&format!("{API}/clients/{owner}"), &body)
}

fn new_token(by: &Client, scopes: Value) -> Answer {
    let body = json!({ "name": unique("token"), "expires_in": 3600, "scopes": scopes });
    by.post(&format!("{API}/tokens"), &body)
}

fn one_field_of_one_secret_and_nothing_else(authorizer: Authorizer) {
    let scene = authorizer.scene();
    let owner = scene.owner();
    let project = new_project(&owner, &scene.home(), "private");
    let body = json!({ "_type": "secret/S3Connection", "name": "backups", "value": {
        "access_key": "AKIAIOSFODNN7EXAMPLE",
        "secret_key": "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
        "region": "eu-central-1",
    } });
    let made = owner.post(&format!("{SETTINGS}/{project}/"), &body).expect(201).json();
    let path = format!("{SETTINGS}/{project}/{}", text(&made["_key"]));
    let other = owner.new_secret(&project, "other", "a value");
    let scopes = json!([{
        "on": project, "permissions": ["reveal"],
        "secrets": [{ "key": made["_key"], "fields": ["region"] }],
    }]);
    let token = new_token(&owner, scopes.clone()).expect(201).json();
    let client = new_client(&owner, &project, scopes).expect(201).json();
    for narrow in [owner.with_token(&text(&token["token"])), signed_in(&owner, &client)] {
        let found = narrow.get(&format!("{path}?decrypt=true&field=region")).expect(200).json();
        assert_eq!(found["value"], json!({ "region": "eu-central-1" }), "{found}");
        let version = format!("{path}?decrypt=true&version=1&field=region");
        let _ = narrow.get(&version).expect(200);
        for refused in [
            format!("{path}?decrypt=true"),
            format!("{path}?decrypt=true&field=secret_key"),
            format!("{path}?decrypt=true&field=region&field=secret_key"),
            format!("{path}/versions/1?decrypt=true"),
        ] {
            let problem = narrow.get(&refused).refused(403, "forbidden");
            assert!(!problem.to_string().contains("wJalrX"), "{refused}");
        }
        let change =
            json!({ "value": { "access_key": "AKIAIOSFODNN7EXAMPLE", "secret_key": "x" } });
        for answer in [
            narrow.get(&path),
            narrow.get(&format!("{path}/versions")),
            narrow.patch(&path, &change),
            narrow.delete(&path),
            narrow.get(&other.path),
            narrow.get(&other.revealed()),
            narrow.get(&format!("{SETTINGS}/{project}/")),
            narrow.post(&format!("{SETTINGS}/{project}/"), &body),
            narrow.get(&format!("{API}/audit/{project}")),
            narrow.delete(&format!("{API}/projects/{}", id(&project))),
            narrow.get(&format!("{API}/tokens")),
            new_token(&narrow, json!([{ "on": project, "permissions": ["reveal"] }])),
            new_client(&narrow, &project, json!([{ "on": project, "permissions": ["reveal"] }])),
        ] {
            assert!(matches!(answer.status, 403 | 404), "{}", answer.text());
        }
        let me = narrow.get(&format!("{API}/me")).expect(200).json();
        assert_eq!(me["token"]["scopes"][0]["secrets"][0]["fields"], json!(["region"]), "{me}");
    }
    // What was revealed is on record, to the field.
    let log = owner.get(&format!("{API}/audit/{project}?limit=100")).expect(200).json();
    let reveals: Vec<&Value> = log["data"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|entry| entry["event"] == "secret-revealed")
        .collect();
    assert_eq!(reveals.len(), 4, "{log}");
    assert!(reveals.iter().all(|entry| entry.to_string().contains("region")), "{log}");
}

fn a_client_signs_in_in_each_way_there_is(authorizer: Authorizer) {
    let scene = authorizer.scene();
    let owner = scene.owner();
    let project = new_project(&owner, &scene.home(), "private");
    let secret = owner.new_secret(&project, "key", "a value");
    let scopes = json!([{ "on": project, "permissions": ["metadata", "reveal"] }]);
    let made = new_client(&owner, &project, scopes).expect(201).json();
    let (client_id, client_secret) = (text(&made["id"]), text(&made["client_secret"]));
    let nobody = owner.without_token();
    let form = format!(
        "grant_type=client_credentials&client_id={client_id}&client_secret={client_secret}"
    );
    let form_type = "application/x-www-form-urlencoded";
    let basic = {
        use base64::Engine as _;
        let pair = format!("{client_id}:{client_secret}");
        format!("Basic {}", base64::engine::general_purpose::STANDARD.encode(pair))
    };
    let grant = "grant_type=client_credentials";
    for answer in [
        login(&owner, &client_id, &client_secret),
        nobody.ask("POST", LOGIN).text(form_type, &form).send(),
        nobody.ask("POST", LOGIN).header("authorization", &basic).text(form_type, grant).send(),
    ] {
        let answer = answer.expect(200);
        assert_eq!(answer.header("cache-control"), Some("no-store"));
        let token = answer.json();
        assert_eq!(token["token_type"], "Bearer");
        assert!((1..=3600).contains(&token["expires_in"].as_i64().unwrap()), "{token}");
        let client = owner.with_token(&text(&token["access_token"]));
        assert_eq!(client.reveal(&secret), "a value");
        let me = client.get(&format!("{API}/me")).expect(200).json();
        assert_eq!(me["client"]["id"], made["id"], "{me}");
        assert_eq!(me["token"]["kind"], "access-token");
    }
    for (what, status, answer) in [
        ("a wrong secret", 401, login(&owner, &client_id, &client_secret.replace("srs_", "srs_A"))),
        ("another's id", 401, login(&owner, "2kFmBSWjqxWEGarZC9kkeYOpgMD", &client_secret)),
        ("no id at all", 401, login(&owner, "../x", &client_secret)),
        ("a space behind", 401, login(&owner, &client_id, &format!("{client_secret} "))),
        (
            "another grant",
            400,
            nobody.post(
                LOGIN,
                &json!({ "grant_type": "password",
            "client_id": client_id, "client_secret": client_secret }),
            ),
        ),
        (
            "the secret in two places",
            400,
            nobody.ask("POST", LOGIN).header("authorization", &basic).text(form_type, &form).send(),
        ),
    ] {
        assert_eq!(answer.status, status, "{what}: {}", answer.text());
        assert!(answer.json()["error"].is_string(), "{what}: {}", answer.text());
        assert!(!answer.text().contains(&client_secret), "{what}");
    }
    // A client is nobody's person and has nothing of its own.
    let client = signed_in(&owner, &made);
    let _ = client.get(&format!("{SETTINGS}/user/me/")).expect(404);
    // An access token is no client secret and the other way about.
    let _ = owner.with_token(&client_secret).get(&format!("{API}/me")).expect(401);
}

fn a_revoked_client_ends_at_once_and_so_do_its_access_tokens(authorizer: Authorizer) {
    let scene = authorizer.scene();
    let owner = scene.owner();
    let project = new_project(&owner, &scene.home(), "private");
    let secret = owner.new_secret(&project, "key", "a value");
    let scopes = json!([{ "on": project, "permissions": ["reveal"] }]);
    let made = new_client(&owner, &project, scopes).expect(201).json();
    let path = format!("{API}/clients/{}", text(&made["id"]));
    let before = signed_in(&owner, &made);
    assert_eq!(before.reveal(&secret), "a value");
    let renewed = owner.ask("POST", &format!("{path}/secret")).send();
    assert!(matches!(renewed.status, 200 | 201), "{}", renewed.text());
    let renewed = renewed.json();
    assert_ne!(renewed["client_secret"], made["client_secret"]);
    let _ = before.get(&secret.revealed()).expect(401);
    let old = login(&owner, &text(&made["id"]), &text(&made["client_secret"]));
    assert_eq!(old.status, 401);
    let after = signed_in(&owner, &renewed);
    assert_eq!(after.reveal(&secret), "a value");
    let _ = owner.delete(&path).expect(204);
    let _ = after.get(&secret.revealed()).expect(401);
    assert_eq!(login(&owner, &text(&made["id"]), &text(&renewed["client_secret"])).status, 401);
    let _ = owner.get(&path).expect(404);
}

fn nobody_gives_a_machine_more_than_they_have(authorizer: Authorizer) {
    let scene = authorizer.scene();
    let administrator = scene.owner();
    let organization = new_organization(&administrator);
    let project = new_project(&administrator, &organization, "private");
    let secret = administrator.new_secret(&project, "key", "a value");
    let other = new_project(&administrator, &organization, "public");
    let reader = person(&administrator, &organization, None);
    give(&administrator, &project, &format!("user/{}", reader.id), "Reader");
    for (permissions, status) in [
        (json!(["metadata"]), 201),
        (json!(["reveal"]), 403),
        (json!(["metadata", "write"]), 403),
        (json!(["manage"]), 403),
    ] {
        let scopes = json!([{ "on": project, "permissions": permissions }]);
        let _ = new_token(&reader.client, scopes.clone()).expect(status);
        // A client is made by whoever manages its owner.
        let _ = new_client(&reader.client, &project, scopes).expect(403);
    }
    for on in [organization.clone(), administrator.me(), scene.home()] {
        let scopes = json!([{ "on": on, "permissions": ["metadata"] }]);
        let refused = new_token(&reader.client, scopes);
        assert!(matches!(refused.status, 403 | 404), "{}", refused.text());
    }
    let project_owner = person(&administrator, &organization, None);
    give(&administrator, &project, &format!("user/{}", project_owner.id), "Owner");
    let scopes =
        json!([{ "on": project, "permissions": ["metadata", "reveal", "write", "manage"] }]);
    let made = new_client(&project_owner.client, &project, scopes).expect(201).json();
    // Of another owner, or of the owner above.
    for on in [&other, &organization] {
        let scopes = json!([{ "on": on, "permissions": ["metadata"] }]);
        let refused = new_client(&project_owner.client, &project, scopes);
        assert!(matches!(refused.status, 403 | 404 | 422), "{}", refused.text());
    }
    // A client belongs to its owner: its maker may leave.
    let path = format!("{API}/projects/{}/members/user/{}", id(&project), project_owner.id);
    let _ = administrator.delete(&path).expect(204);
    assert_eq!(signed_in(&administrator, &made).reveal(&secret), "a value");
    // A person's token goes with what the person may do.
    let token = new_token(&reader.client, json!([{ "on": project, "permissions": ["metadata"] }]));
    let narrow = administrator.with_token(&text(&token.expect(201).json()["token"]));
    let _ = narrow.get(&secret.path).expect(200);
    let path = format!("{API}/projects/{}/members/user/{}", id(&project), reader.id);
    let _ = administrator.delete(&path).expect(204);
    let _ = narrow.get(&secret.path).expect(404);
}

fn an_organizations_client_reaches_projects_where_its_scope_says_so(authorizer: Authorizer) {
    let scene = authorizer.scene();
    let administrator = scene.owner();
    let organization = new_organization(&administrator);
    let project = new_project(&administrator, &organization, "private");
    let foreign = new_project(&administrator, &new_organization(&administrator), "public");
    let secret = administrator.new_secret(&project, "key", "a value");
    let above = administrator.new_secret(&organization, "above", "another value");
    let hidden = administrator.new_secret(&foreign, "foreign", "a third value");
    for (projects, status) in [(true, 200), (false, 404)] {
        let scopes = json!([{ "on": organization, "projects": projects,
            "permissions": ["metadata", "reveal"] }]);
        let made = new_client(&administrator, &organization, scopes).expect(201).json();
        let client = signed_in(&administrator, &made);
        assert_eq!(client.get(&secret.revealed()).status, status);
        assert_eq!(client.reveal(&above), "another value");
        // What is public is for people.
        let _ = client.get(&hidden.path).expect(404);
        let _ = client.get(&hidden.revealed()).expect(404);
    }
}

fn the_last_use_of_a_token_is_told(authorizer: Authorizer) {
    let scene = authorizer.scene();
    let owner = scene.owner();
    let project = new_project(&owner, &scene.home(), "private");
    let scopes = json!([{ "on": project, "permissions": ["metadata"] }]);
    let made = new_token(&owner, scopes).expect(201).json();
    let listed = || {
        let tokens = owner.get(&format!("{API}/tokens")).expect(200).json();
        let is_it = |token: &&Value| token["id"] == made["id"];
        tokens["data"].as_array().unwrap().iter().find(is_it).unwrap().clone()
    };
    assert_eq!(listed()["last_used_at"], Value::Null);
    let narrow = owner.with_token(&text(&made["token"]));
    let _ = narrow.get(&format!("{SETTINGS}/{project}/")).expect(200);
    let used = listed()["last_used_at"].as_i64().expect("a time");
    assert!((crate::issuer::now() - used).abs() <= 5, "{used}");
}

on_both_authorizers! {
    one_field_of_one_secret_and_nothing_else,
    a_client_signs_in_in_each_way_there_is,
    a_revoked_client_ends_at_once_and_so_do_its_access_tokens,
    nobody_gives_a_machine_more_than_they_have,
    an_organizations_client_reaches_projects_where_its_scope_says_so,
    the_last_use_of_a_token_is_told,
}
