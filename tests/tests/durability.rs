//! What was acknowledged survives `kill -9`, and nothing is half there.
//!
//! Rounds of load on one data folder: each ends with the process killed while writers write and
//! readers reveal, by the number of answers and not by a clock. After each, all that was answered in
//! all rounds is looked for.

use std::sync::atomic::{AtomicUsize, Ordering};

use serde_json::json;
use strongroom_tests::{
    API, Client, On, Promised, SETTINGS, Secret, Strongroom, everything_listed_is_whole,
    nothing_is_half_written, on_every_deployment,
};

const ROUNDS: usize = 6;
const WRITERS: usize = 6;
const REVEALERS: usize = 4;
/// Answers of one round before the process is killed.
const ANSWERS: usize = 500;

/// Creates, updates and deletes secrets of its own until the server is gone.
fn write(client: &Client, place: &str, who: &str, answers: &AtomicUsize) -> Promised {
    let mut promised = Promised::default();
    for index in 0.. {
        let first = format!("{who}-{index}-first");
        let body = json!({ "_type": "secret/Custom", "name": format!("{who}-{index}"),
                           "value": first });
        let create = client.ask("POST", &format!("{SETTINGS}/{place}/")).json(&body);
        let Ok(created) = create.try_send() else { break };
        let path = created.expect(201).header("location").expect("a location").to_owned();
        answers.fetch_add(1, Ordering::Relaxed);
        promised.values.insert((path.clone(), 1), first.clone());

        let second = format!("{who}-{index}-second");
        let update = client.ask("PATCH", &path).json(&json!({ "value": second }));
        let Ok(updated) = update.try_send() else { break };
        assert_eq!(updated.expect(200).json()["_version"], 2);
        answers.fetch_add(1, Ordering::Relaxed);
        promised.values.insert((path.clone(), 2), second.clone());

        if index % 3 == 2 {
            // What is asked to go may be gone from here on, answered or not.
            promised.values.retain(|(other, _), _| *other != path);
            let Ok(deleted) = client.ask("DELETE", &path).try_send() else { break };
            let _ = deleted.expect(204);
            answers.fetch_add(1, Ordering::Relaxed);
            let is_over = end(client, place, path, [first, second], index, &mut promised);
            if is_over {
                break;
            }
            answers.fetch_add(1, Ordering::Relaxed);
        }
    }
    promised
}

/// What comes after a deletion: nothing, its undoing, or the end. True where the server is gone.
fn end(
    client: &Client,
    place: &str,
    path: String,
    values: [String; 2],
    index: usize,
    promised: &mut Promised,
) -> bool {
    let deleted = path.replace(&format!("{SETTINGS}/{place}"), &format!("{API}/deleted/{place}"));
    match index % 9 {
        2 => {
            promised.deleted.insert(path);
            false
        }
        5 => {
            let restore = client.ask("POST", &format!("{deleted}/restore")).json(&json!({}));
            let Ok(restored) = restore.try_send() else { return true };
            assert_eq!(restored.expect(200).json()["_version"], 2);
            for (version, value) in (1..).zip(values) {
                promised.values.insert((path.clone(), version), value);
            }
            false
        }
        _ => {
            let Ok(purged) = client.ask("DELETE", &deleted).try_send() else { return true };
            let _ = purged.expect(204);
            promised.purged.insert(path);
            false
        }
    }
}

/// Reveals one secret over and over until the server is gone.
fn reveal(client: &Client, secret: &Secret, answers: &AtomicUsize) -> Promised {
    let mut promised = Promised::default();
    while let Ok(revealed) = client.ask("GET", &secret.revealed()).try_send() {
        let revealed = revealed.expect(200);
        assert_eq!(revealed.json()["value"], "revealed over and over");
        answers.fetch_add(1, Ordering::Relaxed);
        promised.revealed.insert(revealed.request_id().to_owned(), (secret.key.clone(), 1));
    }
    promised
}

/// Load from all sides until enough was answered, then the end.
fn round(strongroom: &mut Strongroom, place: &str, secret: &Secret, number: usize) -> Promised {
    let owner = strongroom.owner();
    let answers = AtomicUsize::new(0);
    let running = strongroom.take_running();
    std::thread::scope(|scope| {
        // A connection for each, so that they meet in the database and not in a client.
        let client = || Client::new(owner.address()).with_token(owner.token());
        let mut threads = Vec::new();
        for writer in 0..WRITERS {
            let (client, answers) = (client(), &answers);
            let who = format!("round-{number}-writer-{writer}");
            threads.push(scope.spawn(move || write(&client, place, &who, answers)));
        }
        for _ in 0..REVEALERS {
            let (client, answers) = (client(), &answers);
            threads.push(scope.spawn(move || reveal(&client, secret, answers)));
        }
        while answers.load(Ordering::Relaxed) < ANSWERS {
            assert!(threads.iter().any(|thread| !thread.is_finished()), "all gave up");
            std::thread::yield_now();
        }
        running.kill();
        let mut promised = Promised::default();
        for thread in threads {
            promised.absorb(thread.join().expect("a client"));
        }
        promised
    })
}

fn what_was_answered_survives_being_killed_under_load(on: On) {
    let mut strongroom = Strongroom::start(on.clone());
    let owner = strongroom.owner();
    let place = owner.new_project();
    let secret = owner.new_secret(&place, "revealed", "revealed over and over");
    let mut promised = Promised::default();
    for number in 0..ROUNDS {
        promised.absorb(round(&mut strongroom, &place, &secret, number));
        strongroom.start_again();
        promised.check(&strongroom.owner(), &place);
    }
    assert!(!promised.values.is_empty() && !promised.deleted.is_empty());
    assert!(!promised.purged.is_empty());
    assert!(!promised.revealed.is_empty());
    everything_listed_is_whole(&strongroom.owner(), &place);
    assert!(strongroom.stop().success());
    nothing_is_half_written(|sql| on.count(&strongroom.data(), sql));
}

on_every_deployment! {
    what_was_answered_survives_being_killed_under_load,
}
