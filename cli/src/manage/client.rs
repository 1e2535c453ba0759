//! `strongroom client`.

use std::time::Duration;

use clap::Subcommand;
use serde_json::{Value, json};
use strongroom_model::Id;

use crate::confirm::Consent;
use crate::connection::Resource;
use crate::durations::token_lifetime;
use crate::output::show::{self, Fact, Form};
use crate::words::{Place, SCOPE_HELP, place, scope};

pub(super) type Client = Resource<Action>;

#[derive(Debug, Subcommand)]
pub enum Action {
    /// Of an organization or a project
    List {
        /// organization/<id> or project/<id>
        #[arg(value_parser = place)]
        owner: Place,
    },
    /// Make one, and print its secret
    #[command(after_help = SCOPE_HELP)]
    Create {
        /// organization/<id> or project/<id>
        #[arg(value_parser = place)]
        owner: Place,
        /// Unique in its owner
        name: String,
        /// What it may do; see below
        #[arg(long, required = true, value_parser = scope)]
        scope: Vec<Value>,
        /// How long it lives, at most 366d
        #[arg(long, value_name = "TIME", default_value = "90d", value_parser = token_lifetime)]
        lifetime: Duration,
    },
    /// The client, with what it may do and when it was last used
    Show {
        /// Id of the client
        id: Id,
    },
    /// Print a new secret in place of the old one, and end its access tokens
    Renew {
        /// Id of the client
        id: Id,
        #[command(flatten)]
        consent: Consent,
    },
    /// End it with its access tokens, at once
    Revoke {
        /// Id of the client
        id: Id,
        #[command(flatten)]
        consent: Consent,
    },
}

const FACTS: [Fact; 7] = [
    ("ID", "id", Form::Id),
    ("NAME", "name", Form::Text),
    ("OWNER", "owner", Form::Id),
    ("CREATED", "created_at", Form::Time),
    ("EXPIRES", "expires_at", Form::Time),
    ("LAST USED", "last_used_at", Form::LastTime),
    ("SCOPES", "scopes", Form::Scopes),
];

const SECRET: (&str, &str) = ("Client secret", "client_secret");

impl Client {
    pub(super) fn run(self) -> anyhow::Result<()> {
        let api = self.connection.open()?;
        match self.action {
            Action::List { owner } => {
                show::list(&api, &api.get(&format!("/clients/{}", owner.as_str()))?, &FACTS)
            }
            Action::Create { owner, name, scope, lifetime } => {
                let body = json!({
                    "name": name, "expires_in": lifetime.as_secs(), "scopes": scope,
                });
                let made = api.post(&format!("/clients/{}", owner.as_str()), Some(&body))?;
                show::issued(&api, &made, &FACTS, SECRET)
            }
            Action::Show { id } => show::one(&api, &api.get(&format!("/clients/{id}"))?, &FACTS),
            Action::Renew { id, consent } => {
                consent.to(&format!("End the secret of the client {id}, and make a new one?"))?;
                let made = api.post(&format!("/clients/{id}/secret"), None)?;
                show::issued(&api, &made, &FACTS, SECRET)
            }
            Action::Revoke { id, consent } => {
                consent.to(&format!("Revoke the client {id}?"))?;
                api.delete(&format!("/clients/{id}"))?;
                show::done(&api, "Revoked.")
            }
        }
    }
}
