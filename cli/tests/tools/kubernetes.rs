//! The kubelet's credential provider.

use serde_json::{Value, json};
use strongroom_tests::{Said, said_with_input};

use crate::Project;

const VERSION: &str = "credentialprovider.kubelet.k8s.io/v1";

fn asks(project: &Project, request: &Value) -> Said {
    said_with_input(project.command(&["kubelet-credential-provider"]), &request.to_string())
}

fn request(image: &str) -> Value {
    json!({ "apiVersion": VERSION, "kind": "CredentialProviderRequest", "image": image })
}

fn response(kept_by: &str, kept: &str, auth: &Value) -> Value {
    json!({
        "apiVersion": VERSION,
        "kind": "CredentialProviderResponse",
        "cacheKeyType": kept_by,
        "cacheDuration": kept,
        "auth": auth,
    })
}

#[test]
fn a_kubelet_gets_the_credentials_of_an_images_registry() {
    let project = Project::new();
    project.has_registry("hub", "docker.io", "ada", "1");
    project.has_registry("github", "ghcr.io", "grace", "2");
    project.has_registry("team", "ghcr.io/team", "team", "3");
    let login =
        |username: &str, password: &str| json!({ "username": username, "password": password });
    for (image, kept_by, kept, auth) in [
        ("docker.io/library/nginx", "Registry", "10m", json!({ "docker.io": login("ada", "1") })),
        ("ghcr.io/other/app:1", "Image", "10m", json!({ "ghcr.io": login("grace", "2") })),
        (
            "ghcr.io/team/app@sha256:0",
            "Image",
            "10m",
            json!({ "ghcr.io/team": login("team", "3") }),
        ),
        ("quay.io/app", "Registry", "0s", json!({})),
    ] {
        let said = asks(&project, &request(image));
        assert_eq!((said.code, said.err.as_str()), (0, ""));
        assert_eq!(said.json(), response(kept_by, kept, &auth), "{image}");
    }
}

#[test]
fn what_a_kubelet_does_not_ask_is_refused() {
    let project = Project::new();
    let older = json!({ "apiVersion": "credentialprovider.kubelet.k8s.io/v1beta1", "kind": "CredentialProviderRequest", "image": "a" });
    for (given, why) in
        [(older, "apiVersion"), (json!({ "image": "a" }), "no CredentialProviderRequest")]
    {
        let said = asks(&project, &given);
        assert_eq!((said.code, said.out.as_str()), (1, ""));
        assert!(said.err.contains(why), "{}", said.err);
    }
}
