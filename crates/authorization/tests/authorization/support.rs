//! A clock that is set by hand, and a stage of people and owners to try roles on.

use std::cell::Cell;
use std::future::Future;
use std::pin::pin;
use std::rc::Rc;
use std::task::{Context as TaskContext, Poll, Waker};

use strongroom_authorization::Authorizer;
use strongroom_authorization::session::AuthSession;
use strongroom_authorization::token::Credential;
use strongroom_model::audit::Context;
use strongroom_model::{Grant, Id, Owner, OwnerKind, Role, Timestamp};
use strongroom_ports::authentication::{Authentication, Failure};
use strongroom_ports::principals::{OrganizationRow, ProjectRow, TokenRow};
use strongroom_ports::{Clock, NoRandomness, Random};
use strongroom_secret_bytes::SecretBytes;

use crate::store::Store;

pub const START: Timestamp = 1_800_000_000;

/// Nothing in these tests waits, so one poll is a whole run.
pub fn run<T>(future: impl Future<Output = T>) -> T {
    match pin!(future).poll(&mut TaskContext::from_waker(Waker::noop())) {
        Poll::Ready(value) => value,
        Poll::Pending => panic!("nothing here waits"),
    }
}

pub fn id(number: u8) -> Id {
    Id::new(START, [number; 16])
}

pub fn owner(kind: OwnerKind, number: u8) -> Owner {
    Owner { kind, id: id(number) }
}

pub fn grant(on: Owner, role: Role) -> Grant {
    Grant { on, role }
}

#[derive(Debug, Clone)]
pub struct HandClock(Rc<Cell<Timestamp>>);

impl HandClock {
    pub fn set(&self, now: Timestamp) {
        self.0.set(now);
    }
}

impl Clock for HandClock {
    fn now(&self) -> Timestamp {
        self.0.get()
    }
}

/// Counts up: no two ids and no two secrets are alike.
#[derive(Default, Clone)]
pub struct Counting(Rc<Cell<u64>>);

impl Random for Counting {
    fn fill(&self, bytes: &mut [u8]) -> Result<(), NoRandomness> {
        self.0.set(self.0.get() + 1);
        bytes.fill(0xA5);
        bytes[..8].copy_from_slice(&self.0.get().to_be_bytes());
        Ok(())
    }
}

pub type World = Authorizer<Store, HandClock, Counting>;

/// Organization 1 with projects 2 and 3, organization 4 with project 5, people 10 to 12.
pub struct Stage {
    pub authorizer: World,
    pub store: Store,
    pub clock: HandClock,
    pub random: Counting,
}

pub const ORGANIZATION: u8 = 1;
pub const PROJECT: u8 = 2;
pub const SISTER_PROJECT: u8 = 3;
pub const OTHER_ORGANIZATION: u8 = 4;
pub const OTHER_PROJECT: u8 = 5;
pub const ME: u8 = 10;
pub const OTHER: u8 = 11;

impl Stage {
    pub fn new() -> Self {
        let store = Store::default();
        let clock = HandClock(Rc::new(Cell::new(START)));
        let random = Counting::default();
        store.rows(|rows| {
            for number in [ORGANIZATION, OTHER_ORGANIZATION] {
                rows.organizations.push(OrganizationRow {
                    id: id(number),
                    name: format!("organization {number}").parse().unwrap(),
                    created_at: START,
                });
            }
            for (number, organization) in [
                (PROJECT, ORGANIZATION),
                (SISTER_PROJECT, ORGANIZATION),
                (OTHER_PROJECT, OTHER_ORGANIZATION),
            ] {
                rows.projects.push(ProjectRow {
                    id: id(number),
                    organization: id(organization),
                    name: format!("project {number}").parse().unwrap(),
                    created_at: START,
                });
            }
            for number in [ME, OTHER] {
                rows.users.insert(id(number), format!("person {number}"));
            }
        });
        let authorizer = Authorizer::new(store.clone(), clock.clone(), random.clone());
        Self { authorizer, store, clock, random }
    }

    pub fn hold(&self, user: u8, on: Owner, role: Role) {
        self.store.rows(|rows| rows.roles.insert((id(user), on), role));
    }

    /// A token of this person that expires after an hour.
    pub fn token(&self, user: u8, grants: Option<Vec<Grant>>) -> Credential {
        let credential = Credential::issue(&self.random, START).unwrap();
        let row = TokenRow {
            id: credential.id(),
            user: id(user),
            user_name: format!("person {user}").parse().unwrap(),
            name: "a token".parse().unwrap(),
            digest: credential.digest(),
            created_at: START,
            expires_at: START + 3600,
            grants,
        };
        self.store.rows(|rows| rows.tokens.insert(row.id, row));
        credential
    }

    pub fn authenticate(
        &self,
        credential: SecretBytes,
        about: Option<Owner>,
    ) -> Result<AuthSession<Store, HandClock>, Failure> {
        run(self.authorizer.authenticate(credential, context(), about))
    }

    pub fn session(
        &self,
        user: u8,
        grants: Option<Vec<Grant>>,
        about: Option<Owner>,
    ) -> AuthSession<Store, HandClock> {
        self.authenticate(self.token(user, grants).print(), about).expect("the token is good")
    }
}

pub fn context() -> Context {
    Context { request_id: "request 1".to_owned(), peer: Some("192.0.2.7".to_owned()) }
}
