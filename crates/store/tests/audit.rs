//! The audit log.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]

mod support;

use strongroom_database::Value;
use strongroom_model::audit::{AuthenticationFailure, Caller, Credential, Event, Record};
use strongroom_model::{Action, Principal, PrincipalKind};
use strongroom_ports::audit::{AuditStore, Error};
use strongroom_ports::directory_store::DirectoryStore;
use strongroom_ports::secrets::SecretStore;
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

    let entries = AuditStore::list(store, project(1), None, 10).await.unwrap();
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
    let entries = AuditStore::list(store, project(1), None, 10).await.unwrap();
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
    store.append(failed(None)).await.unwrap();

    let mut before = None;
    let mut numbers = vec![];
    loop {
        let entries = AuditStore::list(store, project(1), before, 2).await.unwrap();
        let Some(last) = entries.last() else { break };
        before = Some(last.number);
        assert!(entries.iter().all(|entry| entry.record == denied(project(1))));
        numbers.extend(entries.iter().map(|entry| entry.number));
    }
    assert_eq!(numbers, [9, 7, 5, 3, 1]);
    assert_eq!(AuditStore::list(store, project(3), None, 10).await, Ok(vec![]));
    assert_eq!(AuditStore::list(store, project(1), Some(u64::MAX), 10).await.unwrap().len(), 5);
    assert_eq!(AuditStore::list(store, project(1), Some(0), 10).await, Ok(vec![]));
}

#[tokio::test]
async fn an_event_of_a_token_is_in_the_log_of_the_person_who_asked() {
    let world = world().await;
    let revoked = record(Event::TokenRevoked { token: id(5) });
    world.store.append(revoked.clone()).await.unwrap();
    let entries = AuditStore::list(&world.store, user(USER), None, 10).await.unwrap();
    assert_eq!(entries[0].record, revoked);
}

fn failed(principal: Option<Principal>) -> Record {
    let reason = AuthenticationFailure::Expired;
    Record { caller: None, ..record(Event::AuthenticationFailed { reason, principal }) }
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
        store.append(failed(principal)).await.unwrap();
        let entries = AuditStore::list(store, log, None, 1).await.unwrap();
        assert_eq!(entries[0].record, failed(principal));
    }
    // A client that was revoked meanwhile, and nobody: written down, and in no log.
    store.delete_client(id(80), note()).await.unwrap();
    for principal in [client(80), None] {
        store.append(failed(principal)).await.unwrap();
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
    let entries = AuditStore::list(store, project(1), None, 10).await.unwrap();
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
    let entries = AuditStore::list(&world.store, project(1), None, 10).await.unwrap();
    assert_eq!(entries[0].number, 2);
}

#[tokio::test]
async fn a_record_that_does_not_parse_is_an_error() {
    let world = world().await;
    world.secret(project(1), 10, "db").await;
    world.force("UPDATE audit SET version = NULL").await;
    let read = AuditStore::list(&world.store, project(1), None, 10).await;
    assert_eq!(read, Err(Error::Internal));
}
