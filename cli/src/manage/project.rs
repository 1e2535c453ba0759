//! `strongroom project`.

use clap::Subcommand;
use serde_json::{Map, Value};
use strongroom_model::{Id, Visibility};

use crate::confirm::Consent;
use crate::connection::Resource;
use crate::output::show::{self, Fact, Form, written};

pub(super) type Project = Resource<Action>;

#[derive(Debug, Subcommand)]
pub enum Action {
    /// Those that you may see
    List {
        /// Of this organization alone
        #[arg(long, value_name = "ID")]
        organization: Option<Id>,
    },
    /// Make one, and be its Owner
    Create {
        /// Unique in its organization
        name: String,
        /// Where it belongs; may be left out by who sees exactly one
        #[arg(long, value_name = "ID")]
        organization: Option<Id>,
        /// Who may see it without a role in it: public, internal, restricted or private [default: private]
        #[arg(long)]
        visibility: Option<Visibility>,
    },
    /// Change its name or its visibility
    #[command(group = clap::ArgGroup::new("change").required(true).multiple(true))]
    Change {
        /// Id of the project
        id: Id,
        /// Unique in its organization
        #[arg(long, group = "change")]
        name: Option<String>,
        /// public, internal, restricted or private
        #[arg(long, group = "change")]
        visibility: Option<Visibility>,
    },
    /// Delete it with its secrets, members and clients
    Delete {
        /// Id of the project
        id: Id,
        #[command(flatten)]
        consent: Consent,
    },
}

const FACTS: [Fact; 6] = [
    ("ID", "id", Form::Id),
    ("NAME", "name", Form::Text),
    ("VISIBILITY", "visibility", Form::Id),
    ("YOUR ROLE", "role", Form::Id),
    ("ORGANIZATION", "organization", Form::Id),
    ("CREATED", "created_at", Form::Time),
];

impl Project {
    pub(super) fn run(self) -> anyhow::Result<()> {
        let api = self.connection.open()?;
        match self.action {
            Action::List { organization } => {
                let organization = organization.map(|id| id.to_string());
                let query: Vec<_> =
                    organization.iter().map(|id| ("organization", id.as_str())).collect();
                show::list(&api, &api.get_with("/projects", &query)?, &FACTS)
            }
            Action::Create { name, organization, visibility } => {
                let organization = organization.map(|id| id.to_string());
                let body = body([
                    ("name", Some(name)),
                    ("organization", organization),
                    ("visibility", visibility.map(|visibility| visibility.to_string())),
                ]);
                show::one(&api, &api.post("/projects", Some(&body))?, &FACTS)
            }
            Action::Change { id, name, visibility } => {
                let visibility = visibility.map(|visibility| visibility.to_string());
                let change = body([("name", name), ("visibility", visibility)]);
                show::one(&api, &api.patch(&format!("/projects/{id}"), &change)?, &FACTS)
            }
            Action::Delete { id, consent } => {
                let path = format!("/projects/{id}");
                if !consent.yes {
                    let name = written(&api.get(&path)?, ("", "name", Form::Text));
                    consent
                        .to(&format!("Delete the project {name} ({id}) with all its secrets?"))?;
                }
                api.delete(&path)?;
                show::done(&api, "Deleted.")
            }
        }
    }
}

/// An object of the members that are there.
pub(super) fn body<const N: usize>(members: [(&str, Option<String>); N]) -> Value {
    let given = members.into_iter().filter_map(|(name, value)| Some((name.to_owned(), value?)));
    Value::Object(given.map(|(name, value)| (name, Value::String(value))).collect::<Map<_, _>>())
}
