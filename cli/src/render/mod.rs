//! `strongroom render`: secrets as a tool reads them. One secret is what the server renders, to the
//! byte; several become one file where the format can hold them, which `merging` does, and what
//! they are put into under a name of its own is in `manifest`.

mod manifest;
mod merging;

use anyhow::{Context as _, ensure};
use clap::Args;
use strongroom_client::Secret;
use zeroize::Zeroizing;

use crate::api::Api;
use crate::connection::Connection;
use crate::outfile::OutFile;
use crate::owner::Whose;
use crate::{secret, words};

const KUBERNETES: &str = "kubernetes";

#[derive(Debug, Args)]
#[command(after_help = "\
Several secrets together are rendered as dockerconfigjson, kubernetes or aws-credentials.

Examples:
  strongroom render dockerconfigjson --project demo -o ~/.docker/config.json
  strongroom render kubernetes registry --project demo | kubectl apply -f -
  strongroom render kubernetes stripe mail --into app --project demo | kubectl apply -f -")]
pub struct Render {
    #[command(flatten)]
    connection: Connection,

    #[command(flatten)]
    whose: Whose,

    /// One of the formats that the secrets' type has: dockerconfigjson, kubernetes,
    /// aws-credentials, dotenv-shell, json, …
    format: String,

    /// Names, keys or references sr://…; without any, all that have the format
    secrets: Vec<String>,

    /// Only those with this label
    #[arg(long, value_name = "KEY=TEXT", value_parser = words::label)]
    label: Vec<(String, String)>,

    /// One Kubernetes Secret of this name with all of them in it
    #[arg(long, value_name = "NAME")]
    into: Option<String>,

    /// Namespace of the Kubernetes Secrets
    #[arg(long, value_name = "NAME")]
    namespace: Option<String>,

    #[command(flatten)]
    output: OutFile,
}

impl Render {
    pub(crate) fn run(self) -> anyhow::Result<()> {
        let Self { format, into, namespace, .. } = &self;
        ensure!(
            format == KUBERNETES || (into.is_none() && namespace.is_none()),
            "--into and --namespace are for the format {KUBERNETES}"
        );
        let api = self.connection.open()?;
        let secrets = self.chosen(&api)?;
        let content = match (into, secrets.as_slice()) {
            (Some(name), _) => manifest::of_all(&api, name, &secrets)?,
            (None, [one]) => rendered(&api, one, format)?,
            (None, _) => merging::together(&api, format, &secrets)?,
        };
        let content = match namespace {
            Some(namespace) => manifest::in_namespace(&content, namespace)?,
            None => content,
        };
        self.output.write(&content)
    }

    fn chosen(&self, api: &Api) -> anyhow::Result<Vec<Secret>> {
        let labelled = |secret: &Secret| {
            self.label.iter().all(|(key, value)| secret.labels.get(key) == Some(value))
        };
        if !self.secrets.is_empty() {
            ensure!(self.label.is_empty(), "say either which secrets, or --label");
            let named = |text: &String| {
                let at = secret::located(api, &self.whose, text)?;
                Ok(api.wait(api.client().secret_at(&at))?)
            };
            return self.secrets.iter().map(named).collect();
        }
        let types = api.wait(api.client().types())?;
        let has_format = |secret: &Secret| {
            let kind = format!("secret/{}", secret.location.key.type_name());
            let description = types.iter().find(|described| described.kind == kind);
            description.is_some_and(|it| it.renderings.iter().any(|it| it.format == self.format))
        };
        let owner = self.whose.owner(api)?;
        let mut secrets = api.wait(api.client().list_all(&owner))?;
        secrets.retain(|secret| has_format(secret) && labelled(secret));
        ensure!(!secrets.is_empty(), "nothing there can be rendered as {}", self.format);
        Ok(secrets)
    }
}

fn rendered(api: &Api, secret: &Secret, format: &str) -> anyhow::Result<Zeroizing<Vec<u8>>> {
    let answer = api.wait(api.client().render(&secret.location, format, None));
    let content = answer.with_context(|| format!("`{}`", secret.name))?.content;
    Ok(content.expose().to_vec().into())
}
