//! Rows of principals.

use strongroom_model::metadata::Stamp;
use strongroom_model::{Id, Owner, OwnerKind, Role, Scope};
use strongroom_ports::principals::{
    ClientRow, OrganizationRow, PersonRow, PresentedClient, PresentedPerson, PresentedToken,
    Standing, TokenRow,
};

use crate::failure::Failure;
use crate::row::Columns;
use crate::value::Ranked;
use strongroom_audit::scopes;

pub(super) fn presented_token(
    columns: &mut Columns,
    about: Option<Owner>,
) -> Result<PresentedToken, Failure> {
    let token = token_columns(columns)?;
    let person = person_columns(columns)?;
    let standing = about.map(|owner| standing_columns(columns, Some(person.id), owner));
    Ok(PresentedToken { token, standing: standing.transpose()?, person })
}

pub(super) fn presented_person(
    columns: &mut Columns,
    about: Option<Owner>,
) -> Result<PresentedPerson, Failure> {
    let person = person_columns(columns)?;
    let synchronized_at = columns.maybe()?;
    let standing = about.map(|owner| standing_columns(columns, Some(person.id), owner));
    Ok(PresentedPerson { synchronized_at, standing: standing.transpose()?, person })
}

pub(super) fn presented_client(
    columns: &mut Columns,
    about: Option<Owner>,
) -> Result<PresentedClient, Failure> {
    let client = client_columns(columns)?;
    let standing = about.map(|owner| standing_columns(columns, None, owner)).transpose()?;
    Ok(PresentedClient { client, standing })
}

pub(crate) fn token_columns(columns: &mut Columns) -> Result<TokenRow, Failure> {
    Ok(TokenRow {
        id: columns.next()?,
        user: columns.next()?,
        name: columns.parse()?,
        digest: columns.next()?,
        created_at: columns.next()?,
        expires_at: columns.next()?,
        last_used_at: columns.maybe()?,
        scopes: columns.maybe::<String>()?.map(|json| scopes::from_json(&json)).transpose()?,
    })
}

pub(crate) fn person_columns(columns: &mut Columns) -> Result<PersonRow, Failure> {
    Ok(PersonRow {
        id: columns.next()?,
        name: columns.parse()?,
        email: columns.maybe()?,
        status: columns.next()?,
        created_at: columns.next()?,
        last_seen_at: columns.maybe()?,
    })
}

pub(crate) fn client_columns(columns: &mut Columns) -> Result<ClientRow, Failure> {
    Ok(ClientRow {
        id: columns.next()?,
        owner: columns.owner()?,
        name: columns.parse()?,
        digest: columns.next()?,
        generation: columns.next()?,
        scopes: scopes_column(columns)?,
        created: Stamp { at: columns.next()?, by: columns.next()? },
        expires_at: columns.next()?,
        last_used_at: columns.maybe()?,
    })
}

fn scopes_column(columns: &mut Columns) -> Result<Vec<Scope>, Failure> {
    Ok(scopes::from_json(&columns.next::<String>()?)?)
}

pub(crate) fn organization_columns(columns: &mut Columns) -> Result<OrganizationRow, Failure> {
    Ok(OrganizationRow { id: columns.next()?, name: columns.parse()?, created_at: columns.next()? })
}

/// The owner's id comes first, NULL where it does not exist; nothing of it is there then.
pub(crate) fn standing_columns(
    columns: &mut Columns,
    person: Option<Id>,
    owner: Owner,
) -> Result<Standing, Failure> {
    let id = columns.maybe::<Id>()?;
    let exists = id.is_some();
    Ok(match owner.kind {
        OwnerKind::Organization => {
            let policy_revision = columns.maybe()?.unwrap_or_default();
            let role = role_columns(columns)?;
            let organization_role = role;
            let organization = id;
            Standing {
                exists,
                visibility: None,
                role,
                organization,
                organization_role,
                policy_revision,
            }
        }
        OwnerKind::Project => Standing {
            exists,
            visibility: columns.maybe_parse()?,
            organization: columns.maybe()?,
            policy_revision: columns.maybe()?.unwrap_or_default(),
            role: role_columns(columns)?,
            organization_role: role_columns(columns)?,
        },
        // No row says so: people own what is theirs, and nobody else has a role there.
        OwnerKind::User => Standing {
            exists,
            role: (exists && person == Some(owner.id)).then_some(Role::Owner),
            ..Standing::default()
        },
    })
}

/// The stronger of two columns: a person's own role, and the strongest by groups.
pub(crate) fn role_columns(columns: &mut Columns) -> Result<Option<Role>, Failure> {
    let own = columns.maybe_parse::<Role>()?;
    let by_groups = columns.maybe::<Ranked>()?.map(|ranked| ranked.0);
    Ok(own.into_iter().chain(by_groups).min())
}
