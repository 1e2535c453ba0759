//! One call after another, each with its own kind of harm.

use strongroom_model::metadata::Problem;
use strongroom_ports::catalogue::RenderError;
use wasmtime::Trap;

use super::super::counters::Counts;
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
    let plugin = catalogue.attempted(&"OnCommand".parse().unwrap());
    for (command, why) in [
        ("trap", Failure::Trap(Trap::UnreachableCodeReached)),
        ("recurse", Failure::Trap(Trap::StackOverflow)),
        ("exit", Failure::Exit),
        ("loop forever", Failure::Time),
        ("sleep", Failure::Time),
        ("eat memory", Failure::Memory),
        ("eat handles", Failure::Host),
        ("give a huge result", Failure::Host),
        ("name what is no text", Failure::Host),
        ("write what is no text", Failure::Host),
        ("give a field that looks like another", Failure::Breach(Breach::AnswerUnknown)),
        ("give what it says is no value", Failure::Breach(Breach::AnswerMismatch)),
        ("give an unknown field", Failure::Breach(Breach::AnswerUnknown)),
        ("drop a required field", Failure::Breach(Breach::AnswerMissing)),
        ("give a field twice", Failure::Breach(Breach::AnswerRepeated)),
        ("give a value too large", Failure::Breach(Breach::AnswerTooLarge)),
        ("give too many problems", Failure::Breach(Breach::ProblemCount)),
        ("give no problems", Failure::Breach(Breach::ProblemCount)),
        ("write an escape", Failure::Breach(Breach::Message)),
        ("write at length", Failure::Breach(Breach::Message)),
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
async fn a_value_that_its_own_kind_refuses_never_reaches_the_plug_in() {
    for count in ["", "x", "1e3", "0x10", "1.", ".5", "--1", "1 ", "٣"] {
        let pairs = [("do", "trap"), ("count", count)];
        let Err(Error::Invalid(problems)) = validate(&hostile(), "OnCommand", &pairs).await else {
            panic!("{count}: accepted");
        };
        assert_eq!(problems[0].message, "must be a number in decimal digits", "{count}");
    }
    for count in ["0", "-1", "+1.50", "007", "123456789012345678901234567890"] {
        let pairs = [("do", "behave"), ("count", count)];
        assert!(validate(&hostile(), "OnCommand", &pairs).await.is_ok(), "{count}");
    }
}

async fn render(catalogue: &Catalogue, command: &str) -> Result<Vec<u8>, RenderError> {
    render_as(catalogue, "text", command).await
}

async fn render_as(
    catalogue: &Catalogue,
    format: &str,
    command: &str,
) -> Result<Vec<u8>, RenderError> {
    let (type_name, format) = ("OnCommand".parse().unwrap(), format.parse().unwrap());
    let fields = fields(&[("do", command), ("secret", SECRET)]);
    let rendered = catalogue.render(&type_name, &format, &about(), fields).await?;
    assert_eq!(rendered.media_type.as_str(), "text/plain");
    Ok(rendered.content.expose().to_vec())
}

#[tokio::test]
async fn a_value_is_given_out_in_a_format_of_its_type() {
    let catalogue = hostile();
    let expected = format!("text: {SECRET} of a name at 1700000000").into_bytes();
    assert_eq!(render(&catalogue, "behave").await, Ok(expected));
    assert_eq!(render_as(&catalogue, "json", "behave").await, Err(RenderError::UnknownFormat));
    let problems = vec![Problem::new("secret", "is not valid")];
    let refused = Err(RenderError::NotRepresentable(problems));
    assert_eq!(render(&catalogue, "echo the secret").await, refused);
}

#[tokio::test]
async fn a_stored_value_that_fits_no_longer_is_not_rendered() {
    let (type_name, format) = ("OnCommand".parse().unwrap(), "text".parse().unwrap());
    let fields = fields(&[("do", "trap"), ("gone", "x")]);
    let answer = hostile().render(&type_name, &format, &about(), fields).await;
    assert!(matches!(answer, Err(RenderError::NotRepresentable(_))));
}

#[tokio::test]
async fn a_plug_in_that_misbehaves_while_it_renders_costs_that_call_alone() {
    let catalogue = hostile();
    for command in [
        "trap",
        "recurse",
        "exit",
        "loop forever",
        "sleep",
        "eat memory",
        "eat handles",
        "give a huge result",
        "give a value too large",
        "give no problems",
        "write what is no text",
        "deny the format",
    ] {
        assert_eq!(render(&catalogue, command).await, Err(RenderError::Failed), "{command}");
        assert!(render(&catalogue, "behave").await.is_ok(), "after {command}");
    }
}

#[tokio::test]
async fn a_plug_in_sees_nothing_of_the_host() {
    // What it sees it would say as a problem.
    let answer = tell(&hostile(), "read what is around").await.unwrap();
    assert_eq!(answer[0], ("do".to_owned(), b"read what is around".to_vec()));
}

#[tokio::test]
async fn what_a_plug_in_prints_goes_nowhere_and_hurts_nothing() {
    // That nothing arrives is seen by the suite over the whole server, which owns its outputs.
    assert!(tell(&hostile(), "print").await.is_ok());
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
    let counts = catalogue.counts().into_iter();
    let counts: Vec<_> = counts.map(|(id, counts)| (id.to_string(), counts)).collect();
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
