//! Rows of principals.

use strongroom_database::Row;
use strongroom_model::{Id, Owner, OwnerKind, Role};
use strongroom_ports::principals::{
    FirstOwnerRow, OrganizationRow, PresentedToken, ProjectRow, Standing, TokenRow,
};

use crate::failure::Failure;
use crate::grants;
use crate::row::Columns;

pub(super) fn token(row: Row) -> Result<TokenRow, Failure> {
    let mut columns = Columns::of(row);
    let token = token_columns(&mut columns)?;
    columns.end()?;
    Ok(token)
}

pub(super) fn presented_token(row: Row, about: Option<Owner>) -> Result<PresentedToken, Failure> {
    let mut columns = Columns::of(row);
    let token = token_columns(&mut columns)?;
    let standing =
        about.map(|owner| standing_columns(&mut columns, token.user, owner)).transpose()?;
    columns.end()?;
    Ok(PresentedToken { token, standing })
}

pub(super) fn standing(row: Row, user: Id, owner: Owner) -> Result<Standing, Failure> {
    let mut columns = Columns::of(row);
    let standing = standing_columns(&mut columns, user, owner)?;
    columns.end()?;
    Ok(standing)
}

pub(super) fn membership(row: Row) -> Result<(OrganizationRow, Role), Failure> {
    let mut columns = Columns::of(row);
    let organization = organization_columns(&mut columns)?;
    let role = columns.parse()?;
    columns.end()?;
    Ok((organization, role))
}

pub(super) fn project(row: Row) -> Result<(ProjectRow, Standing), Failure> {
    let mut columns = Columns::of(row);
    let project = ProjectRow {
        id: columns.next()?,
        organization: columns.next()?,
        name: columns.parse()?,
        created_at: columns.next()?,
    };
    let standing = Standing {
        exists: true,
        role: columns.maybe_parse()?,
        organization: Some(project.organization),
        organization_role: columns.maybe_parse()?,
    };
    columns.end()?;
    Ok((project, standing))
}

pub(super) fn first_owner(row: Row) -> Result<FirstOwnerRow, Failure> {
    let mut columns = Columns::of(row);
    let owner = FirstOwnerRow {
        organization: organization_columns(&mut columns)?,
        user: columns.next()?,
        user_name: columns.parse()?,
    };
    columns.end()?;
    Ok(owner)
}

fn token_columns(columns: &mut Columns) -> Result<TokenRow, Failure> {
    Ok(TokenRow {
        id: columns.next()?,
        user: columns.next()?,
        user_name: columns.parse()?,
        name: columns.parse()?,
        digest: columns.next()?,
        created_at: columns.next()?,
        expires_at: columns.next()?,
        grants: columns.maybe::<String>()?.map(|json| grants::from_json(&json)).transpose()?,
    })
}

fn organization_columns(columns: &mut Columns) -> Result<OrganizationRow, Failure> {
    Ok(OrganizationRow { id: columns.next()?, name: columns.parse()?, created_at: columns.next()? })
}

/// The owner's id comes first, NULL where it does not exist.
fn standing_columns(columns: &mut Columns, user: Id, owner: Owner) -> Result<Standing, Failure> {
    let exists = columns.maybe::<Id>()?.is_some();
    Ok(match owner.kind {
        OwnerKind::Organization => {
            Standing { exists, role: columns.maybe_parse()?, ..Standing::default() }
        }
        OwnerKind::Project => Standing {
            exists,
            role: columns.maybe_parse()?,
            organization: columns.maybe()?,
            organization_role: columns.maybe_parse()?,
        },
        // No row says so: people own what is theirs, and nobody else has a role there.
        OwnerKind::User => Standing {
            exists,
            role: (exists && user == owner.id).then_some(Role::Owner),
            ..Standing::default()
        },
    })
}
