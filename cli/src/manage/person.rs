//! `strongroom person`.

use std::time::Duration;

use clap::{Args, Subcommand};
use serde_json::json;
use strongroom_model::{Id, Role};

use super::project::body;
use crate::confirm::Consent;
use crate::connection::Resource;
use crate::durations::token_lifetime;
use crate::output::show::{self, Fact, Form, written};
use crate::words::role;

pub(super) type Person = Resource<Action>;

#[derive(Debug, Subcommand)]
pub enum Action {
    /// People of an organization; of the whole installation, for administrators
    List {
        /// Id of the organization
        #[arg(long, value_name = "ID")]
        organization: Option<Id>,
        /// Part of a name or an address
        #[arg(long, conflicts_with = "organization")]
        search: Option<String>,
    },
    /// Make a person in an organization
    Create(Create),
    /// The person, with their status and when they were last seen
    Show {
        /// Id of the person
        id: Id,
    },
    /// Keep a person from signing in, and end their tokens; roles and secrets stay
    Suspend {
        /// Id of the person
        id: Id,
        #[command(flatten)]
        consent: Consent,
    },
    /// Bring back who is suspended or removed
    Reinstate {
        /// Id of the person
        id: Id,
    },
    /// End everything of a person: tokens, roles, groups and personal secrets
    Remove {
        /// Id of the person
        id: Id,
        #[command(flatten)]
        consent: Consent,
    },
}

#[derive(Debug, Args)]
pub struct Create {
    /// What others call the person
    name: String,
    /// Id of the organization
    #[arg(long, value_name = "ID")]
    organization: Id,
    /// For people to read; nothing is sent there
    #[arg(long)]
    email: Option<String>,
    /// In the organization: Owner, Maintainer or Contributor; without it, that is left to groups
    #[arg(long, value_parser = role)]
    role: Option<Role>,
    /// `iss` of the person's identity tokens
    #[arg(long, value_name = "URL", requires = "subject")]
    issuer: Option<String>,
    /// `sub` of the person's identity tokens
    #[arg(long, requires = "issuer")]
    subject: Option<String>,
    /// Make a first token that lives so long, at most 7d
    #[arg(long, value_name = "TIME", value_parser = token_lifetime)]
    token_lifetime: Option<Duration>,
}

const FACTS: [Fact; 7] = [
    ("ID", "id", Form::Id),
    ("NAME", "name", Form::Text),
    ("E-MAIL", "email", Form::Text),
    ("STATUS", "status", Form::Id),
    ("ROLE", "role", Form::Id),
    ("CREATED", "created_at", Form::Time),
    ("LAST SEEN", "last_seen_at", Form::LastTime),
];

impl Person {
    pub(super) fn run(self) -> anyhow::Result<()> {
        let api = self.connection.open()?;
        let path = |id: &Id| format!("/people/{id}");
        match self.action {
            Action::List { organization: Some(id), .. } => {
                show::list(&api, &api.get(&format!("/organizations/{id}/people"))?, &FACTS)
            }
            Action::List { organization: None, search } => {
                let query: Vec<_> = search.iter().map(|part| ("search", part.as_str())).collect();
                show::list(&api, &api.get_with("/people", &query)?, &FACTS)
            }
            Action::Create(create) => {
                let path = format!("/organizations/{}/people", create.organization);
                let made = api.post(&path, Some(&create.body()))?;
                show::issued(&api, &made, &FACTS, ("Token", "token"))
            }
            Action::Show { id } => show::one(&api, &api.get(&path(&id))?, &FACTS),
            Action::Suspend { id, consent } => {
                consent.to(&format!("Suspend {id}, and end all their tokens?"))?;
                show::one(&api, &api.patch(&path(&id), &json!({ "active": false }))?, &FACTS)
            }
            Action::Reinstate { id } => {
                show::one(&api, &api.patch(&path(&id), &json!({ "active": true }))?, &FACTS)
            }
            Action::Remove { id, consent } => {
                if !consent.yes {
                    let name = written(&api.get(&path(&id))?, ("", "name", Form::Text));
                    consent.to(&format!("Remove {name} ({id}) and all their personal secrets?"))?;
                }
                api.delete(&path(&id))?;
                show::done(&api, "Removed.")
            }
        }
    }
}

impl Create {
    fn body(self) -> serde_json::Value {
        let role = self.role.map(|role| role.to_string());
        let mut body = body([("name", Some(self.name)), ("email", self.email), ("role", role)]);
        if let Some(members) = body.as_object_mut() {
            if let (Some(issuer), Some(subject)) = (self.issuer, self.subject) {
                let identity = json!({ "issuer": issuer, "subject": subject });
                members.insert("identity".to_owned(), identity);
            }
            if let Some(lifetime) = self.token_lifetime {
                members.insert("token_expires_in".to_owned(), lifetime.as_secs().into());
            }
        }
        body
    }
}
