//! `strongroom group`.

use clap::Subcommand;
use serde_json::Value;
use strongroom_model::Id;

use super::project::body;
use crate::confirm::Consent;
use crate::connection::Resource;
use crate::output::show::{self, Fact, Form};

pub(super) type Group = Resource<Action>;

#[derive(Debug, Subcommand)]
pub enum Action {
    /// Of an organization
    List {
        /// Id of the organization
        #[arg(long, value_name = "ID")]
        organization: Id,
    },
    /// Make one in an organization
    Create {
        /// Unique in its organization
        name: String,
        /// Id of the organization
        #[arg(long, value_name = "ID")]
        organization: Id,
        /// The name by which tokens of the identity provider claim it
        #[arg(long)]
        claim: Option<String>,
    },
    /// Change its name or its claim
    #[command(group = clap::ArgGroup::new("change").required(true).multiple(true))]
    Change {
        /// Id of the group
        id: Id,
        /// Unique in its organization
        #[arg(long, group = "change")]
        name: Option<String>,
        /// The name by which tokens of the identity provider claim it
        #[arg(long, group = "change", conflicts_with = "no_claim")]
        claim: Option<String>,
        /// No token claims it any more
        #[arg(long, group = "change")]
        no_claim: bool,
    },
    /// Delete it with the roles that it gives
    Delete {
        /// Id of the group
        id: Id,
        #[command(flatten)]
        consent: Consent,
    },
    /// Who is in it
    Members {
        /// Id of the group
        id: Id,
    },
    /// Put a person into it
    Add {
        /// Id of the group
        id: Id,
        /// Id of the person
        person: Id,
    },
    /// Take a person out of it
    Remove {
        /// Id of the group
        id: Id,
        /// Id of the person
        person: Id,
        #[command(flatten)]
        consent: Consent,
    },
}

const FACTS: [Fact; 4] = [
    ("ID", "id", Form::Id),
    ("NAME", "name", Form::Text),
    ("CLAIM", "claim", Form::Text),
    ("CREATED", "created_at", Form::Time),
];

const MEMBERS: [Fact; 3] =
    [("ID", "id", Form::Id), ("NAME", "name", Form::Text), ("CLAIMED", "claimed", Form::YesNo)];

impl Group {
    pub(super) fn run(self) -> anyhow::Result<()> {
        let api = self.connection.open()?;
        match self.action {
            Action::List { organization } => {
                let path = format!("/organizations/{organization}/groups");
                show::list(&api, &api.get(&path)?, &FACTS)
            }
            Action::Create { name, organization, claim } => {
                let path = format!("/organizations/{organization}/groups");
                let body = body([("name", Some(name)), ("claim", claim)]);
                show::one(&api, &api.post(&path, Some(&body))?, &FACTS)
            }
            Action::Change { id, name, claim, no_claim } => {
                let mut change = body([("name", name), ("claim", claim)]);
                if let Some(members) = change.as_object_mut().filter(|_| no_claim) {
                    members.insert("claim".to_owned(), Value::Null);
                }
                show::one(&api, &api.patch(&format!("/groups/{id}"), &change)?, &FACTS)
            }
            Action::Delete { id, consent } => {
                consent.to(&format!("Delete the group {id} with the roles that it gives?"))?;
                api.delete(&format!("/groups/{id}"))?;
                show::done(&api, "Deleted.")
            }
            Action::Members { id } => {
                show::list(&api, &api.get(&format!("/groups/{id}/members"))?, &MEMBERS)
            }
            Action::Add { id, person } => {
                api.put(&format!("/groups/{id}/members/{person}"), None)?;
                show::done(&api, "Added.")
            }
            Action::Remove { id, person, consent } => {
                consent.to(&format!("Take {person} out of the group {id}?"))?;
                api.delete(&format!("/groups/{id}/members/{person}"))?;
                show::done(&api, "Removed.")
            }
        }
    }
}
