//! SQL of principals. Kinds of owners: 1 organization, 2 project, 3 user.

use crate::sql::statements;

macro_rules! token_columns {
    () => {
        "t.id, t.user_id, u.name, t.name, t.digest, t.created_at, t.expires_at, t.grants"
    };
}

statements! {
    TOKEN = concat!(
        "SELECT ", token_columns!(),
        " FROM tokens t JOIN users u ON u.id = t.user_id WHERE t.id = ?1");
    /// The token's columns, then as `STANDING_IN_ORGANIZATION`, or NULL.
    TOKEN_ON_ORGANIZATION = concat!(
        "SELECT ", token_columns!(), ", g.id, m.role \
        FROM tokens t JOIN users u ON u.id = t.user_id LEFT JOIN organizations g ON g.id = ?2 \
        LEFT JOIN members m ON m.owner_kind = 1 AND m.owner_id = g.id AND m.user_id = t.user_id \
        WHERE t.id = ?1");
    /// The token's columns, then as `STANDING_IN_PROJECT`, or NULL.
    TOKEN_ON_PROJECT = concat!(
        "SELECT ", token_columns!(), ", p.id, m.role, p.organization_id, o.role \
        FROM tokens t JOIN users u ON u.id = t.user_id LEFT JOIN projects p ON p.id = ?2 \
        LEFT JOIN members m ON m.owner_kind = 2 AND m.owner_id = p.id AND m.user_id = t.user_id \
        LEFT JOIN members o ON o.owner_kind = 1 AND o.owner_id = p.organization_id \
        AND o.user_id = t.user_id \
        WHERE t.id = ?1");
    /// The token's columns, then as `STANDING_WITH_USER`, or NULL.
    TOKEN_ON_USER = concat!(
        "SELECT ", token_columns!(), ", x.id \
        FROM tokens t JOIN users u ON u.id = t.user_id LEFT JOIN users x ON x.id = ?2 \
        WHERE t.id = ?1");

    STANDING_IN_ORGANIZATION = "SELECT g.id, m.role FROM organizations g \
        LEFT JOIN members m ON m.owner_kind = 1 AND m.owner_id = g.id AND m.user_id = ?1 \
        WHERE g.id = ?2";
    STANDING_IN_PROJECT = "SELECT p.id, m.role, p.organization_id, o.role FROM projects p \
        LEFT JOIN members m ON m.owner_kind = 2 AND m.owner_id = p.id AND m.user_id = ?1 \
        LEFT JOIN members o ON o.owner_kind = 1 AND o.owner_id = p.organization_id \
        AND o.user_id = ?1 \
        WHERE p.id = ?2";
    STANDING_WITH_USER = "SELECT x.id FROM users x WHERE x.id = ?1";

    ORGANIZATIONS = "SELECT g.id, g.name, g.created_at, m.role FROM members m \
        JOIN organizations g ON g.id = m.owner_id \
        WHERE m.user_id = ?1 AND m.owner_kind = 1 ORDER BY g.name, g.id";
    PROJECTS = "SELECT p.id, p.organization_id, p.name, p.created_at, m.role, o.role \
        FROM projects p \
        LEFT JOIN members m ON m.owner_kind = 2 AND m.owner_id = p.id AND m.user_id = ?1 \
        LEFT JOIN members o ON o.owner_kind = 1 AND o.owner_id = p.organization_id \
        AND o.user_id = ?1 \
        WHERE p.id IN (SELECT owner_id FROM members WHERE user_id = ?1 AND owner_kind = 2) \
        OR p.organization_id IN \
        (SELECT owner_id FROM members WHERE user_id = ?1 AND owner_kind = 1) \
        ORDER BY p.name, p.id LIMIT ?2";
    /// No row where there is no such organization.
    INSERT_PROJECT = "INSERT INTO projects (id, organization_id, name, created_at) \
        SELECT ?1, g.id, ?3, ?4 FROM organizations g WHERE g.id = ?2";

    /// Chosen by the time of expiry: where there are more than are read, none that lives is left
    /// out for one that has expired.
    TOKENS = concat!(
        "SELECT ", token_columns!(),
        " FROM tokens t JOIN users u ON u.id = t.user_id WHERE t.id IN \
        (SELECT id FROM tokens WHERE user_id = ?1 ORDER BY expires_at DESC, id LIMIT ?2) \
        ORDER BY t.created_at, t.id");
    /// No row where there is no such user.
    INSERT_TOKEN = "INSERT INTO tokens \
        (id, user_id, name, digest, created_at, expires_at, grants) \
        SELECT ?1, u.id, ?3, ?4, ?5, ?6, ?7 FROM users u WHERE u.id = ?2";
    DELETE_TOKEN = "DELETE FROM tokens WHERE id = ?1 AND user_id = ?2";

    INSERT_ORGANIZATION = "INSERT INTO organizations (id, name, created_at) VALUES (?1, ?2, ?3)";
    INSERT_INSTALLATION = "INSERT INTO installation (only_row, organization_id) VALUES (1, ?1)";
    INSERT_USER = "INSERT INTO users (id, name, created_at) VALUES (?1, ?2, ?3)";
    INSERT_MEMBER = "INSERT INTO members (owner_kind, owner_id, user_id, role) \
        VALUES (?1, ?2, ?3, ?4)";
    /// Ids sort by the second they were made in: of several owners, the oldest.
    FIRST_OWNER = "SELECT g.id, g.name, g.created_at, u.id, u.name FROM installation i \
        JOIN organizations g ON g.id = i.organization_id \
        JOIN members m ON m.owner_kind = 1 AND m.owner_id = g.id AND m.role = 'Owner' \
        JOIN users u ON u.id = m.user_id ORDER BY u.id LIMIT 1";
}
