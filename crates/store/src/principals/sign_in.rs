//! A person comes with a new identity token: who is not known is made, and the groups that the token
//! claims are brought in line.
//!
//! What is to change is made from what was read, and each statement expects what was read to be so
//! still. Where another host was there first the whole is read again.
//!
//! INVARIANT: groups are taken from a token that was issued no earlier than the one they were last
//! taken from. Whatever takes a person out of a group by hand moves that time to its own, so that no
//! token from before brings the group back.

use std::collections::{BTreeMap, BTreeSet};

use strongroom_audit::{Facts, Record};
use strongroom_database::{Database, Durability, Statement};
use strongroom_model::audit::{Caller, Credential};
use strongroom_model::{
    Id, Member, MemberKind, Owner, OwnerKind, Principal, PrincipalKind, Role, Timestamp, limits,
};
use strongroom_ports::platform::AuditKeys;
use strongroom_ports::principals::{Arrival, Error, ExternalIdentity, Status};

use crate::Store;
use crate::failure::Failure;
use crate::row::{Columns, at_most_one, whole};
use crate::value::parameters;

pub(crate) mod statements {
    crate::sql::statements! {
        IDENTITY = "SELECT i.user_id, u.status, i.synchronized_at FROM identities i \
            JOIN users u ON u.id = i.user_id WHERE i.issuer = ?1 AND i.subject = ?2";
        MEMBERSHIPS = "SELECT m.group_id, m.claimed, m.added FROM identities i \
            JOIN group_members m ON m.user_id = i.user_id \
            JOIN groups g ON g.id = m.group_id AND g.organization_id = ?3 \
            WHERE i.issuer = ?1 AND i.subject = ?2";
        CLAIMED = "SELECT id FROM groups WHERE organization_id = ?1 AND claim = ?2";

        INSERT_IDENTITY = "INSERT INTO identities (issuer, subject, user_id, synchronized_at) \
            VALUES (?1, ?2, ?3, ?4)";
        /// No row where the organization is not there.
        INSERT_ROLE = "INSERT INTO members (owner_kind, owner_id, user_id, role) \
            SELECT 1, g.id, ?2, ?3 FROM organizations g WHERE g.id = ?1";
        /// No row where groups were taken from another token meanwhile, or the person is not active.
        SYNCHRONIZE = "UPDATE identities SET synchronized_at = ?3 \
            WHERE issuer = ?1 AND subject = ?2 AND COALESCE(synchronized_at, -1) = ?4 \
            AND user_id IN (SELECT u.id FROM users u WHERE u.id = user_id AND u.status = 1)";
        /// No row where the group is gone or is claimed by another name.
        JOIN = "INSERT INTO group_members (user_id, group_id, claimed, added) \
            SELECT ?1, g.id, 1, 0 FROM groups g \
            WHERE g.id = ?2 AND g.organization_id = ?3 AND g.claim IS NOT NULL";
        CLAIM_ADDED = "UPDATE group_members SET claimed = 1 \
            WHERE user_id = ?1 AND group_id = ?2 AND claimed = 0";
        LEAVE = "DELETE FROM group_members \
            WHERE user_id = ?1 AND group_id = ?2 AND claimed = 1 AND added = 0";
        UNCLAIM_ADDED = "UPDATE group_members SET claimed = 0 \
            WHERE user_id = ?1 AND group_id = ?2 AND claimed = 1 AND added = 1";
    }
}

/// Tries while other hosts sign the same person in.
const TRIES: usize = 8;

/// Whether somebody can have the identity. What cannot be in a text is not for the database to judge:
/// a NUL ends one for some and is an error for others.
pub(crate) fn can_be_known(identity: &ExternalIdentity) -> bool {
    ![&identity.issuer, &identity.subject].iter().any(|text| text.contains('\0'))
}

struct Known {
    person: Id,
    status: Status,
    synchronized_at: Option<Timestamp>,
}

#[derive(Debug, Clone, Copy)]
struct Membership {
    claimed: bool,
    added: bool,
}

/// What the database knows of an arrival.
struct Found {
    known: Option<Known>,
    /// In groups of the organization.
    memberships: BTreeMap<Id, Membership>,
    claimed: BTreeSet<Id>,
}

pub(super) async fn sign_in<D: Database, K: AuditKeys>(
    store: &Store<D, K>,
    arrival: &Arrival,
    audit: &Record,
) -> Result<(), Error> {
    if !can_be_known(&arrival.identity) {
        return Err(Error::Internal);
    }
    for _ in 0..TRIES {
        let found = find(store, arrival).await?;
        let change = match &found.known {
            None => first(store, arrival, &found.claimed, audit).await?,
            Some(known) => match again(store, arrival, known, &found, audit).await? {
                Some(change) => change,
                None => return Ok(()),
            },
        };
        match store.write(change.batch, change.durability).await {
            Ok(()) => return Ok(()),
            // The organization that the operator named does not exist.
            Err(Failure::UnexpectedRows(number)) if change.role == Some(number) => {
                return Err(Error::Internal);
            }
            // Somebody was there first.
            Err(Failure::UnexpectedRows(_) | Failure::Duplicate(_)) => {}
            Err(failure) => return Err(failure.into()),
        }
    }
    Err(Error::Unavailable)
}

async fn find<D: Database, K: AuditKeys>(
    store: &Store<D, K>,
    arrival: &Arrival,
) -> Result<Found, Failure> {
    let of_identity =
        || parameters![arrival.identity.issuer.as_str(), arrival.identity.subject.as_str()];
    let mut asked = vec![store.statement(&statements::IDENTITY, of_identity())];
    if let Some(organization) = arrival.organization {
        let mut parameters = of_identity();
        parameters.extend(parameters![organization]);
        asked.push(store.statement(&statements::MEMBERSHIPS, parameters));
        let names: BTreeSet<&str> = arrival
            .claimed_groups
            .iter()
            .map(String::as_str)
            .filter(|name| !name.contains('\0'))
            .take(limits::CLAIMED_GROUPS)
            .collect();
        asked.extend(
            names
                .into_iter()
                .map(|name| store.statement(&statements::CLAIMED, parameters![organization, name])),
        );
    }
    let mut answers = store.snapshot(asked).await?.into_iter();
    let known = at_most_one(answers.next().ok_or(Failure::Broken)?)?;
    let known = known.map(|row| whole(row, self::known)).transpose()?;
    let memberships = answers.next().unwrap_or_default().into_iter();
    let memberships = memberships.map(|row| whole(row, membership));
    let memberships = memberships.collect::<Result<_, _>>()?;
    let claimed = answers.flatten().map(|row| whole(row, Columns::next));
    let claimed = claimed.collect::<Result<_, _>>()?;
    Ok(Found { known, memberships, claimed })
}

fn known(columns: &mut Columns) -> Result<Known, Failure> {
    Ok(Known {
        person: columns.next()?,
        status: columns.next()?,
        synchronized_at: columns.maybe()?,
    })
}

fn membership(columns: &mut Columns) -> Result<(Id, Membership), Failure> {
    let group = columns.next()?;
    Ok((group, Membership { claimed: columns.next()?, added: columns.next()? }))
}

struct Change {
    batch: Vec<Statement>,
    /// The statement that gives a role in the organization.
    role: Option<u32>,
    durability: Durability,
}

/// Who is not known is made, and is what the provider's settings say.
async fn first<D: Database, K: AuditKeys>(
    store: &Store<D, K>,
    arrival: &Arrival,
    claimed: &BTreeSet<Id>,
    audit: &Record,
) -> Result<Change, Failure> {
    let Arrival { identity, new_person, organization, role, claimed_groups: _, issued_at } =
        arrival;
    let person = new_person.id;
    let (issuer, subject) = (identity.issuer.as_str(), identity.subject.as_str());
    let identity = parameters![issuer, subject, person, *issued_at];
    let one = |statement| Statement { expect: Some(1), ..statement };
    let mut batch = vec![
        one(store.insert_user(new_person.clone())),
        store.change(&statements::INSERT_IDENTITY, identity),
    ];
    let mut events = vec![Facts::person_created(*organization, person)];
    let given = organization.zip(*role);
    if let Some((organization, role)) = given {
        let owner = Owner { kind: OwnerKind::Organization, id: organization };
        let member = Member { kind: MemberKind::User, id: person };
        check(role)?;
        batch.push(store.change(&statements::INSERT_ROLE, parameters![organization, person, role]));
        events.push(Facts::member_set(owner, member, role));
    }
    if let Some(organization) = organization.filter(|_| !claimed.is_empty()) {
        let join =
            |group: &Id| store.change(&statements::JOIN, parameters![person, *group, organization]);
        batch.extend(claimed.iter().map(join));
        let joined: Vec<Id> = claimed.iter().copied().collect();
        events.push(Facts::groups_synchronized(organization, person, &joined, &[]));
    }
    add_records(store, &mut batch, person, events, audit).await?;
    Ok(Change { batch, role: given.map(|_| 2), durability: Durability::Power })
}

fn check(role: Role) -> Result<(), Failure> {
    if role.fits(OwnerKind::Organization) { Ok(()) } else { Err(Failure::Broken) }
}

/// Who is known: groups alone. `None` where there is nothing to change.
async fn again<D: Database, K: AuditKeys>(
    store: &Store<D, K>,
    arrival: &Arrival,
    known: &Known,
    found: &Found,
    audit: &Record,
) -> Result<Option<Change>, Failure> {
    let older = known.synchronized_at.is_some_and(|last| arrival.issued_at < last);
    if known.status != Status::Active || older {
        return Ok(None);
    }
    let (issuer, subject) = (arrival.identity.issuer.as_str(), arrival.identity.subject.as_str());
    // No token was issued before 1970.
    let last = known.synchronized_at.unwrap_or(-1);
    let times = parameters![issuer, subject, arrival.issued_at, last];
    let mut batch = vec![store.change(&statements::SYNCHRONIZE, times)];
    let (joined, left) = bring_in_line(store, &mut batch, arrival, known.person, found);
    let changed = batch.len() > 1;
    if !changed && known.synchronized_at == Some(arrival.issued_at) {
        return Ok(None);
    }
    let moved = !joined.is_empty() || !left.is_empty();
    if let Some(organization) = arrival.organization.filter(|_| moved) {
        let user = known.person;
        let event = Facts::groups_synchronized(organization, user, &joined, &left);
        add_records(store, &mut batch, user, vec![event], audit).await?;
    }
    // The time alone can be lost: the token that it is of says the same again.
    let durability = if changed { Durability::Power } else { Durability::Process };
    Ok(Some(Change { batch, role: None, durability }))
}

/// Adds what makes the claimed memberships those of the token. Gives the groups joined and left.
fn bring_in_line<D: Database, K: AuditKeys>(
    store: &Store<D, K>,
    batch: &mut Vec<Statement>,
    arrival: &Arrival,
    person: Id,
    found: &Found,
) -> (Vec<Id>, Vec<Id>) {
    let mut joined = vec![];
    let mut left = vec![];
    for group in &found.claimed {
        match found.memberships.get(group) {
            Some(Membership { claimed: true, added: _ }) => continue,
            Some(Membership { claimed: false, added: _ }) => {
                // In it already, by hand.
                batch.push(store.change(&statements::CLAIM_ADDED, parameters![person, *group]));
            }
            None => {
                let parameters = parameters![person, *group, arrival.organization];
                batch.push(store.change(&statements::JOIN, parameters));
                joined.push(*group);
            }
        }
    }
    for (group, membership) in &found.memberships {
        if !membership.claimed || found.claimed.contains(group) {
            continue;
        }
        if membership.added {
            batch.push(store.change(&statements::UNCLAIM_ADDED, parameters![person, *group]));
        } else {
            batch.push(store.change(&statements::LEAVE, parameters![person, *group]));
            left.push(*group);
        }
    }
    (joined, left)
}

async fn add_records<D: Database, K: AuditKeys>(
    store: &Store<D, K>,
    batch: &mut Vec<Statement>,
    person: Id,
    events: Vec<Facts>,
    audit: &Record,
) -> Result<(), Failure> {
    let principal = Principal { kind: PrincipalKind::Person, id: person };
    let caller = Some(Caller { principal, credential: Credential::IdentityToken });
    for event in events {
        let context = audit.context.clone();
        let record = Record { at: audit.at, context, caller, event };
        batch.push(store.record(&record).await?);
    }
    Ok(())
}
