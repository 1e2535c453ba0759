//! The whole suite of the store once more, on PostgreSQL.
#![allow(
    clippy::duplicate_mod,
    reason = "where the suite lies each of its files is a program of its own, with its own support"
)]

/// Takes in the suite's files, each as it is.
#[cfg(not(without_postgres))]
macro_rules! suite {
    ($($name:ident = $path:literal;)*) => {
        $(#[path = $path] mod $name;)*
    };
}

#[cfg(not(without_postgres))]
suite! {
    audit = "../../../crates/store/tests/audit.rs";
    calls = "../../../crates/store/tests/calls.rs";
    clients = "../../../crates/store/tests/clients.rs";
    groups = "../../../crates/store/tests/groups.rs";
    holders = "../../../crates/store/tests/holders.rs";
    isolation = "../../../crates/store/tests/isolation.rs";
    last_owner = "../../../crates/store/tests/last_owner.rs";
    lists = "../../../crates/store/tests/lists.rs";
    members = "../../../crates/store/tests/members.rs";
    migration = "../../../crates/store/tests/migration.rs";
    organizations = "../../../crates/store/tests/organizations.rs";
    owner_keys = "../../../crates/store/tests/owner_keys.rs";
    people = "../../../crates/store/tests/people.rs";
    policies = "../../../crates/store/tests/policies.rs";
    presented = "../../../crates/store/tests/presented.rs";
    principals = "../../../crates/store/tests/principals.rs";
    projects = "../../../crates/store/tests/projects.rs";
    removal = "../../../crates/store/tests/removal.rs";
    rotations = "../../../crates/store/tests/rotations.rs";
    schedules = "../../../crates/store/tests/schedules.rs";
    schema = "../../../crates/store/tests/schema.rs";
    secrets = "../../../crates/store/tests/secrets.rs";
    sign_in = "../../../crates/store/tests/sign_in.rs";
    tokens = "../../../crates/store/tests/tokens.rs";
    undo = "../../../crates/store/tests/undo.rs";
    verification = "../../../crates/store/tests/verification.rs";
    versions = "../../../crates/store/tests/versions.rs";
}

#[cfg(without_postgres)]
#[test]
#[ignore = "there is no PostgreSQL on this machine"]
fn the_suite_of_the_store() {}
