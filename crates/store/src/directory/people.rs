//! People.

use strongroom_audit::Record;
use strongroom_database::Database;
use strongroom_model::{Id, Name, OwnerKind, Role, limits};
use strongroom_ports::directory_store::NewPersonRow;
use strongroom_ports::platform::AuditKeys;
use strongroom_ports::principals::{Error, PersonRow};

use crate::Store;
use crate::batch::Batch;
use crate::principals::rows::{person_columns, role_columns};
use crate::principals::sign_in::{can_be_known, statements::INSERT_IDENTITY};
use crate::principals::statements::INSERT_MEMBER;
use crate::row::Columns;
use crate::sql::containing;
use crate::value::parameters;

pub(crate) mod statements {
    use crate::principals::statements::{by_groups, person_columns};

    /// With the role in the organization `?2`. CROSS, for SQLite to begin with the projects.
    macro_rules! of_organization {
        () => {
            concat!(
                "SELECT ", person_columns!(), ", m.role, ", by_groups!("1", "?2", "u.id"),
                " FROM users u LEFT JOIN members m ON m.owner_kind = 1 AND m.owner_id = ?2 \
                 AND m.user_id = u.id WHERE u.id IN \
                 (SELECT a.user_id FROM members a WHERE a.owner_kind = 1 AND a.owner_id = ?2 \
                 UNION SELECT b.user_id FROM projects p CROSS JOIN members b \
                 WHERE p.organization_id = ?2 AND b.owner_kind = 2 AND b.owner_id = p.id \
                 UNION SELECT c.user_id FROM groups g JOIN group_members c ON c.group_id = g.id \
                 WHERE g.organization_id = ?2)"
            )
        };
    }

    macro_rules! by_name {
        () => {
            " ORDER BY u.name, u.id LIMIT ?1"
        };
    }

    crate::sql::statements! {
        ALL_PEOPLE = concat!(
            "SELECT ", person_columns!(), ", NULL, NULL FROM users u", by_name!());
        FOUND = concat!(
            "SELECT ", person_columns!(), ", NULL, NULL FROM users u \
            WHERE LOWER(u.name) LIKE ?2 ESCAPE '!' OR LOWER(u.email) LIKE ?2 ESCAPE '!'",
            by_name!());
        OF_ORGANIZATION = concat!(of_organization!(), by_name!());
        FOUND_IN_ORGANIZATION = concat!(
            of_organization!(),
            " AND (LOWER(u.name) LIKE ?3 ESCAPE '!' OR LOWER(u.email) LIKE ?3 ESCAPE '!')",
            by_name!());
        GET = concat!("SELECT ", person_columns!(), " FROM users u WHERE u.id = ?1");
        ORGANIZATIONS_OF = "SELECT a.owner_id FROM members a \
            WHERE a.user_id = ?1 AND a.owner_kind = 1 \
            UNION SELECT p.organization_id FROM members b JOIN projects p ON p.id = b.owner_id \
            WHERE b.user_id = ?1 AND b.owner_kind = 2 \
            UNION SELECT g.organization_id FROM group_members c JOIN groups g ON g.id = c.group_id \
            WHERE c.user_id = ?1";
        /// No row where there is no such organization.
        INSERT = "INSERT INTO users (id, name, email, status, created_at, last_seen_at) \
            SELECT ?1, ?2, ?3, ?4, ?5, ?6 FROM organizations g WHERE g.id = ?7";
        RENAME = "UPDATE users SET name = ?2 WHERE id = ?1";
        REINSTATE = "UPDATE users SET status = 1 WHERE id = ?1";
    }
}

pub(super) async fn find<D: Database, K: AuditKeys>(
    store: &Store<D, K>,
    organization: Option<Id>,
    search: Option<&str>,
) -> Result<Vec<(PersonRow, Option<Role>)>, Error> {
    let pattern = match search {
        None => None,
        Some(part) => match containing(part) {
            Some(pattern) => Some(pattern),
            None => return Ok(vec![]),
        },
    };
    let sql = match (organization, &pattern) {
        (None, None) => &statements::ALL_PEOPLE,
        (None, Some(_)) => &statements::FOUND,
        (Some(_), None) => &statements::OF_ORGANIZATION,
        (Some(_), Some(_)) => &statements::FOUND_IN_ORGANIZATION,
    };
    let mut parameters = parameters![limits::LIST_ENTRIES];
    parameters.extend(organization.into_iter().flat_map(|id| parameters![id]));
    parameters.extend(pattern.into_iter().flat_map(|pattern| parameters![pattern]));
    let statement = store.statement(sql, parameters);
    store.many(statement, |columns| Ok((person_columns(columns)?, role_columns(columns)?))).await
}

pub(super) async fn get<D: Database, K: AuditKeys>(
    store: &Store<D, K>,
    id: Id,
) -> Result<PersonRow, Error> {
    let statement = store.statement(&statements::GET, parameters![id]);
    store.maybe(statement, person_columns).await?.ok_or(Error::NotFound)
}

pub(super) async fn organizations_of<D: Database, K: AuditKeys>(
    store: &Store<D, K>,
    person: Id,
) -> Result<Vec<Id>, Error> {
    let statement = store.statement(&statements::ORGANIZATIONS_OF, parameters![person]);
    store.many(statement, Columns::next).await
}

pub(super) async fn insert<D: Database, K: AuditKeys>(
    store: &Store<D, K>,
    new: NewPersonRow,
    audit: &Record,
) -> Result<(), Error> {
    let NewPersonRow { person, organization, role, identity, token } = new;
    let PersonRow { id, name, email, status, created_at, last_seen_at } = person;
    let insert = parameters![id, name, email, status, created_at, last_seen_at, organization];
    let mut batch =
        Batch::default().one(store.statement(&statements::INSERT, insert), Error::NotFound);
    if let Some(role) = role {
        if !role.fits(OwnerKind::Organization) {
            return Err(Error::Internal);
        }
        let member = parameters![OwnerKind::Organization, organization, id, role];
        batch = batch.one(store.statement(&INSERT_MEMBER, member), Error::Internal);
    }
    if let Some(identity) = identity {
        if !can_be_known(&identity) {
            return Err(Error::Internal);
        }
        // Groups are taken from the first token that comes.
        let never: Option<i64> = None;
        let identity = parameters![identity.issuer, identity.subject, id, never];
        batch = batch.named(store.statement(&INSERT_IDENTITY, identity), Error::Internal);
    }
    if let Some(token) = token {
        batch = batch.one(store.insert_token_row(token)?, Error::Internal);
    }
    store.commit(batch, audit).await
}

pub(super) async fn rename<D: Database, K: AuditKeys>(
    store: &Store<D, K>,
    id: Id,
    name: Name,
    audit: &Record,
) -> Result<(), Error> {
    let rename = store.statement(&statements::RENAME, parameters![id, name]);
    store.commit(Batch::default().one(rename, Error::NotFound), audit).await
}

pub(super) async fn reinstate<D: Database, K: AuditKeys>(
    store: &Store<D, K>,
    id: Id,
    audit: &Record,
) -> Result<(), Error> {
    let reinstate = store.statement(&statements::REINSTATE, parameters![id]);
    store.commit(Batch::default().one(reinstate, Error::NotFound), audit).await
}
