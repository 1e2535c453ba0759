//! A session and a sealer that keep to their contracts, and a list of who was called.

use std::cell::{Cell, RefCell};
use std::collections::HashMap;
use std::rc::Rc;

use strongroom_model::access::Deed;
use strongroom_model::audit::{Caller, Context, Credential};
use strongroom_model::sealed::{SealedField, SealedVersion, WrappedOwnerKey};
use strongroom_model::{Action, FieldName, Owner, Principal, PrincipalKind, Timestamp};
use strongroom_ports::catalogue::Field;
use strongroom_ports::sealing::{self, Place, Sealing};
use strongroom_ports::sessions::{Denial, Permit, Reason, Session};
use strongroom_ports::{Clock, NoRandomness, Random};
use strongroom_secret_bytes::SecretBytes;

use crate::stage::{ME, START, TOKEN, id};

/// Calls in their order, over all doubles of a test.
#[derive(Debug, Default, Clone)]
pub struct Calls(Rc<RefCell<Vec<&'static str>>>);

impl Calls {
    pub fn note(&self, call: &'static str) {
        self.0.borrow_mut().push(call);
    }

    pub fn take(&self) -> Vec<&'static str> {
        self.0.take()
    }
}

/// A caller who may do everything but what is denied.
#[derive(Debug, Default)]
pub struct TestSession {
    pub calls: Calls,
    pub denied: HashMap<Action, Denial>,
    /// The fields that the caller's token may reveal; all where there are none.
    pub fields: Option<Vec<FieldName>>,
    /// The deeds that leave was given for.
    pub permits: RefCell<Vec<Deed>>,
    /// What was denied, as an authorizer would record it.
    pub denials: RefCell<Vec<Deed>>,
}

#[derive(Debug)]
pub struct TestPermit(Deed);

impl Permit for TestPermit {
    fn covers(&self, deed: &Deed) -> bool {
        let Deed { action, owner, secret, version, fields } = &self.0;
        (action, owner, secret, version) == (&deed.action, &deed.owner, &deed.secret, &deed.version)
            && are_within(deed.fields.as_deref(), fields.as_deref())
    }
}

/// `None` is every field.
fn are_within(some: Option<&[FieldName]>, allowed: Option<&[FieldName]>) -> bool {
    match (some, allowed) {
        (_, None) => true,
        (None, Some(_)) => false,
        (Some(some), Some(allowed)) => some.iter().all(|name| allowed.contains(name)),
    }
}

impl Session for TestSession {
    type Permit = TestPermit;

    fn caller(&self) -> Caller {
        let principal = Principal { kind: PrincipalKind::Person, id: id(ME) };
        Caller { principal, credential: Credential::ApiToken(id(TOKEN)) }
    }

    fn context(&self) -> Context {
        Context { request_id: "request 1".to_owned(), peer: None }
    }

    async fn permit(&self, deed: Deed) -> Result<TestPermit, Denial> {
        self.calls.note("permit");
        let beyond = deed.action == Action::Reveal
            && !are_within(deed.fields.as_deref(), self.fields.as_deref());
        let scope = beyond.then_some(Denial::Forbidden(Reason::Fields));
        match self.denied.get(&deed.action).copied().or(scope) {
            None => {
                self.permits.borrow_mut().push(deed.clone());
                Ok(TestPermit(deed))
            }
            Some(denial) => {
                self.denials.borrow_mut().push(deed);
                Err(denial)
            }
        }
    }
}

/// Seals by writing the place before the bytes: no secrecy, but a value opens only where it belongs,
/// under its owner's key, and with a permit for it.
#[derive(Debug, Default, Clone)]
pub struct TestSealing {
    pub calls: Calls,
    pub fails: Rc<Cell<Option<sealing::Error>>>,
}

fn header(owner_key: &WrappedOwnerKey, place: &Place, field: &str) -> Vec<u8> {
    let Place { owner, secret, version } = place;
    let key = String::from_utf8_lossy(&owner_key.blob);
    format!("{key}|{owner}|{secret}|{version}|{field}|").into_bytes()
}

fn deed(action: Action, place: &Place, fields: Option<Vec<FieldName>>) -> Deed {
    Deed {
        action,
        owner: place.owner,
        secret: Some(place.secret.clone()),
        version: Some(place.version),
        fields,
    }
}

impl TestSealing {
    fn fail(&self) -> Result<(), sealing::Error> {
        self.fails.get().map_or(Ok(()), Err)
    }
}

impl Sealing for TestSealing {
    type Permit = TestPermit;

    async fn new_owner_key(
        &self,
        owner: Owner,
        serial: u32,
    ) -> Result<WrappedOwnerKey, sealing::Error> {
        self.calls.note("new owner key");
        let blob = format!("key {serial} of {owner}").into_bytes();
        Ok(WrappedOwnerKey { serial, root_key: "root".to_owned(), blob })
    }

    async fn seal(
        &self,
        permit: &TestPermit,
        owner_key: &WrappedOwnerKey,
        place: &Place,
        fields: Vec<Field>,
    ) -> Result<SealedVersion, sealing::Error> {
        self.calls.note("seal");
        self.fail()?;
        let leave = [Action::Create, Action::Update];
        if !leave.into_iter().any(|action| permit.covers(&deed(action, place, None))) {
            return Err(sealing::Error::NotPermitted);
        }
        let fields = fields
            .into_iter()
            .map(|field| {
                let mut blob = header(owner_key, place, field.name.as_str());
                blob.extend_from_slice(field.value.expose());
                SealedField { name: field.name, blob }
            })
            .collect();
        Ok(SealedVersion { owner_key_serial: owner_key.serial, data_key: vec![1], fields })
    }

    async fn open(
        &self,
        permit: &TestPermit,
        owner_key: &WrappedOwnerKey,
        place: &Place,
        sealed: &SealedVersion,
    ) -> Result<Vec<Field>, sealing::Error> {
        self.calls.note("open");
        self.fail()?;
        let names = sealed.fields.iter().map(|field| field.name.clone()).collect();
        if !permit.covers(&deed(Action::Reveal, place, Some(names))) {
            return Err(sealing::Error::NotPermitted);
        }
        sealed
            .fields
            .iter()
            .map(|field| {
                let header = header(owner_key, place, field.name.as_str());
                let value = field.blob.strip_prefix(&header[..]).ok_or(sealing::Error::Corrupt)?;
                Ok(Field { name: field.name.clone(), value: SecretBytes::new(value.to_vec()) })
            })
            .collect()
    }
}

#[derive(Debug, Clone)]
pub struct StillClock;

impl Clock for StillClock {
    fn now(&self) -> Timestamp {
        START
    }
}

/// Counts up, until there is none left.
#[derive(Debug, Default, Clone)]
pub struct Counting {
    pub given: Rc<Cell<u8>>,
    pub is_dry: Rc<Cell<bool>>,
}

impl Random for Counting {
    fn fill(&self, bytes: &mut [u8]) -> Result<(), NoRandomness> {
        if self.is_dry.get() {
            return Err(NoRandomness);
        }
        self.given.set(self.given.get() + 1);
        bytes.fill(self.given.get());
        Ok(())
    }
}
