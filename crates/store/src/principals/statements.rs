//! SQL of presented credentials and of standings. Kinds of owners: 1 organization, 2 project,
//! 3 user.
//!
//! A request begins with one of these, so each finds its rows by keys alone. `?2` is the owner asked
//! about wherever there is one.

use crate::sql::statements;

macro_rules! person_columns {
    () => {
        "u.id, u.name, u.email, u.status, u.created_at, u.last_seen_at"
    };
}
pub(crate) use person_columns;

macro_rules! token_columns {
    () => {
        "t.id, t.user_id, t.name, t.digest, t.created_at, t.expires_at, t.last_used_at, t.scopes"
    };
}
pub(crate) use token_columns;

macro_rules! client_columns {
    () => {
        "c.id, c.owner_kind, c.owner_id, c.name, c.digest, c.generation, c.scopes, c.created_at, \
         c.created_by, c.expires_at, c.last_used_at"
    };
}
pub(crate) use client_columns;

/// The strongest role, as a number, that a person has on an owner by groups; NULL for none. Found
/// from the owner's side, where there are few: a person may be in hundreds.
macro_rules! by_groups {
    ($kind:literal, $owner:literal, $person:literal) => {
        concat!(
            "(SELECT MIN(r.role) FROM group_members h JOIN group_roles r \
             ON r.group_id = h.group_id AND r.owner_kind = ",
            $kind,
            " AND r.owner_id = ",
            $owner,
            " WHERE h.user_id = ",
            $person,
            ")"
        )
    };
}
pub(crate) use by_groups;

/// Of the organization `g`: own role (`m`), and the role by groups.
macro_rules! organization_columns {
    ($person:literal) => {
        concat!("g.id, g.policy_revision, m.role, ", by_groups!("1", "g.id", $person))
    };
}
pub(crate) use organization_columns;

macro_rules! organization_role {
    ($person:literal) => {
        concat!(
            " LEFT JOIN members m ON m.owner_kind = 1 AND m.owner_id = g.id AND m.user_id = ",
            $person
        )
    };
}
pub(crate) use organization_role;

macro_rules! project_facts {
    () => {
        "p.id, p.visibility, p.organization_id, g.policy_revision"
    };
}
pub(crate) use project_facts;

/// Of the project `p`: own role (`m`) and the role by groups, then the same in its organization
/// (`o`).
macro_rules! project_roles {
    ($person:literal) => {
        concat!(
            "m.role, ",
            by_groups!("2", "p.id", $person),
            ", o.role, ",
            by_groups!("1", "p.organization_id", $person)
        )
    };
}
pub(crate) use project_roles;

macro_rules! project_joins {
    ($person:literal) => {
        concat!(
            " LEFT JOIN organizations g ON g.id = p.organization_id \
             LEFT JOIN members m ON m.owner_kind = 2 AND m.owner_id = p.id AND m.user_id = ",
            $person,
            " LEFT JOIN members o ON o.owner_kind = 1 AND o.owner_id = p.organization_id \
             AND o.user_id = ",
            $person
        )
    };
}
pub(crate) use project_joins;

macro_rules! of_token {
    () => {
        " FROM tokens t JOIN users u ON u.id = t.user_id"
    };
}

macro_rules! of_person {
    () => {
        " FROM identities i JOIN users u ON u.id = i.user_id"
    };
}

/// A user who was removed is not there.
macro_rules! user_join {
    () => {
        " LEFT JOIN users x ON x.id = ?2 AND x.status <> 3"
    };
}

statements! {
    TOKEN = concat!(
        "SELECT ", token_columns!(), ", ", person_columns!(), of_token!(), " WHERE t.id = ?1");
    /// The columns of the token and of its person, then those of `STANDING_IN_ORGANIZATION`, or NULL.
    TOKEN_ON_ORGANIZATION = concat!(
        "SELECT ", token_columns!(), ", ", person_columns!(), ", ",
        organization_columns!("t.user_id"), of_token!(), " LEFT JOIN organizations g ON g.id = ?2",
        organization_role!("t.user_id"), " WHERE t.id = ?1");
    TOKEN_ON_PROJECT = concat!(
        "SELECT ", token_columns!(), ", ", person_columns!(), ", ", project_facts!(), ", ",
        project_roles!("t.user_id"), of_token!(), " LEFT JOIN projects p ON p.id = ?2",
        project_joins!("t.user_id"), " WHERE t.id = ?1");
    TOKEN_ON_USER = concat!(
        "SELECT ", token_columns!(), ", ", person_columns!(), ", x.id", of_token!(), user_join!(),
        " WHERE t.id = ?1");

    PERSON = concat!(
        "SELECT ", person_columns!(), ", i.synchronized_at", of_person!(),
        " WHERE i.issuer = ?1 AND i.subject = ?2");
    PERSON_ON_ORGANIZATION = concat!(
        "SELECT ", person_columns!(), ", i.synchronized_at, ", organization_columns!("i.user_id"),
        of_person!(), " LEFT JOIN organizations g ON g.id = ?2", organization_role!("i.user_id"),
        " WHERE i.issuer = ?1 AND i.subject = ?3");
    PERSON_ON_PROJECT = concat!(
        "SELECT ", person_columns!(), ", i.synchronized_at, ", project_facts!(), ", ",
        project_roles!("i.user_id"), of_person!(), " LEFT JOIN projects p ON p.id = ?2",
        project_joins!("i.user_id"), " WHERE i.issuer = ?1 AND i.subject = ?3");
    PERSON_ON_USER = concat!(
        "SELECT ", person_columns!(), ", i.synchronized_at, x.id", of_person!(), user_join!(),
        " WHERE i.issuer = ?1 AND i.subject = ?3");

    CLIENT = concat!("SELECT ", client_columns!(), " FROM clients c WHERE c.id = ?1");
    CLIENT_ON_ORGANIZATION = concat!(
        "SELECT ", client_columns!(), ", g.id, g.policy_revision, NULL, NULL FROM clients c \
        LEFT JOIN organizations g ON g.id = ?2 WHERE c.id = ?1");
    CLIENT_ON_PROJECT = concat!(
        "SELECT ", client_columns!(), ", ", project_facts!(), ", NULL, NULL, NULL, NULL \
        FROM clients c LEFT JOIN projects p ON p.id = ?2 \
        LEFT JOIN organizations g ON g.id = p.organization_id WHERE c.id = ?1");
    CLIENT_ON_USER = concat!(
        "SELECT ", client_columns!(), ", x.id FROM clients c", user_join!(), " WHERE c.id = ?1");

    /// Without a person `?1` is NULL, which is nobody's id.
    STANDING_IN_ORGANIZATION = concat!(
        "SELECT ", organization_columns!("?1"), " FROM organizations g", organization_role!("?1"),
        " WHERE g.id = ?2");
    STANDING_IN_PROJECT = concat!(
        "SELECT ", project_facts!(), ", ", project_roles!("?1"), " FROM projects p",
        project_joins!("?1"), " WHERE p.id = ?2");
    STANDING_WITH_USER = "SELECT x.id FROM users x WHERE x.id = ?1 AND x.status <> 3";

    GROUPS_OF = "SELECT group_id FROM group_members WHERE user_id = ?1 ORDER BY group_id";

    /// A use is never earlier than the one written down.
    TOKEN_USED = "UPDATE tokens SET last_used_at = ?2 \
        WHERE id = ?1 AND (last_used_at IS NULL OR last_used_at < ?2)";
    TOKEN_PERSON_SEEN = "UPDATE users SET last_seen_at = ?2 \
        WHERE id = (SELECT t.user_id FROM tokens t WHERE t.id = ?1) \
        AND (last_seen_at IS NULL OR last_seen_at < ?2)";
    PERSON_SEEN = "UPDATE users SET last_seen_at = ?2 \
        WHERE id = ?1 AND (last_seen_at IS NULL OR last_seen_at < ?2)";
    CLIENT_USED = "UPDATE clients SET last_used_at = ?2 \
        WHERE id = ?1 AND (last_used_at IS NULL OR last_used_at < ?2)";

    FIRST_ORGANIZATION = "SELECT g.id, g.name, g.created_at FROM installation i \
        JOIN organizations g ON g.id = i.organization_id";
    /// Ids sort by the second they were made in: of several owners, the oldest.
    FIRST_OWNER = concat!(
        "SELECT g.id, g.name, g.created_at, ", person_columns!(), " FROM installation i \
        JOIN organizations g ON g.id = i.organization_id \
        JOIN members m ON m.owner_kind = 1 AND m.owner_id = g.id AND m.role = 'Owner' \
        JOIN users u ON u.id = m.user_id AND u.status = 1 ORDER BY u.id LIMIT 1");
    INSERT_ORGANIZATION = "INSERT INTO organizations (id, name, created_at, policy_revision) \
        VALUES (?1, ?2, ?3, 0)";
    INSERT_INSTALLATION = "INSERT INTO installation (only_row, organization_id) VALUES (1, ?1)";
    INSERT_USER = "INSERT INTO users (id, name, email, status, created_at, last_seen_at) \
        VALUES (?1, ?2, ?3, ?4, ?5, ?6)";
    INSERT_MEMBER = "INSERT INTO members (owner_kind, owner_id, user_id, role) \
        VALUES (?1, ?2, ?3, ?4)";
}
