//! What each operation does: from a checked request to calls of the ports and back.

mod administration;
mod secret;

use strongroom_model::{Id, Owner, OwnerKind, SecretKey, VersionNumber};
use strongroom_ports::Clock;
use strongroom_ports::administration::Administration;
use strongroom_ports::vault::Vault;

use crate::Gateway;
use crate::answer::Answer;
use crate::json::Json;
use crate::message::RequestHeader;
use crate::problem::Problem;
use crate::query::Query;
use crate::route::{Endpoint, Found, NamedOwner};
use crate::status::internal;

/// A request whose caller is known and whose shape is checked.
pub(crate) struct Call<'r, S> {
    pub(crate) session: S,
    pub(crate) found: Found,
    pub(crate) query: Query<'r>,
    pub(crate) headers: &'r [RequestHeader],
    /// There where the operation has one.
    pub(crate) body: Option<Json>,
}

/// The table of routes gives each endpoint the steps it asks for here, so a 500 from these is a
/// broken table, which the tests of every route would show.
impl<S> Call<'_, S> {
    fn key(&self) -> Result<&SecretKey, Problem> {
        self.found.key.as_ref().ok_or_else(internal)
    }

    fn version(&self) -> Result<VersionNumber, Problem> {
        self.found.version.ok_or_else(internal)
    }

    fn token(&self) -> Result<Id, Problem> {
        self.found.token.ok_or_else(internal)
    }

    fn body(&mut self) -> Result<Json, Problem> {
        self.body.take().ok_or_else(internal)
    }
}

impl<A, M, V, C, S> Gateway<A, M, V, C>
where
    M: Administration<Session = S>,
    V: Vault<Session = S>,
    C: Clock,
{
    pub(crate) async fn serve(
        &self,
        endpoint: Endpoint,
        call: Call<'_, S>,
    ) -> Result<Answer, Problem> {
        match endpoint {
            Endpoint::ListSecrets => self.list_secrets(call).await,
            Endpoint::CreateSecret => self.create_secret(call).await,
            Endpoint::ReadSecret => self.read_secret(call).await,
            Endpoint::ReplaceSecret => self.update_secret(call, true).await,
            Endpoint::PatchSecret => self.update_secret(call, false).await,
            Endpoint::DeleteSecret => self.delete_secret(call).await,
            Endpoint::ListVersions => self.list_versions(call).await,
            Endpoint::ReadVersion => self.read_version(call).await,
            Endpoint::ReadAudit => self.read_audit(call).await,
            Endpoint::ReadMe => self.read_me(call).await,
            Endpoint::ListOrganizations => self.list_organizations(call).await,
            Endpoint::ListProjects => self.list_projects(call).await,
            Endpoint::CreateProject => self.create_project(call).await,
            Endpoint::ListTokens => self.list_tokens(call).await,
            Endpoint::CreateToken => self.create_token(call).await,
            Endpoint::RevokeToken => self.revoke_token(call).await,
            Endpoint::ListTypes => self.list_types().await,
            Endpoint::ReadDocument => self.read_document().await,
        }
    }

    /// The owner that the path names; `me` takes a question.
    async fn owner(&self, call: &Call<'_, S>) -> Result<Owner, Problem> {
        match call.found.owner.ok_or_else(internal)? {
            NamedOwner::Owner(owner) => Ok(owner),
            NamedOwner::Me => {
                let identity = self.administration.who_am_i(&call.session).await?;
                Ok(Owner { kind: OwnerKind::User, id: identity.user })
            }
        }
    }
}
