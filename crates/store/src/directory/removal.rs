//! Taking away what people hold.
//!
//! INVARIANT: no organization loses its last Owner who is active and is one of their own, not by a
//! group. Whatever could take one away first changes the organization's row, so that of two such
//! batches the second begins where the first has ended, and then sees that an Owner is left.

use strongroom_audit::Record;
use strongroom_database::Database;
use strongroom_model::{Id, Member, MemberKind, Owner, OwnerKind, Timestamp};
use strongroom_ports::platform::AuditKeys;
use strongroom_ports::principals::{Error, Status};

use super::{owners, tokens};
use crate::Store;
use crate::batch::Batch;
use crate::value::parameters;

pub(crate) mod statements {
    crate::sql::statements! {
        LOCK = "UPDATE organizations SET name = name WHERE id = ?1";
        LOCK_OWNED = "UPDATE organizations SET name = name WHERE id IN \
            (SELECT m.owner_id FROM members m \
            WHERE m.user_id = ?1 AND m.owner_kind = 1 AND m.role = 'Owner')";
        KEEP_OWNER = "UPDATE organizations SET name = name WHERE id = ?1 AND EXISTS \
            (SELECT 1 FROM members m JOIN users u ON u.id = m.user_id AND u.status = 1 \
            WHERE m.owner_kind = 1 AND m.owner_id = ?1 AND m.role = 'Owner')";

        DELETE_USER = "DELETE FROM members WHERE owner_kind = ?1 AND owner_id = ?2 AND user_id = ?3";
        DELETE_GROUP = "DELETE FROM group_roles \
            WHERE owner_kind = ?1 AND owner_id = ?2 AND group_id = ?3";

        /// Changes nothing of who is one of the organization's people.
        ONE_OF_PEOPLE = "UPDATE users SET name = name WHERE id = ?2 AND (\
            EXISTS (SELECT 1 FROM members a \
            WHERE a.user_id = ?2 AND a.owner_kind = 1 AND a.owner_id = ?1) \
            OR EXISTS (SELECT 1 FROM members b JOIN projects p ON p.id = b.owner_id \
            WHERE b.user_id = ?2 AND b.owner_kind = 2 AND p.organization_id = ?1) \
            OR EXISTS (SELECT 1 FROM group_members c JOIN groups g ON g.id = c.group_id \
            WHERE c.user_id = ?2 AND g.organization_id = ?1))";
        LEAVE_ORGANIZATION = "DELETE FROM members \
            WHERE user_id = ?2 AND owner_kind = 1 AND owner_id = ?1";
        LEAVE_PROJECTS = "DELETE FROM members WHERE user_id = ?2 AND owner_kind = 2 \
            AND owner_id IN (SELECT p.id FROM projects p WHERE p.organization_id = ?1)";
        LEAVE_GROUPS = "DELETE FROM group_members WHERE user_id = ?2 \
            AND group_id IN (SELECT g.id FROM groups g WHERE g.organization_id = ?1)";
        END_TOKENS_OF_NOBODYS = "DELETE FROM tokens WHERE user_id = ?1 \
            AND NOT EXISTS (SELECT 1 FROM members m WHERE m.user_id = ?1) \
            AND NOT EXISTS (SELECT 1 FROM group_members g WHERE g.user_id = ?1)";
        /// No older identity token speaks of the person's groups any more.
        FORGET_CLAIMS = "UPDATE identities SET synchronized_at = ?2 \
            WHERE user_id = ?1 AND (synchronized_at IS NULL OR synchronized_at < ?2)";

        PRESENT = "UPDATE users SET name = name WHERE id = ?1 AND status <> 3";
        /// No row where an organization has no other active Owner.
        END = "UPDATE users SET status = ?2 WHERE id = ?1 AND NOT EXISTS \
            (SELECT 1 FROM members m WHERE m.user_id = ?1 AND m.owner_kind = 1 AND m.role = 'Owner' \
            AND NOT EXISTS (SELECT 1 FROM members o \
            JOIN users u ON u.id = o.user_id AND u.status = 1 \
            WHERE o.owner_kind = 1 AND o.owner_id = m.owner_id AND o.role = 'Owner' \
            AND o.user_id <> ?1))";
        DELETE_MEMBERSHIPS = "DELETE FROM members WHERE user_id = ?1";
        DELETE_GROUP_MEMBERSHIPS = "DELETE FROM group_members WHERE user_id = ?1";
    }
}

/// Begins a batch that could take away the last Owner.
pub(super) fn lock<D: Database, K: AuditKeys>(
    store: &Store<D, K>,
    batch: Batch,
    organization: Id,
) -> Batch {
    batch.one(store.statement(&statements::LOCK, parameters![organization]), Error::NotFound)
}

/// Ends what such a batch does.
pub(super) fn keep_owner<D: Database, K: AuditKeys>(
    store: &Store<D, K>,
    batch: Batch,
    organization: Id,
) -> Batch {
    let keep = store.statement(&statements::KEEP_OWNER, parameters![organization]);
    batch.one(keep, Error::LastOwner)
}

/// Tokens of up to this second do not bring back the groups that a person was taken out of.
pub(super) fn forget_claims<D: Database, K: AuditKeys>(
    store: &Store<D, K>,
    batch: Batch,
    person: Id,
    at: Timestamp,
) -> Batch {
    let next = at.saturating_add(1);
    batch.all(store.statement(&statements::FORGET_CLAIMS, parameters![person, next]))
}

pub(super) async fn remove_member<D: Database, K: AuditKeys>(
    store: &Store<D, K>,
    owner: Owner,
    member: Member,
    audit: &Record,
) -> Result<(), Error> {
    let sql = match (member.kind, owner.kind) {
        (MemberKind::User, OwnerKind::Organization) => {
            return remove_from_organization(store, owner.id, member.id, audit).await;
        }
        (MemberKind::User, OwnerKind::Project | OwnerKind::User) => &statements::DELETE_USER,
        (MemberKind::Group, _) => &statements::DELETE_GROUP,
    };
    let delete = store.statement(sql, parameters![owner.kind, owner.id, member.id]);
    store.commit(Batch::default().one(delete, Error::NotFound), audit).await
}

async fn remove_from_organization<D: Database, K: AuditKeys>(
    store: &Store<D, K>,
    organization: Id,
    person: Id,
    audit: &Record,
) -> Result<(), Error> {
    let of_both = |sql| store.statement(sql, parameters![organization, person]);
    let batch = lock(store, Batch::default(), organization)
        .one(of_both(&statements::ONE_OF_PEOPLE), Error::NotFound)
        .all(of_both(&statements::LEAVE_ORGANIZATION))
        .all(of_both(&statements::LEAVE_PROJECTS))
        .all(of_both(&statements::LEAVE_GROUPS))
        .all(store.statement(&statements::END_TOKENS_OF_NOBODYS, parameters![person]));
    let batch = forget_claims(store, batch, person, audit.at);
    store.commit(keep_owner(store, batch, organization), audit).await
}

/// Suspends or removes a person.
pub(super) async fn end_person<D: Database, K: AuditKeys>(
    store: &Store<D, K>,
    person: Id,
    status: Status,
    audit: &Record,
) -> Result<(), Error> {
    let of_person = |sql| store.statement(sql, parameters![person]);
    let mut batch = Batch::default()
        .one(of_person(&statements::PRESENT), Error::NotFound)
        .all(of_person(&statements::LOCK_OWNED))
        .one(store.statement(&statements::END, parameters![person, status]), Error::LastOwner)
        .all(of_person(&tokens::statements::DELETE_ALL));
    if status == Status::Removed {
        batch = batch
            .all(of_person(&statements::DELETE_MEMBERSHIPS))
            .all(of_person(&statements::DELETE_GROUP_MEMBERSHIPS));
        batch = forget_claims(store, batch, person, audit.at);
        let theirs = Owner { kind: OwnerKind::User, id: person };
        batch = owners::delete_possessions(store, batch, theirs);
    }
    store.commit(batch, audit).await
}
