//! The ports as the tests arrange them: a few fixed secrets, and whatever failure a test
//! asks for. Every call is recorded with what the gateway passed.

use std::cell::RefCell;
use std::rc::Rc;

use strongroom_model::audit::{AuthenticationFailure, Context};
use strongroom_model::{Id, Owner, Timestamp};
use strongroom_ports::authentication::{AccessToken, Authentication, Failure};
use strongroom_ports::{Clock, administration, vault};
use strongroom_secret_bytes::SecretBytes;

pub(crate) const PROJECT: &str = "0ujtsYcgvSTl8PAuAdqWYSMnLOv";
pub(crate) const CUSTOM: &str = "2kFmBSWjqxWEGarZC9kkeYOpgMD";
pub(crate) const REGISTRY: &str = "0ujzPyRiIAffKhBux4PvQdDqMHY";
/// Has several fields, of which only one is stored.
pub(crate) const SPARSE: &str = "0uk1Hbc9dQ9pxyTqJ93IUrfhdGq";
/// Of a type that is not loaded.
pub(crate) const ORPHAN: &str = "0uk1HdCJ6hUZKDgcxhpJwUl5ZEI";
pub(crate) const USER: &str = "0uk1HcdvF0p8C20KtTfdRSB9XIm";
pub(crate) const ORGANIZATION: &str = "0uk1Ha7hGJ1Q9Xbnkt0yZgNwg3g";
pub(crate) const VALUE: &str = "pl\u{e4}nted \"hunter2\"\n";
pub(crate) const CREDENTIAL: &str = "sr_the-whole-credential";

pub(crate) fn id(text: &str) -> Id {
    text.parse().unwrap()
}

#[derive(Clone, Default)]
pub(crate) struct World(Rc<Inner>);

#[derive(Default)]
struct Inner {
    calls: RefCell<Vec<String>>,
    vault_fails: RefCell<Option<vault::Error>>,
    management_fails: RefCell<Option<administration::Error>>,
    organizations: RefCell<usize>,
}

impl World {
    pub(crate) fn with_vault_error(error: vault::Error) -> Self {
        let world = Self::default();
        *world.0.vault_fails.borrow_mut() = Some(error);
        world
    }

    pub(crate) fn with_management_error(error: administration::Error) -> Self {
        let world = Self::default();
        *world.0.management_fails.borrow_mut() = Some(error);
        world
    }

    pub(crate) fn with_organizations(count: usize) -> Self {
        let world = Self::default();
        *world.0.organizations.borrow_mut() = count;
        world
    }

    /// Whose vault and management fail whatever they are asked.
    pub(crate) fn that_fails() -> Self {
        let world = Self::with_vault_error(vault::Error::Internal);
        *world.0.management_fails.borrow_mut() = Some(administration::Error::Internal);
        world
    }

    pub(super) fn organization_count(&self) -> usize {
        *self.0.organizations.borrow()
    }

    /// What was asked since the last look, without the authentications.
    pub(crate) fn calls(&self) -> Vec<String> {
        let mut calls = self.0.calls.take();
        calls.retain(|call| !call.starts_with("authenticate") && call != "types");
        calls
    }

    pub(crate) fn authentications(&self) -> Vec<String> {
        let mut calls = self.0.calls.take();
        calls.retain(|call| call.starts_with("authenticate"));
        calls
    }

    pub(super) fn record(&self, call: String) {
        self.0.calls.borrow_mut().push(call);
    }

    pub(super) fn vault(&self, call: String) -> Result<(), vault::Error> {
        self.record(call);
        self.0.vault_fails.borrow().clone().map_or(Ok(()), Err)
    }

    pub(super) fn management(&self, call: String) -> Result<(), administration::Error> {
        self.record(call);
        self.0.management_fails.borrow().clone().map_or(Ok(()), Err)
    }
}

impl Clock for World {
    fn now(&self) -> Timestamp {
        1_722_887_600
    }
}

/// With an API token, with a token of an identity provider, or a machine.
pub(crate) enum Session {
    Person,
    Visitor,
    Client,
}

/// A credential that is called like a failure fails so.
fn failure(credential: &[u8]) -> Failure {
    match credential {
        b"unavailable" => Failure::Unavailable,
        b"internal" => Failure::Internal,
        other => Failure::Rejected(
            AuthenticationFailure::ALL
                .into_iter()
                .find(|reason| reason.as_str().as_bytes() == other)
                .unwrap_or(AuthenticationFailure::Unknown),
        ),
    }
}

impl Authentication for World {
    type Session = Session;

    async fn authenticate(
        &self,
        credential: SecretBytes,
        context: Context,
        about: Option<Owner>,
    ) -> Result<Session, Failure> {
        let about = about.map(|owner| owner.to_string());
        self.record(format!("authenticate for {} about {about:?}", context.request_id));
        match credential.expose() {
            b"good" => Ok(Session::Person),
            b"visitor" => Ok(Session::Visitor),
            b"client" => Ok(Session::Client),
            other => Err(failure(other)),
        }
    }

    async fn login(
        &self,
        client_id: String,
        client_secret: SecretBytes,
        context: Context,
    ) -> Result<AccessToken, Failure> {
        let secret = String::from_utf8(client_secret.expose().to_vec()).unwrap();
        self.record(format!("login {client_id:?} {secret:?} for {}", context.request_id));
        match client_secret.expose() {
            b"good" => Ok(AccessToken {
                credential: SecretBytes::from(CREDENTIAL.to_owned()),
                expires_in_seconds: 900,
            }),
            other => Err(failure(other)),
        }
    }
}
