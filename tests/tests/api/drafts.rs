//! A draft of a secret, judged while it is written.

use serde_json::{Value, json};
use strongroom_tests::{API, Client, On, SETTINGS, TO_READ, on_every_deployment, shared};

const PLANTED: &str = "planted-in-a-draft";

fn validated(client: &Client, type_name: &str, draft: &Value) -> Value {
    client.post(&format!("{API}/types/{type_name}/validate"), draft).expect(200).json()
}

fn a_draft_has_the_problems_that_its_creation_would_have(on: On) {
    let strongroom = shared(on);
    let owner = strongroom.owner();
    let project = owner.new_project();
    let access = json!({ "access_key_id": "", "secret_access_key": PLANTED, "bucket": "NO" });
    for (type_name, draft) in [
        ("Custom", json!({ "name": " x", "value": "" })),
        ("Custom", json!({ "name": "", "description": "\u{0}", "value": { "other": PLANTED } })),
        ("Custom", json!({ "name": "n", "labels": { "": PLANTED }, "value": { } })),
        ("S3Connection", json!({ "name": "n", "value": access })),
        ("ContainerRegistry", json!({ "name": "", "value": { "password": PLANTED } })),
    ] {
        let found = validated(&owner, type_name, &draft);
        let mut body = draft.clone();
        body["_type"] = format!("secret/{type_name}").into();
        let refused = owner.post(&format!("{SETTINGS}/{project}/"), &body);
        let refused = refused.refused(422, "invalid");
        assert_eq!(found["errors"], refused["errors"], "{draft}");
        assert_eq!(found["valid"], false, "{draft}");
        assert!(!found.to_string().contains(PLANTED), "{found}");
    }
}

fn what_is_good_so_far_is_valid_and_kept_nowhere(on: On) {
    let strongroom = shared(on);
    let owner = strongroom.owner();
    let project = owner.new_project();
    // Whoever has signed in may ask, whatever else they may do.
    let reader = owner.new_token(Some(&[(&project, TO_READ)]));
    for draft in [json!({}), json!({ "name": "n" }), json!({ "value": PLANTED })] {
        let found = validated(&reader, "Custom", &draft);
        assert_eq!(found, json!({ "valid": true, "errors": [] }), "{draft}");
    }
    let list = owner.get(&format!("{SETTINGS}/{project}/")).expect(200).json();
    assert_eq!(list["data"], json!([]));
    let log = owner.get(&format!("{API}/audit/{project}")).expect(200).json();
    assert_eq!(log["data"].as_array().unwrap().len(), 1, "the project's making alone: {log}");
    let nobody = owner.without_token().post(&format!("{API}/types/Custom/validate"), &json!({}));
    nobody.refused(401, "unauthenticated");
    let unheard = owner.post(&format!("{API}/types/Unheard/validate"), &json!({}));
    unheard.refused(404, "not-found");
}

on_every_deployment! {
    a_draft_has_the_problems_that_its_creation_would_have,
    what_is_good_so_far_is_valid_and_kept_nowhere,
}
