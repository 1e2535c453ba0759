//! One call after another, each with its own kind of harm.

use wasmtime::Trap;

use super::super::Counts;
use super::super::failure::{Breach, Failure};
use super::*;

#[tokio::test]
async fn an_accepted_value_comes_back_to_the_byte() {
    let catalogue = hostile();
    for value in ["sk_live_1", " blanks ", "-----BEGIN X-----\r\nAA\n", "秘密", &"x".repeat(65536)]
    {
        let answer = validate(&catalogue, "Custom", &[("value", value)]).await.unwrap();
        assert_eq!(answer, [("value".to_owned(), value.as_bytes().to_vec())]);
    }
}

#[tokio::test]
async fn a_refused_value_comes_with_its_problem() {
    let catalogue = hostile();
    let Err(Error::Invalid(problems)) = validate(&catalogue, "Custom", &[("value", " \n")]).await
    else {
        panic!("accepted");
    };
    assert_eq!(problems.len(), 1);
    assert_eq!(problems[0].field, "value");
    assert!(problems[0].message.contains("white space"));
}

#[tokio::test]
async fn a_type_that_is_not_loaded_is_unknown() {
    assert_eq!(validate(&hostile(), "Nothing", &[("value", "x")]).await, Err(Error::Unknown));
}

#[tokio::test]
async fn fields_that_do_not_fit_the_description_never_reach_the_plug_in() {
    let catalogue = hostile();
    let large = "x".repeat(65537);
    for (pairs, message) in [
        (vec![("secret", "x")], "is required"),
        (vec![("do", "trap"), ("other", "x")], "is not a field of this type"),
        (vec![("do", "trap"), ("do", "trap")], "is given more than once"),
        (vec![("do", "trap"), ("secret", large.as_str())], "must be at most 64 KiB"),
    ] {
        let Err(Error::Invalid(problems)) = validate(&catalogue, "OnCommand", &pairs).await else {
            panic!("{message}: accepted");
        };
        assert_eq!(problems.len(), 1, "{problems:?}");
        assert_eq!(problems[0].message, message);
    }
}

#[tokio::test]
async fn a_plug_in_that_misbehaves_costs_that_call_an_error_and_nothing_else() {
    let catalogue = hostile();
    let plugin = &catalogue.inner.plugins[&"OnCommand".parse().unwrap()];
    for (command, why) in [
        ("trap", Failure::Trap(Trap::UnreachableCodeReached)),
        ("recurse", Failure::Trap(Trap::StackOverflow)),
        ("exit", Failure::Exit),
        ("loop forever", Failure::Time),
        ("sleep", Failure::Time),
        ("eat memory", Failure::Memory),
        ("give a huge result", Failure::Host),
        ("give an unknown field", Failure::Breach(Breach::AnswerUnknown)),
        ("drop a required field", Failure::Breach(Breach::AnswerMissing)),
        ("give a field twice", Failure::Breach(Breach::AnswerRepeated)),
        ("give a value too large", Failure::Breach(Breach::AnswerTooLarge)),
        ("give too many problems", Failure::Breach(Breach::ProblemCount)),
        ("give no problems", Failure::Breach(Breach::ProblemCount)),
        ("write an escape", Failure::Breach(Breach::ProblemMessage)),
        ("write at length", Failure::Breach(Breach::ProblemMessage)),
        ("blame a field that is not there", Failure::Breach(Breach::ProblemField)),
    ] {
        let pairs = [("do", command), ("secret", SECRET)];
        let outcome = plugin.attempt(fields(&pairs)).await;
        assert_eq!(outcome.unwrap_err(), why, "{command}");
        assert!(!why.to_string().contains(SECRET), "{why}");
        assert_eq!(tell(&catalogue, command).await, Err(Error::Failed), "{command}");
        let answer = tell(&catalogue, "behave").await.unwrap();
        assert_eq!(answer[0], ("do".to_owned(), b"behave".to_vec()), "after {command}");
    }
}

#[tokio::test]
async fn a_message_that_repeats_the_secret_is_replaced() {
    let Err(Error::Invalid(problems)) = tell(&hostile(), "echo the secret").await else {
        panic!("accepted");
    };
    assert_eq!(problems.len(), 1);
    assert_eq!(problems[0].message, "is not valid");
}

#[tokio::test]
async fn a_plug_in_sees_nothing_of_the_host() {
    let answer = tell(&hostile(), "read what is around").await;
    assert_eq!(answer.unwrap(), [("do".to_owned(), b"read what is around".to_vec())]);
}

#[tokio::test]
async fn what_a_plug_in_prints_goes_nowhere_and_hurts_nothing() {
    // That nothing arrives is seen by the suite over the whole server, which owns its outputs.
    assert!(tell(&hostile(), "print the secret").await.is_ok());
}

#[tokio::test]
async fn answers_come_in_the_order_of_the_description() {
    let pairs = [("secret", "x"), ("do", "behave")];
    let answer = validate(&hostile(), "OnCommand", &pairs).await.unwrap();
    let names: Vec<_> = answer.into_iter().map(|(name, _)| name).collect();
    assert_eq!(names, ["do", "secret"]);
}

#[tokio::test]
async fn each_way_to_end_is_counted() {
    let catalogue = hostile();
    for command in ["behave", "behave", "echo the secret", "trap", "eat memory", "loop forever"] {
        let _ = tell(&catalogue, command).await;
    }
    let counts: Vec<_> = catalogue.counts().map(|(id, counts)| (id.to_string(), counts)).collect();
    let expected = Counts { accepted: 2, invalid: 1, failed: 2, timed_out: 1, turned_away: 0 };
    assert_eq!(
        counts,
        [("Custom".to_owned(), Counts::default()), ("OnCommand".to_owned(), expected)]
    );
}

#[test]
fn the_last_handle_may_go_on_a_thread_of_a_runtime() {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build().unwrap();
    runtime.block_on(async {
        let catalogue = hostile();
        assert!(tell(&catalogue, "behave").await.is_ok());
        drop(catalogue);
    });
}
