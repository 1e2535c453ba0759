//! `strongroom:authorizer/bootstrap`.

use strongroom_authorization::bootstrap::{self, Settings};
use strongroom_ports::administration;

use super::bindings::exports::strongroom::authorizer::bootstrap::{Error, FirstOwner, Guest};
use super::bindings::strongroom::platform::settings;

/// Seconds that a token made at the first start, or for an operator who lost theirs, lives.
const OWNER_TOKEN_LIFETIME: &str = "owner-token-lifetime";

impl Guest for super::Component {
    fn initialize() -> Result<Option<FirstOwner>, Error> {
        strongroom_bindings::run(async {
            let made = super::authorizer().initialize(settings()?).await?;
            Ok(made.map(Into::into))
        })
    }

    fn initialized() -> Result<bool, Error> {
        strongroom_bindings::run(async { Ok(super::authorizer().is_initialized().await?) })
    }

    fn owner_token() -> Result<Option<FirstOwner>, Error> {
        strongroom_bindings::run(async {
            let made = super::authorizer().owner_token(settings()?).await?;
            Ok(made.map(Into::into))
        })
    }
}

fn settings() -> Result<Settings, Error> {
    let Some(text) = settings::get(OWNER_TOKEN_LIFETIME) else { return Ok(Settings::default()) };
    // The host checks its settings when it reads them; what comes here is right or a broken host.
    text.parse().ok().and_then(Settings::with_lifetime).ok_or(Error::Internal)
}

impl From<administration::FirstOwner> for FirstOwner {
    fn from(owner: administration::FirstOwner) -> Self {
        Self {
            organization: owner.organization.into(),
            user: owner.user.into(),
            credential: owner.credential.into_exposed(),
            expires_at: owner.expires_at,
        }
    }
}

impl From<bootstrap::Error> for Error {
    fn from(error: bootstrap::Error) -> Self {
        match error {
            bootstrap::Error::Unavailable => Self::Unavailable,
            bootstrap::Error::Internal => Self::Internal,
        }
    }
}
