//! What is in `examples/`, as far as it can be run without what it is for.

use std::fs::Permissions;
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;

use serde_json::{Value, json};
use strongroom_tests::{Answer, said, said_with_input};

use crate::Project;

fn example(name: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../examples").join(name);
    std::fs::read_to_string(&path).unwrap_or_else(|why| panic!("{}: {why}", path.display()))
}

/// What stands behind each of these words at the beginning of a line.
fn lines(text: &str, word: &str) -> Vec<String> {
    let found = text.lines().filter_map(|line| line.trim().strip_prefix(word));
    found.map(|rest| rest.trim().trim_matches('"').to_owned()).collect()
}

fn with_key() -> Project {
    let project = Project::new();
    project.has("Custom", "stripe", &json!("sk_live_123"));
    project
}

#[test]
fn terraforms_data_source_gets_an_object_of_strings() {
    let project = with_key();
    let text = example("terraform/main.tf");
    let list = text.split_once("program = [").unwrap().1.split_once(']').unwrap().0;
    let list = format!("[{}]", list.trim().trim_end_matches(','));
    let words: Vec<String> = serde_json::from_str(&list).unwrap();
    let words: Vec<&str> =
        words.iter().map(|word| if word == "infra" { project.id() } else { word }).collect();
    // The data source's query: none.
    let said = said_with_input(project.of(words[0], &words[1..]), "{}");
    assert_eq!((said.code, said.json()), (0, json!({ "value": "sk_live_123" })), "{}", said.err);
    assert!(text.contains(r#"result["value"]"#));
}

#[test]
fn a_shell_that_reads_the_envrc_has_the_variable() {
    let project = with_key();
    let text = example("direnv/.envrc").replace("laptop", project.id());
    let said = said(project.of("bash", &["-euc", &format!("{text}\nprintf %s \"$STRIPE\"")]));
    assert_eq!((said.code, said.out.as_str()), (0, "sk_live_123"), "{}", said.err);
}

#[test]
#[cfg_attr(without_direnv, ignore = "there is no direnv on PATH")]
fn direnv_has_the_variable_where_the_folder_is_allowed() {
    let project = with_key();
    let folder = tempfile::tempdir().unwrap();
    let text = example("direnv/.envrc").replace("laptop", project.id());
    std::fs::write(folder.path().join(".envrc"), text).unwrap();
    let direnv = |words: &[&str]| {
        let mut command = project.of("direnv", words);
        command.current_dir(folder.path()).env("HOME", folder.path()).env_remove("XDG_DATA_HOME");
        said(command)
    };
    let line = ["exec", ".", "sh", "-c", "printf %s \"$STRIPE\""];
    assert_ne!(direnv(&line).code, 0, "nobody has allowed it");
    assert_eq!(direnv(&["allow", "."]).code, 0);
    let done = direnv(&line);
    assert_eq!((done.code, done.out.as_str()), (0, "sk_live_123"), "{}", done.err);
}

#[test]
fn systemds_unit_leaves_the_value_where_the_service_takes_it_from() {
    let project = with_key();
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name);
    std::fs::create_dir(path("shop-secrets")).unwrap();
    std::fs::write(path("token"), project.terminal.token.as_deref().unwrap()).unwrap();
    std::fs::set_permissions(path("token"), Permissions::from_mode(0o400)).unwrap();
    let [line] = lines(&example("systemd/shop-secrets.service"), "ExecStart=").try_into().unwrap();
    let place = folder.path().to_str().unwrap();
    let line = line.replace("%d", place).replace("%t", place).replace("services", project.id());
    let mut command = project.of("sh", &["-c", &line]);
    command.env_remove("STRONGROOM_TOKEN");
    let said = said(command);
    assert_eq!(said.code, 0, "{}", said.err);
    assert_eq!(std::fs::read_to_string(path("shop-secrets/stripe")).unwrap(), "sk_live_123");
    let loaded = lines(&example("systemd/shop.service"), "LoadCredential=stripe:");
    assert_eq!(loaded, ["/run/shop-secrets/stripe"]);
}

/// What the operator's webhook provider asks for a key: it puts the key into the address as Go's
/// `url.QueryEscape` writes it, and the token into the header.
fn operator_asks(project: &Project, store: usize, token: &str, key: &str) -> Answer {
    let text = example("kubernetes/external-secrets.yaml");
    let escaped = key.replace('/', "%2F");
    let url = lines(&text, "url:")[store]
        .replace("https://strongroom.example.com", "")
        .replace("PROJECT", project.id())
        .replace("{{ .remoteRef.key }}", &escaped);
    let header = lines(&text, "Authorization:")[store].replace("{{ .strongroom.token }}", token);
    let client = project.terminal.strongroom.owner().without_token();
    client.ask("GET", &url).header("authorization", &header).send()
}

#[test]
fn the_operators_stores_give_a_field_and_all_fields() {
    let project = Project::new();
    let token = project.terminal.token.as_deref().unwrap();
    let text = example("kubernetes/external-secrets.yaml");
    assert_eq!(lines(&text, "jsonPath:"), ["$.{{ .remoteRef.property }}", "$"]);
    let keys = json!({
        "access_key": "AKIAIOSFODNN7EXAMPLE",
        "secret_key": "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
    });
    let several = project.has("S3Connection", "backups", &keys);
    let one = project.has("Custom", "stripe", &json!("true"));
    for store in [0, 1] {
        // Strings, whatever they look like: it would write a number another way.
        let answer = operator_asks(&project, store, token, &one).expect(200).json();
        assert_eq!(answer, json!({ "value": "true" }));
        assert_eq!(operator_asks(&project, store, token, &several).expect(200).json(), keys);
    }
}

#[test]
fn the_operator_is_told_a_refusal_from_an_absence() {
    let project = Project::new();
    let owner = project.terminal.strongroom.owner();
    let key = project.has("Custom", "stripe", &json!("sk_live_123"));
    let looks = owner.new_token(Some(&[(project.owner.as_str(), &["metadata"])]));
    let refused: Value = operator_asks(&project, 0, looks.token(), &key).expect(403).json();
    assert!(!refused.to_string().contains("sk_live_123"));
    let deleted = owner.delete(&format!("{}{key}", project.settings()));
    let _ = deleted.expect(204);
    let _ = operator_asks(&project, 0, owner.token(), &key).expect(404);
}

/// What the operator's webhook provider sends for a pushed value, with the key in the address as
/// above.
fn operator_pushes(project: &Project, token: &str, key: &str, value: &str) -> Answer {
    let text = example("kubernetes/push-secret.yaml");
    let only = |word| lines(&text, word).remove(0);
    let url = only("url:")
        .replace("https://strongroom.example.com", "")
        .replace("PROJECT", project.id())
        .replace("{{ .remoteRef.remoteKey }}", &key.replace('/', "%2F"));
    let body = only("body:")
        .trim_matches('\'')
        .replace("{{ index .remoteRef .remoteRef.remoteKey | toJson }}", &json!(value).to_string());
    let client = project.terminal.strongroom.owner().without_token();
    client
        .ask(&only("method:"), &url)
        .header("authorization", &only("Authorization:").replace("{{ .strongroom.token }}", token))
        .text(&only("Content-Type:"), &body)
        .send()
}

#[test]
fn the_operator_pushes_a_version_with_a_token_that_reads_nothing() {
    let project = Project::new();
    let owner = project.terminal.strongroom.owner();
    let key = project.has("Custom", "database", &json!("before"));
    let line = format!("token create push --scope project/{}:write@{key} --json", project.id());
    let line = format!("{line} --lifetime 1d");
    let made = project.terminal.does(&line).json();
    let writes = owner.with_token(made["token"].as_str().unwrap());
    let value = "after \"quotes\" \\ and\nlines";
    let _ = operator_pushes(&project, writes.token(), &key, value).expect(200);
    let path = format!("{}{key}?decrypt=true", project.settings());
    assert_eq!(owner.get(&path).expect(200).json()["value"], value);
    let _ = writes.get(&path).expect(403);
    let looks = owner.new_token(Some(&[(project.owner.as_str(), &["metadata"])]));
    let _ = operator_pushes(&project, looks.token(), &key, "planted").expect(403);
}
