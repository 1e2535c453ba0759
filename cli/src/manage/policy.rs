//! `strongroom policy`.

use std::path::{Path, PathBuf};

use anyhow::{Context as _, ensure};
use clap::{Args, Subcommand};
use serde_json::{Value, json};
use strongroom_model::{Action as Asked, Id, SecretKey, limits};

use crate::api::Api;
use crate::confirm::Consent;
use crate::connection::Resource;
use crate::output::show::{self, Fact, Form};
use crate::words::{any_owner, plain, policy_name, principal};

pub(super) type Policy = Resource<Action>;

#[derive(Debug, Subcommand)]
pub enum Action {
    /// Of an organization
    List {
        /// Id of the organization
        #[arg(long, value_name = "ID")]
        organization: Id,
    },
    /// Put one into use, or another in its place
    Set {
        /// Id of the organization
        #[arg(long, value_name = "ID")]
        organization: Id,
        /// Unique in its organization
        #[arg(value_parser = policy_name)]
        name: String,
        /// File with the policy's text
        file: PathBuf,
    },
    /// Take one out of use
    Delete {
        /// Id of the organization
        #[arg(long, value_name = "ID")]
        organization: Id,
        /// Unique in its organization
        #[arg(value_parser = policy_name)]
        name: String,
        #[command(flatten)]
        consent: Consent,
    },
    /// Say what is wrong with policies, without putting them into use; fails where there are errors
    Check {
        /// Id of the organization
        #[arg(long, value_name = "ID")]
        organization: Id,
        /// Files with a policy each; a policy goes by its file's name without its ending
        #[arg(required = true, value_name = "FILE")]
        files: Vec<PathBuf>,
    },
    /// Say how a question would be decided, and why
    Explain(Explain),
}

#[derive(Debug, Args)]
pub struct Explain {
    /// Id of the organization
    #[arg(long, value_name = "ID")]
    organization: Id,
    /// Who would do it: person/<id> or client/<id>
    #[arg(long, value_parser = principal)]
    principal: String,
    /// see, read, reveal, create, update, delete, audit, manage or create-project
    #[arg(long)]
    action: Asked,
    /// What it would be done to: project/<id> or organization/<id>
    #[arg(long, value_parser = any_owner)]
    owner: String,
    /// One secret of it: secret/<Type>/<id>
    #[arg(long, value_name = "KEY")]
    secret: Option<SecretKey>,
    /// Files with policies to be taken in place of those of the same names
    #[arg(long = "with", value_name = "FILE")]
    files: Vec<PathBuf>,
}

const FACTS: [Fact; 3] = [
    ("NAME", "name", Form::Id),
    ("UPDATED", "updated_at", Form::Time),
    ("BY", "updated_by", Form::Id),
];

impl Policy {
    pub(super) fn run(self) -> anyhow::Result<()> {
        let api = self.connection.open()?;
        let of = |organization: &Id| format!("/organizations/{organization}");
        match self.action {
            Action::List { organization } => {
                show::list(&api, &api.get(&format!("{}/policies", of(&organization)))?, &FACTS)
            }
            Action::Set { organization, name, file } => {
                let path = format!("{}/policies/{name}", of(&organization));
                let body = json!({ "text": text(&file)? });
                show::one(&api, &api.put(&path, Some(&body))?, &FACTS)
            }
            Action::Delete { organization, name, consent } => {
                consent.to(&format!("Delete the policy {name}?"))?;
                api.delete(&format!("{}/policies/{name}", of(&organization)))?;
                show::done(&api, "Deleted.")
            }
            Action::Check { organization, files } => {
                let path = format!("{}/policy-check", of(&organization));
                findings(&api, &api.post(&path, Some(&json!({ "policies": sources(&files)? })))?)
            }
            Action::Explain(explain) => {
                let path = format!("{}/policy-explain", of(&explain.organization));
                let mut question = json!({
                    "principal": explain.principal,
                    "action": explain.action.as_str(),
                    "owner": explain.owner,
                    "policies": sources(&explain.files)?,
                });
                if let (Some(secret), Some(members)) = (explain.secret, question.as_object_mut()) {
                    members.insert("secret".to_owned(), secret.to_string().into());
                }
                explanation(&api, &api.post(&path, Some(&question))?)
            }
        }
    }
}

fn sources(files: &[PathBuf]) -> anyhow::Result<Vec<Value>> {
    let source = |file: &PathBuf| {
        let name = file.file_stem().and_then(|name| name.to_str()).unwrap_or_default();
        let name = policy_name(name)
            .map_err(|error| anyhow::anyhow!("{}: its name {error}", file.display()))?;
        Ok(json!({ "name": name, "text": text(file)? }))
    };
    files.iter().map(source).collect()
}

fn text(file: &Path) -> anyhow::Result<String> {
    let text = std::fs::read_to_string(file).with_context(|| file.display().to_string())?;
    ensure!(
        text.len() <= limits::POLICY_BYTES,
        "{}: a policy has at most {} bytes",
        file.display(),
        limits::POLICY_BYTES
    );
    Ok(text)
}

/// As a compiler has them: `name:line:column: severity: message`.
fn findings(api: &Api, answer: &Value) -> anyhow::Result<()> {
    let found = answer.get("data").and_then(Value::as_array).map_or(&[][..], Vec::as_slice);
    let is_error = |finding: &&Value| finding.get("severity") == Some(&json!("error"));
    if api.json {
        show::line(&answer.to_string())?;
    } else if found.is_empty() {
        show::line("Nothing is wrong.")?;
    } else {
        for finding in found {
            let text = |name| finding.get(name).and_then(Value::as_str).map(plain);
            let number = |name| finding.get(name).and_then(Value::as_u64).unwrap_or(0);
            let (name, message) = (text("policy"), text("message"));
            show::line(&format!(
                "{}:{}:{}: {}: {}",
                name.unwrap_or_default(),
                number("line"),
                number("column"),
                text("severity").unwrap_or_default(),
                message.unwrap_or_default()
            ))?;
        }
    }
    let errors = found.iter().filter(is_error).count();
    ensure!(errors == 0, "the policies have errors: {errors}");
    Ok(())
}

fn explanation(api: &Api, answer: &Value) -> anyhow::Result<()> {
    if api.json {
        return show::line(&answer.to_string());
    }
    let texts = |name| {
        let texts = answer.get(name).and_then(Value::as_array).into_iter().flatten();
        texts.filter_map(Value::as_str).map(plain).collect::<Vec<_>>()
    };
    show::one(api, answer, &[("Allowed", "allowed", Form::YesNo)])?;
    let because_of = texts("because_of");
    let because_of = if because_of.is_empty() { "nothing".into() } else { because_of.join(", ") };
    show::line(&format!("Because of     {because_of}"))?;
    texts("errors").iter().try_for_each(|error| show::line(&format!("Not evaluated  {error}")))
}
