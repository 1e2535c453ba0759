//! The audit log.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]

mod support;

use strongroom_audit::{Facts, Record};
use strongroom_database::Value;
use strongroom_model::audit::{AuthenticationFailure, Caller, Credential, Event};
use strongroom_model::log::{Consumer, LogQuery, Proof, Span};
use strongroom_model::{Action, Owner, Principal, PrincipalKind, SecretKey, Timestamp, limits};
use strongroom_ports::audit::{AuditLog, AuditStore, Error};
use strongroom_ports::directory_store::DirectoryStore;
use strongroom_ports::secrets::SecretStore;
use strongroom_root_keys::Held;
use strongroom_store::Store;
use support::*;

#[tokio::test]
async fn a_record_is_written_with_its_effect() {
    let world = world().await;
    let store = &world.store;
    world.secret(project(1), 10, "db").await;
    let reveal = revealed(project(1), &key(10));
    store.record_reveal(project(1), &key(10), reveal.clone()).await.unwrap();
    let delete = deleted(project(1), &key(10));
    store.delete(project(1), &key(10), None, delete.clone()).await.unwrap();

    let entries = newest(store, project(1), 10).await;
    let numbers: Vec<u64> = entries.iter().map(|entry| entry.number).collect();
    assert_eq!(numbers, [3, 2, 1]);
    let records: Vec<_> = entries.into_iter().map(|entry| entry.record).collect();
    assert_eq!(records, [delete, reveal, created(project(1), &key(10))]);
}

#[tokio::test]
async fn no_record_and_no_number_is_spent_on_an_effect_that_was_refused() {
    let world = world().await;
    let store = &world.store;
    world.secret(project(1), 10, "db").await;
    let _ = store.record_reveal(project(2), &key(10), revealed(project(2), &key(10))).await;
    let mut taken = new_secret(project(1), 11, "db");
    taken.new_owner_key = None;
    let record = created(project(1), &taken.key);
    let _ = store.insert(taken, record).await;
    store.delete(project(1), &key(10), None, deleted(project(1), &key(10))).await.unwrap();
    let entries = newest(store, project(1), 10).await;
    let numbers: Vec<u64> = entries.iter().map(|entry| entry.number).collect();
    assert_eq!(numbers.len(), 2);
    assert!(numbers[0] > numbers[1]);
    // Where a database gives numbers to what it then undoes, some are on no record.
    assert!(GAPS || numbers == [2, 1]);
}

#[tokio::test]
async fn an_effect_is_not_kept_without_its_record() {
    let world = world().await;
    world.secret(project(1), 10, "db").await;
    for sql in FULL_LOG {
        world.force(sql).await;
    }
    let before = world.everything().await;
    let store = &world.store;
    let reveal = revealed(project(1), &key(10));
    assert!(store.record_reveal(project(1), &key(10), reveal).await.is_err());
    assert!(store.delete(project(1), &key(10), None, deleted(project(1), &key(10))).await.is_err());
    let mut new = new_secret(project(1), 11, "other");
    new.new_owner_key = None;
    let record = created(project(1), &new.key);
    assert!(store.insert(new, record).await.is_err());
    assert_eq!(world.everything().await, before);
}

#[tokio::test]
async fn a_log_is_read_backwards_in_pages_and_holds_its_owners_records_alone() {
    let world = world().await;
    let store = &world.store;
    let denied = |owner| record(Event::Denied { action: Action::Reveal, owner, secret: None });
    for number in 0..10 {
        store.append(denied(project(1 + number % 2))).await.unwrap();
    }
    store.append(failed(None, None)).await.unwrap();

    let mut before = None;
    let mut numbers = vec![];
    loop {
        let query = LogQuery { before, ..LogQuery::newest(2) };
        let entries = AuditLog::list(store, project(1), query).await.unwrap().unwrap();
        let Some(last) = entries.last() else { break };
        before = Some(last.number);
        assert!(entries.iter().all(|entry| entry.record == denied(project(1))));
        numbers.extend(entries.iter().map(|entry| entry.number));
    }
    assert_eq!(numbers, [9, 7, 5, 3, 1]);
    assert_eq!(newest(store, project(3), 10).await, []);
    // A number of another log, one of none, and what no number can be.
    for before in [2, 12, 0, u64::MAX] {
        let query = LogQuery { before: Some(before), ..LogQuery::newest(2) };
        assert_eq!(AuditLog::list(store, project(1), query).await, Ok(None), "{before}");
    }
}

#[tokio::test]
async fn an_event_of_a_token_is_in_the_log_of_the_person_who_asked() {
    let world = world().await;
    let revoked = record(Event::TokenRevoked { token: id(5) });
    world.store.append(revoked.clone()).await.unwrap();
    let entries = newest(&world.store, user(USER), 10).await;
    assert_eq!(entries[0].record, revoked);
}

/// In this log, as it is read; where the log is a client's owner's no writer says whose.
fn failed(principal: Option<Principal>, log: Option<Owner>) -> Record {
    let reason = AuthenticationFailure::Expired;
    let mut record = record(Event::AuthenticationFailed { reason, principal });
    record.event.owner = log.or(record.event.owner);
    Record { caller: None, ..record }
}

#[tokio::test]
async fn a_failed_authentication_is_in_the_log_of_the_person_or_of_the_clients_owner() {
    let world = installation().await;
    let store = &world.store;
    for (number, owner) in [(80, project(ALPHA)), (81, organization(OTHER))] {
        store.insert_client(client_row(number, owner, "ci"), note()).await.unwrap();
    }
    let person = |number| Some(Principal { kind: PrincipalKind::Person, id: id(number) });
    let client = |number| Some(Principal { kind: PrincipalKind::Client, id: id(number) });
    for (principal, log) in [
        (person(USER), user(USER)),
        (client(80), project(ALPHA)),
        (client(81), organization(OTHER)),
    ] {
        store.append(failed(principal, None)).await.unwrap();
        let entries = newest(store, log, 1).await;
        assert_eq!(entries[0].record, failed(principal, Some(log)));
    }
    // A client that was revoked meanwhile, and nobody: written down, and in no log.
    store.delete_client(id(80), note()).await.unwrap();
    for principal in [client(80), None] {
        store.append(failed(principal, None)).await.unwrap();
        let newest = world.ask("SELECT owner_kind, owner_id FROM audit ORDER BY number DESC").await;
        assert_eq!(newest[0], [Value::Null, Value::Null]);
    }
}

#[tokio::test]
async fn a_record_says_who_asked_and_with_what() {
    let world = world().await;
    let store = &world.store;
    let caller = |kind, credential| Caller { principal: Principal { kind, id: id(5) }, credential };
    let callers = [
        None,
        Some(caller(PrincipalKind::Person, Credential::ApiToken(id(6)))),
        Some(caller(PrincipalKind::Person, Credential::IdentityToken)),
        Some(caller(PrincipalKind::Client, Credential::AccessToken(id(7)))),
    ];
    for caller in callers {
        let denied = Event::Denied { action: Action::See, owner: project(1), secret: None };
        store.append(Record { caller, ..record(denied) }).await.unwrap();
    }
    let entries = newest(store, project(1), 10).await;
    let read: Vec<_> = entries.into_iter().rev().map(|entry| entry.record.caller).collect();
    assert_eq!(read, callers);
}

#[tokio::test]
async fn a_number_is_not_used_again_after_a_record_was_cut_off() {
    let world = world().await;
    let denied = record(Event::Denied { action: Action::Read, owner: project(1), secret: None });
    world.store.append(denied.clone()).await.unwrap();
    world.force("DELETE FROM audit").await;
    world.store.append(denied).await.unwrap();
    let entries = newest(&world.store, project(1), 10).await;
    assert_eq!(entries[0].number, 2);
}

#[tokio::test]
async fn a_record_that_does_not_parse_is_an_error() {
    let world = world().await;
    world.secret(project(1), 10, "db").await;
    world.force("UPDATE audit SET principal_id = NULL").await;
    let read = AuditLog::list(&world.store, project(1), LogQuery::newest(10)).await;
    assert_eq!(read, Err(Error::Internal));
}

fn caller(kind: PrincipalKind, number: u32, credential: Credential) -> Caller {
    Caller { principal: Principal { kind, id: id(number) }, credential }
}

/// A log with a record a second, from the first second on.
async fn diary(store: &Store<Engine, Held>) -> Vec<(u64, Record)> {
    let person = caller(PrincipalKind::Person, 5, Credential::ApiToken(id(6)));
    let client = caller(PrincipalKind::Client, 7, Credential::AccessToken(id(8)));
    let denied = |secret| Event::Denied { action: Action::Reveal, owner: project(1), secret };
    let denied = |secret| Facts::of(&denied(secret), None);
    let revealed = |number| revealed(project(1), &key(number)).event;
    let events = [
        (person, created(project(1), &key(10)).event),
        (person, revealed(10)),
        (client, revealed(10)),
        (client, denied(Some(key(11)))),
        (person, denied(None)),
        (client, revealed(11)),
        (person, deleted(project(1), &key(10)).event),
    ];
    for (at, (caller, event)) in (1..).zip(events) {
        let record = Record { at, caller: Some(caller), event, ..note() };
        store.append(record).await.unwrap();
        let elsewhere = Event::Denied { action: Action::See, owner: project(2), secret: None };
        store.append(Record { at, ..support::record(elsewhere) }).await.unwrap();
    }
    let entries = newest(store, project(1), 100).await;
    entries.into_iter().map(|entry| (entry.number, entry.record)).collect()
}

#[tokio::test]
async fn a_log_is_filtered_by_event_actor_secret_time_and_outcome_and_by_several_of_them() {
    let world = world().await;
    let store = &world.store;
    let diary = diary(store).await;
    let actor = |kind, number| Some(Principal { kind, id: id(number) });
    let person = actor(PrincipalKind::Person, 5);
    let client = actor(PrincipalKind::Client, 7);
    let event = |name: &str| Some(name.to_owned());
    let other_type = SecretKey { type_name: "Other".parse().unwrap(), ..key(10) };
    let all = LogQuery::newest(100);
    let span = |since, until| Span { since, until };
    for (query, seconds) in [
        (all.clone(), vec![7, 6, 5, 4, 3, 2, 1]),
        (LogQuery { event: event("denied"), ..all.clone() }, vec![5, 4]),
        (LogQuery { event: event("secret-revealed"), ..all.clone() }, vec![6, 3, 2]),
        (LogQuery { event: event("unheard-of"), ..all.clone() }, vec![]),
        (LogQuery { actor: person, ..all.clone() }, vec![7, 5, 2, 1]),
        (LogQuery { actor: client, ..all.clone() }, vec![6, 4, 3]),
        (LogQuery { actor: actor(PrincipalKind::Client, 5), ..all.clone() }, vec![]),
        (LogQuery { secret: Some(key(10)), ..all.clone() }, vec![7, 3, 2, 1]),
        (LogQuery { secret: Some(other_type), ..all.clone() }, vec![]),
        (LogQuery { span: span(Some(3), None), ..all.clone() }, vec![7, 6, 5, 4, 3]),
        (LogQuery { span: span(None, Some(3)), ..all.clone() }, vec![2, 1]),
        (LogQuery { span: span(Some(3), Some(5)), ..all.clone() }, vec![4, 3]),
        (LogQuery { refused: Some(true), ..all.clone() }, vec![5, 4]),
        (LogQuery { refused: Some(false), ..all.clone() }, vec![7, 6, 3, 2, 1]),
        (
            LogQuery {
                event: event("secret-revealed"),
                actor: client,
                secret: Some(key(10)),
                span: span(Some(2), Some(6)),
                refused: Some(false),
                ..all.clone()
            },
            vec![3],
        ),
    ] {
        let expected: Vec<_> =
            diary.iter().filter(|(_, record)| seconds.contains(&record.at)).cloned().collect();
        assert_eq!(expected.len(), seconds.len());
        // In one page, and in pages of one.
        let mut joined = vec![];
        let mut page = LogQuery { limit: 1, ..query.clone() };
        while let Some(entry) =
            AuditLog::list(store, project(1), page.clone()).await.unwrap().unwrap().pop()
        {
            page.before = Some(entry.number);
            joined.push((entry.number, entry.record));
        }
        let whole = AuditLog::list(store, project(1), query.clone()).await.unwrap().unwrap();
        let whole: Vec<_> = whole.into_iter().map(|entry| (entry.number, entry.record)).collect();
        assert_eq!((&whole, &joined), (&expected, &expected), "{query:?}");
    }
}

#[tokio::test]
async fn records_are_in_the_order_of_their_time_and_of_one_second_in_that_of_their_numbers() {
    let world = world().await;
    let store = &world.store;
    let denied = Event::Denied { action: Action::Read, owner: project(1), secret: None };
    // As two hosts write whose clocks differ.
    for at in [20, 10, 20, 10] {
        store.append(Record { at, ..record(denied.clone()) }).await.unwrap();
    }
    let mut before = None;
    let mut read = vec![];
    loop {
        let query = LogQuery { before, ..LogQuery::newest(1) };
        let entries = AuditLog::list(store, project(1), query).await.unwrap().unwrap();
        let Some(entry) = entries.first() else { break };
        before = Some(entry.number);
        read.push((entry.record.at, entry.number));
    }
    assert_eq!(read, [(20, 3), (20, 1), (10, 4), (10, 2)]);
}

async fn reveal(store: &Store<Engine, Held>, owner: Owner, number: u32, by: Caller, at: Timestamp) {
    let event = revealed(owner, &key(number)).event;
    store.append(Record { at, caller: Some(by), event, ..note() }).await.unwrap();
}

#[tokio::test]
async fn who_used_a_secret_is_counted_by_who_and_with_what() {
    let world = world().await;
    let store = &world.store;
    let person = |credential| caller(PrincipalKind::Person, 5, credential);
    let client = |token: u32| caller(PrincipalKind::Client, 7, Credential::AccessToken(id(token)));
    for (at, by) in [
        (10, person(Credential::ApiToken(id(6)))),
        (11, person(Credential::IdentityToken)),
        (12, client(21)),
        (13, client(22)),
        (14, person(Credential::ApiToken(id(6)))),
        (15, person(Credential::ApiToken(id(9)))),
    ] {
        reveal(store, project(1), 10, by, at).await;
    }
    // Another secret, another owner's of the same id, and what is no reveal.
    reveal(store, project(1), 11, client(21), 16).await;
    reveal(store, project(2), 10, client(21), 16).await;
    let denied = Event::Denied { action: Action::Reveal, owner: project(1), secret: Some(key(10)) };
    store.append(Record { at: 17, ..record(denied) }).await.unwrap();

    let consumer = |kind, number, proof, reveals, first, last| Consumer {
        principal: Principal { kind, id: id(number) },
        proof,
        reveals,
        first,
        last,
    };
    let token = |number: u32| Proof::ApiToken(id(number));
    let (a_person, a_client) = (PrincipalKind::Person, PrincipalKind::Client);
    let found = store.consumers(project(1), &key(10), Span::default()).await.unwrap();
    assert!(found.complete);
    assert_eq!(
        found.entries,
        [
            consumer(a_person, 5, token(9), 1, 15, 15),
            consumer(a_person, 5, token(6), 2, 10, 14),
            consumer(a_client, 7, Proof::AccessToken, 2, 12, 13),
            consumer(a_person, 5, Proof::IdentityToken, 1, 11, 11),
        ]
    );
    let span = Span { since: Some(11), until: Some(14) };
    let found = store.consumers(project(1), &key(10), span).await.unwrap();
    assert_eq!(
        found.entries,
        [
            consumer(a_client, 7, Proof::AccessToken, 2, 12, 13),
            consumer(a_person, 5, Proof::IdentityToken, 1, 11, 11),
        ]
    );
    let nobody = store.consumers(project(3), &key(10), Span::default()).await.unwrap();
    assert!(nobody.complete && nobody.entries.is_empty());
}

#[tokio::test]
async fn of_more_consumers_than_a_list_holds_the_most_recent_are_told_and_that_there_are_more() {
    let world = world().await;
    let store = &world.store;
    let count = limits::LIST_ENTRIES + 1;
    for number in 0..count {
        let by = caller(PrincipalKind::Person, 5, Credential::ApiToken(id(10_000 + number)));
        reveal(store, project(1), 10, by, number.into()).await;
    }
    let found = store.consumers(project(1), &key(10), Span::default()).await.unwrap();
    assert!(!found.complete);
    assert_eq!(found.entries.len(), limits::LIST_ENTRIES as usize);
    assert_eq!(found.entries[0].proof, Proof::ApiToken(id(10_000 + count - 1)));
    assert!(found.entries.iter().all(|entry| entry.first != 0));
}
