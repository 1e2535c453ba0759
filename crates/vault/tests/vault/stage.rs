//! A vault over doubles, and what most tests begin with.

use std::future::Future;
use std::pin::pin;
use std::task::{Context, Poll, Waker};

use strongroom_model::metadata::{Metadata, Precondition};
use strongroom_model::{Action, Id, Owner, OwnerKind, SecretKey, Timestamp, VersionNumber};
use strongroom_ports::sessions::Denial;
use strongroom_ports::vault::{Change, Draft, DraftField, Error, Vault};
use strongroom_secret_bytes::SecretBytes;
use strongroom_vault::VaultService;

use crate::catalogue::TestCatalogue;
use crate::double::{Calls, Counting, StillClock, TestSealing, TestSession};
use crate::service::Service;
use crate::store::TestStore;

pub const START: Timestamp = 1_800_000_000;
pub const ME: u8 = 1;
pub const TOKEN: u8 = 2;
pub const PROJECT: u8 = 3;

/// Nothing in these tests waits, so one poll is a whole run.
pub fn run<T>(future: impl Future<Output = T>) -> T {
    match pin!(future).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(value) => value,
        Poll::Pending => panic!("nothing here waits"),
    }
}

pub fn id(number: u8) -> Id {
    Id::from_bytes([number; 20])
}

pub fn project() -> Owner {
    Owner { kind: OwnerKind::Project, id: id(PROJECT) }
}

pub fn version(number: u32) -> VersionNumber {
    VersionNumber::new(number).unwrap()
}

pub type TestVault =
    VaultService<TestStore, TestSealing, TestCatalogue, StillClock, Counting, TestSession>;

pub struct Stage {
    pub vault: TestVault,
    pub store: TestStore,
    pub sealer: TestSealing,
    pub random: Counting,
    pub service: Service,
    pub calls: Calls,
}

impl Stage {
    pub fn new() -> Self {
        let calls = Calls::default();
        let store = TestStore { calls: calls.clone(), ..TestStore::default() };
        let sealer = TestSealing { calls: calls.clone(), ..TestSealing::default() };
        let service = Service::default();
        let catalogue = TestCatalogue { calls: calls.clone(), service: service.clone() };
        let random = Counting::default();
        let vault =
            VaultService::new(store.clone(), sealer.clone(), catalogue, StillClock, random.clone());
        Self { vault, store, sealer, random, service, calls }
    }

    /// With the secret `db` of type `Login` in the project, and no calls noted.
    pub fn with_secret() -> (Self, SecretKey) {
        let stage = Self::new();
        let made = stage.create(login("db", "ann", "pass one")).unwrap();
        stage.calls.take();
        (stage, made.key)
    }

    pub fn anyone(&self) -> TestSession {
        TestSession { calls: self.calls.clone(), ..TestSession::default() }
    }

    /// Allowed everything but these.
    pub fn denied(&self, denial: Denial, actions: &[Action]) -> TestSession {
        let denied = actions.iter().map(|action| (*action, denial)).collect();
        TestSession { denied, ..self.anyone() }
    }

    pub fn outsider(&self) -> TestSession {
        self.denied(Denial::Hidden, &Action::ALL)
    }

    pub fn create(&self, draft: Draft) -> Result<Metadata, Error> {
        run(self.vault.create(&self.anyone(), project(), draft))
    }

    pub fn update(
        &self,
        key: &SecretKey,
        expected: Option<Precondition>,
        change: Change,
    ) -> Result<Metadata, Error> {
        run(self.vault.update(&self.anyone(), project(), key, expected, change))
    }

    /// Fields of a version as texts.
    pub fn reveal(&self, key: &SecretKey, version: Option<VersionNumber>) -> Vec<(String, String)> {
        let revealed =
            run(self.vault.reveal(&self.anyone(), project(), key, version, None)).unwrap();
        let text = |value: &SecretBytes| String::from_utf8(value.expose().to_vec()).unwrap();
        revealed.fields.iter().map(|field| (field.name.to_string(), text(&field.value))).collect()
    }
}

pub fn fields(pairs: &[(&str, &str)]) -> Vec<DraftField> {
    pairs
        .iter()
        .map(|(name, value)| DraftField {
            name: (*name).to_owned(),
            value: SecretBytes::from((*value).to_owned()),
        })
        .collect()
}

pub fn draft(type_name: &str, name: &str, pairs: &[(&str, &str)]) -> Draft {
    Draft {
        type_name: type_name.to_owned(),
        name: name.to_owned(),
        description: String::new(),
        labels: Vec::new(),
        fields: fields(pairs),
        expires_at: None,
        rotate_every: None,
    }
}

pub fn login(name: &str, user: &str, password: &str) -> Draft {
    draft("Login", name, &[("user", user), ("password", password)])
}

pub fn new_value(user: &str, password: &str) -> Change {
    Change { fields: Some(fields(&[("user", user), ("password", password)])), ..Change::default() }
}

pub fn pairs(expected: &[(&str, &str)]) -> Vec<(String, String)> {
    expected.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
}

/// Names of the fields that are not valid.
pub fn problems<T: std::fmt::Debug>(answer: Result<T, Error>) -> Vec<String> {
    match answer {
        Err(Error::Invalid(problems)) => {
            problems.into_iter().map(|problem| problem.field).collect()
        }
        other => panic!("{other:?}"),
    }
}
