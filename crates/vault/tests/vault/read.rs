use strongroom_model::log::{LogQuery, Span};
use strongroom_model::metadata::{Cursor, ListQuery, SortBy};
use strongroom_model::{Action, Owner, OwnerKind};
use strongroom_ports::sessions::{Denial, Reason};
use strongroom_ports::vault::{Error, Vault};

use crate::stage::{Stage, id, login, new_value, problems, project, run, version};

fn query() -> ListQuery {
    ListQuery::first(SortBy::Name, 100)
}

#[test]
fn metadata_takes_one_permit_and_one_read() {
    let (stage, key) = Stage::with_secret();
    let found = run(stage.vault.get(&stage.anyone(), project(), &key)).unwrap();
    assert_eq!(found.name.as_str(), "db");
    assert_eq!(stage.calls.take(), ["permit", "get"]);
}

#[test]
fn a_secret_is_found_only_under_its_owner() {
    let (stage, key) = Stage::with_secret();
    let session = stage.anyone();
    for owner in [
        Owner { kind: OwnerKind::Project, id: id(98) },
        Owner { kind: OwnerKind::Organization, ..project() },
        Owner { kind: OwnerKind::User, ..project() },
    ] {
        assert_eq!(run(stage.vault.get(&session, owner, &key)).unwrap_err(), Error::NotFound);
        let answer = run(stage.vault.reveal(&session, owner, &key, None, None));
        assert_eq!(answer.unwrap_err(), Error::NotFound);
        assert!(run(stage.vault.list(&session, owner, query())).unwrap().entries.is_empty());
    }
}

#[test]
fn an_outsider_reads_nothing_and_the_store_is_not_asked() {
    let (stage, key) = Stage::with_secret();
    let session = stage.outsider();
    let bad = ListQuery { limit: 0, ..query() };
    assert_eq!(run(stage.vault.get(&session, project(), &key)).unwrap_err(), Error::NotFound);
    let answer = run(stage.vault.versions(&session, project(), &key));
    assert_eq!(answer.unwrap_err(), Error::NotFound);
    assert_eq!(run(stage.vault.list(&session, project(), bad)).unwrap_err(), Error::NotFound);
    let answer = run(stage.vault.audit(&session, project(), LogQuery::newest(0)));
    assert_eq!(answer.unwrap_err(), Error::NotFound);
    assert_eq!(stage.calls.take(), ["permit"; 4]);
}

#[test]
fn versions_are_listed_newest_first() {
    let (stage, key) = Stage::with_secret();
    stage.update(&key, None, new_value("ann", "pass two")).unwrap();
    let found = run(stage.vault.versions(&stage.anyone(), project(), &key)).unwrap();
    let numbers: Vec<_> = found.iter().map(|info| info.version).collect();
    assert_eq!(numbers, [version(2), version(1)]);
}

#[test]
fn a_list_holds_the_owners_secrets() {
    let (stage, _) = Stage::with_secret();
    stage.create(login("other", "ann", "x")).unwrap();
    stage.calls.take();
    let page = run(stage.vault.list(&stage.anyone(), project(), query())).unwrap();
    assert_eq!(page.entries.len(), 2);
    // The first is of what is deleted and has had its time.
    assert_eq!(stage.calls.take(), ["permit", "list", "list"]);
}

#[test]
fn a_query_out_of_bounds_is_refused() {
    let stage = Stage::new();
    let session = stage.anyone();
    let ask = |query| run(stage.vault.list(&session, project(), query));
    let long = Some("é".repeat(256));
    for (query, expected) in [
        (ListQuery { limit: 0, ..query() }, &["limit"][..]),
        (ListQuery { limit: 1001, ..query() }, &["limit"]),
        (ListQuery { limit: u32::MAX, ..query() }, &["limit"]),
        (ListQuery { name: long.clone(), search: long, ..query() }, &["name", "search"]),
        (ListQuery { cursor: Some(Cursor(vec![1])), ..query() }, &["cursor"]),
    ] {
        assert_eq!(problems(ask(query)), expected);
    }
    for limit in [1, 1000] {
        let search = Some("é".repeat(255));
        assert!(ask(ListQuery { limit, search, ..query() }).is_ok());
    }
}

#[test]
fn the_log_is_read_with_leave_to_audit() {
    let (stage, _) = Stage::with_secret();
    let session = stage.anyone();
    assert_eq!(run(stage.vault.audit(&session, project(), LogQuery::newest(10))).unwrap().len(), 1);
    for limit in [0, 1001] {
        let answer = run(stage.vault.audit(&session, project(), LogQuery::newest(limit)));
        assert_eq!(problems(answer), ["limit"]);
    }
    let other = LogQuery { before: Some(9), ..LogQuery::newest(10) };
    assert_eq!(problems(run(stage.vault.audit(&session, project(), other))), ["before"]);
    let backwards = Span { since: Some(5), until: Some(5) };
    let empty = LogQuery { span: backwards, ..LogQuery::newest(0) };
    assert_eq!(problems(run(stage.vault.audit(&session, project(), empty))), ["limit", "until"]);
    let writer = stage.denied(Denial::Forbidden(Reason::Role), &[Action::Audit]);
    let answer = run(stage.vault.audit(&writer, project(), LogQuery::newest(10)));
    assert_eq!(answer.unwrap_err(), Error::Forbidden(Reason::Role));
}

#[test]
fn who_used_a_secret_is_told_with_leave_to_audit() {
    let (stage, key) = Stage::with_secret();
    let ask = |session, span| run(stage.vault.consumers(session, project(), &key, span));
    let session = stage.anyone();
    stage.calls.take();
    assert!(ask(&session, Span::default()).is_ok());
    assert_eq!(stage.calls.take(), ["permit", "consumers"]);
    let backwards = Span { since: Some(6), until: Some(5) };
    assert_eq!(problems(ask(&session, backwards)), ["until"]);
    let writer = stage.denied(Denial::Forbidden(Reason::Role), &[Action::Audit]);
    let answer = ask(&writer, backwards);
    assert_eq!(answer.unwrap_err(), Error::Forbidden(Reason::Role));
}

#[test]
fn the_types_are_the_catalogues() {
    let stage = Stage::new();
    let ids: Vec<_> = run(stage.vault.types())
        .into_iter()
        .map(|known| known.description.id.to_string())
        .collect();
    assert_eq!(ids, ["Custom", "Login"]);
}
