//! Load that goes on through failures, keeps book of what was answered, and holds it against what is
//! there in the end.

use std::collections::BTreeSet;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use serde_json::json;
use strongroom_tests::{
    Answer, Ask, Client, Promised, SETTINGS, Secret, everything_listed_is_whole,
    nothing_is_half_written,
};

use crate::fleet::Fleet;

const WRITERS: usize = 4;
const REVEALERS: usize = 3;
/// Answers before each harm, and again after the last, before the load ends.
const ANSWERS: usize = 150;
/// Reached only where service does not come back.
const PATIENCE: Duration = Duration::from_secs(120);
/// Between two tries of a client that was not served.
const MOMENT: Duration = Duration::from_millis(20);

/// What one load is about, and how far it is.
struct Load<'l> {
    place: &'l str,
    revealed: &'l Secret,
    answers: AtomicUsize,
    /// Requests that got 503 or no answer: they may have been done, or not.
    unserved: AtomicUsize,
    last: Mutex<Pause>,
    is_over: AtomicBool,
}

/// The longest time in which nobody was served.
struct Pause {
    last_answer: Instant,
    longest: Duration,
}

/// Runs load by way of the proxy, does harm in the middle of it as often as that, and waits each time
/// until clients are served as before. Then all that was answered must be there, and nothing twice.
pub(crate) fn survives(fleet: &mut Fleet, times: usize, mut harm: impl FnMut(&mut Fleet, usize)) {
    let owner = fleet.owner();
    let place = owner.new_project();
    let revealed = owner.new_secret(&place, "revealed", "revealed over and over");
    let load = Load {
        place: &place,
        revealed: &revealed,
        answers: AtomicUsize::new(0),
        unserved: AtomicUsize::new(0),
        last: Mutex::new(Pause { last_answer: Instant::now(), longest: Duration::ZERO }),
        is_over: AtomicBool::new(false),
    };
    let promised = std::thread::scope(|scope| {
        let mut threads = Vec::new();
        for writer in 0..WRITERS {
            let (load, client) = (&load, owner.clone());
            threads.push(scope.spawn(move || load.write(&client, writer)));
        }
        for _ in 0..REVEALERS {
            let (load, client) = (&load, owner.clone());
            threads.push(scope.spawn(move || load.reveal(&client)));
        }
        let is_served = (0..times).all(|time| {
            let is_served = load.wait(ANSWERS);
            if is_served {
                harm(fleet, time);
            }
            is_served
        });
        let is_served_again = is_served && load.wait(ANSWERS);
        load.is_over.store(true, Ordering::Release);
        let mut promised = Promised::default();
        for thread in threads {
            promised.absorb(thread.join().expect("a client"));
        }
        assert!(is_served_again, "service does not come back");
        promised
    });
    load.report();
    check(fleet, &place, &promised);
}

fn check(fleet: &Fleet, place: &str, promised: &Promised) {
    assert!(!promised.values.is_empty() && !promised.revealed.is_empty());
    let owner = fleet.owner();
    promised.check(&owner, place);
    // Each try to write had a value of its own.
    let mut seen = BTreeSet::new();
    for value in everything_listed_is_whole(&owner, place) {
        assert!(seen.insert(value.clone()), "written twice: {value}");
    }
    nothing_is_half_written(|sql| fleet.count(sql));
}

impl Load<'_> {
    /// Waits for that many more answers; false where they do not come.
    fn wait(&self, more: usize) -> bool {
        let enough = self.answers.load(Ordering::Relaxed) + more;
        let begun = Instant::now();
        while self.answers.load(Ordering::Relaxed) < enough {
            if begun.elapsed() > PATIENCE {
                return false;
            }
            std::thread::sleep(Duration::from_millis(1));
        }
        true
    }

    fn goes_on(&self) -> bool {
        !self.is_over.load(Ordering::Acquire)
    }

    /// An answer that is more than a request to try again.
    fn served(&self, ask: Ask<'_>) -> Option<Answer> {
        match ask.try_send() {
            Ok(answer) if answer.status != 503 => {
                self.answers.fetch_add(1, Ordering::Relaxed);
                let mut pause = self.last.lock().expect("a lock");
                pause.longest = pause.longest.max(pause.last_answer.elapsed());
                pause.last_answer = Instant::now();
                Some(answer)
            }
            _ => {
                self.unserved.fetch_add(1, Ordering::Relaxed);
                std::thread::sleep(MOMENT);
                None
            }
        }
    }

    /// Creates and updates secrets. What is not answered is not tried again: the next try is another
    /// value, so that one that is there twice was written twice for one request.
    fn write(&self, client: &Client, writer: usize) -> Promised {
        let mut promised = Promised::default();
        for index in 0.. {
            if !self.goes_on() {
                break;
            }
            let value = |version: usize| format!("writer {writer}, secret {index}, {version}");
            let body = json!({ "_type": "secret/Custom", "name": format!("{writer}-{index}"),
                               "value": value(0) });
            let create = client.ask("POST", &format!("{SETTINGS}/{}/", self.place)).json(&body);
            let Some(created) = self.served(create) else { continue };
            let path = created.expect(201).header("location").expect("a location").to_owned();
            promised.values.insert((path.clone(), 1), value(0));
            for update in 1..=3 {
                let ask = client.ask("PATCH", &path).json(&json!({ "value": value(update) }));
                let Some(updated) = self.served(ask) else { continue };
                let version = updated.expect(200).json()["_version"].as_u64().expect("a version");
                let earlier = promised.values.insert((path.clone(), version), value(update));
                assert_eq!(earlier, None, "one version, one answer");
            }
            if index % 4 == 3 {
                // What is asked to go may be gone from here on, answered or not.
                promised.values.retain(|(other, _), _| *other != path);
                if let Some(deleted) = self.served(client.ask("DELETE", &path)) {
                    let _ = deleted.expect(204);
                    promised.deleted.insert(path);
                }
            }
        }
        promised
    }

    fn reveal(&self, client: &Client) -> Promised {
        let mut promised = Promised::default();
        while self.goes_on() {
            let ask = client.ask("GET", &self.revealed.revealed());
            let Some(revealed) = self.served(ask) else { continue };
            let revealed = revealed.expect(200);
            assert_eq!(revealed.json()["value"], "revealed over and over");
            promised
                .revealed
                .insert(revealed.request_id().to_owned(), (self.revealed.key.clone(), 1));
        }
        promised
    }

    /// For who looks, with `--nocapture`.
    fn report(&self) {
        let count = |count: &AtomicUsize| count.load(Ordering::Relaxed);
        let longest = self.last.lock().expect("a lock").longest;
        eprintln!(
            "{} answers, {} tries not served, nobody served for {longest:.2?} at most",
            count(&self.answers),
            count(&self.unserved)
        );
    }
}
