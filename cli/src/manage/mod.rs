//! Who and what is there: organizations, projects, people, machines, tokens and policies; and whether
//! the log of what they did is whole.
//!
//! A module a resource: what can be said to it, the request that it becomes, and the columns of its
//! answer.

pub(crate) mod audit;
mod client;
mod group;
mod identity;
mod member;
mod organization;
mod person;
mod policy;
mod project;
pub(crate) mod token;

use clap::Subcommand;

#[derive(Debug, Subcommand)]
pub enum Command {
    /// Who the token is, and what it may reach
    Whoami(identity::Whoami),
    /// What may be done to an organization, a project or a person's secrets
    Permissions(identity::Permissions),
    /// Organizations
    Organization(organization::Organization),
    /// Projects of organizations
    Project(project::Project),
    /// Who has a role in an organization or a project
    Member(member::Member),
    /// People
    Person(person::Person),
    /// Groups of people
    Group(group::Group),
    /// Service clients: machines that sign in with an id and a secret
    Client(client::Client),
    /// Policies of an organization, where the server's authorizer decides by them
    Policy(policy::Policy),
    /// The audit log of an owner
    Audit(audit::Audit),
}

/// # Errors
/// The server refused, or could not be asked.
pub(crate) fn run(command: Command) -> anyhow::Result<()> {
    match command {
        Command::Whoami(whoami) => whoami.run(),
        Command::Permissions(permissions) => permissions.run(),
        Command::Organization(organization) => organization.run(),
        Command::Project(project) => project.run(),
        Command::Member(member) => member.run(),
        Command::Person(person) => person.run(),
        Command::Group(group) => group.run(),
        Command::Client(client) => client.run(),
        Command::Policy(policy) => policy.run(),
        Command::Audit(audit) => audit.run(),
    }
}
