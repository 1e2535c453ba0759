//! Container registries whose credentials an owner has: which of them is meant by a server's name or
//! by an image. Secrets are of type Container Registry, and the server is a field of theirs, so
//! finding one reveals that field of each, which is on record as any other reveal.

mod server;

use futures_util::{StreamExt as _, stream};
use strongroom_client::{Client, Error, Kind, Owner, Reveal, Secret, SecretString};

pub(crate) use server::Server;

use crate::api::Api;

pub(crate) const TYPE: &str = "ContainerRegistry";
pub(crate) const SERVER: &str = "server";
pub(crate) const USERNAME: &str = "username";
pub(crate) const PASSWORD: &str = "password";
pub(crate) const IDENTITY_TOKEN: &str = "identity_token";

/// What stands in the place of a user name where an identity token is meant, as Docker has it.
pub(crate) const TOKEN_USER: &str = "<token>";

/// Requests side by side.
const AT_ONCE: usize = 8;

pub(crate) struct Registry {
    pub(crate) secret: Secret,
    pub(crate) server: Server,
}

/// All of an owner's that the caller may look into, and the refusal of those that it may not.
pub(crate) struct Registries {
    all: Vec<Registry>,
    refused: Option<Error>,
}

pub(crate) struct Login {
    pub(crate) username: String,
    pub(crate) secret: SecretString,
}

impl Registries {
    /// # Errors
    /// The server refused to list, or could not be asked.
    pub(crate) fn of(api: &Api, owner: &Owner) -> anyhow::Result<Self> {
        let mut secrets = api.wait(api.client().list_all(owner))?;
        secrets.retain(|secret| secret.location.key.type_name() == TYPE);
        let mut found = Self { all: Vec::new(), refused: None };
        let asked = secrets.into_iter().map(|secret| looked_into(api.client(), secret));
        let asked = stream::iter(asked).buffered(AT_ONCE);
        for answer in api.wait(asked.collect::<Vec<_>>()) {
            match answer {
                Ok(registry) => found.all.push(registry),
                Err(error) if error.kind() == Some(&Kind::Forbidden) => found.refused = Some(error),
                Err(error) => return Err(error.into()),
            }
        }
        found.all.sort_by(|one, other| one.secret.name.cmp(&other.secret.name));
        Ok(found)
    }

    pub(crate) fn all(&self) -> &[Registry] {
        &self.all
    }

    /// Exactly this server's; none is none.
    ///
    /// # Errors
    /// Several are, or none is among those that may be looked into.
    pub(crate) fn exactly(self, server: &Server) -> anyhow::Result<Option<Registry>> {
        self.best(|registry| usize::from(registry.server == *server))
    }

    /// That whose server has the longest part of the name: `ghcr.io/team` before `ghcr.io`.
    ///
    /// # Errors
    /// As [`Self::exactly`].
    pub(crate) fn nearest(self, name: &Server) -> anyhow::Result<Option<Registry>> {
        self.best(|registry| registry.server.reach(name))
    }

    /// Whether credentials are for some of this host's images only.
    pub(crate) fn differ_within(&self, name: &Server) -> bool {
        let same_host = |registry: &&Registry| registry.server.host() == name.host();
        self.all
            .iter()
            .filter(same_host)
            .any(|registry| registry.server.host() != registry.server.name())
    }

    fn best(self, rank: impl Fn(&Registry) -> usize) -> anyhow::Result<Option<Registry>> {
        let highest = self.all.iter().map(&rank).max().unwrap_or(0);
        let mut best = self.all.into_iter().filter(|it| highest > 0 && rank(it) == highest);
        match (best.next(), best.next(), self.refused) {
            (Some(one), None, _) => Ok(Some(one)),
            (Some(one), Some(other), _) => anyhow::bail!(
                "`{}` and `{}` are both for {}: delete one, or ask with a token that reaches one",
                one.secret.name,
                other.secret.name,
                one.server.name()
            ),
            (None, _, Some(refused)) => Err(refused.into()),
            (None, _, None) => Ok(None),
        }
    }
}

impl Registry {
    /// Who signs in there.
    ///
    /// # Errors
    /// Revealing is refused.
    pub(crate) fn login(&self, api: &Api) -> anyhow::Result<Login> {
        let revealed = api.wait(api.client().reveal(&self.secret.location, &Reveal::default()))?;
        let field = |name| revealed.value.field(name);
        if let Some(token) = field(IDENTITY_TOKEN) {
            return Ok(Login { username: TOKEN_USER.to_owned(), secret: token.duplicate() });
        }
        let (Some(username), Some(password)) = (field(USERNAME), field(PASSWORD)) else {
            anyhow::bail!("`{}` has no password", self.secret.name);
        };
        Ok(Login { username: username.expose().to_owned(), secret: password.duplicate() })
    }
}

async fn looked_into(client: &Client, secret: Secret) -> Result<Registry, Error> {
    let what = Reveal { version: None, fields: vec![SERVER.to_owned()] };
    let value = client.reveal(&secret.location, &what).await?.value;
    let server = value.field(SERVER).map(SecretString::expose);
    Ok(Registry { server: Server::of(server.unwrap_or_default()), secret })
}
