//! Secrets of Kubernetes manifests, YAML of several documents or JSON, and lists of them as
//! `kubectl get -o yaml` writes them.
//!
//! Logins to registries become what they are; of every other Secret each key is a secret of its own
//! by the name `<Secret>/<key>`. Source of the form: the Kubernetes API, `core/v1.Secret`.

use std::path::PathBuf;

use anyhow::{Context as _, ensure};
use base64ct::{Base64, Encoding as _};
use clap::Args;
use serde_json::{Map, Value};
use strongroom_client::SecretString;
use zeroize::Zeroizing;

use super::docker::{Auths, Login, logins};
use super::input;
use super::json::{Members, parse};
use crate::import::item::{Content, Item};

#[derive(Debug, Args)]
pub(in crate::import) struct Kubernetes {
    /// Manifests; `-` for standard input
    file: PathBuf,

    /// Only those of this namespace
    #[arg(long, value_name = "NAME")]
    namespace: Option<String>,
}

impl Kubernetes {
    pub(super) fn read(&self) -> anyhow::Result<Vec<Item>> {
        read(&input::read(&self.file)?, self.namespace.as_deref())
    }
}

fn read(text: &str, namespace: Option<&str>) -> anyhow::Result<Vec<Item>> {
    let mut items = Vec::new();
    for document in documents(text)? {
        manifest(document, namespace, &mut items);
    }
    ensure!(!items.is_empty(), "there is no Secret in it");
    Ok(items)
}

/// Within the parser's budget: aliases are counted by what they expand to.
fn documents(text: &str) -> anyhow::Result<Vec<Value>> {
    if text.trim_start().starts_with('{') {
        return Ok(vec![parse(text, "a manifest")?]);
    }
    let budget = serde_saphyr::budget! { max_depth: 32 };
    // What a parser says quotes what it stumbles over.
    let options = serde_saphyr::options! { budget: budget, with_snippet: false };
    serde_saphyr::from_multiple_with_options(text, options).map_err(|why| match why.location() {
        Some(at) => anyhow::anyhow!(
            "is no YAML that can be read: line {}, column {}",
            at.line(),
            at.column()
        ),
        None => anyhow::anyhow!("is no YAML that can be read"),
    })
}

fn manifest(document: Value, namespace: Option<&str>, items: &mut Vec<Item>) {
    let Value::Object(mut document) = document else { return };
    match document.get("kind").and_then(Value::as_str) {
        // Lists hold no lists.
        Some("List" | "SecretList") => {
            let Some(Value::Array(list)) = document.remove("items") else { return };
            for member in list {
                if let Value::Object(member) = member
                    && (member.get("kind").is_none_or(|kind| kind == "Secret"))
                {
                    secret(member, namespace, items);
                }
            }
        }
        Some("Secret") => secret(document, namespace, items),
        _ => {}
    }
}

fn secret(mut manifest: Map<String, Value>, only: Option<&str>, items: &mut Vec<Item>) {
    let text = |value: Option<&Value>| value.and_then(Value::as_str).map(str::to_owned);
    let metadata = manifest.get("metadata");
    let name = text(metadata.and_then(|it| it.get("name"))).unwrap_or_default();
    let namespace = text(metadata.and_then(|it| it.get("namespace")));
    let kind = text(manifest.get("type")).unwrap_or_else(|| "Opaque".to_owned());
    if only.is_some_and(|only| namespace.as_deref() != Some(only)) {
        return;
    }
    let place = match &namespace {
        Some(namespace) => format!("Secret {namespace}/{name}"),
        None => format!("Secret {name}"),
    };
    let unfit = |why: &str| Item::unfit(&name, &place, why);
    if name.is_empty() {
        items.push(unfit("has no name"));
        return;
    }
    if matches!(kind.as_str(), "kubernetes.io/service-account-token" | "helm.sh/release.v1") {
        items.push(Item::left(&name, place, "belongs to its cluster"));
        return;
    }
    let (Ok(data), Ok(plain)) =
        (members(manifest.remove("data")), members(manifest.remove("stringData")))
    else {
        items.push(unfit("has `data` or `stringData` that is no object"));
        return;
    };
    // What is plain stands in the place of the other, as in a cluster.
    let data = data.into_iter().filter(|(key, _)| !plain.contains_key(key));
    let data = data.map(|(key, value)| (key, encoded(value))).collect::<Vec<_>>();
    let plain = plain.into_iter().map(|(key, value)| (key, texts(value)));
    for (key, value) in data.into_iter().chain(plain) {
        let place = format!("{place}, {key}");
        match (value, kind.as_str(), key.as_str()) {
            (Err(why), ..) => {
                items.push(Item::new([&name, &key], place, Content::Unfit(why.to_owned())));
            }
            (Ok(text), "kubernetes.io/dockerconfigjson", ".dockerconfigjson") => {
                let auths = parse::<Auths>(text.expose(), "a config.json of Docker");
                registries(auths.map(|it| it.auths), &name, &place, items);
            }
            (Ok(text), "kubernetes.io/dockercfg", ".dockercfg") => {
                let auths = parse::<Members<Login>>(text.expose(), "a .dockercfg");
                registries(auths, &name, &place, items);
            }
            (Ok(text), ..) => {
                items.push(Item::new([&name, &key], place, Content::of_text(text)));
            }
        }
    }
}

/// One is the Secret itself; several have their servers behind its name.
fn registries(
    auths: anyhow::Result<Members<Login>>,
    name: &str,
    place: &str,
    items: &mut Vec<Item>,
) {
    let Ok(auths) = auths else {
        items.push(Item::unfit(name, place, "is no config.json of Docker"));
        return;
    };
    let logins = logins(auths);
    let is_alone = logins.len() == 1;
    items.extend(logins.into_iter().map(|(server, content)| {
        let path = if is_alone { vec![name.to_owned()] } else { vec![name.to_owned(), server] };
        Item::new(path, place, content)
    }));
}

fn members(value: Option<Value>) -> anyhow::Result<Map<String, Value>> {
    match value {
        None | Some(Value::Null) => Ok(Map::new()),
        Some(Value::Object(members)) => Ok(members),
        Some(_) => anyhow::bail!("no object"),
    }
}

type Read = Result<SecretString, &'static str>;

fn encoded(value: Value) -> Read {
    let Value::String(text) = value else { return Err("is no text of Base64") };
    // A block of YAML has lines.
    let text: Zeroizing<String> =
        Zeroizing::new(text.chars().filter(|c| !c.is_ascii_whitespace()).collect());
    let bytes = Zeroizing::new(Base64::decode_vec(&text).map_err(|_| "is no Base64")?);
    let text =
        std::str::from_utf8(&bytes).ok().context("").map_err(|_| "is binary, and no text")?;
    Ok(SecretString::from(text))
}

fn texts(value: Value) -> Read {
    match value {
        Value::String(text) => Ok(SecretString::from(text)),
        // As the cluster has it, which takes nothing else.
        _ => Err("is no text: it has to stand in quotes"),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]

    use super::*;
    use crate::import::tests::summary;

    const MANIFESTS: &str = r#"
apiVersion: apps/v1
kind: Deployment
metadata: {name: web}
spec: {replicas: 3, data: [1, 2]}
---
apiVersion: v1
kind: Secret
metadata:
  name: db
  namespace: prod
type: Opaque
data:
  password: aHVudGVyMg==
  user: b3ZlcnJpZGRlbg==
  key: AAEC/w==
  broken: "!"
stringData:
  user: ada
  port: 5432
  pem: |
    -----BEGIN
    x
---
apiVersion: v1
kind: Secret
metadata: {name: pull}
type: kubernetes.io/dockerconfigjson
data:
  .dockerconfigjson: eyJhdXRocyI6eyJnaGNyLmlvIjp7ImF1dGgiOiJZVHBpIn19fQ==
---
kind: Secret
metadata: {name: sa}
type: kubernetes.io/service-account-token
data: {token: YQ==}
"#;

    #[test]
    fn each_key_of_a_secret_is_a_secret_and_a_login_is_a_registry() {
        let mut said = summary(&read(MANIFESTS, None).unwrap());
        said.sort();
        let expected = [
            "db/broken unfit",
            "db/key unfit",
            "db/password = Custom hunter2",
            "db/pem = Custom -----BEGIN\nx\n",
            "db/port unfit",
            "db/user = Custom ada",
            "pull = ContainerRegistry password=b server=ghcr.io username=a",
            "sa left",
        ];
        assert_eq!(said, expected);
    }

    #[test]
    fn lists_and_json_are_read_too_and_one_namespace_alone() {
        let list = r#"{"apiVersion": "v1", "kind": "List", "items": [
            {"kind": "Secret", "metadata": {"name": "a", "namespace": "x"}, "data": {"k": "MQ=="}},
            {"kind": "ConfigMap", "metadata": {"name": "c"}, "data": {"k": "1"}},
            {"kind": "Secret", "metadata": {"name": "b", "namespace": "y"}, "data": {"k": "Mg=="}}]}"#;
        assert_eq!(summary(&read(list, None).unwrap()), ["a/k = Custom 1", "b/k = Custom 2"]);
        assert_eq!(summary(&read(list, Some("y")).unwrap()), ["b/k = Custom 2"]);
    }

    #[test]
    fn a_bomb_of_aliases_is_refused() {
        let mut bomb = "kind: Secret\na0: &a0 [x,x,x,x,x,x,x,x,x,x]\n".to_owned();
        for level in 1..9 {
            let inner = format!("*a{}", level - 1);
            bomb.push_str(&format!("a{level}: &a{level} [{}]\n", vec![inner; 10].join(",")));
        }
        assert!(read(&bomb, None).is_err());
        assert!(read(&format!("{}{}", "[".repeat(10_000), "]".repeat(10_000)), None).is_err());
        assert!(read(&"{\"a\":".repeat(10_000), None).is_err());
    }

    #[test]
    fn an_error_holds_nothing_of_the_file() {
        for text in ["planted: [", "a: &planted b\nc: *other-planted", "{\"planted\"", "planted"] {
            let why = format!("{:#}", read(text, None).err().unwrap());
            assert!(!why.contains("planted"), "{why}");
        }
    }
}
