#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]

use proptest::prelude::*;
use strongroom_audit::strategies::{caller, event};
use strongroom_model::audit::{AuthenticationFailure, Event};
use strongroom_model::{Owner, OwnerKind, Permission, Scope, Visibility};

use super::*;

fn record() -> impl Strategy<Value = Record> {
    let peer = prop::option::of("[0-9a-f:.]{1,40}");
    (any::<i64>(), "[a-z0-9-]{0,40}", peer, prop::option::of(caller()), event()).prop_map(
        |(at, request_id, peer, caller, event)| Record {
            at,
            context: Context { request_id, peer },
            event: Facts::of(&event, caller.as_ref()),
            caller,
        },
    )
}

fn row_of(number: i64, record: &Record) -> Row {
    let mut row = vec![Value::Integer(number)];
    row.extend(parameters_of(record));
    row
}

proptest! {
    #[test]
    fn a_record_comes_back_from_its_columns(record in record(), number in 1..i64::MAX) {
        let read = entry(row_of(number, &record)).unwrap();
        prop_assert_eq!(read, Entry { number: number.unsigned_abs(), record });
    }

    #[test]
    fn half_a_caller_is_refused(record in record(), column in 4_usize..8, other in 0_i64..4) {
        let mut row = row_of(1, &record);
        let changed = match column {
            4 | 6 => Value::Integer(other),
            _ if row[column] == Value::Null => Value::Blob(vec![7; 20]),
            _ => Value::Null,
        };
        prop_assume!(row[column] != changed);
        row[column] = changed;
        // Where one kind was written for the other it reads as that, and as nothing else.
        match entry(row) {
            Err(failure) => prop_assert_eq!(failure, Failure::Broken),
            Ok(read) => {
                prop_assert!(matches!(column, 4 | 6));
                prop_assert_ne!(read.record.caller, record.caller);
            }
        }
    }
}

#[test]
fn a_row_of_other_columns_is_refused() {
    let event =
        Event::AuthenticationFailed { reason: AuthenticationFailure::Unknown, principal: None };
    let context = Context { request_id: "r".to_owned(), peer: None };
    let record = Record { at: 1, context, caller: None, event: Facts::of(&event, None) };
    let mut row = row_of(-1, &record);
    assert_eq!(entry(row.clone()), Err(Failure::Broken));
    row[0] = Value::Integer(1);
    row.push(Value::Null);
    assert_eq!(entry(row), Err(Failure::Broken));
}

/// Columns as an earlier program wrote them: with the kinds that the migration gave them.
fn earlier(name: &str, owner: (OwnerKind, u8), detail: &str) -> Result<Event, Failure> {
    let id = |byte| Value::Blob(vec![byte; 20]);
    let (kind, owner) = owner;
    let row = vec![
        Value::Integer(1),
        Value::Integer(1),
        Value::Text("r".to_owned()),
        Value::Null,
        Value::Integer(1),
        id(1),
        Value::Integer(1),
        id(2),
        Value::Text(name.to_owned()),
        crate::value::IntoValue::into_value(kind),
        id(owner),
        Value::Null,
        Value::Null,
        Value::Null,
        Value::Text(detail.to_owned()),
    ];
    Ok(strongroom_audit::read(entry(row)?)?.record.event)
}

#[test]
fn records_from_before_visibility_and_scopes_are_read() {
    let project = Id::from_bytes([9; 20]);
    let created = earlier("project-created", (OwnerKind::Project, 9), r#"{"name":"alpha"}"#);
    let (name, visibility) = ("alpha".parse().unwrap(), Visibility::Private);
    assert_eq!(created, Ok(Event::ProjectCreated { project, name, visibility }));

    let scope = |role: &str, kind: OwnerKind| {
        let detail = format!(
            r#"{{"token":"{project}","grants":[{{"kind":"{kind}","id":"{project}","role":"{role}"}}]}}"#
        );
        match earlier("token-created", (OwnerKind::User, 1), &detail) {
            Ok(Event::TokenCreated { scopes: Some(scopes), .. }) => scopes,
            other => panic!("{other:?}"),
        }
    };
    for (role, kind, permissions) in [
        ("Owner", OwnerKind::Organization, &Permission::ALL[..]),
        ("Maintainer", OwnerKind::Organization, &Permission::ALL[..3]),
        ("Contributor", OwnerKind::Organization, &Permission::ALL[..1]),
        ("Owner", OwnerKind::Project, &Permission::ALL[..]),
        ("Writer", OwnerKind::Project, &Permission::ALL[..3]),
        ("Reader", OwnerKind::Project, &Permission::ALL[..1]),
    ] {
        let on = Owner { kind, id: project };
        let projects = (role, kind) == ("Owner", OwnerKind::Organization);
        let permissions = permissions.to_vec();
        assert_eq!(scope(role, kind), [Scope { on, projects, permissions, secrets: None }]);
    }
    let both = format!(r#"{{"token":"{project}","grants":[],"scopes":[]}}"#);
    assert_eq!(earlier("token-created", (OwnerKind::User, 1), &both), Err(Failure::Broken));
    let elsewhere = format!(r#"{{"token":"{project}","grants":[]}}"#);
    assert_eq!(earlier("token-revoked", (OwnerKind::User, 1), &elsewhere), Err(Failure::Broken));
}
