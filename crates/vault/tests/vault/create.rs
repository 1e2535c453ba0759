use strongroom_model::audit::Event;
use strongroom_model::{Action, limits};
use strongroom_ports::sealing;
use strongroom_ports::sessions::{Denial, Reason};
use strongroom_ports::vault::{Draft, Error, Vault};

use crate::stage::{START, Stage, draft, fields, login, pairs, problems, project, run, version};

#[test]
fn what_is_created_can_be_revealed() {
    let stage = Stage::new();
    let mut wanted = login("db", "ann", "pass one");
    wanted.description = "of the\ndatabase".to_owned();
    wanted.labels =
        vec![("stage".to_owned(), "prod".to_owned()), ("empty".to_owned(), String::new())];
    let made = stage.create(wanted).unwrap();
    assert_eq!((made.name.as_str(), made.version, made.revision), ("db", version(1), 1));
    assert_eq!((made.description.as_str(), made.labels.len()), ("of the\ndatabase", 2));
    assert_eq!(made.key.type_name.as_str(), "Login");
    let event =
        Event::SecretCreated { owner: project(), secret: made.key.clone(), version: version(1) };
    assert_eq!(stage.store.events(), vec![event]);
    assert_eq!(stage.reveal(&made.key, None), pairs(&[("user", "ann"), ("password", "pass one")]));
}

#[test]
fn the_type_has_the_last_word_on_the_form_that_is_stored() {
    let stage = Stage::new();
    let made = stage.create(login("db", "  ann ", " pass ")).unwrap();
    assert_eq!(stage.reveal(&made.key, None), pairs(&[("user", "ann"), ("password", " pass ")]));
}

#[test]
fn leave_is_asked_once_and_before_everything_else() {
    let stage = Stage::new();
    stage.create(login("db", "ann", "one")).unwrap();
    let first = stage.calls.take();
    assert_eq!(first, ["permit", "validate", "owner key", "new owner key", "seal", "insert"]);
    stage.create(login("other", "ann", "one")).unwrap();
    assert_eq!(stage.calls.take(), ["permit", "validate", "owner key", "seal", "insert"]);
}

#[test]
fn a_denied_caller_learns_no_validation_problem() {
    for (denial, expected) in [
        (Denial::Forbidden(Reason::Role), Error::Forbidden(Reason::Role)),
        (Denial::Hidden, Error::NotFound),
        (Denial::Unavailable, Error::Unavailable),
        (Denial::Internal, Error::Internal),
    ] {
        for type_name in ["", "no type", "Nothing", "Login"] {
            let stage = Stage::new();
            let session = stage.denied(denial, &[Action::Create]);
            let wanted = draft(type_name, "", &[]);
            let answer = run(stage.vault.create(&session, project(), wanted));
            assert_eq!(answer.unwrap_err(), expected);
            assert_eq!(stage.calls.take(), ["permit"]);
        }
    }
}

#[test]
fn every_problem_is_told_at_once() {
    let stage = Stage::new();
    let wanted = Draft {
        type_name: "Login".to_owned(),
        name: " db".to_owned(),
        description: "\u{1b}[31m".to_owned(),
        labels: vec![
            ("stage".to_owned(), "prod".to_owned()),
            ("\n".to_owned(), "x".to_owned()),
            ("stage".to_owned(), "x".repeat(256)),
        ],
        fields: fields(&[("user", "ann"), ("other", "x")]),
        expires_at: Some(START),
        rotate_every: Some(3599),
    };
    assert_eq!(
        problems(stage.create(wanted)),
        [
            "name",
            "description",
            "labels.1",
            "labels.stage",
            "labels.stage",
            "expires_at",
            "rotate_every",
            "value.other",
            "value.password"
        ]
    );
    assert!(stage.store.events().is_empty());
}

/// A type, the fields sent, and the fields that are told.
type Case<'a> = (&'a str, &'a [(&'a str, &'a str)], &'a [&'a str]);

#[test]
fn problems_of_a_value_are_named_as_the_caller_wrote_it() {
    let long = "x".repeat(limits::VALUE_BYTES + 1);
    let many: Vec<_> = (0..=limits::FIELDS).map(|index| format!("f{index}")).collect();
    let many: Vec<_> = many.iter().map(|name| (name.as_str(), "x")).collect();
    let cases: &[Case] = &[
        ("Login", &[], &["value"]),
        ("Login", &many, &["value"]),
        ("Login", &[("user", "a")], &["value.password"]),
        ("Login", &[("user", &long), ("", "x")], &["value.user", "value.1"]),
        ("Login", &[("user", "a"), ("user", "b")], &["value.user"]),
        ("Login", &[("../etc", "a")], &["value.0"]),
        ("Login", &[("user", "shapeless"), ("password", "x")], &["value"]),
        ("Custom", &[], &["value"]),
        ("Custom", &[("value", &long)], &["value"]),
        ("Custom", &[("other", "x")], &["value", "value"]),
        ("Custom", &[("value", "boom")], &["_type"]),
        ("Nothing", &[("value", "x")], &["_type"]),
        ("Nothing", &[("a", "x"), ("a", "x")], &["_type", "value.a"]),
        ("no type", &[("value", "x")], &["_type"]),
        ("no type", &[("a", &long)], &["_type", "value.a"]),
    ];
    for (type_name, value, expected) in cases {
        let stage = Stage::new();
        let found = problems(stage.create(draft(type_name, "db", value)));
        assert_eq!(found, *expected, "{type_name}");
        assert!(!stage.calls.take().contains(&"seal"), "{type_name}");
    }
}

#[test]
fn no_problem_repeats_what_was_sent() {
    let stage = Stage::new();
    let planted = "hunter2 hunter2";
    let mut wanted = draft(planted, "\nhunter2", &[("hunter2 ", "hunter2"), ("a/hunter2", "")]);
    wanted.labels = vec![(format!("\u{0}{planted}"), planted.to_owned())];
    wanted.description = format!("\u{0}{planted}");
    let told = format!("{:?}", stage.create(wanted).unwrap_err());
    assert!(!told.contains("hunter2"), "{told}");
    // A type that speaks out of turn is not passed on either.
    let told = format!(
        "{:?}",
        stage.create(draft("Custom", "db", &[("value", "shapeless")])).unwrap_err()
    );
    assert!(!told.contains('\u{1b}') && !told.contains("[31m") && !told.contains(".."), "{told}");
}

#[test]
fn bounds_are_inclusive() {
    let stage = Stage::new();
    let longest = "x".repeat(limits::VALUE_BYTES);
    let mut wanted = draft("Custom", &"é".repeat(255), &[("value", &longest)]);
    wanted.description = "é".repeat(limits::DESCRIPTION_CHARACTERS);
    wanted.labels =
        (0..limits::LABELS).map(|index| (format!("label {index}"), "é".repeat(100))).collect();
    stage.create(wanted).unwrap();

    let mut wanted = draft("Custom", "db", &[("value", "x")]);
    wanted.labels =
        (0..=limits::LABELS).map(|index| (format!("label {index}"), String::new())).collect();
    wanted.description = "é".repeat(limits::DESCRIPTION_CHARACTERS + 1);
    assert_eq!(problems(stage.create(wanted)), ["description", "labels"]);
}

#[test]
fn labels_are_bounded_in_all_by_their_bytes() {
    let stage = Stage::new();
    // 32 labels of 512 bytes, two of them in the key and the rest in the value.
    let mut labels: Vec<(String, String)> =
        (0..32).map(|index| (format!("{index:02}"), "é".repeat(255))).collect();
    assert_eq!(labels.iter().map(|(k, v)| k.len() + v.len()).sum::<usize>(), limits::LABELS_BYTES);
    let wanted = |name, labels| Draft { labels, ..draft("Custom", name, &[("value", "x")]) };
    stage.create(wanted("full", labels.clone())).unwrap();
    let mut longer_value = labels.clone();
    longer_value.push(("a".to_owned(), String::new()));
    assert_eq!(problems(stage.create(wanted("value", longer_value))), ["labels"]);
    labels[0].0.push('x');
    assert_eq!(problems(stage.create(wanted("key", labels))), ["labels"]);
}

#[test]
fn a_taken_name_is_told() {
    let (stage, _) = Stage::with_secret();
    assert_eq!(stage.create(login("db", "ann", "two")).unwrap_err(), Error::NameTaken);
    assert_eq!(stage.store.events().len(), 1);
}

#[test]
fn a_value_is_sealed_again_when_another_writer_made_the_owners_key_first() {
    let stage = Stage::new();
    stage.store.rows(|rows| {
        rows.interferences.push_back(Box::new(|rows| {
            let key = strongroom_model::sealed::WrappedOwnerKey {
                serial: 1,
                root_key: "root".to_owned(),
                blob: b"key of another writer".to_vec(),
            };
            rows.owner_keys.insert(project(), key);
        }));
    });
    let made = stage.create(login("db", "ann", "pass one")).unwrap();
    assert_eq!(stage.reveal(&made.key, None), pairs(&[("user", "ann"), ("password", "pass one")]));
    assert_eq!(stage.store.rows(|rows| rows.secrets.len()), 1);
}

#[test]
fn a_key_that_changes_all_the_time_is_an_outage() {
    let stage = Stage::new();
    stage.store.rows(|rows| {
        for serial in 1..100 {
            rows.interferences.push_back(Box::new(move |rows| {
                let key = strongroom_model::sealed::WrappedOwnerKey {
                    serial,
                    root_key: "root".to_owned(),
                    blob: vec![],
                };
                rows.owner_keys.insert(project(), key);
            }));
        }
    });
    assert_eq!(stage.create(login("db", "ann", "one")).map(drop), Err(Error::Unavailable));
    assert!(stage.store.events().is_empty());
}

#[test]
fn what_cannot_be_sealed_or_drawn_is_not_stored() {
    for (fails, expected) in [
        (sealing::Error::Corrupt, Error::Internal),
        (sealing::Error::Unavailable, Error::Unavailable),
        (sealing::Error::NotPermitted, Error::Internal),
    ] {
        let stage = Stage::new();
        stage.sealer.fails.set(Some(fails));
        assert_eq!(stage.create(login("db", "ann", "one")).unwrap_err(), expected);
        assert!(stage.store.events().is_empty());
    }
    let stage = Stage::new();
    stage.random.is_dry.set(true);
    assert_eq!(stage.create(login("db", "ann", "one")).unwrap_err(), Error::Unavailable);
}
