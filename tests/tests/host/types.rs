//! Secret types while the server serves: added, replaced, removed, and hostile.

use std::fs;
use std::os::unix::fs::MetadataExt as _;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use serde_json::{Value, json};
use strongroom_tests::{Client, Native, Strongroom};

use super::names;
use super::type_folder::{CONNECTED, HONEST, ON_COMMAND, TypeFolder};

const SETTINGS: &str = "/api/identity/v2/settings";

fn serve(folder: &TypeFolder) -> Strongroom {
    Strongroom::start(Arc::new(Native::new().types(folder.path())))
}

/// What the server says of its types, by their files.
fn types(strongroom: &Strongroom) -> Vec<Value> {
    let nobody = Client::new(strongroom.running().address());
    let answer = nobody.get("/typez").expect(200).json();
    answer["types"].as_array().expect("a list").clone()
}

fn told(owner: &Client, project: &str, command: &str) -> strongroom_tests::Answer {
    let value = json!({ "do": command, "secret": "hunter2-and-more" });
    let body = json!({ "_type": "secret/OnCommand", "name": command, "value": value });
    owner.post(&format!("{SETTINGS}/{project}/"), &body)
}

#[test]
fn types_come_and_go_without_a_restart_and_secrets_stay() {
    let folder = TypeFolder::of(&[(HONEST, "")]);
    let strongroom = serve(&folder);
    let owner = strongroom.owner();
    let project = owner.new_project();
    let kept = owner.new_secret(&project, "kept", "a value");
    assert_ne!(told(&owner, &project, "behave").status, 201, "there is no such type yet");

    folder.set(&[(HONEST, ""), (ON_COMMAND, "")]);
    strongroom.running().wait_for_line(&["secret type loaded", "type=OnCommand"]);
    let made = told(&owner, &project, "behave").expect(201).json();
    let path = format!("{SETTINGS}/{project}/{}", made["_key"].as_str().expect("a key"));

    folder.set(&[(HONEST, ""), (ON_COMMAND, "time-ms = 500")]);
    strongroom.running().wait_for_line(&["secret type replaced", "type=OnCommand"]);
    let revealed = owner.get(&format!("{path}?decrypt=true")).expect(200).json();
    assert_eq!(revealed["value"]["secret"], "hunter2-and-more");

    folder.set(&[(HONEST, "")]);
    strongroom.running().hang_up();
    strongroom.running().wait_for_line(&["secret type gone", "type=OnCommand"]);
    assert_ne!(told(&owner, &project, "behave").status, 201);
    let _ = owner.get(&path).expect(200);
    assert_eq!(owner.reveal(&kept), "a value");
}

#[test]
fn a_manifest_that_cannot_be_read_changes_nothing_and_is_told() {
    let folder = TypeFolder::of(&[(HONEST, "")]);
    let strongroom = serve(&folder);
    let owner = strongroom.owner();
    let project = owner.new_project();
    folder.write("[[type]\n");
    strongroom.running().wait_for_line(&["secret types stay as they are", "not valid"]);
    let _ = owner.new_secret(&project, "made", "a value");
    let statuses = types(&strongroom);
    assert_eq!(statuses[0]["file"], "manifest.toml");
    assert!(statuses[0]["reason"].as_str().expect("a reason").contains("not valid"));
    assert_eq!(statuses[1]["id"], "Custom");
    let metrics = owner.get("/metrics").expect(200);
    assert!(metrics.text().contains("strongroom_types_refused 1\n"), "{}", metrics.text());
    folder.set(&[(HONEST, "")]);
    let begun = Instant::now();
    while types(&strongroom).len() > 1 {
        assert!(begun.elapsed() < Duration::from_secs(20), "{:?}", types(&strongroom));
        std::thread::sleep(Duration::from_millis(50));
    }
}

#[test]
fn what_is_wrong_with_one_type_is_told_and_the_others_serve() {
    let folder = TypeFolder::of(&[
        ("strongroom-hostile-type-trap-in-describe", ""),
        ("strongroom-hostile-type-loop-in-describe", "time-ms = 200"),
        ("strongroom-hostile-type-escape-in-title", ""),
        ("strongroom-hostile-type-fickle", ""),
        (CONNECTED, ""),
        (HONEST, ""),
        (ON_COMMAND, ""),
    ]);
    fs::write(folder.path().join(ON_COMMAND), b"other bytes").expect("a file");
    let strongroom = serve(&folder);
    let announced = &strongroom.running().announcement;
    assert_eq!(announced["types"], json!(["Custom"]));
    let statuses = types(&strongroom);
    for (status, words) in statuses.iter().zip([
        "it trapped",
        "it took too long",
        "a title",
        "described itself in two ways",
        "the manifest grants it no host",
        "",
        "SHA-256",
    ]) {
        let reason = status["reason"].as_str().unwrap_or_default();
        assert!(reason.contains(words), "{status}");
        assert!(!reason.contains(char::is_control), "{reason:?}");
    }
    let owner = strongroom.owner();
    let _ = owner.new_secret(&owner.new_project(), "made", "a value");
}

#[test]
fn machine_code_of_types_is_kept_private_and_made_once() {
    let folder = TypeFolder::of(&[(HONEST, "")]);
    let native = Native::new().types(folder.path()).from_scratch();
    let mut strongroom = Strongroom::start(Arc::new(native));
    let cache = strongroom.data().join("cache");
    let code = || {
        let files = names(&cache);
        files.into_iter().filter(|name| name.starts_with("plug-in-")).collect::<Vec<_>>()
    };
    let made = code();
    assert_eq!(made.len(), 1, "{made:?}");
    let file = cache.join(&made[0]);
    let metadata = fs::metadata(&file).expect("a file");
    assert_eq!(metadata.mode() & 0o7777, 0o600);
    assert!(strongroom.stop().success());
    strongroom.start_again();
    assert_eq!(fs::metadata(&file).expect("a file").ino(), metadata.ino(), "it was not made anew");
    assert!(strongroom.stop().success());
    fs::write(&file, b"damaged").expect("a file");
    strongroom.start_again();
    assert_eq!(strongroom.running().announcement["types"], json!(["Custom"]));
    assert_ne!(fs::metadata(&file).expect("a file").len(), 7, "it was made anew");
}

/// More than any honest read takes beside them on a busy machine, and less than one is let run.
const PROMPT: Duration = Duration::from_millis(800);

/// Lets the others stop, however this ends.
struct Ends<'a>(&'a AtomicBool);

impl Drop for Ends<'_> {
    fn drop(&mut self) {
        self.0.store(true, Ordering::Relaxed);
    }
}

#[test]
fn while_a_type_goes_astray_other_requests_are_answered_promptly() {
    let folder = TypeFolder::of(&[(HONEST, ""), (ON_COMMAND, "time-ms = 1500")]);
    let strongroom = serve(&folder);
    let owner = strongroom.owner();
    let project = owner.new_project();
    let secret = owner.new_secret(&project, "read", "a value");
    for command in [
        "loop forever",
        "sleep",
        "eat memory",
        "eat handles",
        "recurse",
        "trap",
        "exit",
        "give a huge result",
        "write what is no text",
    ] {
        let over = AtomicBool::new(false);
        let slowest = std::thread::scope(|scope| {
            for _ in 0..4 {
                scope.spawn(|| {
                    while !over.load(Ordering::Relaxed) {
                        assert_ne!(told(&owner, &project, command).status, 201, "{command}");
                    }
                });
            }
            std::thread::sleep(Duration::from_millis(100));
            let _ends = Ends(&over);
            let mut slowest = Duration::ZERO;
            for number in 0..10 {
                let begun = Instant::now();
                let _ = owner.get(&secret.path).expect(200);
                let _ = owner.new_secret(&project, &format!("{command} {number}"), "a value");
                slowest = slowest.max(begun.elapsed());
            }
            slowest
        });
        assert!(slowest < PROMPT, "{command}: {slowest:?}");
    }
    let log = strongroom.log();
    assert!(!log.contains("hunter2"), "{log}");
    assert_eq!(owner.reveal(&secret), "a value");
}

#[test]
fn what_a_type_prints_is_seen_nowhere() {
    let folder = TypeFolder::of(&[(HONEST, ""), (ON_COMMAND, "")]);
    let mut strongroom = serve(&folder);
    let owner = strongroom.owner();
    let _ = told(&owner, &owner.new_project(), "print").expect(201);
    assert!(strongroom.stop().success());
    assert!(!strongroom.log().contains("hunter2"), "{}", strongroom.log());
}
