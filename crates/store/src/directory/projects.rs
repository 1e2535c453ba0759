//! Projects.

use strongroom_audit::Record;
use strongroom_database::Database;
use strongroom_model::{Id, Name, Owner, OwnerKind, Role, Visibility, limits};
use strongroom_ports::directory_store::ProjectRow;
use strongroom_ports::platform::AuditKeys;
use strongroom_ports::principals::{Error, Standing};

use super::owners;
use crate::Store;
use crate::batch::Batch;
use crate::failure::Failure;
use crate::principals::rows::standing_columns;
use crate::principals::statements::INSERT_MEMBER;
use crate::row::Columns;
use crate::value::parameters;

pub(crate) mod statements {
    use crate::principals::statements::{by_groups, project_facts, project_joins, project_roles};

    macro_rules! columns {
        () => {
            "p.id, p.organization_id, p.name, p.visibility, p.created_at"
        };
    }

    macro_rules! with_standing {
        () => {
            concat!(
                "SELECT ",
                columns!(),
                ", ",
                project_facts!(),
                ", ",
                project_roles!("?1"),
                " FROM projects p",
                project_joins!("?1")
            )
        };
    }

    /// Of the two the person has few. SQLite reads the tables of a CROSS JOIN in the order they are
    /// named in; without, it begins with all roles of groups.
    macro_rules! held {
        () => {
            "(SELECT a.owner_id FROM members a WHERE a.user_id = ?1 AND a.owner_kind = 2 \
             UNION SELECT c.owner_id FROM group_members b CROSS JOIN group_roles c \
             WHERE b.user_id = ?1 AND c.group_id = b.group_id AND c.owner_kind = 2)"
        };
    }

    macro_rules! organizations_held {
        () => {
            "(SELECT d.owner_id FROM members d WHERE d.user_id = ?1 AND d.owner_kind = 1 \
             UNION SELECT f.owner_id FROM group_members e CROSS JOIN group_roles f \
             WHERE e.user_id = ?1 AND f.group_id = e.group_id AND f.owner_kind = 1)"
        };
    }

    crate::sql::statements! {
        /// The project's columns, then those of a standing in it. Put together from the ids, so that
        /// each part is found by its index.
        OF_PERSON = concat!(
            with_standing!(), " WHERE p.id IN (SELECT h.id FROM projects h WHERE h.id IN ", held!(),
            " UNION SELECT i.id FROM projects i WHERE i.organization_id IN ", organizations_held!(),
            " UNION SELECT j.id FROM projects j WHERE j.visibility = 'public') \
            ORDER BY p.name, p.id LIMIT ?2");
        OF_PERSON_IN_ORGANIZATION = concat!(
            with_standing!(), " WHERE p.organization_id = ?3 AND (p.visibility = 'public' \
            OR p.organization_id IN ", organizations_held!(), " OR p.id IN ", held!(),
            ") ORDER BY p.name, p.id LIMIT ?2");
        OF_ORGANIZATION = concat!(
            "SELECT ", columns!(), " FROM projects p WHERE p.organization_id = ?1 ORDER BY p.name");
        GET = concat!("SELECT ", columns!(), " FROM projects p WHERE p.id = ?1");
        /// No row where there is no such organization.
        INSERT = "INSERT INTO projects (id, organization_id, name, visibility, created_at) \
            SELECT ?1, g.id, ?3, ?4, ?5 FROM organizations g WHERE g.id = ?2";
        CHANGE = "UPDATE projects SET name = COALESCE(?2, name), \
            visibility = COALESCE(?3, visibility) WHERE id = ?1";
        DELETE = "DELETE FROM projects WHERE id = ?1";
    }
}

fn columns(columns: &mut Columns) -> Result<ProjectRow, Failure> {
    Ok(ProjectRow {
        id: columns.next()?,
        organization: columns.next()?,
        name: columns.parse()?,
        visibility: columns.parse()?,
        created_at: columns.next()?,
    })
}

const fn owner(id: Id) -> Owner {
    Owner { kind: OwnerKind::Project, id }
}

pub(super) async fn of_person<D: Database, K: AuditKeys>(
    store: &Store<D, K>,
    person: Id,
    organization: Option<Id>,
) -> Result<Vec<(ProjectRow, Standing)>, Error> {
    let mut parameters = parameters![person, limits::LIST_ENTRIES];
    let statement = match organization {
        None => store.statement(&statements::OF_PERSON, parameters),
        Some(organization) => {
            parameters.extend(parameters![organization]);
            store.statement(&statements::OF_PERSON_IN_ORGANIZATION, parameters)
        }
    };
    store
        .many(statement, |row| {
            let project = columns(row)?;
            let standing = standing_columns(row, Some(person), owner(project.id))?;
            Ok((project, standing))
        })
        .await
}

pub(super) async fn of_organization<D: Database, K: AuditKeys>(
    store: &Store<D, K>,
    organization: Id,
) -> Result<Vec<ProjectRow>, Error> {
    let statement = store.statement(&statements::OF_ORGANIZATION, parameters![organization]);
    store.many(statement, columns).await
}

pub(super) async fn get<D: Database, K: AuditKeys>(
    store: &Store<D, K>,
    id: Id,
) -> Result<ProjectRow, Error> {
    let statement = store.statement(&statements::GET, parameters![id]);
    store.maybe(statement, columns).await?.ok_or(Error::NotFound)
}

pub(super) async fn insert<D: Database, K: AuditKeys>(
    store: &Store<D, K>,
    project: ProjectRow,
    maker: Option<Id>,
    audit: &Record,
) -> Result<(), Error> {
    let ProjectRow { id, organization, name, visibility, created_at } = project;
    let insert = parameters![id, organization, name, visibility, created_at];
    let mut batch =
        Batch::default().named(store.statement(&statements::INSERT, insert), Error::NotFound);
    if let Some(maker) = maker {
        let owner = parameters![OwnerKind::Project, id, maker, Role::Owner];
        batch = batch.one(store.statement(&INSERT_MEMBER, owner), Error::Internal);
    }
    store.commit(batch, audit).await
}

pub(super) async fn change<D: Database, K: AuditKeys>(
    store: &Store<D, K>,
    id: Id,
    name: Option<Name>,
    visibility: Option<Visibility>,
    audit: &Record,
) -> Result<(), Error> {
    let change = store.statement(&statements::CHANGE, parameters![id, name, visibility]);
    store.commit(Batch::default().named(change, Error::NotFound), audit).await
}

pub(super) async fn delete<D: Database, K: AuditKeys>(
    store: &Store<D, K>,
    id: Id,
    audit: &Record,
) -> Result<(), Error> {
    let delete = store.statement(&statements::DELETE, parameters![id]);
    let batch = Batch::default().one(delete, Error::NotFound);
    let batch = owners::delete_roles(store, batch, owner(id));
    store.commit(owners::delete_possessions(store, batch, owner(id)), audit).await
}
