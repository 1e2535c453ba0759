//! Every table as the newest migration leaves it, for who moves a database as it is.

/// Columns in any order, the key's in the key's.
#[derive(Debug)]
pub struct Table {
    pub name: &'static str,
    pub columns: &'static [&'static str],
    pub key: &'static [&'static str],
    /// The key's only column is given by the database, each number once.
    pub counted: bool,
}

/// What a row refers to stands before it.
pub static TABLES: &[Table] = &[
    table("organizations", &["id", "name", "created_at", "policy_revision"], &["id"]),
    table("users", &["id", "name", "created_at", "email", "status", "last_seen_at"], &["id"]),
    table("installation", &["only_row", "organization_id"], &["only_row"]),
    table("projects", &["id", "organization_id", "name", "created_at", "visibility"], &["id"]),
    table(
        "members",
        &["user_id", "owner_kind", "owner_id", "role"],
        &["user_id", "owner_kind", "owner_id"],
    ),
    table(
        "identities",
        &["issuer", "subject", "user_id", "synchronized_at"],
        &["issuer", "subject"],
    ),
    table("groups", &["id", "organization_id", "name", "claim", "created_at"], &["id"]),
    table("group_members", &["user_id", "group_id", "claimed", "added"], &["user_id", "group_id"]),
    table(
        "group_roles",
        &["group_id", "owner_kind", "owner_id", "role"],
        &["group_id", "owner_kind", "owner_id"],
    ),
    table(
        "tokens",
        &["id", "user_id", "name", "digest", "created_at", "expires_at", "scopes", "last_used_at"],
        &["id"],
    ),
    table(
        "clients",
        &[
            "id",
            "owner_kind",
            "owner_id",
            "name",
            "digest",
            "generation",
            "scopes",
            "created_at",
            "created_by",
            "expires_at",
            "last_used_at",
        ],
        &["id"],
    ),
    table(
        "policies",
        &["organization_id", "name", "body", "updated_at", "updated_by"],
        &["organization_id", "name"],
    ),
    table(
        "owner_keys",
        &["owner_kind", "owner_id", "serial", "root_key", "wrapped_key"],
        &["owner_kind", "owner_id", "serial"],
    ),
    table(
        "secrets",
        &[
            "id",
            "owner_kind",
            "owner_id",
            "type_name",
            "name",
            "description",
            "labels",
            "version",
            "revision",
            "field_names",
            "created_at",
            "created_by",
            "updated_at",
            "updated_by",
            "last_reveal_at",
            "last_reveal_by",
            "rotation_step",
            "rotation_version",
            "expires_at",
            "rotate_every",
            "rotate_at",
        ],
        &["id"],
    ),
    table(
        "versions",
        &[
            "secret_id",
            "version",
            "owner_key_serial",
            "data_key",
            "field_names",
            "created_at",
            "created_by",
        ],
        &["secret_id", "version"],
    ),
    table(
        "fields",
        &["secret_id", "version", "name", "ciphertext"],
        &["secret_id", "version", "name"],
    ),
    table(
        "next_versions",
        &[
            "secret_id",
            "version",
            "owner_key_serial",
            "data_key",
            "field_names",
            "created_at",
            "created_by",
        ],
        &["secret_id"],
    ),
    table("next_fields", &["secret_id", "name", "ciphertext"], &["secret_id", "name"]),
    Table {
        counted: true,
        ..table(
            "audit",
            &[
                "number",
                "at",
                "request_id",
                "peer",
                "principal_kind",
                "principal_id",
                "credential_kind",
                "credential_id",
                "event",
                "owner_kind",
                "owner_id",
                "secret_type",
                "secret_id",
                "version",
                "detail",
                "mac_key",
                "mac",
            ],
            &["number"],
        )
    },
    table(
        "audit_checkpoints",
        &[
            "owner_kind",
            "owner_id",
            "serial",
            "until_at",
            "until_number",
            "records",
            "unsigned_records",
            "mac_key",
            "mac",
        ],
        &["owner_kind", "owner_id", "serial"],
    ),
];

const fn table(
    name: &'static str,
    columns: &'static [&'static str],
    key: &'static [&'static str],
) -> Table {
    Table { name, columns, key, counted: false }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests")]
mod tests {
    use std::collections::BTreeSet;

    use rusqlite::Connection;
    use strongroom_database::Dialect;

    use super::*;
    use crate::schema::migrations::{MIGRATIONS, render};

    #[test]
    fn every_table_and_column_of_the_schema_is_here_with_its_key() {
        let connection = Connection::open_in_memory().unwrap();
        for template in MIGRATIONS.iter().flat_map(|migration| migration.iter()) {
            connection.execute_batch(&render(template, Dialect::Sqlite)).unwrap();
        }
        let sql = "SELECT m.name, c.name, c.pk FROM sqlite_schema m \
            JOIN pragma_table_info(m.name) c WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite%'";
        let mut statement = connection.prepare(sql).unwrap();
        let columns = statement.query_map([], |row| {
            Ok((row.get::<_, String>(0)?, row.get::<_, String>(1)?, row.get::<_, i64>(2)?))
        });
        let there: BTreeSet<_> = columns.unwrap().map(Result::unwrap).collect();
        let mut here = BTreeSet::new();
        for table in TABLES {
            for column in table.columns {
                let place = table.key.iter().position(|key| key == column).map_or(0, |at| at + 1);
                let place = i64::try_from(place).unwrap();
                here.insert((table.name.to_owned(), (*column).to_owned(), place));
            }
        }
        assert_eq!(here, there);
    }
}
