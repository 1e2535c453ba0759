#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]

use proptest::prelude::*;
use strongroom_model::audit::AuthenticationFailure;
use strongroom_model::{Grant, Id, Name, Role, TypeName};

use super::*;

fn id() -> impl Strategy<Value = Id> {
    any::<[u8; 20]>().prop_map(Id::from_bytes)
}

fn owner() -> impl Strategy<Value = Owner> {
    (prop::sample::select(OwnerKind::ALL.to_vec()), id()).prop_map(|(kind, id)| Owner { kind, id })
}

fn name() -> impl Strategy<Value = Name> {
    "[a-zA-Zé秘\"\\\\'/]{1,20}".prop_map(|name| name.parse().unwrap())
}

fn secret() -> impl Strategy<Value = SecretKey> {
    ("[A-Z][a-z]{0,10}".prop_map(|name| name.parse::<TypeName>().unwrap()), id())
        .prop_map(|(type_name, id)| SecretKey { type_name, id })
}

fn version() -> impl Strategy<Value = VersionNumber> {
    (1..=i32::MAX as u32).prop_map(|number| VersionNumber::new(number).unwrap())
}

fn grants() -> impl Strategy<Value = Vec<Grant>> {
    let grant = (owner(), prop::sample::select(Role::ALL.to_vec()))
        .prop_map(|(on, role)| Grant { on, role });
    prop::collection::vec(grant, 0..4)
}

fn event() -> impl Strategy<Value = Event> {
    let about = || (owner(), secret(), version());
    prop_oneof![
        prop::sample::select(vec![
            AuthenticationFailure::Malformed,
            AuthenticationFailure::Unknown,
            AuthenticationFailure::Expired,
        ])
        .prop_map(|reason| Event::AuthenticationFailed { reason }),
        (prop::sample::select(Action::ALL.to_vec()), owner(), prop::option::of(secret()))
            .prop_map(|(action, owner, secret)| Event::Denied { action, owner, secret }),
        about().prop_map(|(owner, secret, version)| Event::SecretCreated {
            owner,
            secret,
            version
        }),
        about().prop_map(|(owner, secret, version)| Event::SecretUpdated {
            owner,
            secret,
            version
        }),
        about().prop_map(|(owner, secret, version)| Event::SecretDeleted {
            owner,
            secret,
            version
        }),
        about().prop_map(|(owner, secret, version)| Event::SecretRevealed {
            owner,
            secret,
            version
        }),
        (id(), id()).prop_map(|(organization, user)| Event::Initialized { organization, user }),
        (id(), name()).prop_map(|(project, name)| Event::ProjectCreated { project, name }),
        (id(), prop::option::of(grants()))
            .prop_map(|(token, grants)| Event::TokenCreated { token, grants }),
        id().prop_map(|token| Event::TokenRevoked { token }),
    ]
}

fn record() -> impl Strategy<Value = Record> {
    (
        any::<i64>(),
        "[a-z0-9-]{0,40}",
        prop::option::of("[0-9a-f:.]{1,40}"),
        prop::option::of((id(), id())),
        event(),
    )
        .prop_map(|(at, request_id, peer, caller, event)| Record {
            at,
            context: Context { request_id, peer },
            caller: caller.map(|(user, token)| Caller { user, token }),
            event,
        })
}

fn row_of(number: i64, record: &Record) -> Row {
    let mut row = vec![Value::Integer(number)];
    row.extend(parameters_of(record).unwrap());
    row
}

proptest! {
    #[test]
    fn a_record_comes_back_from_its_columns(record in record(), number in 1..i64::MAX) {
        let read = entry(row_of(number, &record)).unwrap();
        prop_assert_eq!(read, Entry { number: number.unsigned_abs(), record });
    }

    #[test]
    fn a_column_that_the_event_does_not_have_is_refused(record in record(), column in 7_usize..13) {
        let mut row = row_of(1, &record);
        prop_assume!(row[column] == Value::Null);
        row[column] = match column {
            7 | 11 => Value::Integer(1),
            8 | 10 => Value::Blob(vec![7; 20]),
            9 => Value::Text("Custom".to_owned()),
            _ => Value::Text("{\"reason\":\"expired\"}".to_owned()),
        };
        prop_assert_eq!(entry(row), Err(Failure::Broken));
    }
}

#[test]
fn a_row_that_was_tampered_with_is_refused() {
    let record = Record {
        at: 1,
        context: Context { request_id: "r".to_owned(), peer: None },
        caller: None,
        event: Event::AuthenticationFailed { reason: AuthenticationFailure::Unknown },
    };
    let with_detail = |detail: &str| {
        let mut row = row_of(1, &record);
        row[12] = Value::Text(detail.to_owned());
        entry(row)
    };
    assert!(with_detail(r#"{"reason":"unknown"}"#).is_ok());
    for detail in [
        "",
        "{}",
        "null",
        r#"{"reason":"other"}"#,
        r#"{"reason":"unknown","more":1}"#,
        r#"{"reason":"unknown","name":"n"}"#,
    ] {
        assert_eq!(with_detail(detail), Err(Failure::Broken), "{detail}");
    }
    let mut row = row_of(1, &record);
    row[6] = Value::Text("another-event".to_owned());
    assert_eq!(entry(row), Err(Failure::Broken));
    let mut row = row_of(-1, &record);
    assert_eq!(entry(row.clone()), Err(Failure::Broken));
    row[0] = Value::Integer(1);
    row.push(Value::Null);
    assert_eq!(entry(row), Err(Failure::Broken));
}
