use strongroom_ports::vault::{Change, Draft, Vault};

use crate::stage::{Stage, draft, fields, problems, run};

fn validated(stage: &Stage, type_name: &str, change: Change) -> Vec<String> {
    let type_name = type_name.parse().unwrap();
    let found = run(stage.vault.validate(&stage.anyone(), &type_name, change)).unwrap();
    found.into_iter().map(|problem| problem.field).collect()
}

/// As a change says it.
fn as_change(draft: Draft) -> Change {
    Change {
        name: Some(draft.name),
        description: Some(draft.description),
        labels: Some(draft.labels),
        fields: Some(draft.fields),
        expires_at: Some(draft.expires_at),
        rotate_every: Some(draft.rotate_every),
    }
}

#[test]
fn a_draft_has_the_problems_that_its_creation_would_have() {
    let long = "x".repeat(70_000);
    for (type_name, name, value) in [
        ("Login", "db", &[("user", "ann"), ("password", "pass one")][..]),
        ("Login", "", &[("user", "ann")]),
        ("Login", "db", &[]),
        ("Custom", " db", &[("value", "shapeless")]),
        ("Custom", "db", &[("value", &long)]),
        ("Unheard", "db", &[("value", "x")]),
    ] {
        let wanted = || {
            let mut wanted = draft(type_name, name, value);
            wanted.labels = vec![(String::new(), "x".to_owned())];
            wanted.description = "\u{0}".to_owned();
            wanted.expires_at = Some(1);
            wanted.rotate_every = Some(1);
            wanted
        };
        let stage = Stage::new();
        let found = validated(&stage, type_name, as_change(wanted()));
        assert_eq!(found, problems(stage.create(wanted())), "{type_name} {name} {value:?}");
    }
}

#[test]
fn what_is_good_has_no_problem_and_what_is_not_there_is_not_judged() {
    let stage = Stage::new();
    let good = fields(&[("user", "ann"), ("password", "pass one")]);
    for change in [
        Change::default(),
        Change { name: Some("db".to_owned()), ..Change::default() },
        Change { fields: Some(good), ..Change::default() },
    ] {
        assert_eq!(validated(&stage, "Login", change), [""; 0]);
    }
    let change = Change { name: Some(String::new()), ..Change::default() };
    assert_eq!(validated(&stage, "Login", change), ["name"]);
}

#[test]
fn nothing_is_asked_sealed_stored_or_put_on_record() {
    let stage = Stage::new();
    validated(&stage, "Login", as_change(draft("Login", "db", &[("user", "ann")])));
    let calls = stage.calls.take();
    assert!(calls.iter().all(|call| ["validate", "types"].contains(call)), "{calls:?}");
    assert!(stage.store.events().is_empty());
}
