//! Rows of people, organizations, projects, groups, tokens, clients and policies.

use strongroom_ports::directory_store::{
    GroupMemberRow, GroupRow, MembershipRow, PolicyRow, ProjectRow,
};
use strongroom_ports::principals::{
    ClientRow, ExternalIdentity, OrganizationRow, PersonRow, Standing, Status, TokenRow,
};

use crate::access::{maybe_scopes, maybe_scopes_out};
use crate::id::{same_cases, same_fields};
use crate::{Malformed, all, each, wire_rows};

same_cases!(Status, wire_rows::Status, Active, Suspended, Removed);

/// # Errors
/// [`Malformed`] for anything but 32 bytes.
pub fn digest(bytes: Vec<u8>) -> Result<[u8; 32], Malformed> {
    bytes.try_into().map_err(|_| Malformed)
}

impl From<PersonRow> for wire_rows::Person {
    fn from(row: PersonRow) -> Self {
        Self {
            id: row.id.into(),
            name: row.name.into(),
            email: row.email,
            status: row.status.into(),
            created_at: row.created_at,
            last_seen_at: row.last_seen_at,
        }
    }
}

impl TryFrom<wire_rows::Person> for PersonRow {
    type Error = Malformed;

    fn try_from(row: wire_rows::Person) -> Result<Self, Malformed> {
        Ok(Self {
            id: row.id.into(),
            name: row.name.parse()?,
            email: row.email,
            status: row.status.into(),
            created_at: row.created_at,
            last_seen_at: row.last_seen_at,
        })
    }
}

impl From<TokenRow> for wire_rows::Token {
    fn from(row: TokenRow) -> Self {
        Self {
            id: row.id.into(),
            user: row.user.into(),
            name: row.name.into(),
            digest: row.digest.to_vec(),
            created_at: row.created_at,
            expires_at: row.expires_at,
            last_used_at: row.last_used_at,
            scopes: maybe_scopes_out(row.scopes),
        }
    }
}

impl TryFrom<wire_rows::Token> for TokenRow {
    type Error = Malformed;

    fn try_from(row: wire_rows::Token) -> Result<Self, Malformed> {
        Ok(Self {
            id: row.id.into(),
            user: row.user.into(),
            name: row.name.parse()?,
            digest: digest(row.digest)?,
            created_at: row.created_at,
            expires_at: row.expires_at,
            last_used_at: row.last_used_at,
            scopes: maybe_scopes(row.scopes)?,
        })
    }
}

impl From<ClientRow> for wire_rows::Client {
    fn from(row: ClientRow) -> Self {
        Self {
            id: row.id.into(),
            owner: row.owner.into(),
            name: row.name.into(),
            digest: row.digest.to_vec(),
            generation: row.generation,
            scopes: all(row.scopes),
            created: row.created.into(),
            expires_at: row.expires_at,
            last_used_at: row.last_used_at,
        }
    }
}

impl TryFrom<wire_rows::Client> for ClientRow {
    type Error = Malformed;

    fn try_from(row: wire_rows::Client) -> Result<Self, Malformed> {
        Ok(Self {
            id: row.id.into(),
            owner: row.owner.into(),
            name: row.name.parse()?,
            digest: digest(row.digest)?,
            generation: row.generation,
            scopes: each(row.scopes)?,
            created: row.created.into(),
            expires_at: row.expires_at,
            last_used_at: row.last_used_at,
        })
    }
}

same_fields!(
    Standing,
    wire_rows::Standing,
    [exists, policy_revision],
    [],
    [visibility, role, organization, organization_role]
);
same_fields!(ExternalIdentity, wire_rows::ExternalIdentity, [issuer, subject], [], []);

impl From<&ExternalIdentity> for wire_rows::ExternalIdentity {
    fn from(identity: &ExternalIdentity) -> Self {
        identity.clone().into()
    }
}

impl From<OrganizationRow> for wire_rows::Organization {
    fn from(row: OrganizationRow) -> Self {
        Self { id: row.id.into(), name: row.name.into(), created_at: row.created_at }
    }
}

impl TryFrom<wire_rows::Organization> for OrganizationRow {
    type Error = Malformed;

    fn try_from(row: wire_rows::Organization) -> Result<Self, Malformed> {
        Ok(Self { id: row.id.into(), name: row.name.parse()?, created_at: row.created_at })
    }
}

impl From<ProjectRow> for wire_rows::Project {
    fn from(row: ProjectRow) -> Self {
        Self {
            id: row.id.into(),
            organization: row.organization.into(),
            name: row.name.into(),
            visibility: row.visibility.into(),
            created_at: row.created_at,
        }
    }
}

impl TryFrom<wire_rows::Project> for ProjectRow {
    type Error = Malformed;

    fn try_from(row: wire_rows::Project) -> Result<Self, Malformed> {
        Ok(Self {
            id: row.id.into(),
            organization: row.organization.into(),
            name: row.name.parse()?,
            visibility: row.visibility.into(),
            created_at: row.created_at,
        })
    }
}

impl From<MembershipRow> for wire_rows::Membership {
    fn from(row: MembershipRow) -> Self {
        Self { member: row.member.into(), name: row.name.into(), role: row.role.into() }
    }
}

impl TryFrom<wire_rows::Membership> for MembershipRow {
    type Error = Malformed;

    fn try_from(row: wire_rows::Membership) -> Result<Self, Malformed> {
        Ok(Self { member: row.member.into(), name: row.name.parse()?, role: row.role.into() })
    }
}

impl From<GroupRow> for wire_rows::Group {
    fn from(row: GroupRow) -> Self {
        Self {
            id: row.id.into(),
            organization: row.organization.into(),
            name: row.name.into(),
            claim: row.claim,
            created_at: row.created_at,
        }
    }
}

impl TryFrom<wire_rows::Group> for GroupRow {
    type Error = Malformed;

    fn try_from(row: wire_rows::Group) -> Result<Self, Malformed> {
        Ok(Self {
            id: row.id.into(),
            organization: row.organization.into(),
            name: row.name.parse()?,
            claim: row.claim,
            created_at: row.created_at,
        })
    }
}

impl From<GroupMemberRow> for wire_rows::GroupMember {
    fn from(row: GroupMemberRow) -> Self {
        Self {
            user: row.user.into(),
            name: row.name.into(),
            claimed: row.claimed,
            added: row.added,
        }
    }
}

impl TryFrom<wire_rows::GroupMember> for GroupMemberRow {
    type Error = Malformed;

    fn try_from(row: wire_rows::GroupMember) -> Result<Self, Malformed> {
        Ok(Self {
            user: row.user.into(),
            name: row.name.parse()?,
            claimed: row.claimed,
            added: row.added,
        })
    }
}

impl From<PolicyRow> for wire_rows::Policy {
    fn from(row: PolicyRow) -> Self {
        Self { name: row.name.into(), text: row.text, updated: row.updated.into() }
    }
}

impl TryFrom<wire_rows::Policy> for PolicyRow {
    type Error = Malformed;

    fn try_from(row: wire_rows::Policy) -> Result<Self, Malformed> {
        Ok(Self { name: row.name.parse()?, text: row.text, updated: row.updated.into() })
    }
}
