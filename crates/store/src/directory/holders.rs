//! Who has roles on an owner or on its organization, by their ids.

use strongroom_database::Database;
use strongroom_model::{Id, MemberKind, Owner, OwnerKind, Role};
use strongroom_ports::directory::HeldRole;
use strongroom_ports::directory_store::{HolderQuery, HolderRow};
use strongroom_ports::platform::AuditKeys;
use strongroom_ports::principals::Error;

use crate::Store;
use crate::value::{Ranked, parameters};

/// `?1` and `?2` are the owner, `?3` its organization or NULL, `?4` the id to begin after.
pub(crate) mod statements {
    /// Ids of those with a role on either, in a table of roles.
    macro_rules! with_role {
        ($column:literal, $table:literal) => {
            concat!(
                "SELECT a.",
                $column,
                " FROM ",
                $table,
                " a \
                 WHERE a.owner_kind = ?1 AND a.owner_id = ?2 \
                 UNION SELECT b.",
                $column,
                " FROM ",
                $table,
                " b \
                 WHERE b.owner_kind = 1 AND b.owner_id = ?3"
            )
        };
    }

    crate::sql::statements! {
        /// With their own roles.
        USERS = concat!(
            "SELECT u.id, u.name, m.role, o.role FROM users u \
            LEFT JOIN members m ON m.owner_kind = ?1 AND m.owner_id = ?2 AND m.user_id = u.id \
            LEFT JOIN members o ON o.owner_kind = 1 AND o.owner_id = ?3 AND o.user_id = u.id \
            WHERE u.id > ?4 AND u.status = 1 AND u.id IN (", with_role!("user_id", "members"),
            " UNION SELECT h.user_id FROM group_members h WHERE h.group_id IN (",
            with_role!("group_id", "group_roles"), ")) ORDER BY u.id LIMIT ?5");
        /// Of those up to `?5`.
        ROLES_BY_GROUPS = "SELECT h.user_id, r.group_id, r.owner_kind, r.owner_id, r.role \
            FROM group_roles r \
            JOIN group_members h ON h.group_id = r.group_id AND h.user_id > ?4 AND h.user_id <= ?5 \
            WHERE (r.owner_kind = ?1 AND r.owner_id = ?2) OR (r.owner_kind = 1 AND r.owner_id = ?3) \
            ORDER BY h.user_id, r.owner_kind, r.owner_id, r.group_id";
        GROUPS = concat!(
            "SELECT g.id, g.name, m.role, o.role FROM groups g \
            LEFT JOIN group_roles m \
            ON m.owner_kind = ?1 AND m.owner_id = ?2 AND m.group_id = g.id \
            LEFT JOIN group_roles o \
            ON o.owner_kind = 1 AND o.owner_id = ?3 AND o.group_id = g.id \
            WHERE g.id > ?4 AND g.id IN (", with_role!("group_id", "group_roles"),
            ") ORDER BY g.id LIMIT ?5");
    }
}

pub(super) async fn find<D: Database, K: AuditKeys>(
    store: &Store<D, K>,
    query: HolderQuery,
) -> Result<Vec<HolderRow>, Error> {
    let HolderQuery { kind, owner, organization, after, limit } = query;
    // No id is less than this one.
    let after = after.unwrap_or(Id::from_bytes([0; 20]));
    let places = [Some(owner), organization.map(|id| Owner { kind: OwnerKind::Organization, id })];
    let page = parameters![owner.kind, owner.id, organization, after, limit];
    if kind == MemberKind::Group {
        let statement = store.statement(&statements::GROUPS, page);
        return store
            .many(statement, |columns| {
                let (id, name) = (columns.next()?, columns.parse()?);
                let ranks = [columns.maybe::<Ranked>()?, columns.maybe::<Ranked>()?];
                let roles = own(places, ranks.map(|rank| rank.map(|rank| rank.0)));
                Ok(HolderRow { id, name, roles })
            })
            .await;
    }
    let statement = store.statement(&statements::USERS, page);
    let mut users = store
        .many(statement, |columns| {
            let (id, name) = (columns.next()?, columns.parse()?);
            let roles = own(places, [columns.maybe_parse()?, columns.maybe_parse()?]);
            Ok(HolderRow { id, name, roles })
        })
        .await?;
    let Some(last) = users.last().map(|last| last.id) else { return Ok(users) };
    let by_groups = parameters![owner.kind, owner.id, organization, after, last];
    let by_groups = store.statement(&statements::ROLES_BY_GROUPS, by_groups);
    let by_groups = store
        .many(by_groups, |columns| {
            let (user, group): (Id, Id) = (columns.next()?, columns.next()?);
            let (on, role) = (columns.owner()?, columns.next::<Ranked>()?.0);
            Ok((user, HeldRole { on, role, group: Some(group) }))
        })
        .await?;
    for (id, role) in by_groups {
        if let Ok(index) = users.binary_search_by_key(&id, |user| user.id)
            && let Some(user) = users.get_mut(index)
        {
            user.roles.push(role);
        }
    }
    Ok(users)
}

fn own(places: [Option<Owner>; 2], roles: [Option<Role>; 2]) -> Vec<HeldRole> {
    let held = |(on, role): (Option<Owner>, Option<Role>)| {
        Some(HeldRole { on: on?, role: role?, group: None })
    };
    places.into_iter().zip(roles).filter_map(held).collect()
}
