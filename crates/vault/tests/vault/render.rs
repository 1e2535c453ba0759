use strongroom_model::audit::Event;
use strongroom_model::{Action, FormatName, SecretKey};
use strongroom_ports::sessions::{Denial, Reason};
use strongroom_ports::vault::{Change, Error, Rendered, Vault};

use crate::stage::{Stage, draft, login, new_value, problems, project, run, version};

fn format(name: &str) -> FormatName {
    name.parse().unwrap()
}

fn render(stage: &Stage, key: &SecretKey, name: &str) -> Result<Rendered, Error> {
    run(stage.vault.render(&stage.anyone(), project(), key, None, None, &format(name)))
}

fn text(rendered: &Rendered) -> &str {
    std::str::from_utf8(rendered.content.expose()).unwrap()
}

fn unfit(answer: Result<Rendered, Error>) -> Vec<String> {
    match answer.unwrap_err() {
        Error::NotRepresentable(told) => told
            .into_iter()
            .map(|problem| format!("{}: {}", problem.field, problem.message))
            .collect(),
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_format_of_the_type_is_made_by_the_type_and_is_on_the_record_first() {
    let (stage, key) = Stage::with_secret();
    let rendered = render(&stage, &key, "line").unwrap();
    assert_eq!(text(&rendered), "db: ann pass one at 1800000000");
    assert_eq!(rendered.media_type.as_str(), "text/x-line");
    assert_eq!(
        stage.calls.take(),
        ["sealed", "permit", "types", "open", "record reveal", "render"]
    );
    let (owner, version) = (project(), version(1));
    let format = Some(format("line"));
    let event = Event::SecretRevealed { owner, secret: key, version, fields: None, format };
    assert_eq!(stage.store.events().last(), Some(&event));
}

#[test]
fn every_secret_has_the_formats_that_are_for_all() {
    let (stage, key) = Stage::with_secret();
    assert_eq!(
        text(&render(&stage, &key, "json").unwrap()),
        r#"{"user":"ann","password":"pass one"}"#
    );
    let lines = render(&stage, &key, "dotenv-docker").unwrap();
    assert_eq!(text(&lines), "DB_USER=ann\nDB_PASSWORD=pass one\n");
    assert_eq!(lines.media_type.as_str(), "text/plain; charset=utf-8");
    // Also where its type is not loaded, and of some of its fields.
    stage.service.unplug();
    assert!(text(&render(&stage, &key, "kubernetes").unwrap()).contains("cGFzcyBvbmU="));
    let some = Some(vec!["user".parse().unwrap()]);
    let session = stage.anyone();
    let some = run(stage.vault.render(&session, project(), &key, None, some, &format("json")));
    assert_eq!(text(&some.unwrap()), r#"{"user":"ann"}"#);
}

#[test]
fn an_unknown_format_opens_nothing_and_tells_which_there_are() {
    let (stage, key) = Stage::with_secret();
    let logged = stage.store.events().len();
    let Err(Error::UnknownFormat(formats)) = render(&stage, &key, "toml") else { panic!() };
    assert_eq!(formats[0].as_str(), "line");
    assert!(formats.contains(&format("json")) && formats.contains(&format("dotenv-docker")));
    stage.service.unplug();
    let Err(Error::UnknownFormat(formats)) = render(&stage, &key, "line") else { panic!() };
    assert!(!formats.contains(&format("line")));
    assert!(!stage.calls.take().contains(&"open"));
    assert_eq!(stage.store.events().len(), logged);
}

#[test]
fn a_value_that_a_format_cannot_hold_is_an_error_that_names_the_field() {
    let (stage, key) = Stage::with_secret();
    stage.update(&key, None, new_value("ann", "two\nlines")).unwrap();
    let told = unfit(render(&stage, &key, "dotenv-docker"));
    assert_eq!(told.len(), 1);
    assert!(told[0].starts_with("value.password: ") && !told[0].contains("lines\""), "{told:?}");
    // It was opened and judged, and so it is on the record.
    assert!(matches!(stage.store.events().last(), Some(Event::SecretRevealed { .. })));

    stage.update(&key, None, new_value("ann", "two lines")).unwrap();
    let told = unfit(render(&stage, &key, "line"));
    assert_eq!(told, ["value.password: has two lines", "value: is not valid"]);

    // A value of one field is not spoken of by the field's name; the secret's own name is.
    let plain = stage.create(draft("Custom", "Not A Name", &[("value", "a\nb")])).unwrap().key;
    assert!(unfit(render(&stage, &plain, "dotenv-docker"))[0].starts_with("value: "));
    assert!(unfit(render(&stage, &plain, "kubernetes"))[0].starts_with("name: "));
}

#[test]
fn a_type_that_fails_is_not_the_callers_fault() {
    let (stage, key) = Stage::with_secret();
    stage.update(&key, None, new_value("ann", "trap")).unwrap();
    assert_eq!(render(&stage, &key, "line").unwrap_err(), Error::TypeFailed);
}

#[test]
fn a_type_is_given_whole_values_alone() {
    let (stage, key) = Stage::with_secret();
    let some = Some(vec!["user".parse().unwrap()]);
    let session = stage.anyone();
    let answer = run(stage.vault.render(&session, project(), &key, None, some, &format("line")));
    assert_eq!(problems(answer), ["field"]);
}

#[test]
fn a_format_takes_the_same_leave_as_the_fields() {
    let (stage, key) = Stage::with_secret();
    let session = stage.denied(Denial::Forbidden(Reason::Role), &[Action::Reveal]);
    for name in ["json", "line", "toml"] {
        let answer = run(stage.vault.render(&session, project(), &key, None, None, &format(name)));
        assert_eq!(answer.unwrap_err(), Error::Forbidden(Reason::Role));
    }
    stage.store.rows(|rows| rows.down.push("record reveal"));
    assert_eq!(render(&stage, &key, "line").unwrap_err(), Error::Unavailable);
    assert!(!stage.calls.take().contains(&"render"));
}

#[test]
fn a_secret_whose_type_is_not_loaded_keeps_all_but_new_values() {
    let (stage, key) = Stage::with_secret();
    stage.service.unplug();
    let session = stage.anyone();
    assert_eq!(run(stage.vault.get(&session, project(), &key)).unwrap().name.as_str(), "db");
    assert_eq!(stage.reveal(&key, None).len(), 2);
    let rename = Change { name: Some("renamed".to_owned()), ..Change::default() };
    assert_eq!(stage.update(&key, None, rename).unwrap().name.as_str(), "renamed");
    assert_eq!(problems(stage.update(&key, None, new_value("ann", "next"))), ["_type"]);
    assert_eq!(problems(stage.create(login("other", "ann", "x"))), ["_type"]);
    run(stage.vault.delete(&session, project(), &key, None)).unwrap();
}
