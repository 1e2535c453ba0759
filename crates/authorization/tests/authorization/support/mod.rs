//! A stage of people and owners to try roles on, and short ways to say who stands where.
//!
//! Organization 1, the first, with projects 2 and 3; organization 4 with project 5; people 10 and up.

pub mod clients;
mod names;
mod platform;
pub mod provider;
mod run;

use std::cell::Cell;
use std::rc::Rc;

use strongroom_audit::{Record, written};
use strongroom_authorization::session::AuthSession;
use strongroom_authorization::token::Credential;
use strongroom_authorization::{Authorizer, Wiring};
use strongroom_database::sqlite::{Options, Sqlite};
use strongroom_model::audit::{self, Event};
use strongroom_model::{Member, MemberKind, Owner, Role, Scope, Timestamp, Visibility};
use strongroom_ports::authentication::{Authentication, Failure};
use strongroom_ports::directory_store::{DirectoryStore, GroupRow, NewPersonRow, ProjectRow};
use strongroom_ports::principals::{OrganizationRow, PrincipalStore, TokenRow};
use strongroom_root_keys::Held;
use strongroom_secret_bytes::SecretBytes;
use strongroom_store::Store;

use crate::engine::{Engine, engine};

pub use names::*;
pub use platform::{Counting, Fallible, HandClock, ISSUER, Platform};
pub use run::run;

pub const START: Timestamp = 1_800_000_000;
pub const HOUR: i64 = 3600;

pub type Rows = Store<Fallible, Held>;
pub type Parts = Wiring<Rows, HandClock, Counting, Platform>;
pub type World = Authorizer<Parts, Engine>;
pub type Caller = AuthSession<Parts, Engine>;

pub const ORGANIZATION: u8 = 1;
pub const PROJECT: u8 = 2;
pub const SISTER_PROJECT: u8 = 3;
pub const OTHER_ORGANIZATION: u8 = 4;
pub const OTHER_PROJECT: u8 = 5;
/// Owner of the first organization, and so an administrator.
pub const ADMINISTRATOR: u8 = 10;
/// Owner of the other organization.
pub const THEIRS: u8 = 11;
/// Of no organization, until a test says otherwise.
pub const ME: u8 = 12;
pub const OTHER: u8 = 13;

pub struct Stage {
    pub authorizer: World,
    pub store: Rows,
    pub database: Fallible,
    pub clock: HandClock,
    pub random: Counting,
    pub platform: Platform,
    seen: Cell<usize>,
    _folder: Rc<tempfile::TempDir>,
}

impl Stage {
    /// A database with nothing in it.
    pub fn empty() -> Self {
        let folder = Rc::new(tempfile::tempdir().unwrap());
        let sqlite = Sqlite::open(folder.path().join("test.db"), Options::default()).unwrap();
        let database = Fallible::new(sqlite);
        let store = Store::new(database.clone(), Held::for_tests("k1"));
        run(store.migrate()).unwrap();
        let clock = HandClock::at(START);
        let random = Counting::default();
        let platform = Platform::default();
        let authorizer = authorizer(&store, &clock, &random, &platform);
        let seen = Cell::new(0);
        Self { authorizer, store, database, clock, random, platform, seen, _folder: folder }
    }

    pub fn new() -> Self {
        let stage = Self::empty();
        let organization = OrganizationRow {
            id: id(ORGANIZATION),
            name: "organization 1".parse().unwrap(),
            created_at: START,
        };
        let token = token_row(&Credential::issue(&stage.random, START).unwrap(), ADMINISTRATOR);
        let administrator = person_row(ADMINISTRATOR);
        run(stage.store.initialize(organization, administrator, token, stage.record())).unwrap();
        for number in [THEIRS, ME, OTHER] {
            stage.person(number);
        }
        let other = OrganizationRow {
            id: id(OTHER_ORGANIZATION),
            name: "organization 4".parse().unwrap(),
            created_at: START,
        };
        run(stage.store.insert_organization(other, id(THEIRS), stage.record())).unwrap();
        for (number, organization) in [
            (PROJECT, ORGANIZATION),
            (SISTER_PROJECT, ORGANIZATION),
            (OTHER_PROJECT, OTHER_ORGANIZATION),
        ] {
            let row = ProjectRow {
                id: id(number),
                organization: id(organization),
                name: format!("project {number}").parse().unwrap(),
                visibility: Visibility::Private,
                created_at: START,
            };
            run(stage.store.insert_project(row, None, stage.record())).unwrap();
        }
        stage.forget();
        stage
    }

    /// Another instance over the same store: another host, or one that was started anew.
    pub fn another_host(&self) -> World {
        authorizer(&self.store, &self.clock, &self.random, &self.platform)
    }

    pub fn record(&self) -> Record {
        let event = Event::PersonRenamed { user: id(ADMINISTRATOR) };
        let caller = None;
        written(audit::Record { at: START, context: context(), caller, event })
    }

    /// Of nobody's organization.
    pub fn person(&self, number: u8) {
        let row = NewPersonRow {
            person: person_row(number),
            organization: id(ORGANIZATION),
            role: None,
            identity: None,
            token: None,
        };
        run(self.store.insert_person(row, self.record())).unwrap();
        self.forget();
    }

    pub fn hold(&self, user: u8, on: Owner, role: Role) {
        run(self.store.set_member(on, user_member(user), role, self.record())).unwrap();
        self.forget();
    }

    /// The role alone: by the store an organization's people also leave its projects.
    pub fn drop_role(&self, user: u8, on: Owner) {
        run(self.store.remove_member(on, user_member(user), self.record())).unwrap();
        self.forget();
    }

    pub fn show(&self, project: u8, visibility: Visibility) {
        let changed = self.store.change_project(id(project), None, Some(visibility), self.record());
        run(changed).unwrap();
        self.forget();
    }

    pub fn group(&self, number: u8, organization: u8, claim: Option<&str>) -> Member {
        let row = GroupRow {
            id: id(number),
            organization: id(organization),
            name: format!("group {number}").parse().unwrap(),
            claim: claim.map(str::to_owned),
            created_at: START,
        };
        run(self.store.insert_group(row, self.record())).unwrap();
        self.forget();
        Member { kind: MemberKind::Group, id: id(number) }
    }

    pub fn join(&self, group: u8, user: u8) {
        run(self.store.add_group_member(id(group), id(user), self.record())).unwrap();
        self.forget();
    }

    pub fn give_group(&self, group: Member, on: Owner, role: Role) {
        run(self.store.set_member(on, group, role, self.record())).unwrap();
        self.forget();
    }

    /// A token of this person that expires after an hour.
    pub fn token(&self, user: u8, scopes: Option<Vec<Scope>>) -> Credential {
        let credential = Credential::issue(&self.random, START).unwrap();
        let row = TokenRow { scopes, ..token_row(&credential, user) };
        run(self.store.insert_token(row, self.record())).unwrap();
        self.forget();
        credential
    }

    pub fn authenticate(
        &self,
        credential: SecretBytes,
        about: Option<Owner>,
    ) -> Result<Caller, Failure> {
        run(self.authorizer.authenticate(credential, context(), about))
    }

    /// A session of this person with a token of these scopes.
    pub fn session(&self, user: u8, scopes: Option<Vec<Scope>>) -> Caller {
        self.authenticate(self.token(user, scopes).print(), None).expect("the token is good")
    }

    pub fn whole(&self, user: u8) -> Caller {
        self.session(user, None)
    }

    /// Names of the events since the stage was set, each with what the log says beside.
    pub fn log(&self) -> Vec<(String, String)> {
        self.database.log().split_off(self.seen.get())
    }

    pub fn events(&self) -> Vec<String> {
        self.log().into_iter().map(|(event, _)| event).collect()
    }

    /// What was recorded so far is part of the stage.
    pub fn forget(&self) {
        self.seen.set(self.database.log().len());
    }
}

fn authorizer(store: &Rows, clock: &HandClock, random: &Counting, platform: &Platform) -> World {
    let parts = Wiring {
        store: store.clone(),
        clock: clock.clone(),
        random: random.clone(),
        platform: platform.clone(),
    };
    Authorizer::new(parts, engine())
}
