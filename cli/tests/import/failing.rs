//! Writes that fail half way: what had been written is taken back, and said.

use strongroom_tests::raw;

use super::Place;
use super::server::{Answer, Request, Server};

/// Stands before a server and answers for it where a test says so.
fn front(
    place: &Place,
    answer: impl Fn(&Request) -> Option<Answer> + Send + Sync + 'static,
) -> Server {
    let behind = place.terminal.strongroom.running().address().to_owned();
    Server::start(move |request| {
        if let Some(answer) = answer(request) {
            return answer;
        }
        let named = |name: &str| ["authorization", "content-type", "if-match"].contains(&name);
        let headers: Vec<(&str, &str)> = request
            .headers
            .iter()
            .map(|(name, value)| (name.as_str(), value.as_str()))
            .filter(|(name, _)| named(name))
            .collect();
        let answer = raw::send(&behind, &request.method, &request.target, &headers, &request.body);
        Some((answer.status, answer.body))
    })
}

/// A creation, and not a look at a draft.
fn creates(request: &Request, name: &str) -> bool {
    let body = String::from_utf8_lossy(&request.body);
    request.method == "POST"
        && request.target.contains("/settings/")
        && body.contains(&format!("\"name\":\"{name}\""))
}

fn refusal() -> Answer {
    let problem = serde_json::json!({ "type": "urn:strongroom:problem:forbidden", "title": "Forbidden",
        "status": 403, "detail": "not this one", "request_id": "r" });
    Some((403, problem.to_string()))
}

#[test]
fn what_was_created_and_updated_is_taken_back_when_a_later_write_is_refused() {
    let place = Place::new();
    let _ = place.terminal.strongroom.owner().new_secret(&place.project, "B", "old");
    let file = place.file(".env", "A=1\nB=new\nC=3\nD=4\n");
    let front = front(&place, |request| creates(request, "C").then(refusal));
    let line = format!("dotenv {} --on-conflict update --yes --json", file.display());
    let failed = place.import_with(&line, &[("STRONGROOM_URL", &front.address())]);
    assert_eq!(failed.code, 4, "{}{}", failed.out, failed.err);
    assert!(failed.err.contains("all that had been written was taken back"), "{}", failed.err);
    let report = failed.json();
    assert_eq!(report["applied"], false);
    let outcomes: Vec<&str> = report["entries"]
        .as_array()
        .unwrap()
        .iter()
        .map(|entry| entry["outcome"].as_str().unwrap())
        .collect();
    let expected = ["created and deleted again", "updated and put back", "not done", "not begun"];
    assert_eq!(outcomes, expected);
    let secrets = place.secrets();
    assert_eq!(secrets.len(), 1, "{secrets:?}");
    assert_eq!(secrets[0].2, "old");

    // And nothing is in the way of the next attempt.
    place.imports(&format!("dotenv {} --on-conflict update", file.display()));
    assert_eq!(place.names(), ["A", "B", "C", "D"]);
}

#[test]
fn a_write_whose_answer_is_lost_is_not_said_to_be_undone() {
    let place = Place::new();
    let file = place.file(".env", "A=1\nB=2\n");
    let behind = place.terminal.strongroom.running().address().to_owned();
    let front = front(&place, move |request| {
        creates(request, "B").then(|| {
            let headers =
                ["authorization", "content-type"].map(|name| (name, request.header(name).unwrap()));
            // Done, and nobody hears of it.
            let done = raw::send(&behind, "POST", &request.target, &headers, &request.body);
            assert_eq!(done.status, 201);
            None
        })
    });
    let failed = place.import_with(
        &format!("dotenv {} --yes", file.display()),
        &[("STRONGROOM_URL", &front.address())],
    );
    assert_eq!(failed.code, 5, "{}{}", failed.out, failed.err);
    assert!(failed.err.contains("not all that was written could be taken back"), "{}", failed.err);
    assert!(failed.out.contains("not known: look whether it was written"), "{}", failed.out);
    assert!(failed.out.contains("created and deleted again"), "{}", failed.out);
    assert_eq!(place.names(), ["B"]);
}

#[test]
fn a_token_that_may_not_create_finds_out_before_the_first_write_is_done_by_halves() {
    let place = Place::new();
    let owner = place.terminal.strongroom.owner();
    let reader = owner.new_token(Some(&[(place.project.as_str(), &["metadata", "reveal"])]));
    let file = place.file(".env", "A=1\nB=2\n");
    let machine = Place { terminal: place.terminal.with_token(reader.token()), ..place };
    let refused = machine.import(&format!("dotenv {} --yes", file.display()));
    assert_eq!(refused.code, 4, "{}{}", refused.out, refused.err);
    assert!(refused.err.contains("nothing was imported"), "{}", refused.err);
    assert!(!refused.err.contains("Forbidden\n"), "{}", refused.err);
}
