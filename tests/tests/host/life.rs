//! From the first start to a graceful stop, and what keeps a start from happening.

use serde_json::{Value, json};
use strongroom_tests::{Client, Deployment as _, Native, SETTINGS, raw};

use super::{names, run, sentence, start};

#[test]
fn a_graceful_stop_finishes_what_is_running() {
    let mut strongroom = start();
    let owner = strongroom.owner();
    let project = owner.new_project();
    let body = json!({ "_type": "secret/Custom", "name": "late", "value": "a value" }).to_string();
    let (first, rest) = body.split_at(10);
    let mut running = raw::Connection::open(owner.address());
    running.write(
        format!(
            "POST {SETTINGS}/{project}/ HTTP/1.1\r\nHost: strongroom\r\n\
             Authorization: bearer {}\r\nContent-Type: application/json\r\n\
             Content-Length: {}\r\n\r\n{first}",
            owner.token(),
            body.len()
        )
        .as_bytes(),
    );
    // Another request, so that the one before it has certainly arrived at its thread's queue.
    let mut idle = raw::Connection::open(owner.address());
    idle.write(b"GET /healthz HTTP/1.1\r\nHost: strongroom\r\n\r\n");
    idle.wait();
    let server = strongroom.take_running();
    wait_for_requests_in_flight(&owner, 1);
    server.terminate();
    server.wait_for_line(&["stopping"]);
    running.write(rest.as_bytes());
    let answer = running.read();
    assert_eq!(answer.status, 201, "{} {}", answer.head, answer.body);
    assert!(idle.read().status == 200, "and a connection with nothing to do is closed");
    let (status, log) = server.wait();
    assert!(status.success(), "{log}");
    strongroom.start_again();
    let list = format!("{SETTINGS}/{project}/?name=late");
    assert_eq!(strongroom.owner().get(&list).expect(200).json()["data"][0]["name"], "late");
}

/// Asks until the host counts so many requests beside the one that asks.
fn wait_for_requests_in_flight(client: &Client, expected: u32) {
    let line = format!("strongroom_http_requests_in_flight {}", expected + 1);
    let deadline = std::time::Instant::now() + std::time::Duration::from_secs(60);
    while !client.get("/metrics").expect(200).text().lines().any(|other| other == line) {
        assert!(std::time::Instant::now() < deadline, "never: {line}");
        std::thread::yield_now();
    }
}

#[test]
fn a_second_host_on_the_same_folder_is_refused() {
    let strongroom = start();
    let before = names(&strongroom.data());
    for words in [&["serve", "--listen", "127.0.0.1:0"][..], &["init"]] {
        let (done, output, said) = run(&Native::new(), words, &strongroom.data());
        assert!(!done && output.is_empty(), "{output}");
        let sentence = sentence(&said);
        assert!(sentence.contains("another strongroom is running on"), "{sentence}");
        assert!(sentence.contains("--data"), "{sentence}");
    }
    assert_eq!(names(&strongroom.data()), before);
    let _ = strongroom.owner().get("/healthz").expect(200);
}

#[test]
fn an_address_that_is_taken_is_refused_and_the_first_token_is_not_lost() {
    let strongroom = start();
    let address = strongroom.running().address().strip_prefix("http://").expect("an address");
    let folder = tempfile::tempdir().expect("a folder");
    let data = folder.path().join("data");
    let (done, output, said) = run(&Native::new(), &["serve", "--listen", address], &data);
    assert!(!done);
    assert!(said.contains(&format!("cannot listen on {address}")), "{said}");
    let shown: Value = serde_json::from_str(&output).expect("JSON");
    let token = shown["owner_token"].as_str().expect("a token").to_owned();
    let second = Native::new().start(&data).expect("a second start");
    assert_eq!(second.owner_token(), None);
    let client = Client::new(second.address()).with_token(&token);
    let _ = client.get("/api/identity/v2/me").expect(200);
}

#[test]
fn init_sets_up_once_and_an_owner_token_can_be_made_beside_a_server() {
    let folder = tempfile::tempdir().expect("a folder");
    let data = folder.path().join("data");
    let (done, output, said) = run(&Native::new(), &["init"], &data);
    assert!(done, "{said}");
    let first: Value = serde_json::from_str(&output).expect("JSON");
    let first = first["owner_token"].as_str().expect("a token").to_owned();
    let (done, output, said) = run(&Native::new(), &["init"], &data);
    assert!(done, "{said}");
    assert!(!output.contains("owner_token"), "{output}");

    let running = Native::new().start(&data).expect("a start");
    assert_eq!(running.owner_token(), None);
    let (done, output, said) = run(&Native::new(), &["token", "create-owner"], &data);
    assert!(done, "{said}");
    let second: Value = serde_json::from_str(&output).expect("JSON");
    let second = second["owner_token"].as_str().expect("a token").to_owned();
    assert_ne!(first, second);
    let me = |token: &str| {
        let client = Client::new(running.address()).with_token(token);
        client.get("/api/identity/v2/me").expect(200).json()["user"].clone()
    };
    assert_eq!(me(&first), me(&second), "both of the same person");
}

#[test]
fn without_json_the_first_start_speaks_to_a_person() {
    let folder = tempfile::tempdir().expect("a folder");
    let data = folder.path().join("data");
    let (done, said, errors) = run(&Native::new().without_json(), &["init"], &data);
    assert!(done, "{errors}");
    assert!(said.contains("Owner token  srt_"), "{said}");
    assert!(said.contains(&data.display().to_string()), "{said}");
    assert!(!errors.contains("srt_"), "the token goes to standard output alone");
}
