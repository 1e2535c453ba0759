//! `strongroom organization`.

use clap::Subcommand;
use serde_json::json;
use strongroom_model::Id;

use crate::connection::Resource;
use crate::output::show::{self, Fact, Form};

pub(super) type Organization = Resource<Action>;

#[derive(Debug, Subcommand)]
pub enum Action {
    /// Those that you may see
    List,
    /// Make one, and be its Owner; for administrators
    Create {
        /// What people call it
        name: String,
    },
    /// Give one another name
    Rename {
        /// Id of the organization
        id: Id,
        /// What people call it
        name: String,
    },
}

const FACTS: [Fact; 4] = [
    ("ID", "id", Form::Id),
    ("NAME", "name", Form::Text),
    ("YOUR ROLE", "role", Form::Id),
    ("CREATED", "created_at", Form::Time),
];

impl Organization {
    pub(super) fn run(self) -> anyhow::Result<()> {
        let api = self.connection.open()?;
        match self.action {
            Action::List => show::list(&api, &api.get("/organizations")?, &FACTS),
            Action::Create { name } => {
                let made = api.post("/organizations", Some(&json!({ "name": name })))?;
                show::one(&api, &made, &FACTS)
            }
            Action::Rename { id, name } => {
                let path = format!("/organizations/{id}");
                show::one(&api, &api.patch(&path, &json!({ "name": name }))?, &FACTS)
            }
        }
    }
}
