#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]

use std::fmt::Write;

use strongroom_model::log::Span;
use strongroom_model::{Id, OwnerKind, Principal, PrincipalKind, SecretKey};

use super::*;

/// Every combination of filters.
fn shapes() -> impl Iterator<Item = (LogQuery, Option<i64>)> {
    let id = Id::from_bytes([1; 20]);
    let actor = Principal { kind: PrincipalKind::Client, id };
    let secret = SecretKey { type_name: "Custom".parse().unwrap(), id };
    (0..3 * 2 * 2 * 2 * 2 * 3 * 2_usize).map(move |mut rest| {
        let mut choice = |of: usize| {
            let chosen = rest % of;
            rest /= of;
            chosen
        };
        let event = [None, Some("denied"), Some(REVEALED)][choice(3)];
        let query = LogQuery {
            before: None,
            limit: 100,
            event: event.map(str::to_owned),
            actor: (choice(2) == 1).then_some(actor),
            secret: (choice(2) == 1).then(|| secret.clone()),
            span: Span {
                since: (choice(2) == 1).then_some(1),
                until: (choice(2) == 1).then_some(2),
            },
            refused: [None, Some(true), Some(false)][choice(3)],
        };
        (query, (choice(2) == 1).then_some(7))
    })
}

fn asked(dialect: Dialect, query: &LogQuery, before: Option<i64>) -> Statement {
    let owner = Owner { kind: OwnerKind::Project, id: Id::from_bytes([1; 20]) };
    statement(dialect, owner, query, before)
}

#[test]
fn every_page_is_read_from_an_index_in_its_order() {
    for (query, before) in shapes() {
        let plan = crate::plans::plan(&asked(Dialect::Sqlite, &query, before).sql).join("\n");
        let is_searched = plan.contains("owner_kind=? AND owner_id=?");
        let is_scanned = plan.contains("SCAN ") || plan.contains("TEMP B-TREE");
        assert!(is_searched && !is_scanned, "{query:?} {plan}");
        let narrow = [
            (query.secret.is_some(), "audit_by_secret"),
            (query.actor.is_some(), "audit_by_principal"),
            (query.event.as_deref() == Some("denied"), "audit_by_event"),
            (query.refused == Some(true), "audit_refusals"),
        ];
        let mut wanted = narrow.into_iter().filter(|(is_asked, _)| *is_asked).peekable();
        let is_broad = wanted.peek().is_none();
        assert!(is_broad || wanted.any(|(_, index)| plan.contains(index)), "{query:?} {plan}");
        // A span of time, and where a page begins, are a part of the index.
        let Span { since, until } = query.span;
        let is_bounded = since.is_some() || until.is_some() || before.is_some();
        assert!(!is_bounded || plan.contains("at>") || plan.contains("at<"), "{query:?} {plan}");
    }
}

#[test]
fn every_parameter_has_its_value() {
    for (query, before) in shapes() {
        let asked = asked(Dialect::Sqlite, &query, before);
        assert_eq!(asked.sql.matches('?').count(), asked.parameters.len(), "{}", asked.sql);
    }
}

#[test]
fn the_texts_for_postgresql_are_as_reviewed() {
    let mut all = String::new();
    for (query, before) in shapes() {
        let filters = [
            query.event.is_some(),
            query.actor.is_some(),
            query.secret.is_some(),
            query.span.since.is_some(),
            query.span.until.is_some(),
            query.refused.is_some(),
            before.is_some(),
        ];
        // None, each alone, and all together.
        if [0, 1, filters.len()].contains(&filters.iter().filter(|is_there| **is_there).count()) {
            let asked = asked(Dialect::Postgresql, &query, before);
            let (_, conditions) = asked.sql.split_once(" WHERE ").unwrap();
            writeln!(all, "{conditions}").unwrap();
        }
    }
    insta::assert_snapshot!(all);
}
