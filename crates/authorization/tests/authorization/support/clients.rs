//! Clients, and their sign-in.

use strongroom_model::audit::AuthenticationFailure;
use strongroom_model::{Id, Owner, Scope};
use strongroom_ports::authentication::{AccessToken, Authentication, Failure};
use strongroom_ports::clients::{Clients, IssuedClient, NewClient};
use strongroom_secret_bytes::SecretBytes;

use super::{ADMINISTRATOR, HOUR, Stage, context, run};

impl Stage {
    pub fn with_token_key() -> Self {
        let stage = Self::new();
        stage.platform.sign_with("root-1", 7);
        stage
    }

    /// A client for a day.
    pub fn client(&self, owner: Owner, scopes: Vec<Scope>) -> IssuedClient {
        let session = self.whole(ADMINISTRATOR);
        let wanted = NewClient { name: "deployer".to_owned(), lifetime_seconds: 24 * HOUR, scopes };
        let made = run(self.authorizer.create_client(&session, owner, wanted)).unwrap();
        self.forget();
        made
    }

    pub fn login(&self, client: Id, secret: &SecretBytes) -> Result<AccessToken, Failure> {
        run(self.authorizer.login(client.to_string(), copy(secret), context()))
    }
}

pub fn copy(secret: &SecretBytes) -> SecretBytes {
    SecretBytes::new(secret.expose().to_vec())
}

pub fn rejected<T: std::fmt::Debug>(found: Result<T, Failure>) -> AuthenticationFailure {
    match found {
        Err(Failure::Rejected(reason)) => reason,
        other => panic!("{other:?}"),
    }
}
