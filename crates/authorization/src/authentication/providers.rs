//! The configured identity providers, as the operator set them.

use strongroom_jwt::access;
use strongroom_model::provider::{Algorithm, Claims, Provider};
use strongroom_model::{Id, OwnerKind, Role};
use strongroom_ports::platform::Settings;
use strongroom_ports::principals::{Error, PrincipalStore};

/// The setting: a JSON list of [`Provider`].
const SETTING: &str = "oidc";

/// One provider, checked.
#[derive(Debug)]
pub(crate) struct Trusted {
    pub(crate) issuer: String,
    pub(crate) audiences: Vec<String>,
    pub(crate) algorithms: Vec<Algorithm>,
    /// `None` for the first organization.
    organization: Option<Id>,
    pub(crate) role: Option<Role>,
    pub(crate) claims: Claims,
}

impl Trusted {
    /// The organization whose people it signs in.
    pub(crate) async fn organization(
        &self,
        store: &impl PrincipalStore,
    ) -> Result<Option<Id>, Error> {
        match self.organization {
            Some(id) => Ok(Some(id)),
            None => Ok(store.first_organization().await?.map(|row| row.id)),
        }
    }
}

/// The setting cannot be read. The host checks it when it starts, so this is a broken host.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Misconfigured;

#[derive(Debug)]
pub(crate) struct Providers(Vec<Trusted>);

impl Providers {
    pub(crate) fn of(settings: &impl Settings) -> Result<Self, Misconfigured> {
        let Some(text) = settings.get(SETTING) else { return Ok(Self(Vec::new())) };
        let all: Vec<Provider> = serde_json::from_str(&text).map_err(|_| Misconfigured)?;
        all.into_iter().map(check).collect::<Result<_, _>>().map(Self)
    }

    /// Exactly, byte by byte.
    pub(crate) fn find(&self, issuer: &str) -> Option<&Trusted> {
        self.0.iter().find(|one| one.issuer == issuer)
    }
}

fn check(provider: Provider) -> Result<Trusted, Misconfigured> {
    let Provider { issuer, audiences, algorithms, organization, role, claims, jwks: _, console: _ } =
        provider;
    if issuer == access::ISSUER || audiences.is_empty() || algorithms.is_empty() {
        return Err(Misconfigured);
    }
    let organization = organization.map(|id| id.parse()).transpose().map_err(|_| Misconfigured)?;
    let role: Option<Role> =
        role.map(|role| role.parse()).transpose().map_err(|_| Misconfigured)?;
    if role.is_some_and(|role| !role.fits(OwnerKind::Organization)) {
        return Err(Misconfigured);
    }
    Ok(Trusted { issuer, audiences, algorithms, organization, role, claims })
}
