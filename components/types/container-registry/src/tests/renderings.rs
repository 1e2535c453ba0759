//! Renderings, as the tools read them.

use strongroom_secret_type::testing::{cannot_render, describes_properly, rendered, renders};

use super::*;

#[test]
fn is_described_as_the_server_takes_it() {
    describes_properly::<ContainerRegistry>();
}

#[test]
fn dockers_configuration_has_the_registry_under_its_name() {
    renders::<ContainerRegistry>(
        "dockerconfigjson",
        "any name",
        &BY_PASSWORD,
        r#"{"auths":{"ghcr.io":{"username":"ann","password":"hunter2","auth":"YW5uOmh1bnRlcjI="}}}"#,
    );
    renders::<ContainerRegistry>(
        "dockerconfigjson",
        "any name",
        &BY_TOKEN,
        r#"{"auths":{"ghcr.io":{"identitytoken":"eyJhbGciOi.J9-_="}}}"#,
    );
}

#[test]
fn docker_hub_is_rendered_as_it_is_stored() {
    let typed = with(&BY_PASSWORD, &[(SERVER, "docker.io")]);
    let stored = ContainerRegistry::validate(typed).unwrap();
    let about = testing::about("hub");
    let config = ContainerRegistry::render("dockerconfigjson", &about, &stored).unwrap();
    assert!(config.starts_with(br#"{"auths":{"https://index.docker.io/v1/":{"#));
}

#[test]
fn kubernetes_has_a_secret_to_pull_images_with() {
    renders::<ContainerRegistry>(
        "kubernetes",
        "pull",
        &BY_PASSWORD,
        r#"{"apiVersion":"v1","kind":"Secret","metadata":{"name":"pull"},"type":"kubernetes.io/dockerconfigjson","data":{".dockerconfigjson":"eyJhdXRocyI6eyJnaGNyLmlvIjp7InVzZXJuYW1lIjoiYW5uIiwicGFzc3dvcmQiOiJodW50ZXIyIiwiYXV0aCI6IllXNXVPbWgxYm5SbGNqST0ifX19"}}"#,
    );
    cannot_render::<ContainerRegistry>(
        "kubernetes",
        "pull",
        &BY_TOKEN,
        IDENTITY_TOKEN,
        "not read by Kubernetes",
    );
    cannot_render::<ContainerRegistry>("kubernetes", "Pull", &BY_PASSWORD, "name", "lower-case");
}

#[test]
fn environment_files_have_the_secrets_name_in_front() {
    renders::<ContainerRegistry>(
        "dotenv-docker",
        "registry",
        &BY_PASSWORD,
        "REGISTRY_SERVER=ghcr.io\nREGISTRY_USERNAME=ann\nREGISTRY_PASSWORD=hunter2\n",
    );
    let lines = [(SERVER, "ghcr.io"), (USERNAME, "_json_key"), (PASSWORD, "{\n}")];
    cannot_render::<ContainerRegistry>("dotenv-docker", "x", &lines, PASSWORD, "several lines");
    assert!(rendered::<ContainerRegistry>("dotenv-compose", "x", &lines).contains(r#""{\n}""#));
}

#[test]
fn json_has_the_fields_as_they_are_stored() {
    renders::<ContainerRegistry>(
        "json",
        "x",
        &BY_TOKEN,
        r#"{"server":"ghcr.io","identity_token":"eyJhbGciOi.J9-_="}"#,
    );
}

#[test]
fn is_documented_as_it_describes_itself() {
    testing::documented_in::<ContainerRegistry>(include_str!(
        "../../../../../docs/secret-types.md"
    ));
}
