//! Rows of organizations, projects and tokens.

use strongroom_ports::principals::{OrganizationRow, ProjectRow, Standing, TokenRow};

use crate::{Malformed, all, wire_rows};

impl From<TokenRow> for wire_rows::Token {
    fn from(row: TokenRow) -> Self {
        Self {
            id: row.id.into(),
            user: row.user.into(),
            user_name: row.user_name.into(),
            name: row.name.into(),
            digest: row.digest.to_vec(),
            created_at: row.created_at,
            expires_at: row.expires_at,
            grants: row.grants.map(all),
        }
    }
}

impl TryFrom<wire_rows::Token> for TokenRow {
    type Error = Malformed;

    fn try_from(token: wire_rows::Token) -> Result<Self, Malformed> {
        Ok(Self {
            id: token.id.into(),
            user: token.user.into(),
            user_name: token.user_name.parse()?,
            name: token.name.parse()?,
            digest: token.digest.try_into().map_err(|_| Malformed)?,
            created_at: token.created_at,
            expires_at: token.expires_at,
            grants: token.grants.map(all),
        })
    }
}

impl From<Standing> for wire_rows::Standing {
    fn from(standing: Standing) -> Self {
        Self {
            exists: standing.exists,
            role: standing.role.map(Into::into),
            organization: standing.organization.map(Into::into),
            organization_role: standing.organization_role.map(Into::into),
        }
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
            created_at: row.created_at,
        })
    }
}

impl From<wire_rows::Standing> for Standing {
    fn from(standing: wire_rows::Standing) -> Self {
        Self {
            exists: standing.exists,
            role: standing.role.map(Into::into),
            organization: standing.organization.map(Into::into),
            organization_role: standing.organization_role.map(Into::into),
        }
    }
}
