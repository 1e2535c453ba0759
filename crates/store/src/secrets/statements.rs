//! SQL of secrets. Lists have texts of their own in `list`.

use crate::sql::statements;

macro_rules! metadata_columns {
    () => {
        "s.type_name, s.id, s.name, s.description, s.labels, s.version, s.revision, \
         s.field_names, s.created_at, s.created_by, s.updated_at, s.updated_by, \
         s.last_reveal_at, s.last_reveal_by, s.rotation_step, s.rotation_version, \
         s.expires_at, s.rotate_every, s.rotate_at"
    };
}
pub(super) use metadata_columns;

macro_rules! at_its_place {
    () => {
        " WHERE s.id = ?1 AND s.owner_kind = ?2 AND s.owner_id = ?3 AND s.type_name = ?4"
    };
}

macro_rules! insert_into {
    ($owner:literal) => {
        concat!(
            "INSERT INTO secrets (id, owner_kind, owner_id, type_name, name, description, labels, \
             version, revision, field_names, created_at, created_by, updated_at, updated_by, \
             expires_at, rotate_every, rotate_at) SELECT ?1, ?2, o.id, ?4, ?5, ?6, ?7, ?8, ?9, \
             ?10, ?11, ?12, ?11, ?12, ?13, ?14, ?15 FROM ",
            $owner
        )
    };
}

statements! {
    OWNER_KEY = "SELECT serial, root_key, wrapped_key FROM owner_keys \
        WHERE owner_kind = ?1 AND owner_id = ?2 ORDER BY serial DESC LIMIT 1";
    METADATA = concat!("SELECT ", metadata_columns!(), " FROM secrets s", at_its_place!());
    /// When the version of this number was made.
    MADE = concat!(
        "SELECT v.created_at FROM secrets s \
        JOIN versions v ON v.secret_id = s.id AND v.version = ?5",
        at_its_place!());
    /// A secret has versions; where it has none, the NULL is found.
    VERSIONS = concat!(
        "SELECT v.version, v.field_names, v.created_at, v.created_by \
        FROM secrets s LEFT JOIN versions v ON v.secret_id = s.id",
        at_its_place!(), " ORDER BY v.version DESC LIMIT ?5");
    /// A missing secret gives no row, a missing version or owner key a row with NULL: they are not
    /// the same, for what is lost must not look like what was deleted.
    SEALED = concat!(
        "SELECT ", metadata_columns!(), ", v.version, v.field_names, v.owner_key_serial, \
        v.data_key, k.root_key, k.wrapped_key FROM secrets s \
        LEFT JOIN versions v ON v.secret_id = s.id AND v.version = COALESCE(?5, s.version) \
        LEFT JOIN owner_keys k ON k.owner_kind = s.owner_kind AND k.owner_id = s.owner_id \
        AND k.serial = v.owner_key_serial",
        at_its_place!());
    /// In no order: to sort would be to copy ciphertext, and the version's names have the order.
    SEALED_FIELDS = concat!(
        "SELECT f.name, f.ciphertext FROM secrets s \
        JOIN fields f ON f.secret_id = s.id AND f.version = COALESCE(?5, s.version)",
        at_its_place!());
    SEALED_FIELD = concat!(
        "SELECT f.name, f.ciphertext FROM secrets s \
        JOIN fields f ON f.secret_id = s.id AND f.version = COALESCE(?5, s.version) \
        AND f.name = ?6",
        at_its_place!());

    /// No row where there is no such owner any more.
    INSERT_IN_ORGANIZATION = insert_into!("organizations o WHERE o.id = ?3");
    INSERT_IN_PROJECT = insert_into!("projects o WHERE o.id = ?3");
    INSERT_WITH_USER = insert_into!("users o WHERE o.id = ?3 AND o.status <> 3");
    INSERT_OWNER_KEY = "INSERT INTO owner_keys \
        (owner_kind, owner_id, serial, root_key, wrapped_key) VALUES (?1, ?2, ?3, ?4, ?5)";
    /// No row where the owner's newest key is another than the one that wraps the data key.
    INSERT_VERSION = "INSERT INTO versions \
        (secret_id, version, owner_key_serial, data_key, field_names, created_at, created_by) \
        SELECT ?1, ?2, k.serial, ?6, ?7, ?8, ?9 FROM owner_keys k \
        WHERE k.owner_kind = ?3 AND k.owner_id = ?4 AND k.serial = ?5 AND k.serial = \
        (SELECT MAX(n.serial) FROM owner_keys n WHERE n.owner_kind = ?3 AND n.owner_id = ?4)";
    INSERT_FIELD = "INSERT INTO fields (secret_id, version, name, ciphertext) \
        VALUES (?1, ?2, ?3, ?4)";
    /// A new version drops a rotation whose next value is not the current one yet.
    UPDATE = "UPDATE secrets SET name = ?7, description = ?8, labels = ?9, version = ?10, \
        revision = ?11, field_names = ?12, updated_at = ?13, updated_by = ?14, \
        rotation_step = CASE WHEN version <> ?10 AND rotation_step <> 'revoke' THEN NULL \
        ELSE rotation_step END, \
        rotation_version = CASE WHEN version <> ?10 AND rotation_step <> 'revoke' THEN NULL \
        ELSE rotation_version END, \
        expires_at = ?15, rotate_every = ?16, rotate_at = ?17 \
        WHERE id = ?1 AND owner_kind = ?2 AND owner_id = ?3 AND type_name = ?4 \
        AND version = ?5 AND revision = ?6";
    REVEALED = "UPDATE secrets SET last_reveal_at = ?5, last_reveal_by = ?6 \
        WHERE id = ?1 AND owner_kind = ?2 AND owner_id = ?3 AND type_name = ?4";
    DELETE_FIELDS = "DELETE FROM fields WHERE secret_id IN (SELECT s.id FROM secrets s \
        WHERE s.id = ?1 AND s.owner_kind = ?2 AND s.owner_id = ?3 AND s.type_name = ?4)";
    DELETE_VERSIONS = "DELETE FROM versions WHERE secret_id IN (SELECT s.id FROM secrets s \
        WHERE s.id = ?1 AND s.owner_kind = ?2 AND s.owner_id = ?3 AND s.type_name = ?4)";
    BEGIN_ROTATION = "UPDATE secrets SET rotation_step = 'set', rotation_version = ?6 \
        WHERE id = ?1 AND owner_kind = ?2 AND owner_id = ?3 AND type_name = ?4 \
        AND version = ?5 AND rotation_step IS NULL";
    /// No row where the owner's newest key is another than the one that wraps the data key.
    INSERT_NEXT = "INSERT INTO next_versions \
        (secret_id, version, owner_key_serial, data_key, field_names, created_at, created_by) \
        SELECT ?1, ?2, k.serial, ?6, ?7, ?8, ?9 FROM owner_keys k \
        WHERE k.owner_kind = ?3 AND k.owner_id = ?4 AND k.serial = ?5 AND k.serial = \
        (SELECT MAX(n.serial) FROM owner_keys n WHERE n.owner_kind = ?3 AND n.owner_id = ?4)";
    INSERT_NEXT_FIELD = "INSERT INTO next_fields (secret_id, name, ciphertext) \
        VALUES (?1, ?2, ?3)";
    NEXT = concat!(
        "SELECT v.owner_key_serial, v.data_key, v.field_names, k.root_key, k.wrapped_key \
        FROM secrets s JOIN next_versions v ON v.secret_id = s.id AND v.version = ?5 \
        JOIN owner_keys k ON k.owner_kind = s.owner_kind AND k.owner_id = s.owner_id \
        AND k.serial = v.owner_key_serial",
        at_its_place!());
    NEXT_FIELDS = concat!(
        "SELECT f.name, f.ciphertext FROM secrets s \
        JOIN next_versions v ON v.secret_id = s.id AND v.version = ?5 \
        JOIN next_fields f ON f.secret_id = v.secret_id",
        at_its_place!());
    ADVANCE_ROTATION = "UPDATE secrets SET rotation_step = ?7 \
        WHERE id = ?1 AND owner_kind = ?2 AND owner_id = ?3 AND type_name = ?4 \
        AND rotation_version = ?5 AND rotation_step = ?6";
    END_ROTATION = "UPDATE secrets SET rotation_step = NULL, rotation_version = NULL \
        WHERE id = ?1 AND owner_kind = ?2 AND owner_id = ?3 AND type_name = ?4 \
        AND rotation_version = ?5 AND rotation_step = ?6";
    PROMOTE = "UPDATE secrets SET version = ?5, revision = ?7, field_names = ?8, updated_at = ?9, \
        updated_by = ?10, rotation_step = 'revoke', expires_at = ?11, rotate_at = ?12 \
        WHERE id = ?1 AND owner_kind = ?2 AND owner_id = ?3 AND type_name = ?4 \
        AND version = ?5 - 1 AND revision = ?6 \
        AND rotation_version = ?5 AND rotation_step = 'finish'";
    /// Made when it was made, and not now: it is the same value.
    PROMOTE_VERSION = "INSERT INTO versions \
        (secret_id, version, owner_key_serial, data_key, field_names, created_at, created_by) \
        SELECT n.secret_id, n.version, n.owner_key_serial, n.data_key, n.field_names, \
        n.created_at, n.created_by FROM next_versions n \
        WHERE n.secret_id = ?1 AND n.version = ?2";
    PROMOTE_FIELDS = "INSERT INTO fields (secret_id, version, name, ciphertext) \
        SELECT f.secret_id, n.version, f.name, f.ciphertext FROM next_versions n \
        JOIN next_fields f ON f.secret_id = n.secret_id \
        WHERE n.secret_id = ?1 AND n.version = ?2";
    /// To where deleted secrets are, or back: its kind of owner and its name change.
    MOVE = "UPDATE secrets SET owner_kind = ?7, name = ?8, revision = ?9, updated_at = ?10, \
        updated_by = ?11 \
        WHERE id = ?1 AND owner_kind = ?2 AND owner_id = ?3 AND type_name = ?4 \
        AND version = ?5 AND revision = ?6";
    /// Only in a batch that has found the secret at its place.
    DELETE_NEXT_FIELDS = "DELETE FROM next_fields WHERE secret_id = ?1";
    DELETE_NEXT = "DELETE FROM next_versions WHERE secret_id = ?1";
    DELETE = "DELETE FROM secrets \
        WHERE id = ?1 AND owner_kind = ?2 AND owner_id = ?3 AND type_name = ?4 \
        AND version = ?5 AND revision = ?6";
}
