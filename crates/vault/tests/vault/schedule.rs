use strongroom_model::{Freshness, Period, SecretKey};
use strongroom_ports::vault::{Change, Draft};

use crate::stage::{START, Stage, login, new_value, problems};

const DAY: i64 = 86_400;

/// With an end in a day and a period of a week.
fn scheduled() -> (Stage, SecretKey) {
    let stage = Stage::new();
    let draft = Draft {
        expires_at: Some(START + DAY),
        rotate_every: Some(7 * DAY),
        ..login("db", "ann", "pass one")
    };
    let made = stage.create(draft).unwrap();
    assert_eq!(made.schedule.expires_at, Some(START + DAY));
    let next = START + 7 * DAY;
    assert_eq!(made.schedule.rotation, Some(Period { every: 604_800, next }));
    assert_eq!(made.schedule.freshness(START), Freshness::Current);
    (stage, made.key)
}

#[test]
fn a_change_of_metadata_leaves_the_schedule_and_a_new_value_begins_without_an_end() {
    let (stage, key) = scheduled();
    let change = Change { description: Some("told".to_owned()), ..Change::default() };
    let kept = stage.update(&key, None, change).unwrap().schedule;
    assert_eq!((kept.expires_at, kept.rotation.is_some()), (Some(START + DAY), true));
    let valued = stage.update(&key, None, new_value("ann", "pass two")).unwrap().schedule;
    assert_eq!((valued.expires_at, valued.rotation.is_some()), (None, true));
    let both = Change { expires_at: Some(Some(START + 1)), ..new_value("ann", "pass three") };
    assert_eq!(stage.update(&key, None, both).unwrap().schedule.expires_at, Some(START + 1));
}

#[test]
fn each_part_of_a_schedule_is_set_and_taken_away_by_itself() {
    let (stage, key) = scheduled();
    let change = Change { expires_at: Some(None), ..Change::default() };
    let without_end = stage.update(&key, None, change).unwrap();
    assert_eq!(without_end.revision, 2, "a schedule alone is a change");
    assert_eq!(without_end.schedule.expires_at, None);
    assert!(without_end.schedule.rotation.is_some());
    let change = Change { rotate_every: Some(None), ..Change::default() };
    assert_eq!(stage.update(&key, None, change).unwrap().schedule.rotation, None);
    let change = Change { rotate_every: Some(Some(3600)), ..Change::default() };
    assert!(stage.update(&key, None, change).unwrap().schedule.rotation.is_some());
}

#[test]
fn an_end_that_has_come_refuses_nothing_but_to_be_set() {
    let (stage, key) = scheduled();
    stage.store.rows(|rows| {
        let row = rows.secrets.values_mut().next().unwrap();
        row.metadata.schedule.expires_at = Some(START);
    });
    assert_eq!(stage.reveal(&key, None).len(), 2);
    let renamed = Change { name: Some("renamed".to_owned()), ..Change::default() };
    let renamed = stage.update(&key, None, renamed).unwrap();
    assert_eq!(renamed.schedule.freshness(START), Freshness::Expired);
    let change = Change { expires_at: Some(Some(START)), ..Change::default() };
    assert_eq!(problems(stage.update(&key, None, change)), ["expires_at"]);
}
