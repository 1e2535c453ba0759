//! A kubelet's credential provider: it is asked for an image on standard input, and answers on
//! standard output (`credentialprovider.kubelet.k8s.io/v1`). A kubelet that gets an answer without
//! credentials pulls as anybody may; one that gets an error says so in the pod's events.

use std::io::Read as _;

use anyhow::{Context as _, ensure};
use clap::Args;
use serde::Deserialize;
use serde_json::{Value, json};
use zeroize::Zeroizing;

use crate::connection::Connection;
use crate::output::show;
use crate::owner::Whose;
use crate::registry::{Registries, Server, TOKEN_USER};

const VERSION: &str = "credentialprovider.kubelet.k8s.io/v1";
/// Of a request: the longest name of an image is far from it.
const LIMIT: u64 = 64 * 1024;

/// How long the kubelet may keep an answer: a credential that was changed fails for so long.
const KEPT: &str = "10m";
const NOT_KEPT: &str = "0s";

#[derive(Debug, Args)]
pub struct Provider {
    #[command(flatten)]
    connection: Connection,

    #[command(flatten)]
    whose: Whose,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Request {
    api_version: String,
    kind: String,
    image: String,
}

impl Provider {
    pub(crate) fn run(self) -> anyhow::Result<()> {
        let mut request = String::new();
        std::io::stdin().take(LIMIT).read_to_string(&mut request).context("standard input")?;
        let image = image(&request)?;
        let api = self.connection.open()?;
        let owner = self.whose.owner(&api)?;
        let registries = Registries::of(&api, &owner)?;
        let name = Server::of_image(&image);
        let kept_by = if registries.differ_within(&name) { "Image" } else { "Registry" };
        let answer = match registries.nearest(&name)? {
            None => response(kept_by, NOT_KEPT, json!({})),
            // Docker Hub's images have `docker.io` in front when their credentials are looked for.
            Some(registry) => {
                let login = registry.login(&api)?;
                ensure!(
                    login.username != TOKEN_USER,
                    "`{}` has an identity token, which kubelets do not read: store a user name and \
                     a password",
                    registry.secret.name
                );
                let login =
                    json!({ "username": login.username, "password": login.secret.expose() });
                response(kept_by, KEPT, json!({ registry.server.short(): login }))
            }
        };
        show::line(&Zeroizing::new(answer.to_string()))
    }
}

fn image(request: &str) -> anyhow::Result<String> {
    const NO_REQUEST: &str = "standard input is no CredentialProviderRequest of a kubelet";
    let request: Request = serde_json::from_str(request).ok().context(NO_REQUEST)?;
    ensure!(request.kind == "CredentialProviderRequest", NO_REQUEST);
    ensure!(
        request.api_version == VERSION,
        "the kubelet asks in another version: put `apiVersion: {VERSION}` into its \
         CredentialProviderConfig"
    );
    Ok(request.image)
}

fn response(kept_by: &str, kept: &str, auth: Value) -> Value {
    json!({
        "apiVersion": VERSION,
        "kind": "CredentialProviderResponse",
        "cacheKeyType": kept_by,
        "cacheDuration": kept,
        "auth": auth,
    })
}
