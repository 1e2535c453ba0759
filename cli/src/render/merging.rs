//! Several renderings as one file, of the formats that can hold several.

use anyhow::{bail, ensure};
use serde_json::{Map, Value, json};
use strongroom_client::Secret;
use zeroize::Zeroizing;

use super::{KUBERNETES, rendered};
use crate::api::Api;

/// # Errors
/// The format holds one secret, or two secrets have the same place in it.
pub(super) fn together(
    api: &Api,
    format: &str,
    secrets: &[Secret],
) -> anyhow::Result<Zeroizing<Vec<u8>>> {
    let each = || secrets.iter().map(|secret| Ok((secret, rendered(api, secret, format)?)));
    match format {
        "dockerconfigjson" => docker_config(each()),
        KUBERNETES => manifests(each()),
        // Profiles are called as the secrets are, and those of an owner are called differently.
        "aws-credentials" => {
            let mut all = Zeroizing::new(Vec::new());
            for part in each() {
                all.extend_from_slice(&part?.1);
            }
            Ok(all)
        }
        _ if format.starts_with("dotenv-") => {
            bail!("{} secrets were chosen: `strongroom env` puts several together", secrets.len())
        }
        _ => bail!("{format} holds one secret, and {} were chosen: say which", secrets.len()),
    }
}

type Part<'s> = anyhow::Result<(&'s Secret, Zeroizing<Vec<u8>>)>;

/// `auths` of all of them, each server once.
pub(super) fn docker_config<'s>(
    parts: impl Iterator<Item = Part<'s>>,
) -> anyhow::Result<Zeroizing<Vec<u8>>> {
    let mut auths = Map::new();
    for part in parts {
        let (secret, content) = part?;
        let mut config = object(&content)?;
        let Some(Value::Object(one)) = config.remove("auths") else { continue };
        for (server, login) in one {
            ensure!(
                !auths.contains_key(&server),
                "`{}` is for {server}, and so is another that was chosen: say which",
                secret.name
            );
            auths.insert(server, login);
        }
    }
    Ok(json!({ "auths": auths }).to_string().into_bytes().into())
}

fn manifests<'s>(parts: impl Iterator<Item = Part<'s>>) -> anyhow::Result<Zeroizing<Vec<u8>>> {
    let items: Vec<Value> =
        parts.map(|part| Ok(Value::Object(object(&part?.1)?))).collect::<anyhow::Result<_>>()?;
    let list = json!({ "apiVersion": "v1", "kind": "List", "items": items });
    Ok(list.to_string().into_bytes().into())
}

/// # Errors
/// It is none. The error has nothing of it.
pub(super) fn object(content: &[u8]) -> anyhow::Result<Map<String, Value>> {
    match serde_json::from_slice(content) {
        Ok(Value::Object(object)) => Ok(object),
        _ => bail!("the server rendered something else than a JSON object"),
    }
}
