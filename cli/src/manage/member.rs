//! `strongroom member`.

use clap::Subcommand;
use serde_json::json;
use strongroom_model::Role;

use crate::confirm::Consent;
use crate::connection::Resource;
use crate::output::show::{self, Fact, Form};
use crate::words::{Place, member, place, role};

pub(super) type Member = Resource<Action>;

#[derive(Debug, Subcommand)]
pub enum Action {
    /// Who has a role on the organization or project itself
    List {
        /// organization/<id> or project/<id>
        #[arg(value_parser = place)]
        owner: Place,
    },
    /// Give a person or a group a role, or another one
    Set {
        /// organization/<id> or project/<id>
        #[arg(value_parser = place)]
        owner: Place,
        /// user/<id> or group/<id>
        #[arg(value_parser = member)]
        member: String,
        /// Of an organization Owner, Maintainer or Contributor; of a project Owner, Writer or Reader
        #[arg(value_parser = role)]
        role: Role,
    },
    /// Take a role away; of an organization, also those in its projects and groups
    Remove {
        /// organization/<id> or project/<id>
        #[arg(value_parser = place)]
        owner: Place,
        /// user/<id> or group/<id>
        #[arg(value_parser = member)]
        member: String,
        #[command(flatten)]
        consent: Consent,
    },
}

const FACTS: [Fact; 3] =
    [("MEMBER", "", Form::KindAndId), ("NAME", "name", Form::Text), ("ROLE", "role", Form::Id)];

impl Member {
    pub(super) fn run(self) -> anyhow::Result<()> {
        let api = self.connection.open()?;
        match self.action {
            Action::List { owner } => show::list(&api, &api.get(&owner.members())?, &FACTS),
            Action::Set { owner, member, role } => {
                let path = format!("{}/{member}", owner.members());
                api.put(&path, Some(&json!({ "role": role.as_str() })))?;
                show::done(&api, &format!("{member} is {role} of {}.", owner.as_str()))
            }
            Action::Remove { owner, member, consent } => {
                consent.to(&format!("Remove {member} from {}?", owner.as_str()))?;
                api.delete(&format!("{}/{member}", owner.members()))?;
                show::done(&api, "Removed.")
            }
        }
    }
}
