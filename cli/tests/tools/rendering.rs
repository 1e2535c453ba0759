//! `strongroom render`.

use base64ct::{Base64, Encoding as _};
use serde_json::{Value, json};
use strongroom_tests::said;

use crate::Project;

fn decoded(value: &Value) -> Vec<u8> {
    Base64::decode_vec(value.as_str().unwrap()).unwrap()
}

fn json_of(text: &str) -> Value {
    serde_json::from_str(text).unwrap()
}

fn refusal(project: &Project, words: &[&str]) -> (i32, String) {
    let said = said(project.command(words));
    assert_eq!(said.out, "", "{words:?}");
    (said.code, said.err)
}

#[test]
fn one_secret_is_what_the_server_renders() {
    let project = Project::new();
    let key = project.has("Custom", "stripe", &json!("sk_1"));
    for called in ["stripe", &key] {
        assert_eq!(project.says(&["render", "dotenv-shell", called]), "export STRIPE='sk_1'\n");
    }
}

#[test]
fn several_registries_are_one_config_of_docker() {
    let project = Project::new();
    project.has_registry("hub", "docker.io", "ada", "1");
    project.has_registry("github", "ghcr.io", "grace", "2");
    project.has("Custom", "other", &json!("not a registry"));
    let config = json_of(&project.says(&["render", "dockerconfigjson"]));
    let auths = config["auths"].as_object().unwrap();
    assert_eq!(auths.len(), 2);
    assert_eq!(auths["https://index.docker.io/v1/"]["username"], "ada");
    assert_eq!(decoded(&auths["ghcr.io"]["auth"]), b"grace:2");

    project.has_registry("again", "ghcr.io", "other", "3");
    let (code, why) = refusal(&project, &["render", "dockerconfigjson"]);
    assert!(code == 1 && why.contains("ghcr.io"), "{why}");
}

#[test]
fn registries_become_one_image_pull_secret() {
    let project = Project::new();
    project.has_registry("Hub of ours", "docker.io", "ada", "1");
    project.has_registry("github", "ghcr.io", "grace", "2");
    let words = ["render", "kubernetes", "--into", "pull", "--namespace", "shop"];
    let manifest = json_of(&project.says(&words));
    assert_eq!(manifest["metadata"], json!({ "name": "pull", "namespace": "shop" }));
    assert_eq!(manifest["type"], "kubernetes.io/dockerconfigjson");
    let config = decoded(&manifest["data"][".dockerconfigjson"]);
    let config: Value = serde_json::from_slice(&config).unwrap();
    assert_eq!(config["auths"].as_object().unwrap().len(), 2);

    let value = json!({ "server": "example.azurecr.io", "identity_token": "planted" });
    project.has("ContainerRegistry", "azure", &value);
    let (code, why) = refusal(&project, &["render", "kubernetes", "--into", "pull"]);
    assert!(code == 1 && why.contains("`azure`") && why.contains("`identity_token`"), "{why}");
    assert!(!why.contains("planted"));
}

#[test]
fn others_become_entries_of_one_secret() {
    let project = Project::new();
    project.has("Custom", "STRIPE_KEY", &json!("sk_1\n"));
    let keys = json!({ "access_key": "AKIAIOSFODNN7EXAMPLE", "secret_key": "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY" });
    project.has("S3Connection", "backups", &keys);
    let manifest = json_of(&project.says(&["render", "kubernetes", "--into", "app"]));
    assert_eq!(manifest["type"], "Opaque");
    assert_eq!(decoded(&manifest["data"]["STRIPE_KEY"]), b"sk_1\n");
    assert_eq!(decoded(&manifest["data"]["backups.access_key"]), b"AKIAIOSFODNN7EXAMPLE");

    project.has("Custom", "no key", &json!("planted"));
    let (code, why) = refusal(&project, &["render", "kubernetes", "--into", "app"]);
    assert!(code == 1 && why.contains("`no key`") && !why.contains("planted"), "{why}");
    let (code, why) = refusal(&project, &["render", "kubernetes", "STRIPE_KEY", "--into", "No"]);
    assert!(code == 1 && why.contains("`name`"), "{why}");
}

#[test]
fn profiles_of_several_keys_are_one_file() {
    let project = Project::new();
    for name in ["one", "two"] {
        let keys = json!({ "access_key": "AKIAIOSFODNN7EXAMPLE", "secret_key": "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY" });
        project.has("S3Connection", name, &keys);
    }
    let file = project.says(&["render", "aws-credentials"]);
    assert_eq!(
        file.lines().filter(|line| line.starts_with('[')).collect::<Vec<_>>(),
        ["[one]", "[two]"]
    );
}

#[test]
fn what_cannot_be_is_said_and_nothing_comes_out() {
    let project = Project::new();
    project.has("Custom", "One", &json!("1"));
    project.has("Custom", "two", &json!("2"));
    for (words, code, why) in [
        (&["render", "json"][..], 1, "json holds one secret"),
        (&["render", "dotenv-shell"], 1, "strongroom env"),
        (&["render", "json", "three"], 3, "`three`"),
        (&["render", "toml"], 1, "nothing there can be rendered as toml"),
        (&["render", "toml", "two"], 7, "`format` must be one of"),
        (&["render", "kubernetes", "One"], 7, "name"),
        (&["render", "json", "two", "--into", "a"], 1, "--into"),
    ] {
        let (found, told) = refusal(&project, words);
        assert!(found == code && told.contains(why), "{words:?}: {found} {told}");
    }
}

#[test]
#[cfg_attr(without_kubectl, ignore = "there is no kubectl on PATH")]
fn kubectl_reads_the_manifests() {
    let project = Project::new();
    project.has("Custom", "stripe", &json!("sk_1"));
    project.has_registry("hub", "docker.io", "ada", "1");
    for words in
        [&["render", "kubernetes"][..], &["render", "kubernetes", "stripe", "--into", "app"]]
    {
        let manifests = project.says(words);
        let kubectl = project.of("kubectl", &["label", "--local", "-f", "-", "a=b", "-o", "json"]);
        let said = strongroom_tests::said_with_input(kubectl, &manifests);
        assert_eq!(said.code, 0, "{}", said.err);
        let read = serde_json::Deserializer::from_str(&said.out).into_iter::<Value>();
        let read: Vec<Value> = read.map(Result::unwrap).collect();
        assert!(
            read.iter().all(|it| it["kind"] == "Secret" && it["metadata"]["labels"]["a"] == "b")
        );
        assert_eq!(read.len(), if words.len() == 2 { 2 } else { 1 });
    }
}
