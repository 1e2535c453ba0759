//! `strongroom context`: which servers somebody works with. `book` is the file that says so, `kept`
//! the credentials beside it.

pub(crate) mod book;
pub(crate) mod kept;

use anyhow::ensure;
use clap::{Args, Subcommand};
use serde_json::{Value, json};
use strongroom_client::transport;

use crate::output::show::{self, Fact, Form};
use crate::words::policy_name as context_name;
use book::{Book, Entry, Folder};
use kept::Kept;

#[derive(Debug, Args)]
pub struct Context {
    /// Print JSON, for machines
    #[arg(long, env = "STRONGROOM_JSON", global = true)]
    json: bool,

    #[command(subcommand)]
    action: Action,
}

#[derive(Debug, Subcommand)]
enum Action {
    /// All of them, with the one in use
    List,
    /// Work with another one from now on
    Use {
        /// What it is called
        #[arg(value_parser = context_name)]
        name: String,
    },
    /// Add one, or change it; `strongroom login` adds one as well
    Add {
        /// What it is called
        #[arg(value_parser = context_name)]
        name: String,
        /// Address of the server
        #[arg(long, value_name = "URL")]
        server: String,
        /// The project that is meant where a command names none: its name or id
        #[arg(long, short, value_name = "NAME")]
        project: Option<String>,
        /// Send the token to another machine without TLS, where the network itself is trusted
        #[arg(long)]
        allow_http: bool,
    },
    /// Forget one, with its credential
    #[command(visible_alias = "remove")]
    Rm {
        /// What it is called
        #[arg(value_parser = context_name)]
        name: String,
    },
    /// The one in use, or this one
    Show {
        /// What it is called
        #[arg(value_parser = context_name)]
        name: Option<String>,
    },
}

const FACTS: [Fact; 5] = [
    ("NAME", "name", Form::Text),
    ("IN USE", "current", Form::YesNo),
    ("SERVER", "server", Form::Id),
    ("PROJECT", "project", Form::Text),
    ("SIGNED IN WITH", "credential", Form::Id),
];

impl Context {
    pub(crate) fn run(self) -> anyhow::Result<()> {
        let folder = Folder::of_user()?;
        let mut book = folder.book()?;
        match self.action {
            Action::List => {
                let names: Vec<&String> = book.contexts.keys().collect();
                let entries = names.into_iter().map(|name| described(&folder, &book, name));
                let entries = entries.collect::<anyhow::Result<Vec<Value>>>()?;
                if entries.is_empty() && !self.json {
                    return show::note("There are none: `strongroom login` adds one.");
                }
                show::listed(self.json, &json!({ "data": entries }), &FACTS)
            }
            Action::Use { name } => {
                book.named(&name)?;
                book.current = Some(name);
                folder.write(&book)
            }
            Action::Add { name, server, project, allow_http } => {
                transport::address(&server, allow_http)
                    .map_err(|why| anyhow::anyhow!("--server {why}"))?;
                book.contexts.insert(name.clone(), Entry { server, project, allow_http });
                book.current.get_or_insert(name);
                folder.write(&book)
            }
            Action::Rm { name } => {
                book.named(&name)?;
                Kept::forget(&folder.credential(&name))?;
                book.contexts.remove(&name);
                book.current = book.current.filter(|current| *current != name);
                folder.write(&book)
            }
            Action::Show { name } => {
                let name = name.or_else(|| book.current.clone());
                ensure!(name.is_some(), "no context is in use: `strongroom context use NAME`");
                let shown = described(&folder, &book, &name.unwrap_or_default())?;
                show::described(self.json, &shown, &FACTS)
            }
        }
    }
}

fn described(folder: &Folder, book: &Book, name: &str) -> anyhow::Result<Value> {
    let Entry { server, project, allow_http } = book.named(name)?;
    let kept = Kept::read(&folder.credential(name))?;
    Ok(json!({
        "name": name, "current": book.current.as_deref() == Some(name),
        "server": server, "project": project, "allow_http": allow_http,
        "credential": kept.map(|kept| kept.credential.kind()),
    }))
}
