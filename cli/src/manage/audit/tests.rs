#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]

use std::cell::RefCell;

use super::*;

const HEAD: &str = "abababababababababababababababababababababababababababababababababababababababababababababababab";

fn page(records: u64, next: Option<&str>) -> Value {
    json!({
        "intact": true, "checkpoints": 1, "records": records, "unsigned": 2,
        "covered_until": 1_796_000_000, "head": HEAD, "uncovered": 0, "broken": null, "next": next,
    })
}

/// What was found with these pages, the questions that were asked, and how often it was told of progress.
fn verified(
    from: Option<u64>,
    head: Option<&str>,
    pages: &[Value],
) -> (Verification, Vec<String>, usize) {
    let asked = RefCell::new(Vec::new());
    let mut told = 0;
    let ask = |query: &[(&'static str, String)]| {
        let mut asked = asked.borrow_mut();
        let text: Vec<String> =
            query.iter().map(|(name, value)| format!("{name}={value}")).collect();
        let answer = pages.get(asked.len()).unwrap().clone();
        asked.push(text.join("&"));
        Ok(answer)
    };
    let found = whole(from, head, ask, |_| {
        told += 1;
        Ok(())
    });
    (found.unwrap(), asked.into_inner(), told)
}

#[test]
fn a_log_is_asked_for_page_by_page_each_with_the_noted_head() {
    let mut last = page(7, None);
    last["covered_until"] = Value::Null;
    last["uncovered"] = json!(3);
    let (found, asked, told) =
        verified(Some(9), Some("ab"), &[page(10, Some("x")), page(20, Some("y")), last]);
    assert_eq!(asked, ["from=9&head=ab", "after=x&head=ab", "after=y&head=ab"]);
    assert_eq!((found.records, found.checkpoints, found.unsigned, found.uncovered), (37, 3, 6, 3));
    assert_eq!(found.covered_until, Some(1_796_000_000));
    assert_eq!(told, 2);
    assert!(found.intact && found.next.is_none());
}

#[test]
fn nothing_is_asked_behind_a_break() {
    let mut broken = page(10, Some("x"));
    broken["intact"] = json!(false);
    broken["broken"] = json!({ "problem": "record-changed", "record": 123, "since": 1_796_000_000, "until": 1_796_000_060 });
    let (found, asked, _) = verified(None, None, &[broken]);
    assert_eq!(asked, [""]);
    assert!(!found.intact);
}

#[test]
fn a_break_is_told_with_what_where_and_what_to_do() {
    let told = |problem: &str| {
        let broken = Broken {
            problem: problem.to_owned(),
            record: Some(123),
            since: Some(1_796_000_000),
            until: Some(1_796_000_060),
        };
        broken.told()
    };
    let at = "between 2026-11-30 00:53Z and 2026-11-30 00:54Z";
    assert!(told("record-changed").contains(&format!("record 123 {at} is not as it was written")));
    assert!(told("records-differ").contains(&format!("records {at} were removed or added")));
    assert!(told("checkpoint-changed").contains(&format!("a checkpoint {at} was changed")));
    assert!(told("head-missing").contains("no checkpoint of it any more"));
    assert!(told("of-tomorrow").contains("something"));
    for problem in ["record-changed", "records-differ", "checkpoint-changed", "head-missing"] {
        assert!(told(problem).contains("find out who can write to it"), "{problem}");
    }
    // Nobody is accused of what a missing key hides.
    assert!(!told("key-missing").contains("Somebody"));
}

#[test]
fn a_head_is_96_digits_in_any_case() {
    assert_eq!(head(&HEAD.to_uppercase()), Ok(HEAD.to_owned()));
    for text in ["", "ab", &"g".repeat(96), &format!("{HEAD}0")] {
        assert!(head(text).is_err(), "{text}");
    }
}
