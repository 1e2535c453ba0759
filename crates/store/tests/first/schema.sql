-- A database as the first migration made it.
CREATE TABLE migrations (number BIGINT NOT NULL PRIMARY KEY);
INSERT INTO migrations VALUES (1);
CREATE TABLE organizations (
    id BLOB NOT NULL PRIMARY KEY,
    name TEXT NOT NULL,
    created_at INTEGER NOT NULL
);
CREATE TABLE users (
    id BLOB NOT NULL PRIMARY KEY,
    name TEXT NOT NULL,
    created_at INTEGER NOT NULL
);
CREATE TABLE installation (
    only_row INTEGER NOT NULL PRIMARY KEY CHECK (only_row = 1),
    organization_id BLOB NOT NULL REFERENCES organizations (id)
);
CREATE TABLE projects (
    id BLOB NOT NULL PRIMARY KEY,
    organization_id BLOB NOT NULL REFERENCES organizations (id),
    name TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    UNIQUE (organization_id, name)
);
CREATE TABLE members (
    owner_kind INTEGER NOT NULL,
    owner_id BLOB NOT NULL,
    user_id BLOB NOT NULL REFERENCES users (id),
    role TEXT NOT NULL,
    PRIMARY KEY (user_id, owner_kind, owner_id)
) WITHOUT ROWID;
CREATE INDEX members_by_owner ON members (owner_kind, owner_id);
CREATE TABLE tokens (
    id BLOB NOT NULL PRIMARY KEY,
    user_id BLOB NOT NULL REFERENCES users (id),
    name TEXT NOT NULL,
    digest BLOB NOT NULL,
    created_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    grants TEXT
);
CREATE INDEX tokens_by_user ON tokens (user_id);
CREATE TABLE owner_keys (
    owner_kind INTEGER NOT NULL,
    owner_id BLOB NOT NULL,
    serial INTEGER NOT NULL,
    root_key TEXT NOT NULL,
    wrapped_key BLOB NOT NULL,
    PRIMARY KEY (owner_kind, owner_id, serial)
) WITHOUT ROWID;
CREATE TABLE secrets (
    id BLOB NOT NULL PRIMARY KEY,
    owner_kind INTEGER NOT NULL,
    owner_id BLOB NOT NULL,
    type_name TEXT NOT NULL,
    name TEXT NOT NULL,
    description TEXT NOT NULL,
    labels TEXT NOT NULL,
    version INTEGER NOT NULL,
    revision INTEGER NOT NULL,
    field_names TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    created_by BLOB NOT NULL,
    updated_at INTEGER NOT NULL,
    updated_by BLOB NOT NULL,
    last_reveal_at INTEGER,
    last_reveal_by BLOB,
    UNIQUE (owner_kind, owner_id, name)
);
CREATE INDEX secrets_by_type ON secrets (owner_kind, owner_id, type_name, id);
CREATE INDEX secrets_by_created ON secrets (owner_kind, owner_id, created_at, id);
CREATE INDEX secrets_by_updated ON secrets (owner_kind, owner_id, updated_at, id);
CREATE TABLE versions (
    secret_id BLOB NOT NULL REFERENCES secrets (id),
    version INTEGER NOT NULL,
    owner_key_serial INTEGER NOT NULL,
    data_key BLOB NOT NULL,
    field_names TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    created_by BLOB NOT NULL,
    PRIMARY KEY (secret_id, version)
) WITHOUT ROWID;
CREATE TABLE fields (
    secret_id BLOB NOT NULL,
    version INTEGER NOT NULL,
    name TEXT NOT NULL,
    ciphertext BLOB NOT NULL,
    PRIMARY KEY (secret_id, version, name),
    FOREIGN KEY (secret_id, version) REFERENCES versions (secret_id, version)
);
CREATE TABLE audit (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    at INTEGER NOT NULL,
    request_id TEXT NOT NULL,
    peer TEXT,
    user_id BLOB,
    token_id BLOB,
    event TEXT NOT NULL,
    owner_kind INTEGER,
    owner_id BLOB,
    secret_type TEXT,
    secret_id BLOB,
    version INTEGER,
    detail TEXT
);
CREATE INDEX audit_by_owner ON audit (owner_kind, owner_id, number);
