//! A Kubernetes Secret under a name of its own, with several secrets in it. Values are rendered
//! here, by the very code that the server renders with.

use anyhow::{bail, ensure};
use serde_json::Value as Json;
use strongroom_client::{Reveal, Secret, Value};
use strongroom_rendering::{Fields, Problems, Rendered, docker_config, kubernetes};
use zeroize::Zeroizing;

use super::merging;
use crate::api::Api;
use crate::registry;

const PULL_SECRET: &str = "kubernetes.io/dockerconfigjson";
const PULL_ENTRY: &str = ".dockerconfigjson";

/// Registries become one `imagePullSecret`; of others each field is an entry, called `<secret>` where
/// the type has one field and `<secret>.<field>` where it has several.
///
/// # Errors
/// Registries are mixed with others, or something does not fit: all that does not, by its field.
pub(super) fn of_all(
    api: &Api,
    name: &str,
    secrets: &[Secret],
) -> anyhow::Result<Zeroizing<Vec<u8>>> {
    let is_registry = |secret: &&Secret| secret.location.key.type_name() == registry::TYPE;
    let registries = secrets.iter().filter(is_registry).count();
    ensure!(
        registries == 0 || registries == secrets.len(),
        "registries and other secrets cannot be in one Kubernetes Secret: say which"
    );
    let values = secrets
        .iter()
        .map(|it| {
            let revealed = api.wait(api.client().reveal(&it.location, &Reveal::default()))?;
            Ok((it, revealed.value))
        })
        .collect::<anyhow::Result<Vec<_>>>()?;
    if registries > 0 { pull_secret(name, &values) } else { opaque(name, &values) }
}

fn pull_secret(name: &str, values: &[(&Secret, Value)]) -> anyhow::Result<Zeroizing<Vec<u8>>> {
    let configs = values.iter().map(|(secret, value)| {
        let fields = pairs(value);
        // For what it refuses: nodes do not read all that the file can hold.
        rendered(secret, kubernetes::image_pull(name, &fields))?;
        Ok((*secret, rendered(secret, docker_config::render(&fields))?))
    });
    let merged = merging::docker_config(configs)?;
    let entries: &Fields<'_> = &[(PULL_ENTRY, &merged)];
    fitting(kubernetes::of_type(name, PULL_SECRET, entries))
}

fn opaque(name: &str, values: &[(&Secret, Value)]) -> anyhow::Result<Zeroizing<Vec<u8>>> {
    let mut entries: Vec<(String, &[u8])> = Vec::new();
    for (secret, value) in values {
        match value {
            Value::One(text) => entries.push((secret.name.clone(), text.expose().as_bytes())),
            Value::Fields(fields) => entries.extend(fields.iter().map(|(field, text)| {
                (format!("{}.{field}", secret.name), text.expose().as_bytes())
            })),
        }
    }
    entries.sort();
    if let Some([(twice, _), _]) = entries.array_windows().find(|[one, other]| one.0 == other.0) {
        bail!("two entries would be called `{twice}`: say which secrets");
    }
    let entries: Vec<(&str, &[u8])> =
        entries.iter().map(|(name, value)| (name.as_str(), *value)).collect();
    fitting(kubernetes::opaque(name, &entries))
}

fn pairs(value: &Value) -> Vec<(&str, &[u8])> {
    match value {
        Value::One(text) => vec![("value", text.expose().as_bytes())],
        Value::Fields(fields) => {
            fields.iter().map(|(name, text)| (name.as_str(), text.expose().as_bytes())).collect()
        }
    }
}

fn rendered(secret: &Secret, rendered: Rendered) -> anyhow::Result<Zeroizing<Vec<u8>>> {
    fitting(rendered).map_err(|why| why.context(format!("`{}`", secret.name)))
}

fn fitting(rendered: Rendered) -> anyhow::Result<Zeroizing<Vec<u8>>> {
    rendered.map(Zeroizing::new).map_err(|problems| anyhow::anyhow!(told(&problems)))
}

fn told(problems: &Problems) -> String {
    let lines = problems.iter().map(|(field, why)| format!("`{field}` {why}"));
    lines.collect::<Vec<_>>().join("; ")
}

/// The same manifests, there.
pub(super) fn in_namespace(content: &[u8], namespace: &str) -> anyhow::Result<Zeroizing<Vec<u8>>> {
    let mut document = merging::object(content)?;
    if let Some(Json::Array(items)) = document.get_mut("items") {
        items.iter_mut().filter_map(Json::as_object_mut).for_each(|it| put(it, namespace));
    } else {
        put(&mut document, namespace);
    }
    Ok(Json::Object(document).to_string().into_bytes().into())
}

fn put(manifest: &mut serde_json::Map<String, Json>, namespace: &str) {
    if let Some(Json::Object(metadata)) = manifest.get_mut("metadata") {
        metadata.insert("namespace".to_owned(), namespace.into());
    }
}
