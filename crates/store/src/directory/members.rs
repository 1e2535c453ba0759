//! Roles of people and groups on organizations and projects.

use strongroom_audit::Record;
use strongroom_database::{Database, Statement};
use strongroom_model::{Member, MemberKind, Owner, OwnerKind, Role, limits};
use strongroom_ports::directory_store::MembershipRow;
use strongroom_ports::platform::AuditKeys;
use strongroom_ports::principals::Error;

use super::removal::{keep_owner, lock};
use crate::Store;
use crate::batch::Batch;
use crate::row::whole;
use crate::value::{Ranked, parameters};

pub(crate) mod statements {
    crate::sql::statements! {
        USERS = "SELECT u.id, u.name, m.role FROM members m JOIN users u ON u.id = m.user_id \
            WHERE m.owner_kind = ?1 AND m.owner_id = ?2 ORDER BY u.name, u.id LIMIT ?3";
        GROUPS = "SELECT g.id, g.name, r.role FROM group_roles r JOIN groups g ON g.id = r.group_id \
            WHERE r.owner_kind = ?1 AND r.owner_id = ?2 ORDER BY g.name, g.id LIMIT ?3";
        ROLE_OF_USER = "SELECT role FROM members \
            WHERE owner_kind = ?1 AND owner_id = ?2 AND user_id = ?3";
        ROLE_OF_GROUP = "SELECT role FROM group_roles \
            WHERE owner_kind = ?1 AND owner_id = ?2 AND group_id = ?3";

        /// No row where the organization is not there, or the person is not or was removed.
        SET_USER_IN_ORGANIZATION = "INSERT INTO members (owner_kind, owner_id, user_id, role) \
            SELECT 1, o.id, u.id, ?3 FROM organizations o JOIN users u ON u.id = ?2 \
            WHERE o.id = ?1 AND u.status <> 3 \
            ON CONFLICT (user_id, owner_kind, owner_id) DO UPDATE SET role = excluded.role";
        SET_USER_IN_PROJECT = "INSERT INTO members (owner_kind, owner_id, user_id, role) \
            SELECT 2, o.id, u.id, ?3 FROM projects o JOIN users u ON u.id = ?2 \
            WHERE o.id = ?1 AND u.status <> 3 \
            ON CONFLICT (user_id, owner_kind, owner_id) DO UPDATE SET role = excluded.role";
        /// No row where the group is not one of the organization.
        SET_GROUP_IN_ORGANIZATION = "INSERT INTO group_roles (group_id, owner_kind, owner_id, role) \
            SELECT g.id, 1, g.organization_id, ?3 FROM groups g \
            WHERE g.id = ?2 AND g.organization_id = ?1 \
            ON CONFLICT (group_id, owner_kind, owner_id) DO UPDATE SET role = excluded.role";
        /// No row where the group is not one of the project's organization.
        SET_GROUP_IN_PROJECT = "INSERT INTO group_roles (group_id, owner_kind, owner_id, role) \
            SELECT g.id, 2, p.id, ?3 FROM groups g \
            JOIN projects p ON p.organization_id = g.organization_id \
            WHERE g.id = ?2 AND p.id = ?1 \
            ON CONFLICT (group_id, owner_kind, owner_id) DO UPDATE SET role = excluded.role";
    }
}

pub(super) async fn of_owner<D: Database, K: AuditKeys>(
    store: &Store<D, K>,
    owner: Owner,
) -> Result<Vec<MembershipRow>, Error> {
    let asked = [&statements::USERS, &statements::GROUPS]
        .map(|sql| store.statement(sql, parameters![owner.kind, owner.id, limits::LIST_ENTRIES]));
    let mut answers = store.snapshot(asked.into()).await?.into_iter();
    let (users, groups) = answers.next().zip(answers.next()).ok_or(Error::Internal)?;
    let users = users.into_iter().map(|row| {
        whole(row, |columns| {
            let member = Member { kind: MemberKind::User, id: columns.next()? };
            Ok(MembershipRow { member, name: columns.parse()?, role: columns.parse()? })
        })
    });
    let groups = groups.into_iter().map(|row| {
        whole(row, |columns| {
            let member = Member { kind: MemberKind::Group, id: columns.next()? };
            let name = columns.parse()?;
            Ok(MembershipRow { member, name, role: columns.next::<Ranked>()?.0 })
        })
    });
    let mut members = users.chain(groups).collect::<Result<Vec<_>, _>>()?;
    members.sort_by(|a, b| (&a.name, a.member).cmp(&(&b.name, b.member)));
    members.truncate(limits::LIST_ENTRIES as usize);
    Ok(members)
}

pub(super) async fn role_of<D: Database, K: AuditKeys>(
    store: &Store<D, K>,
    owner: Owner,
    member: Member,
) -> Result<Option<Role>, Error> {
    let parameters = parameters![owner.kind, owner.id, member.id];
    match member.kind {
        MemberKind::User => {
            let statement = store.statement(&statements::ROLE_OF_USER, parameters);
            store.maybe(statement, |columns| columns.parse()).await
        }
        MemberKind::Group => {
            let statement = store.statement(&statements::ROLE_OF_GROUP, parameters);
            store.maybe(statement, |columns| Ok(columns.next::<Ranked>()?.0)).await
        }
    }
}

pub(super) async fn set<D: Database, K: AuditKeys>(
    store: &Store<D, K>,
    owner: Owner,
    member: Member,
    role: Role,
    audit: &Record,
) -> Result<(), Error> {
    // What is a person's own nobody else has a role in.
    if owner.kind == OwnerKind::User {
        return Err(Error::NotFound);
    }
    if !role.fits(owner.kind) {
        return Err(Error::Internal);
    }
    let set = setting(store, owner, member, role);
    let own = owner.kind == OwnerKind::Organization && member.kind == MemberKind::User;
    let batch = if own && role != Role::Owner {
        let batch = lock(store, Batch::default(), owner.id).one(set, Error::NotFound);
        keep_owner(store, batch, owner.id)
    } else {
        Batch::default().one(set, Error::NotFound)
    };
    store.commit(batch, audit).await
}

fn setting<D: Database, K: AuditKeys>(
    store: &Store<D, K>,
    owner: Owner,
    member: Member,
    role: Role,
) -> Statement {
    let in_organization = owner.kind == OwnerKind::Organization;
    match member.kind {
        MemberKind::User => {
            let sql = if in_organization {
                &statements::SET_USER_IN_ORGANIZATION
            } else {
                &statements::SET_USER_IN_PROJECT
            };
            store.statement(sql, parameters![owner.id, member.id, role])
        }
        MemberKind::Group => {
            let sql = if in_organization {
                &statements::SET_GROUP_IN_ORGANIZATION
            } else {
                &statements::SET_GROUP_IN_PROJECT
            };
            store.statement(sql, parameters![owner.id, member.id, Ranked(role)])
        }
    }
}
