//! Who may do what: people who sign in, groups, clients, scopes and policies.
//!
//! No statement writes a column that this migration adds: not every database lets a transaction do
//! that. What existing rows are to hold is each column's default, and new rows name every column.

/// Groups hold roles as numbers, strongest first, so that the least of several is the strongest.
///
/// Grants become scopes. A role becomes the permissions that allow just what it allowed; an Owner of
/// an organization or a project allowed reading its log and not yet managing it, for which there is
/// no permission, so such a token ends. What an Owner may do with what is their own is all four.
pub(super) const SECOND: &[&str] = &[
    "ALTER TABLE organizations ADD COLUMN policy_revision {integer} NOT NULL DEFAULT 0",
    "ALTER TABLE projects ADD COLUMN visibility {text} NOT NULL DEFAULT 'private'",
    "CREATE INDEX projects_by_visibility ON projects (visibility, name)",
    "ALTER TABLE users ADD COLUMN email {text}",
    // 1 active, 2 suspended, 3 removed.
    "ALTER TABLE users ADD COLUMN status {integer} NOT NULL DEFAULT 1",
    "ALTER TABLE users ADD COLUMN last_seen_at {integer}",
    "CREATE INDEX users_by_name ON users (name, id)",
    "CREATE TABLE identities (
    issuer {text} NOT NULL,
    subject {text} NOT NULL,
    user_id {blob} NOT NULL REFERENCES users (id),
    synchronized_at {integer},
    PRIMARY KEY (issuer, subject)
) {clustered}",
    "CREATE INDEX identities_by_user ON identities (user_id)",
    "CREATE TABLE groups (
    id {blob} NOT NULL PRIMARY KEY,
    organization_id {blob} NOT NULL REFERENCES organizations (id),
    name {text} NOT NULL,
    claim {text},
    created_at {integer} NOT NULL,
    UNIQUE (organization_id, name)
)",
    "CREATE UNIQUE INDEX groups_by_claim ON groups (organization_id, claim)",
    // Claimed by an identity token, added by hand, or both.
    "CREATE TABLE group_members (
    user_id {blob} NOT NULL REFERENCES users (id),
    group_id {blob} NOT NULL REFERENCES groups (id),
    claimed {integer} NOT NULL,
    added {integer} NOT NULL,
    PRIMARY KEY (user_id, group_id)
) {clustered}",
    "CREATE INDEX group_members_by_group ON group_members (group_id, user_id)",
    // 1 Owner, 2 Maintainer, 3 Contributor, 4 Writer, 5 Reader.
    "CREATE TABLE group_roles (
    group_id {blob} NOT NULL REFERENCES groups (id),
    owner_kind {integer} NOT NULL,
    owner_id {blob} NOT NULL,
    role {integer} NOT NULL,
    PRIMARY KEY (group_id, owner_kind, owner_id)
) {clustered}",
    "CREATE INDEX group_roles_by_owner ON group_roles (owner_kind, owner_id, group_id, role)",
    "CREATE TABLE clients (
    id {blob} NOT NULL PRIMARY KEY,
    owner_kind {integer} NOT NULL,
    owner_id {blob} NOT NULL,
    name {text} NOT NULL,
    digest {blob} NOT NULL,
    generation {integer} NOT NULL,
    scopes {text} NOT NULL,
    created_at {integer} NOT NULL,
    created_by {blob} NOT NULL,
    expires_at {integer} NOT NULL,
    last_used_at {integer},
    UNIQUE (owner_kind, owner_id, name)
)",
    "CREATE TABLE policies (
    organization_id {blob} NOT NULL REFERENCES organizations (id),
    name {text} NOT NULL,
    body {text} NOT NULL,
    updated_at {integer} NOT NULL,
    updated_by {blob} NOT NULL,
    PRIMARY KEY (organization_id, name)
)",
    // An id is 27 characters.
    "DELETE FROM tokens WHERE \
grants LIKE '%\"kind\":\"organization\",\"id\":\"___________________________\",\"role\":\"Owner\"%' OR \
grants LIKE '%\"kind\":\"project\",\"id\":\"___________________________\",\"role\":\"Owner\"%'",
    "UPDATE tokens SET grants = REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(grants, \
'\"role\":\"Owner\"', '\"permissions\":[\"metadata\",\"reveal\",\"write\",\"manage\"]'), \
'\"role\":\"Maintainer\"', '\"permissions\":[\"metadata\",\"reveal\",\"write\"]'), \
'\"role\":\"Writer\"', '\"permissions\":[\"metadata\",\"reveal\",\"write\"]'), \
'\"role\":\"Contributor\"', '\"permissions\":[\"metadata\"]'), \
'\"role\":\"Reader\"', '\"permissions\":[\"metadata\"]') WHERE grants IS NOT NULL",
    "ALTER TABLE tokens RENAME COLUMN grants TO scopes",
    "ALTER TABLE tokens ADD COLUMN last_used_at {integer}",
    // 1 person, 2 client; 1 API token, 2 access token, 3 identity token, which has no id. Both are 1
    // and say nothing where nobody was authenticated.
    "ALTER TABLE audit RENAME COLUMN user_id TO principal_id",
    "ALTER TABLE audit RENAME COLUMN token_id TO credential_id",
    "ALTER TABLE audit ADD COLUMN principal_kind {integer} NOT NULL DEFAULT 1",
    "ALTER TABLE audit ADD COLUMN credential_kind {integer} NOT NULL DEFAULT 1",
];
