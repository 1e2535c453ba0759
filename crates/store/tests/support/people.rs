//! People, what they are in, and short ways to put them there.

use strongroom_audit::Record;
use strongroom_model::audit::Event;
use strongroom_model::metadata::Stamp;
use strongroom_model::{Member, MemberKind, Owner, Permission, Role, Scope, Visibility};
use strongroom_ports::directory_store::{DirectoryStore, GroupRow, NewPersonRow, ProjectRow};
use strongroom_ports::principals::{
    ClientRow, Error, ExternalIdentity, OrganizationRow, PersonRow, PrincipalStore, Status,
    TokenRow,
};

use super::{NOW, TOKEN, USER, World, empty, id, record};

/// The first organization, whose only Owner is [`USER`].
pub const ACME: u32 = 1;
/// Another organization, whose only Owner is [`THEIRS`].
pub const OTHER: u32 = 2;
pub const THEIRS: u32 = 950;
/// Projects of [`ACME`].
pub const ALPHA: u32 = 20;
pub const BETA: u32 = 21;
/// A project of [`OTHER`].
pub const GAMMA: u32 = 30;

pub fn organization_row(number: u32) -> OrganizationRow {
    let name = if number == ACME { "Acme" } else { "Other" };
    OrganizationRow { id: id(number), name: name.parse().unwrap(), created_at: NOW }
}

pub fn project_row(number: u32, organization: u32, name: &str) -> ProjectRow {
    ProjectRow {
        id: id(number),
        organization: id(organization),
        name: name.parse().unwrap(),
        visibility: Visibility::Private,
        created_at: NOW,
    }
}

pub fn person_row(number: u32, name: &str) -> PersonRow {
    PersonRow {
        id: id(number),
        name: name.parse().unwrap(),
        email: Some(format!("{}@example.com", name.to_ascii_lowercase())),
        status: Status::Active,
        created_at: NOW,
        last_seen_at: None,
    }
}

pub fn token_row(number: u32, user: u32) -> TokenRow {
    TokenRow {
        id: id(number),
        user: id(user),
        name: "laptop".parse().unwrap(),
        digest: [7; 32],
        created_at: NOW,
        expires_at: NOW + 60,
        last_used_at: None,
        scopes: None,
    }
}

pub fn group_row(number: u32, organization: u32, name: &str) -> GroupRow {
    let name = name.parse().unwrap();
    GroupRow { id: id(number), organization: id(organization), name, claim: None, created_at: NOW }
}

pub fn scope(on: Owner, permissions: &[Permission]) -> Scope {
    Scope { on, projects: false, permissions: permissions.to_vec(), secrets: None }
}

pub fn client_row(number: u32, owner: Owner, name: &str) -> ClientRow {
    ClientRow {
        id: id(number),
        owner,
        name: name.parse().unwrap(),
        digest: [8; 32],
        generation: 1,
        scopes: vec![scope(owner, &[Permission::Metadata, Permission::Reveal])],
        created: Stamp { at: NOW, by: id(USER) },
        expires_at: NOW + 60,
        last_used_at: None,
    }
}

pub fn identity(subject: &str) -> ExternalIdentity {
    ExternalIdentity { issuer: "https://id.example.com".to_owned(), subject: subject.to_owned() }
}

pub fn a_user(number: u32) -> Member {
    Member { kind: MemberKind::User, id: id(number) }
}

pub fn a_group(number: u32) -> Member {
    Member { kind: MemberKind::Group, id: id(number) }
}

/// A record of which only that it is written is of interest.
pub fn note() -> Record {
    record(Event::PersonRenamed { user: id(USER) })
}

/// Ada, Owner of Acme with a token and two projects, and Eve, who has an organization of her own
/// with one project.
pub async fn installation() -> World {
    let world = empty().await;
    let store = &world.store;
    let made = record(Event::Initialized { organization: id(ACME), user: id(USER) });
    let ada = person_row(USER, "Ada");
    let made =
        store.initialize(organization_row(ACME), ada, token_row(TOKEN, USER), made).await.unwrap();
    assert!(made);
    world.person(THEIRS, "Eve", None).await;
    store.insert_organization(organization_row(OTHER), id(THEIRS), note()).await.unwrap();
    world.project(ALPHA, ACME, "alpha").await;
    world.project(BETA, ACME, "beta").await;
    world.project(GAMMA, OTHER, "gamma").await;
    world
}

impl World {
    /// A project that nobody has a role in.
    pub async fn project(&self, number: u32, organization: u32, name: &str) {
        let row = project_row(number, organization, name);
        self.store.insert_project(row, None, note()).await.unwrap();
    }

    /// A person, with a role in Acme or none.
    pub async fn person(&self, number: u32, name: &str, role: Option<Role>) {
        self.store.insert_person(new_person(number, name, role), note()).await.unwrap();
    }

    pub async fn group(&self, number: u32, organization: u32, name: &str, members: &[u32]) {
        let group = group_row(number, organization, name);
        self.store.insert_group(group, note()).await.unwrap();
        for member in members {
            self.store.add_group_member(id(number), id(*member), note()).await.unwrap();
        }
    }

    pub async fn set(&self, owner: Owner, member: Member, role: Role) -> Result<(), Error> {
        self.store.set_member(owner, member, role, note()).await
    }

    pub async fn remove(&self, owner: Owner, member: Member) -> Result<(), Error> {
        self.store.remove_member(owner, member, note()).await
    }

    /// The role that a person has of their own, and the strongest with groups.
    pub async fn roles(&self, owner: Owner, person: u32) -> (Option<Role>, Option<Role>) {
        let own = self.store.role_of(owner, a_user(person)).await.unwrap();
        let standing = self.store.standing_of(Some(id(person)), owner).await.unwrap();
        (own, standing.role)
    }
}

pub fn new_person(number: u32, name: &str, role: Option<Role>) -> NewPersonRow {
    NewPersonRow {
        person: person_row(number, name),
        organization: id(ACME),
        role,
        identity: None,
        token: None,
    }
}

/// `World::roles` of somebody who has nothing.
pub const NOTHING: (Option<Role>, Option<Role>) = (None, None);
