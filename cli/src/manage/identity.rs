//! Who the caller is and what it may do.

use clap::Args;
use strongroom_model::SecretKey;

use crate::connection::Connection;
use crate::output::show::{self, Form};
use crate::words::any_owner;

#[derive(Debug, Args)]
pub struct Whoami {
    #[command(flatten)]
    connection: Connection,
}

impl Whoami {
    pub(super) fn run(self) -> anyhow::Result<()> {
        let api = self.connection.open()?;
        let found = api.get("/me")?;
        let kind = if found.get("client").is_some_and(serde_json::Value::is_object) {
            [("Client", "client.id", Form::Id), ("Name", "client.name", Form::Text)]
        } else {
            [("Person", "user.id", Form::Id), ("Name", "user.name", Form::Text)]
        };
        let facts = [
            ("E-mail", "user.email", Form::Text),
            ("Administrator", "administrator", Form::YesNo),
            ("Credential", "token.kind", Form::Text),
            ("Token", "token.id", Form::Id),
            ("Token name", "token.name", Form::Text),
            ("Expires", "token.expires_at", Form::Time),
            ("Scopes", "token.scopes", Form::Scopes),
        ];
        show::one(&api, &found, &[kind.as_slice(), &facts].concat())
    }
}

#[derive(Debug, Args)]
pub struct Permissions {
    #[command(flatten)]
    connection: Connection,

    /// project/<id>, organization/<id>, user/<id> or user/me
    #[arg(value_name = "OWNER", value_parser = any_owner)]
    owner: String,

    /// One secret of it: secret/<Type>/<id>; it need not exist
    #[arg(long, value_name = "KEY")]
    secret: Option<SecretKey>,
}

impl Permissions {
    pub(super) fn run(self) -> anyhow::Result<()> {
        let api = self.connection.open()?;
        let mut path = format!("/permissions/{}", self.owner);
        if let Some(secret) = self.secret {
            path.push_str(&format!("/{secret}"));
        }
        let found = api.get(&path)?;
        if api.json {
            return show::one(&api, &found, &[]);
        }
        let actions = found.get("actions").and_then(serde_json::Value::as_array);
        let actions = actions.into_iter().flatten().filter_map(serde_json::Value::as_str);
        let actions = actions.map(crate::words::plain).collect::<Vec<_>>().join(", ");
        show::line(&format!("May            {actions}"))?;
        show::one(&api, &found, &[("Role", "role", Form::Text)])
    }
}
