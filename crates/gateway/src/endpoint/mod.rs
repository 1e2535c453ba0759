//! What each operation does: from a checked request to calls of the ports and back.

mod access;
mod audit;
mod caller;
mod client;
mod deleted;
mod group;
mod health;
mod login;
mod member;
mod organization;
mod person;
mod policy;
mod project;
mod secret;
mod system;
mod token;
mod value;

use strongroom_model::{Id, Member, Owner, OwnerKind, PrincipalKind, SecretKey, VersionNumber};
use strongroom_ports::Clock;
use strongroom_ports::vault::Vault;

use crate::answer::Answer;
use crate::json::{Json, Writer};
use crate::message::{RequestHeader, ResponseHeader};
use crate::problem::Problem;
use crate::query::Query;
use crate::route::{Endpoint, Found, NamedOwner};
use crate::status::{internal, no_user};
use crate::{Gateway, Management};

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

    /// The organization or project that the path names.
    fn place(&self) -> Result<Owner, Problem> {
        match self.found.owner {
            Some(NamedOwner::Owner(owner)) => Ok(owner),
            Some(NamedOwner::Me) | None => Err(internal()),
        }
    }

    fn member(&self) -> Result<Member, Problem> {
        self.found.member.ok_or_else(internal)
    }

    fn person(&self) -> Result<Id, Problem> {
        self.found.person.ok_or_else(internal)
    }

    fn group(&self) -> Result<Id, Problem> {
        self.found.group.ok_or_else(internal)
    }

    fn client(&self) -> Result<Id, Problem> {
        self.found.client.ok_or_else(internal)
    }

    fn token(&self) -> Result<Id, Problem> {
        self.found.token.ok_or_else(internal)
    }

    fn policy(&self) -> Result<String, Problem> {
        self.found.policy.clone().ok_or_else(internal)
    }

    fn body(&mut self) -> Result<Json, Problem> {
        self.body.take().ok_or_else(internal)
    }
}

impl<A, M, V, C, S> Gateway<A, M, V, C>
where
    M: Management<S>,
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
            Endpoint::ListDeleted => self.list_deleted(call).await,
            Endpoint::RestoreSecret => self.restore_secret(call).await,
            Endpoint::PurgeSecret => self.purge_secret(call).await,
            Endpoint::CheckSecret => self.check_secret(call).await,
            Endpoint::RotateSecret => self.rotate_secret(call).await,
            Endpoint::DropRotation => self.drop_rotation(call).await,
            Endpoint::ListVersions => self.list_versions(call).await,
            Endpoint::ReadVersion => self.read_version(call).await,
            Endpoint::ReadAudit => self.read_audit(call).await,
            Endpoint::VerifyAudit => self.verify_audit(call).await,
            Endpoint::ExamineValues => self.examine_values(call).await,
            Endpoint::ReadHealth => self.read_health(call).await,
            Endpoint::ListConsumers => self.list_consumers(call).await,
            Endpoint::ReadAccess => self.read_access(call).await,
            Endpoint::ReadMe => self.read_me(call).await,
            Endpoint::ReadPermissions => self.read_permissions(call).await,
            Endpoint::ListOrganizations => self.list_organizations(call).await,
            Endpoint::CreateOrganization => self.create_organization(call).await,
            Endpoint::ReadOrganization => self.read_organization(call).await,
            Endpoint::ChangeOrganization => self.change_organization(call).await,
            Endpoint::ListProjects => self.list_projects(call).await,
            Endpoint::CreateProject => self.create_project(call).await,
            Endpoint::ReadProject => self.read_project(call).await,
            Endpoint::ChangeProject => self.change_project(call).await,
            Endpoint::DeleteProject => self.delete_project(call).await,
            Endpoint::ListMembers => self.list_members(call).await,
            Endpoint::SetMember => self.set_member(call).await,
            Endpoint::RemoveMember => self.remove_member(call).await,
            Endpoint::ListPeople => self.list_people(call).await,
            Endpoint::CreatePerson => self.create_person(call).await,
            Endpoint::ReadPerson => self.read_person(call).await,
            Endpoint::ChangePerson => self.change_person(call).await,
            Endpoint::RemovePerson => self.remove_person(call).await,
            Endpoint::ListGroups => self.list_groups(call).await,
            Endpoint::CreateGroup => self.create_group(call).await,
            Endpoint::ReadGroup => self.read_group(call).await,
            Endpoint::ChangeGroup => self.change_group(call).await,
            Endpoint::DeleteGroup => self.delete_group(call).await,
            Endpoint::ListGroupMembers => self.list_group_members(call).await,
            Endpoint::AddGroupMember => self.add_group_member(call).await,
            Endpoint::RemoveGroupMember => self.remove_group_member(call).await,
            Endpoint::ListClients => self.list_clients(call).await,
            Endpoint::CreateClient => self.create_client(call).await,
            Endpoint::ReadClient => self.read_client(call).await,
            Endpoint::RenewClientSecret => self.renew_client_secret(call).await,
            Endpoint::RevokeClient => self.revoke_client(call).await,
            Endpoint::ListTokens => self.list_tokens(call).await,
            Endpoint::CreateToken => self.create_token(call).await,
            Endpoint::RevokeToken => self.revoke_token(call).await,
            Endpoint::ListPolicies => self.list_policies(call).await,
            Endpoint::SetPolicy => self.set_policy(call).await,
            Endpoint::DeletePolicy => self.delete_policy(call).await,
            Endpoint::CheckPolicies => self.check_policies(call).await,
            Endpoint::ExplainPolicies => self.explain_policies(call).await,
            Endpoint::ListTypes => self.list_types().await,
            Endpoint::ReadType => self.read_type(call).await,
            Endpoint::ValidateDraft => self.validate_draft(call).await,
            Endpoint::ReadDocument => self.read_document().await,
            // Served without a session.
            Endpoint::Login => Err(internal()),
        }
    }

    /// The owner that the path names; `me` takes a question.
    async fn owner(&self, call: &Call<'_, S>) -> Result<Owner, Problem> {
        match call.found.owner.ok_or_else(internal)? {
            NamedOwner::Owner(owner) => Ok(owner),
            NamedOwner::Me => {
                let principal = self.management.who_am_i(&call.session).await?.principal;
                match principal.kind {
                    PrincipalKind::Person => Ok(Owner { kind: OwnerKind::User, id: principal.id }),
                    PrincipalKind::Client => Err(no_user()),
                }
            }
        }
    }
}

/// What was made, with the path where it is.
fn made(resource: &str, id: Id, body: Writer) -> Answer {
    let location = format!("/api/identity/v2/{resource}/{id}");
    Answer::new(201, body).with_header(ResponseHeader::new("location", location))
}
