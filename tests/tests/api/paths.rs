//! Paths: one spelling each, but for the key's two, and no way around them.

use strongroom_tests::{
    API, Client, On, SETTINGS, Secret, TO_WRITE, on_every_deployment, raw, shared,
};

/// The status of a target that is sent as it is written.
fn status(client: &Client, method: &str, target: &str) -> u16 {
    let token = format!("bearer {}", client.token());
    raw::send(client.address(), method, target, &[("Authorization", &token)], b"").status
}

/// A project with a secret, and a client that sees another project alone.
struct Arrangement {
    owner: Client,
    project: String,
    secret: Secret,
    neighbour: Client,
    neighbours: String,
}

fn arrange(owner: Client) -> Arrangement {
    let project = owner.new_project();
    let secret = owner.new_secret(&project, "test", "a value");
    let neighbours = owner.new_project();
    let neighbour = owner.new_token(Some(&[(&neighbours, TO_WRITE)]));
    Arrangement { owner, project, secret, neighbour, neighbours }
}

fn a_key_is_three_segments_or_one(on: On) {
    let strongroom = shared(on);
    let Arrangement { owner, project, secret, .. } = arrange(strongroom.owner());
    let read = |path: &str| {
        let mut found = owner.get(path).expect(200).json();
        found["_last_reveal"] = serde_json::Value::Null;
        found
    };
    let whole = read(&secret.path);
    for escaped in [secret.key.replace('/', "%2F"), secret.key.replace('/', "%2f")] {
        let path = format!("{SETTINGS}/{project}/{escaped}");
        assert_eq!(read(&path), whole);
        let revealed = owner.get(&format!("{path}?decrypt=true")).expect(200).json();
        assert_eq!(revealed["value"], "a value");
        let _ = owner.get(&format!("{path}/versions/1")).expect(200);
    }
    for mixed in ["secret%2FCustom/ID", "secret/Custom%2FID", "%2Fsecret%2FCustom%2FID"] {
        let path = format!("{SETTINGS}/{project}/{}", mixed.replace("ID", secret.id()));
        assert_eq!(status(&owner, "GET", &path), 404, "{path}");
    }
}

fn a_path_has_no_other_spelling(on: On) {
    let strongroom = shared(on);
    let Arrangement { owner, project, secret, .. } = arrange(strongroom.owner());
    let id = project.strip_prefix("project/").unwrap();
    let key = &secret.key;
    for target in [
        format!("/{SETTINGS}/{project}/{key}"),
        format!("{SETTINGS}//{project}/{key}"),
        format!("{SETTINGS}/{project}//{key}"),
        format!("{SETTINGS}/{project}/{key}/"),
        format!("{SETTINGS}/{project}/{key}//"),
        format!("{SETTINGS}/./{project}/{key}"),
        format!("{SETTINGS}/x/../{project}/{key}"),
        format!("{SETTINGS}/x/%2e%2e/{project}/{key}"),
        format!("{SETTINGS}/{project}/{key}/."),
        format!("{SETTINGS}/{project}/{key}/versions/.."),
        format!("{SETTINGS}/{project}/{key}/versions/1/"),
        format!("{SETTINGS}/{project}/{key}/versions/01"),
        format!("{SETTINGS}/{project}/{key}/versions/+1"),
        format!("{SETTINGS}/{project}/{key}/Versions"),
        format!("{SETTINGS}/{project}/{}", key.replace("secret", "Secret")),
        format!("{SETTINGS}/{project}/{}", key.replace("secret/", "secret//")),
        format!("{SETTINGS}/{project}/{}", key.replace('/', "%252F")),
        format!("{SETTINGS}/{project}/{}", key.replace('/', "\\")),
        format!("{SETTINGS}/{project}/{}", key.replace('/', "%5C")),
        format!("{SETTINGS}/{project}/{key}%00"),
        format!("{SETTINGS}/{project}/{key}%20"),
        format!("{SETTINGS}/{project}/{key};a=b"),
        format!("{SETTINGS}/{project}/{key}.json"),
        format!("{SETTINGS}/project%2F{id}/{key}"),
        format!("{SETTINGS}/Project/{id}/{key}"),
        format!("{SETTINGS}/project/{id}%2F..%2F{id}/{key}"),
        format!("{SETTINGS}/projects/{id}/{key}"),
        format!("{SETTINGS}/{project}/."),
        format!("{SETTINGS}/{project}/../"),
        format!("{SETTINGS}/{project}//"),
        format!("{API}/audit/{project}/"),
        format!("{API}/me/"),
        format!("{API}/ME"),
        format!("{API}//me"),
        format!("{API}/./me"),
        format!("{API}/tokens/"),
        format!("{API}/tokens/../me"),
        format!("{API}/projects/"),
        format!("{API}/types/"),
        "/api/identity/V2/me".to_owned(),
        "/API/identity/v2/me".to_owned(),
        "/api/identity/v1/me".to_owned(),
        "/api/identity/v1/swagger/doc.json/".to_owned(),
        "/api/identity/v1/swagger/doc%2ejson".to_owned(),
        "//".to_owned(),
    ] {
        let status = status(&owner, "GET", &target);
        assert!(matches!(status, 400 | 404), "{target}: {status}");
    }
    // A letter that is escaped is the letter it stands for.
    assert_eq!(status(&owner, "GET", "/api/identity/v2/m%65"), 200);
}

/// Whoever may see one project reaches no other by writing the path in another way.
fn no_spelling_leads_into_another_project(on: On) {
    let strongroom = shared(on);
    let Arrangement { owner, project, secret, neighbour, neighbours } = arrange(strongroom.owner());
    let id = project.strip_prefix("project/").unwrap();
    let key = &secret.key;
    for target in [
        format!("{SETTINGS}/{project}/{key}"),
        format!("{SETTINGS}/{neighbours}/{key}"),
        format!("{SETTINGS}/{neighbours}/../{id}/{key}"),
        format!("{SETTINGS}/{neighbours}/..%2F{id}/{key}"),
        format!("{SETTINGS}/{neighbours}/%2e%2e/{id}/{key}"),
        format!("{SETTINGS}/{neighbours}/%2e%2e%2f{id}/{key}"),
        format!("{SETTINGS}/{neighbours}%2F..%2F{id}/{key}"),
        format!("{SETTINGS}/{neighbours}/secret/Custom/..%2F..%2F..%2F{id}%2F{key}"),
        format!("{SETTINGS}/{neighbours}/{key}/../../../../{project}/{key}"),
        format!("{SETTINGS}/{neighbours}/{key}%3F/{project}"),
        format!("{SETTINGS}/{neighbours}/%00/{project}/{key}"),
        format!("{SETTINGS}/{project}/"),
        format!("{SETTINGS}/{project}"),
        format!("{API}/audit/{project}"),
        format!("{SETTINGS}/{neighbours}/{key}/versions"),
        format!("{SETTINGS}/{neighbours}/{key}/versions/1"),
    ] {
        for query in ["", "?decrypt=true"] {
            let status = status(&neighbour, "GET", &format!("{target}{query}"));
            assert!(matches!(status, 400 | 404), "{target}{query}: {status}");
        }
        for method in ["DELETE", "PUT", "PATCH"] {
            let status = status(&neighbour, method, &target);
            assert!(matches!(status, 400 | 404 | 405 | 415), "{method} {target}: {status}");
        }
    }
    assert_eq!(owner.reveal(&secret), "a value");
}

fn a_broken_escape_is_malformed(on: On) {
    let strongroom = shared(on);
    let owner = strongroom.owner();
    for target in [format!("{API}/me%"), format!("{API}/%zz"), format!("{API}/me?a=%2")] {
        assert_eq!(status(&owner, "GET", &target), 400, "{target}");
    }
}

on_every_deployment! {
    a_key_is_three_segments_or_one,
    a_path_has_no_other_spelling,
    no_spelling_leads_into_another_project,
    a_broken_escape_is_malformed,
}
