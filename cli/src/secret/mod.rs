//! `strongroom secret`: a module a thing to do with one.

mod edit;
mod examine;
mod find;
mod get;
mod given;
mod list;
mod over_time;
mod prompts;
mod remove;
mod scratch;
mod service;
mod set;

use clap::{Args, Subcommand};
use strongroom_client::{Location, Secret as Metadata};

use crate::api::Api;
use crate::connection::Connection;
use crate::output::show;
use crate::owner::Whose;
use crate::words::plain;

#[derive(Debug, Args)]
pub struct Secret {
    #[command(flatten)]
    connection: Connection,

    #[command(flatten)]
    whose: Whose,

    #[command(subcommand)]
    action: Action,
}

#[derive(Debug, Subcommand)]
enum Action {
    /// Names, types and states; no values
    List(list::List),
    /// Reveal a value, a field of it, or all of it in one of its type's formats
    Get(get::Get),
    /// Make a secret or change one; asks for what is not given
    Set(Box<set::Set>),
    /// Make a secret, and fail where one of its name is there; else as `set`
    New(Box<set::Set>),
    /// Change a value in your editor
    Edit(edit::Edit),
    /// Delete a secret; it can be restored for a week
    #[command(visible_alias = "delete")]
    Rm(remove::Rm),
    /// Bring a deleted secret back, with all its versions
    Restore(remove::Restore),
    /// End a deleted secret for good
    Purge(remove::Purge),
    /// The versions of a value, newest first
    Versions(over_time::Versions),
    /// Make the value of an earlier version the next one
    Rollback(over_time::Rollback),
    /// What was done with a secret, newest first, or who uses it
    History(over_time::History),
    /// Replace the value at its service, or go on where that was interrupted
    Rotate(service::Rotate),
    /// Ask the service whether the value works
    Check(service::Check),
    /// Which values are weak, stand in several secrets, or do not open; shows none, and is recorded
    Examine(examine::Examine),
    /// Put a secret under another owner; its versions begin anew there
    #[command(visible_alias = "mv")]
    Move(remove::Move),
}

impl Secret {
    pub(crate) fn run(self) -> anyhow::Result<()> {
        let Self { connection, whose, action } = self;
        let api = connection.open()?;
        let on = On { api: &api, whose: &whose };
        match action {
            Action::List(list) => list.run(&on),
            Action::Get(get) => get.run(&on),
            Action::Set(set) => set.run(&on, set::May::ChangeToo),
            Action::New(set) => set.run(&on, set::May::MakeOnly),
            Action::Edit(edit) => edit.run(&on),
            Action::Rm(rm) => rm.run(&on),
            Action::Restore(restore) => restore.run(&on),
            Action::Purge(purge) => purge.run(&on),
            Action::Versions(versions) => versions.run(&on),
            Action::Rollback(rollback) => rollback.run(&on),
            Action::History(history) => history.run(&on),
            Action::Rotate(rotate) => rotate.run(&on),
            Action::Check(check) => check.run(&on),
            Action::Examine(examine) => examine.run(&on),
            Action::Move(to) => to.run(&on),
        }
    }
}

/// What every one of them is done on.
struct On<'a> {
    api: &'a Api,
    whose: &'a Whose,
}

/// Where the secret is that a person names, for commands about something else.
///
/// # Errors
/// There is none of this name.
pub(crate) fn located(api: &Api, whose: &Whose, text: &str) -> anyhow::Result<Location> {
    Ok(find::find(&On { api, whose }, text)?.at)
}

fn path(at: &Location) -> String {
    format!("/settings/{}/{}", at.owner, at.key)
}

/// Tells of a change.
fn told(api: &Api, deed: &str, secret: &Metadata) -> anyhow::Result<()> {
    if api.json {
        return show::line(&api.get(&path(&secret.location))?.to_string());
    }
    let Metadata { name, version, location, .. } = secret;
    show::line(&format!("{deed} {}, version {version} ({}).", plain(name), location.key))
}
