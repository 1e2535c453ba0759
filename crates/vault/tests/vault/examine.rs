use strongroom_model::Action;
use strongroom_model::audit::Event;
use strongroom_model::examination::{Examination, Spot, Weakness};
use strongroom_ports::sessions::{Denial, Reason};
use strongroom_ports::vault::{Error, Vault};

use crate::stage::{Stage, draft, login, project, run};

const STRONG: &str = "x8Kd!2pQzLw0vTs9";

fn spots(spots: &[Spot]) -> Vec<(&str, &str)> {
    spots.iter().map(|spot| (spot.name.as_str(), spot.field.as_str())).collect()
}

fn examine(stage: &Stage) -> Examination {
    run(stage.vault.examine(&stage.anyone(), project())).unwrap()
}

#[test]
fn weak_and_reused_values_are_told_by_their_places() {
    let stage = Stage::new();
    for (name, password) in
        [("a", STRONG), ("b", "changeme"), ("c", "another long value"), ("d", "short one")]
    {
        stage.create(login(name, "ann", password)).unwrap();
    }
    stage.create(draft("Custom", "e", &[("value", STRONG)])).unwrap();
    stage.create(draft("Custom", "f", &[("value", "another long value")])).unwrap();
    let found = examine(&stage);
    assert_eq!((found.examined, found.skipped, found.complete), (6, 0, true));
    let mut weak: Vec<_> =
        found.weak.iter().map(|(spot, why)| (spot.name.as_str(), *why)).collect();
    weak.sort_by_key(|(name, _)| *name);
    assert_eq!(weak, [("b", Weakness::Common), ("d", Weakness::Short)]);
    // The list of these tests is not in the order of names.
    let mut reused: Vec<Vec<_>> = found.reused.iter().map(|one| spots(one)).collect();
    reused.iter_mut().for_each(|one| one.sort_unstable());
    reused.sort();
    let expected = [[("a", "password"), ("e", "value")], [("c", "password"), ("f", "value")]];
    assert_eq!(reused, expected);
}

#[test]
fn only_fields_that_their_type_calls_secret_are_looked_at() {
    let stage = Stage::new();
    stage.create(login("a", "root", STRONG)).unwrap();
    stage.create(login("b", "root", "another long value")).unwrap();
    stage.calls.take();
    let found = examine(&stage);
    assert_eq!((found.weak, found.reused), (vec![], vec![]));
    assert_eq!(found.examined, 2);
    let opened = ["sealed", "permit", "open"];
    let expected =
        [&["permit", "permit", "list", "list", "types"][..], &opened, &opened, &["append"]]
            .concat();
    assert_eq!(stage.calls.take(), expected);
    let session = stage.anyone();
    run(stage.vault.examine(&session, project())).unwrap();
    let permits = session.permits.take();
    for (permit, action) in permits.iter().zip([Action::Reveal, Action::Read]) {
        assert_eq!((permit.secret.as_ref(), permit.action), (None, action));
    }
    for permit in &permits[2..] {
        assert!(permit.secret.is_some());
        assert_eq!(permit.fields, Some(vec!["password".parse().unwrap()]));
    }
}

#[test]
fn what_has_no_type_is_passed_over() {
    let (stage, _) = Stage::with_secret();
    stage.service.unplug();
    let found = examine(&stage);
    assert_eq!((found.examined, found.skipped), (0, 1));
}

#[test]
fn it_takes_leave_to_reveal_and_is_on_record_before_it_is_told() {
    let (stage, _) = Stage::with_secret();
    let forbidden = stage.denied(Denial::Forbidden(Reason::Role), &[Action::Reveal]);
    let answer = run(stage.vault.examine(&forbidden, project()));
    assert_eq!(answer, Err(Error::Forbidden(Reason::Role)));
    assert_eq!(run(stage.vault.examine(&stage.outsider(), project())), Err(Error::NotFound));
    assert_eq!(stage.calls.take(), ["permit", "permit"]);
    examine(&stage);
    let event = stage.store.events().pop();
    assert!(matches!(event, Some(Event::ValuesExamined { examined: 1, .. })), "{event:?}");
    stage.store.rows(|rows| rows.down.push("append"));
    let answer = run(stage.vault.examine(&stage.anyone(), project()));
    assert_eq!(answer, Err(Error::Unavailable));
}

#[test]
fn a_value_that_does_not_open_is_named_and_the_others_are_looked_at() {
    let (stage, key) = Stage::with_secret();
    stage.create(login("other", "ann", "changeme")).unwrap();
    stage.store.rows(|rows| {
        let row = rows.row(project(), &key).unwrap();
        let sealed = &mut row.versions.last_mut().unwrap().1;
        sealed.fields.iter_mut().for_each(|field| field.blob.reverse());
    });
    let found = examine(&stage);
    assert_eq!(spots(&found.damaged), [("db", "password")]);
    assert_eq!((found.examined, found.skipped, found.weak.len()), (1, 0, 1));
}
