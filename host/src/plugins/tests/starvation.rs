//! What other calls feel of a plug-in that goes astray.

use std::time::Instant;

use super::*;

/// More than any honest call takes here, and far less than a loop is let run.
const PROMPT: Duration = Duration::from_millis(500);

#[tokio::test]
async fn while_loops_run_another_type_answers_promptly_and_the_server_is_not_held_up() {
    let options = Options { time: Duration::from_secs(5), ..Options::default() };
    let catalogue = Folder::new()
        .with("hostile.wasm", &built(ON_COMMAND))
        .with("honest.wasm", &built(SINGLE_VARIABLE))
        .load(&options);
    let loops: Vec<_> = (0..8)
        .map(|_| {
            let catalogue = catalogue.clone();
            tokio::spawn(async move { tell(&catalogue, "loop forever").await })
        })
        .collect();
    tokio::time::sleep(Duration::from_millis(100)).await;
    let mut slowest = Duration::ZERO;
    for _ in 0..20 {
        let begun = Instant::now();
        validate(&catalogue, "Custom", &[("value", "x")]).await.unwrap();
        slowest = slowest.max(begun.elapsed());
    }
    assert!(loops.iter().all(|call| !call.is_finished()), "the loops ended too early to tell");
    eprintln!("slowest answer beside 8 loops: {slowest:?}");
    assert!(slowest < PROMPT, "{slowest:?}");
    loops.iter().for_each(tokio::task::JoinHandle::abort);
}

#[tokio::test]
async fn more_calls_than_may_wait_are_turned_away_at_once() {
    let options =
        Options { time: Duration::from_millis(500), running: 1, admitted: 2, ..Options::default() };
    let catalogue = Folder::new().with("hostile.wasm", &built(ON_COMMAND)).load(&options);
    let waiting: Vec<_> = (0..2)
        .map(|_| {
            let catalogue = catalogue.clone();
            tokio::spawn(async move { tell(&catalogue, "loop forever").await })
        })
        .collect();
    tokio::time::sleep(Duration::from_millis(50)).await;
    let begun = Instant::now();
    assert_eq!(tell(&catalogue, "behave").await, Err(Error::Failed));
    assert!(begun.elapsed() < Duration::from_millis(100), "{:?}", begun.elapsed());
    for call in waiting {
        assert_eq!(call.await.unwrap(), Err(Error::Failed));
    }
    let (_, counts) = catalogue.counts()[0].clone();
    assert!(counts.turned_away >= 1, "{counts:?}");
    assert!(tell(&catalogue, "behave").await.is_ok(), "room again once they are gone");
}

#[tokio::test]
async fn a_call_costs_little() {
    let begun = Instant::now();
    let catalogue = hostile();
    eprintln!("two types loaded in {:?}", begun.elapsed());
    let mut took: Vec<_> = Vec::new();
    for _ in 0..500 {
        let begun = Instant::now();
        validate(&catalogue, "Custom", &[("value", "sk_live_51H8")]).await.unwrap();
        took.push(begun.elapsed());
    }
    took.sort();
    eprintln!("one call, median {:?}, 99th percentile {:?}", took[250], took[495]);
    assert!(took[250] < Duration::from_millis(5), "{:?}", took[250]);
}
