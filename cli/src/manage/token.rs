//! `strongroom token`, but for `create-owner`, which needs no server.

use std::time::Duration;

use clap::{Args, Subcommand};
use serde_json::{Value, json};
use strongroom_model::Id;

use crate::confirm::Consent;
use crate::connection::Connection;
use crate::durations::token_lifetime;
use crate::output::show::{self, Fact, Form};
use crate::words::{SCOPE_HELP, scope};

#[derive(Debug, Subcommand)]
pub enum Token {
    /// Your own
    List(List),
    /// Make one, and print it
    Create(Box<Create>),
    /// End one of your own, at once
    Revoke(Revoke),
}

#[derive(Debug, Args)]
pub struct List {
    #[command(flatten)]
    connection: Connection,
}

#[derive(Debug, Args)]
#[command(after_help = SCOPE_HELP)]
pub struct Create {
    #[command(flatten)]
    connection: Connection,

    /// What it is for
    name: String,

    /// What it may do, see below; without it, all that you may
    #[arg(long, value_parser = scope)]
    scope: Vec<Value>,

    /// How long it lives, at most 366d and no longer than the token that makes it
    #[arg(long, value_name = "TIME", default_value = "30d", value_parser = token_lifetime)]
    lifetime: Duration,
}

#[derive(Debug, Args)]
pub struct Revoke {
    #[command(flatten)]
    connection: Connection,

    /// Id of the token
    id: Id,

    #[command(flatten)]
    consent: Consent,
}

const FACTS: [Fact; 6] = [
    ("ID", "id", Form::Id),
    ("NAME", "name", Form::Text),
    ("CREATED", "created_at", Form::Time),
    ("EXPIRES", "expires_at", Form::Time),
    ("LAST USED", "last_used_at", Form::LastTime),
    ("SCOPES", "scopes", Form::Scopes),
];

impl Token {
    pub fn run(self) -> anyhow::Result<()> {
        match self {
            Self::List(List { connection }) => {
                let api = connection.open()?;
                show::list(&api, &api.get("/tokens")?, &FACTS)
            }
            Self::Create(create) => {
                let api = create.connection.open()?;
                let mut body =
                    json!({ "name": create.name, "expires_in": create.lifetime.as_secs() });
                if let Some(members) = body.as_object_mut().filter(|_| !create.scope.is_empty()) {
                    members.insert("scopes".to_owned(), create.scope.into());
                }
                let made = api.post("/tokens", Some(&body))?;
                show::issued(&api, &made, &FACTS, ("Token", "token"))
            }
            Self::Revoke(Revoke { connection, id, consent }) => {
                let api = connection.open()?;
                consent.to(&format!("Revoke the token {id}?"))?;
                api.delete(&format!("/tokens/{id}"))?;
                show::done(&api, "Revoked.")
            }
        }
    }
}
