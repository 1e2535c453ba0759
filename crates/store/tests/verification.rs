//! The audit log held against its codes, on a database in which somebody changed it.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]

mod support;

use strongroom_database::{Database, Durability, Statement, Value};
use strongroom_model::audit::{AuthenticationFailure, Event};
use strongroom_model::log::{Break, BreakKind, Verification, VerificationQuery};
use strongroom_model::{Action, Owner, Principal, PrincipalKind, Timestamp};
use strongroom_ports::audit::{AuditLog, AuditStore};
use strongroom_ports::directory_store::DirectoryStore;
use strongroom_ports::secrets::SecretStore;
use strongroom_root_keys::{AUDIT_NONCE, Held, RootKeys};
use strongroom_store::{Store, TABLES};
use support::{
    ALPHA, Engine, World, deleted, id, installation, key, keys, note, project, record, revealed,
    world, written,
};

/// Later than this a record of [`support::NOW`] is in a checkpoint.
const LATER: Timestamp = support::NOW + 3_600;
/// 32 bytes of 7: the key of [`keys`].
const SEVENS: &str = "BwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwc=";
const ONES: &str = "AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQE=";

type Log = Store<Engine, Held>;

/// Records in the log of a project, a second apart, and some in that of another.
async fn filled(records: i64) -> World {
    let world = world().await;
    for number in 0..records {
        append(&world.store, project(1), support::NOW + number).await;
    }
    for number in 0..3 {
        append(&world.store, project(2), support::NOW + number).await;
    }
    world
}

async fn append(store: &Log, owner: Owner, at: Timestamp) {
    let mut record = record(Event::Denied { action: Action::Reveal, owner, secret: None });
    record.at = at;
    store.append(record).await.unwrap();
}

async fn ask(store: &Log, query: VerificationQuery, now: Timestamp) -> Verification {
    store.verify(project(1), query, now).await.unwrap().unwrap()
}

/// The whole log, whatever it takes.
async fn verify_at(store: &Log, now: Timestamp) -> Verification {
    let mut all = ask(store, VerificationQuery::default(), now).await;
    while let Some(after) = all.next.take() {
        let next = ask(store, VerificationQuery { after: Some(after), ..Default::default() }, now);
        let next = next.await;
        all = Verification {
            checkpoints: all.checkpoints + next.checkpoints,
            records: all.records + next.records,
            unsigned: all.unsigned + next.unsigned,
            uncovered: all.uncovered + next.uncovered,
            ..next
        };
    }
    all
}

async fn verify(store: &Log) -> Verification {
    verify_at(store, LATER).await
}

/// What is wrong, and with which record.
async fn broken(world: &World) -> Option<(BreakKind, Option<u64>)> {
    verify(&world.store).await.broken.map(|broken| (broken.kind, broken.record))
}

/// What whoever has the database does. Gives how many rows it changed.
async fn attack(world: &World, sql: &str) -> u32 {
    let statement = Statement { sql: written(sql).into(), parameters: vec![], expect: None };
    world.database.write(vec![statement], Durability::Process).await.unwrap()[0]
}

const OF_FIRST: &str =
    "owner_kind = 2 AND owner_id = (SELECT owner_id FROM audit WHERE number = 1)";

#[tokio::test]
async fn a_log_that_nobody_touched_is_intact_and_what_is_settled_is_covered() {
    let world = filled(7).await;
    let fresh = verify_at(&world.store, support::NOW + 9).await;
    let expected = Verification { records: 7, uncovered: 7, ..Verification::default() };
    assert_eq!(fresh, expected);

    let later = verify(&world.store).await;
    let head = later.head.clone().unwrap();
    assert_eq!(head.len(), 96);
    let expected = Verification {
        checkpoints: 1,
        records: 7,
        covered_until: Some(support::NOW + 6),
        head: Some(head),
        ..Verification::default()
    };
    assert_eq!(later, expected);
    assert_eq!(verify(&world.store).await, expected);

    append(&world.store, project(1), LATER).await;
    let grown = Verification { records: 8, uncovered: 1, ..expected.clone() };
    assert_eq!(verify(&world.store).await, grown);
    let covered = verify_at(&world.store, LATER + 3_600).await;
    assert_eq!((covered.checkpoints, covered.records, covered.uncovered), (2, 8, 0));
    assert_eq!(covered.covered_until, Some(LATER));
    assert_ne!(covered.head, expected.head);
}

#[tokio::test]
async fn a_log_of_nothing_is_intact() {
    let world = world().await;
    assert_eq!(verify(&world.store).await, Verification::default());
    let nowhere = VerificationQuery { since: Some(0), ..VerificationQuery::default() };
    assert_eq!(ask(&world.store, nowhere, LATER).await, Verification::default());
}

#[tokio::test]
async fn what_every_effect_leaves_on_record_has_its_code() {
    let world = world().await;
    world.secret(project(1), 10, "db").await;
    let (owner, secret) = (project(1), key(10));
    world.store.record_reveal(owner, &secret, revealed(owner, &secret)).await.unwrap();
    world.store.delete(owner, &secret, None, deleted(owner, &secret)).await.unwrap();
    let found = verify(&world.store).await;
    assert_eq!((found.records, found.unsigned, found.broken), (3, 0, None));
}

#[tokio::test]
async fn a_failed_sign_in_of_a_client_is_authentic_in_its_owners_log() {
    let world = installation().await;
    let client = support::client_row(80, project(ALPHA), "ci");
    world.store.insert_client(client, note()).await.unwrap();
    let principal = Some(Principal { kind: PrincipalKind::Client, id: id(80) });
    let reason = AuthenticationFailure::Unknown;
    let mut failed = record(Event::AuthenticationFailed { reason, principal });
    failed.caller = None;
    world.store.append(failed).await.unwrap();
    let found = world.store.verify(project(ALPHA), VerificationQuery::default(), LATER).await;
    let found = found.unwrap().unwrap();
    assert!(found.records > 0);
    assert_eq!(found.broken, None);
    assert_eq!(world.count("SELECT COUNT(*) FROM audit WHERE mac IS NULL").await, 0);
}

#[tokio::test]
async fn a_change_of_any_column_is_told_with_its_record() {
    let table = TABLES.iter().find(|table| table.name == "audit").unwrap();
    let hides = ["owner_kind", "owner_id"];
    for column in table.columns.iter().filter(|column| **column != "number") {
        for covered in [false, true] {
            let world = filled(5).await;
            if covered {
                assert_eq!(verify(&world.store).await.checkpoints, 1);
            }
            let to = match *column {
                "at" => "at + 1",
                "owner_kind" => "1",
                "principal_kind" | "credential_kind" | "version" => "2",
                "principal_id" | "credential_id" | "secret_id" => "owner_id",
                "owner_id" => "(SELECT owner_id FROM audit WHERE number = 7)",
                "mac" => "(SELECT mac FROM audit WHERE number = 7)",
                _ => "'forged'",
            };
            assert_eq!(
                attack(&world, &format!("UPDATE audit SET {column} = {to} WHERE number = 3")).await,
                1
            );
            let expected = match (hides.contains(column), covered) {
                (true, true) => Some((BreakKind::RecordsDiffer, None)),
                // What is gone from where no checkpoint is yet cannot be missed.
                (true, false) => None,
                (false, _) if *column == "mac_key" => Some((BreakKind::KeyMissing, Some(3))),
                (false, _) => Some((BreakKind::RecordChanged, Some(3))),
            };
            assert_eq!(broken(&world).await, expected, "{column} {covered}");
            if *column == "owner_id" {
                let other = world.store.verify(project(2), VerificationQuery::default(), LATER);
                let broken = other.await.unwrap().unwrap().broken.unwrap();
                assert_eq!(broken.kind, BreakKind::RecordChanged);
            }
        }
    }
}

#[tokio::test]
async fn a_code_that_was_taken_away_is_told() {
    for covered in [false, true] {
        let world = filled(5).await;
        if covered {
            verify(&world.store).await;
        }
        attack(&world, "UPDATE audit SET mac = NULL, mac_key = NULL WHERE number = 3").await;
        assert_eq!(broken(&world).await, Some((BreakKind::RecordChanged, Some(3))), "{covered}");
    }
    // Of all records, in a log that no checkpoint covers: they are counted as what they claim to be.
    let world = filled(5).await;
    attack(&world, "UPDATE audit SET mac = NULL, mac_key = NULL").await;
    assert_eq!(verify(&world.store).await.unsigned, 5);
    // And in one that had a checkpoint, they are not what it was made of.
    let world = filled(5).await;
    verify(&world.store).await;
    attack(&world, "UPDATE audit SET mac = NULL, mac_key = NULL").await;
    assert_eq!(broken(&world).await, Some((BreakKind::CheckpointChanged, None)));
}

#[tokio::test]
async fn records_that_were_removed_are_told_by_their_stretch() {
    let world = filled(5).await;
    verify(&world.store).await;
    append(&world.store, project(1), LATER).await;
    append(&world.store, project(1), LATER + 5).await;
    verify_at(&world.store, LATER + 3_600).await;
    attack(&world, &format!("DELETE FROM audit WHERE at = {LATER}")).await;
    let found = verify(&world.store).await;
    let expected = Break {
        kind: BreakKind::RecordsDiffer,
        record: None,
        since: Some(support::NOW + 4),
        until: Some(LATER + 5),
    };
    assert_eq!((found.broken, found.next), (Some(expected), None));
    // What stands before it is good.
    assert_eq!(found.covered_until, Some(support::NOW + 4));
}

#[tokio::test]
async fn a_record_that_was_put_in_is_told_though_its_code_is_good() {
    let columns = "at, request_id, peer, principal_kind, principal_id, credential_kind, \
        credential_id, event, owner_kind, owner_id, secret_type, secret_id, version, detail, \
        mac_key, mac";
    let copy =
        format!("INSERT INTO audit ({columns}) SELECT {columns} FROM audit WHERE number = 3");
    for covered in [false, true] {
        let world = filled(5).await;
        if covered {
            verify(&world.store).await;
        }
        assert_eq!(attack(&world, &copy).await, 1);
        let (kind, _) = broken(&world).await.unwrap();
        assert_eq!(kind, BreakKind::RecordsDiffer, "{covered}");
    }
    // One that was held back until its time was covered.
    let world = filled(5).await;
    attack(&world, "CREATE TABLE held AS SELECT * FROM audit WHERE number = 3").await;
    attack(&world, "DELETE FROM audit WHERE number = 3").await;
    assert_eq!(verify(&world.store).await.checkpoints, 1);
    attack(&world, &format!("INSERT INTO audit ({columns}) SELECT {columns} FROM held")).await;
    assert_eq!(broken(&world).await, Some((BreakKind::RecordsDiffer, None)));
}

#[tokio::test]
async fn a_checkpoint_that_is_not_as_it_was_made_is_told() {
    let changes = [
        "UPDATE audit_checkpoints SET records = records + 1 WHERE serial = 1",
        "UPDATE audit_checkpoints SET until_at = until_at - 1 WHERE serial = 1",
        "UPDATE audit_checkpoints SET until_number = until_number + 1 WHERE serial = 1",
        "UPDATE audit_checkpoints SET unsigned_records = 1 WHERE serial = 1",
        "UPDATE audit_checkpoints SET mac = (SELECT mac FROM audit WHERE number = 1) WHERE serial = 1",
        "UPDATE audit_checkpoints SET mac_key = 'other' WHERE serial = 1",
        "UPDATE audit_checkpoints SET serial = 0 WHERE serial = 1",
        "UPDATE audit_checkpoints SET records = -1 WHERE serial = 1",
        "DELETE FROM audit_checkpoints WHERE serial = 1",
    ];
    for change in changes {
        let world = filled(5).await;
        verify(&world.store).await;
        append(&world.store, project(1), LATER).await;
        assert_eq!(verify_at(&world.store, LATER + 3_600).await.checkpoints, 2);
        assert_eq!(attack(&world, change).await, 1, "{change}");
        let (kind, record) = broken(&world).await.unwrap();
        let expected = match change {
            _ if change.contains("mac_key") => BreakKind::KeyMissing,
            _ if change.contains("records + 1") || change.contains("until_at") => {
                BreakKind::RecordsDiffer
            }
            _ => BreakKind::CheckpointChanged,
        };
        assert_eq!((kind, record), (expected, None), "{change}");
    }
}

#[tokio::test]
async fn a_checkpoint_of_another_log_is_none_of_this_one() {
    let world = filled(3).await;
    verify(&world.store).await;
    world.store.verify(project(2), VerificationQuery::default(), LATER).await.unwrap();
    attack(&world, &format!("DELETE FROM audit_checkpoints WHERE {OF_FIRST}")).await;
    let move_in = "UPDATE audit_checkpoints SET owner_id = \
        (SELECT owner_id FROM audit WHERE number = 1)";
    assert_eq!(attack(&world, move_in).await, 1);
    // As many records, but not these.
    let (kind, _) = broken(&world).await.unwrap();
    assert!(matches!(kind, BreakKind::CheckpointChanged | BreakKind::RecordsDiffer), "{kind:?}");
}

#[tokio::test]
async fn an_end_that_was_cut_off_is_told_to_who_noted_the_head() {
    let world = filled(5).await;
    let first = verify(&world.store).await.head;
    append(&world.store, project(1), LATER).await;
    let second = verify_at(&world.store, LATER + 3_600).await.head;
    let noted =
        |head: &Option<String>| VerificationQuery { head: head.clone(), ..Default::default() };
    for head in [&first, &second] {
        assert_eq!(ask(&world.store, noted(head), LATER).await.broken, None);
    }
    attack(&world, "DELETE FROM audit_checkpoints WHERE serial = 2").await;
    attack(&world, &format!("DELETE FROM audit WHERE at = {LATER}")).await;
    assert_eq!(verify(&world.store).await.broken, None);
    assert_eq!(ask(&world.store, noted(&first), LATER).await.broken, None);
    let found = ask(&world.store, noted(&second), LATER).await.broken.unwrap();
    assert_eq!(found.kind, BreakKind::HeadMissing);
    // What is the head of another log, or of none, is not of this one.
    let other = world.store.verify(project(2), VerificationQuery::default(), LATER).await;
    for head in [other.unwrap().unwrap().head, Some("0".repeat(96)), Some("x".to_owned())] {
        let found = ask(&world.store, noted(&head), LATER).await.broken.unwrap();
        assert_eq!(found.kind, BreakKind::HeadMissing);
    }
}

#[tokio::test]
async fn records_stay_authentic_when_another_root_key_is_the_current_one() {
    let world = filled(3).await;
    verify(&world.store).await;
    let both =
        RootKeys::parse(format!("k1 {SEVENS}\nk2 {ONES} current\n").as_bytes()).ok().unwrap();
    let rotated = Store::new(world.database.clone(), Held::new(both, counting));
    append(&rotated, project(1), LATER).await;
    let found = verify_at(&rotated, LATER + 3_600).await;
    assert_eq!((found.checkpoints, found.records, found.broken), (2, 4, None));
    // The old one alone does not know what the new one made, nor the new one what it did not.
    let (kind, number) = broken(&world).await.unwrap();
    assert_eq!((kind, number), (BreakKind::KeyMissing, Some(7)));
    let new = RootKeys::parse(format!("k2 {ONES} current\n").as_bytes()).ok().unwrap();
    let new = Store::new(world.database.clone(), Held::new(new, counting));
    let found = verify(&new).await.broken.unwrap();
    assert_eq!((found.kind, found.record), (BreakKind::KeyMissing, Some(1)));
    // Another key of the same name is no better.
    let other = RootKeys::parse(format!("k1 {ONES} current\n").as_bytes()).ok().unwrap();
    let other = Store::new(world.database.clone(), Held::new(other, counting));
    let found = verify(&other).await.broken.unwrap();
    assert_eq!((found.kind, found.record), (BreakKind::RecordChanged, Some(1)));
}

fn counting() -> Option<[u8; AUDIT_NONCE]> {
    use std::sync::atomic::{AtomicU8, Ordering};

    static NEXT: AtomicU8 = AtomicU8::new(0);
    Some([128 | NEXT.fetch_add(1, Ordering::Relaxed); AUDIT_NONCE])
}

#[tokio::test]
async fn records_from_before_there_were_codes_are_protected_from_their_checkpoint_on() {
    let world = filled(6).await;
    attack(&world, "UPDATE audit SET mac = NULL, mac_key = NULL WHERE number < 4").await;
    let found = verify(&world.store).await;
    assert_eq!((found.checkpoints, found.records, found.unsigned), (1, 6, 3));
    assert_eq!(found.broken, None);
    assert_eq!(verify(&world.store).await, found);
    for (attacked, expected) in [
        ("UPDATE audit SET detail = 'forged' WHERE number = 2", BreakKind::CheckpointChanged),
        ("DELETE FROM audit WHERE number = 2", BreakKind::RecordsDiffer),
    ] {
        attack(&world, attacked).await;
        assert_eq!(broken(&world).await.unwrap().0, expected, "{attacked}");
    }
}

#[tokio::test]
async fn a_long_log_is_verified_in_several_answers_and_from_any_second_on() {
    let world = filled(4_500).await;
    // Of which nothing is settled.
    let fresh = verify_at(&world.store, support::NOW).await;
    assert_eq!((fresh.checkpoints, fresh.records, fresh.uncovered), (0, 4_500, 4_500));
    // All is, and one answer has made what it could.
    let first = ask(&world.store, VerificationQuery::default(), LATER + 5_000).await;
    assert_eq!((first.checkpoints, first.records, first.uncovered), (2, 2_000, 0));
    assert!(first.next.is_some());
    // The newest six hundred seconds are not.
    let all = verify_at(&world.store, support::NOW + 4_599).await;
    assert_eq!((all.checkpoints, all.records, all.uncovered), (4, 4_500, 501));
    assert_eq!(all.covered_until, Some(support::NOW + 3_998));
    let whole = verify_at(&world.store, support::NOW + 9_000).await;
    assert_eq!((whole.checkpoints, whole.records, whole.uncovered), (5, 4_500, 0));
    let query = VerificationQuery { since: Some(support::NOW + 4_200), ..Default::default() };
    let last = ask(&world.store, query, LATER).await;
    assert_eq!((last.checkpoints, last.records, last.head), (1, 501, whole.head));
    attack(&world, "DELETE FROM audit WHERE number = 4100").await;
    let (kind, _) = broken(&world).await.unwrap();
    assert_eq!(kind, BreakKind::RecordsDiffer);
    for nowhere in ["", "1", "x.1.1", "7.1.1", "1.1.1.1"] {
        let query = VerificationQuery { after: Some(nowhere.to_owned()), ..Default::default() };
        assert_eq!(world.store.verify(project(1), query, LATER).await.unwrap(), None, "{nowhere}");
    }
}

#[tokio::test]
async fn many_records_of_one_second_are_covered_by_several_checkpoints() {
    let world = world().await;
    for _ in 0..2_200 {
        append(&world.store, project(1), support::NOW).await;
    }
    let found = verify(&world.store).await;
    assert_eq!((found.checkpoints, found.records, found.broken), (3, 2_200, None));
    assert_eq!(verify(&world.store).await, found);
    attack(&world, "DELETE FROM audit WHERE number = 1500").await;
    assert_eq!(broken(&world).await.unwrap().0, BreakKind::RecordsDiffer);
}

#[tokio::test]
async fn more_records_put_in_than_a_checkpoint_can_have_are_told() {
    let world = filled(10).await;
    verify(&world.store).await;
    let row = |number: i64| {
        let sql = "INSERT INTO audit (at, request_id, principal_kind, credential_kind, event, \
            owner_kind, owner_id) SELECT at, ?1, 1, 1, 'denied', owner_kind, owner_id FROM audit \
            WHERE number = 3";
        let parameters = vec![Value::Text(format!("forged {number}"))];
        Statement { sql: written(sql).into(), parameters, expect: Some(1) }
    };
    let batch = (0..2_500).map(row).collect();
    world.database.write(batch, Durability::Process).await.unwrap();
    assert_eq!(broken(&world).await.unwrap().0, BreakKind::RecordsDiffer);
}

#[tokio::test]
async fn writers_make_checkpoints_though_nobody_verifies() {
    let world = filled(3).await;
    let zero = |keys: &str| RootKeys::parse(keys.as_bytes()).ok().unwrap();
    let keys = Held::new(zero(&format!("k1 {SEVENS} current\n")), || Some([0; AUDIT_NONCE]));
    let its_turn = Store::new(world.database.clone(), keys);
    let made = || world.count("SELECT COUNT(*) FROM audit_checkpoints");
    append(&its_turn, project(1), support::NOW + 300).await;
    assert_eq!(made().await, 0);
    append(&its_turn, project(1), LATER).await;
    assert_eq!(made().await, 1);
    append(&its_turn, project(1), LATER + 610).await;
    assert_eq!(made().await, 2);
    // Not for what little is settled since.
    append(&its_turn, project(1), LATER + 620).await;
    append(&its_turn, project(1), LATER + 890).await;
    assert_eq!(made().await, 2);
    append(&its_turn, project(1), LATER + 2_000).await;
    assert_eq!(made().await, 3);
    // And who has no turn makes none.
    append(&world.store, project(1), LATER + 9_000).await;
    assert_eq!(made().await, 3);
    let found = verify_at(&world.store, LATER + 2_000).await;
    assert_eq!((found.checkpoints, found.records, found.broken), (3, 10, None));
}

#[tokio::test]
async fn a_writer_does_not_cover_what_is_broken() {
    let world = filled(3).await;
    attack(&world, "UPDATE audit SET detail = 'forged' WHERE number = 2").await;
    let keys = RootKeys::parse(format!("k1 {SEVENS} current\n").as_bytes()).ok().unwrap();
    let its_turn = Store::new(world.database.clone(), Held::new(keys, || Some([0; AUDIT_NONCE])));
    append(&its_turn, project(1), LATER).await;
    assert_eq!(world.count("SELECT COUNT(*) FROM audit_checkpoints").await, 0);
    assert_eq!(broken(&world).await, Some((BreakKind::RecordChanged, Some(2))));
}

#[test]
fn of_hosts_that_verify_at_one_time_one_makes_each_checkpoint() {
    let runtime = || tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    for _ in 0..3 {
        let world = runtime().block_on(filled(1_100));
        std::thread::scope(|scope| {
            for _ in 0..3 {
                let store = Store::new(world.place.open(), keys());
                scope.spawn(move || {
                    let found = runtime().block_on(verify(&store));
                    assert_eq!((found.records, found.broken), (1_100, None));
                });
            }
        });
        let found = runtime().block_on(verify(&world.store));
        assert_eq!((found.checkpoints, found.records, found.uncovered), (2, 1_100, 0));
    }
}

#[tokio::test]
async fn one_log_says_nothing_of_another() {
    let world = filled(3).await;
    attack(&world, "UPDATE audit SET detail = 'forged' WHERE number = 5").await;
    assert_eq!(broken(&world).await, None);
    let other = world.store.verify(project(2), VerificationQuery::default(), LATER).await;
    assert!(other.unwrap().unwrap().broken.is_some());
}
