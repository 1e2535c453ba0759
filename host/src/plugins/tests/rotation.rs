//! Connected types: what they may send, and what becomes of those that go astray.

use std::time::Instant;

use strongroom_ports::catalogue::{Failure as Refused, RotationError, Step};

use super::service::Service;
use super::*;

const STEPS: [(&str, Step); 4] =
    [("set", Step::Set), ("test", Step::Test), ("finish", Step::Finish), ("revoke", Step::Revoke)];

fn load(lines: &str, options: &Options) -> Catalogue {
    let catalogue = Folder::new()
        .with_lines("connected.wasm", &built(CONNECTED), lines)
        .with("honest.wasm", &built(SINGLE_VARIABLE))
        .load(options);
    assert_eq!(ids(&catalogue), ["Connected", "Custom"], "{:?}", catalogue.statuses());
    catalogue
}

fn private(service: &Service) -> Catalogue {
    load(&format!("{}\nprivate = true", service.hosts()), &Options::default())
}

fn value(command: &str, url: &str) -> Vec<Field> {
    fields(&[("do", command), ("url", url), ("secret", SECRET)])
}

async fn check(catalogue: &Catalogue, command: &str, url: &str) -> Result<(), RotationError> {
    catalogue.check(&"Connected".parse().unwrap(), &about(), value(command, url)).await
}

async fn sent(catalogue: &Catalogue, url: &str) -> String {
    match check(catalogue, "send in check", url).await {
        Err(RotationError::Refused(Refused::Failed(text) | Refused::Unavailable(text))) => text,
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn a_request_goes_to_the_granted_host_and_its_answer_comes_back() {
    let service = Service::start();
    let catalogue = private(&service);
    assert_eq!(sent(&catalogue, &service.url("plain")).await, "200 with 5 bytes ");
    assert_eq!(service.connections(), 1);
}

#[tokio::test]
async fn an_answer_is_given_as_it_is_redirects_and_encodings_too() {
    let service = Service::start();
    let catalogue = private(&service);
    let redirect = sent(&catalogue, &service.url("redirect")).await;
    assert_eq!(redirect, "302 with 0 bytes http://169.254.169.254/");
    assert_eq!(sent(&catalogue, &service.url("gzip")).await, "200 with 3 bytes ");
    assert_eq!(service.connections(), 2, "nothing was asked twice");
}

#[tokio::test]
async fn what_is_not_granted_is_not_reached() {
    let (granted, other) = (Service::start(), Service::start());
    let catalogue = private(&granted);
    let port = granted.address.port();
    for url in [
        other.url("plain"),
        format!("https://{}/plain", granted.address),
        format!("http://localhost:{port}/plain"),
        format!("http://127.1:{port}/plain"),
        format!("http://2130706433:{port}/plain"),
        format!("http://0x7f000001:{port}/plain"),
        "http://169.254.169.254/latest/meta-data/".to_owned(),
    ] {
        assert_eq!(sent(&catalogue, &url).await, "not granted", "{url}");
    }
    assert_eq!((granted.connections(), other.connections()), (0, 0));
}

#[tokio::test]
async fn a_private_address_is_reached_only_where_the_manifest_says_so() {
    let service = Service::start();
    let url = service.url("plain");
    let name = format!("http://localhost:{}", service.address.port());
    let hosts = format!("hosts = [\"{name}\", \"http://{}\"]", service.address);
    let catalogue = load(&hosts, &Options::default());
    assert_eq!(sent(&catalogue, &url).await, "not granted");
    // The name is granted, and leads inside.
    assert_eq!(sent(&catalogue, &format!("{name}/plain")).await, "not granted");
    assert_eq!(service.connections(), 0);
    let catalogue = load(&format!("{hosts}\nprivate = true"), &Options::default());
    assert_eq!(sent(&catalogue, &url).await, "200 with 5 bytes ");
}

#[tokio::test]
async fn requests_and_answers_are_bounded() {
    let service = Service::start();
    let catalogue = private(&service);
    for (path, answer) in [
        ("huge", "too large"),
        ("endless", "too large"),
        ("wide", "too large"),
        ("many", "too large"),
        ("garbage", "unreachable"),
        ("closed", "unreachable"),
        ("a b", "invalid"),
        ("#fragment", "invalid"),
    ] {
        assert_eq!(sent(&catalogue, &service.url(path)).await, answer, "{path}");
    }
    assert_eq!(sent(&catalogue, "http://user@example.com/").await, "invalid");
}

#[tokio::test]
async fn one_call_sends_so_many_requests_and_no_more() {
    let service = Service::start();
    for (lines, count) in [("", 8), ("requests = 2", 2), ("requests = 0", 0)] {
        let lines = format!("{}\nprivate = true\n{lines}", service.hosts());
        let catalogue = load(&lines, &Options::default());
        let answer =
            check(&catalogue, "send again and again in check", &service.url("plain")).await;
        let text = format!("too many after {count}");
        assert_eq!(answer, Err(RotationError::Refused(Refused::Failed(text))));
    }
    assert_eq!(service.connections(), 10);
}

#[tokio::test]
async fn a_service_that_drips_or_is_silent_is_given_up_in_time() {
    let service = Service::start();
    let options = Options { rotation_time: Duration::from_millis(600), ..Options::default() };
    let lines = format!("{}\nprivate = true", service.hosts());
    let catalogue = load(&lines, &options);
    for path in ["drip", "drip-head", "silent"] {
        let begun = Instant::now();
        assert_eq!(sent(&catalogue, &service.url(path)).await, "timeout", "{path}");
        assert!(begun.elapsed() < Duration::from_secs(2), "{path}: {:?}", begun.elapsed());
    }
}

#[tokio::test]
async fn a_slow_service_does_not_hold_up_what_needs_none() {
    let service = Service::start();
    let options = Options { rotation_time: Duration::from_secs(3), ..Options::default() };
    let catalogue = load(&format!("{}\nprivate = true", service.hosts()), &options);
    let waiting: Vec<_> = (0..8)
        .map(|_| {
            let (catalogue, url) = (catalogue.clone(), service.url("silent"));
            tokio::spawn(async move { check(&catalogue, "send in check", &url).await })
        })
        .collect();
    tokio::time::sleep(Duration::from_millis(200)).await;
    let begun = Instant::now();
    let pairs = [("do", "behave")];
    assert!(validate(&catalogue, "Connected", &pairs).await.is_ok());
    assert!(validate(&catalogue, "Custom", &[("value", "x")]).await.is_ok());
    assert!(begun.elapsed() < Duration::from_millis(500), "{:?}", begun.elapsed());
    assert!(waiting.iter().any(|call| !call.is_finished()));
    waiting.iter().for_each(tokio::task::JoinHandle::abort);
}

#[tokio::test]
async fn what_hangs_on_the_value_alone_sends_nothing() {
    let service = Service::start();
    let catalogue = private(&service);
    let url = service.url("plain");
    let pairs = [("do", "send in validate"), ("url", url.as_str())];
    let Err(Error::Invalid(problems)) = validate(&catalogue, "Connected", &pairs).await else {
        panic!("accepted");
    };
    assert_eq!(problems[0].message, "not granted");
    assert_eq!(service.connections(), 0);
}

#[tokio::test]
async fn each_step_of_a_rotation_reaches_the_type() {
    let service = Service::start();
    let catalogue = private(&service);
    let type_name = "Connected".parse().unwrap();
    let url = service.url("plain");
    let next = catalogue.create_next(&type_name, &about(), value("behave", &url)).await.unwrap();
    let secret = next.iter().find(|field| field.name.as_str() == "secret").unwrap();
    assert_eq!(secret.value.expose(), b"the next secret");
    for (name, step) in STEPS {
        let run = |command: String| {
            let (current, other) = (value(&command, &url), value("behave", &url));
            let (catalogue, type_name) = (catalogue.clone(), type_name.clone());
            async move { catalogue.take_step(&type_name, step, &about(), current, other).await }
        };
        assert_eq!(run("behave".to_owned()).await, Ok(()), "{name}");
        let answer = run(format!("send in {name}")).await;
        let text = "200 with 5 bytes ".to_owned();
        assert_eq!(answer, Err(RotationError::Refused(Refused::Failed(text))), "{name}");
        for harm in ["trap", "loop", "exit", "escape", "say nothing"] {
            let answer = run(format!("{harm} in {name}")).await;
            assert_eq!(answer, Err(RotationError::Failed), "{harm} in {name}");
        }
        let neutral = "the service could not do it".to_owned();
        let answer = run(format!("echo in {name}")).await;
        assert_eq!(answer, Err(RotationError::Refused(Refused::Failed(neutral))), "{name}");
    }
}

#[tokio::test]
async fn a_message_that_repeats_the_next_secret_is_replaced() {
    let catalogue = private(&Service::start());
    let (current, next) = (value("echo the next secret", ""), value("behave", ""));
    let type_name = "Connected".parse().unwrap();
    let answer = catalogue.take_step(&type_name, Step::Test, &about(), current, next).await;
    let neutral = "the service refused the credential".to_owned();
    assert_eq!(answer, Err(RotationError::Refused(Refused::Rejected(neutral))));
}

#[tokio::test]
async fn a_next_value_is_a_value_of_the_type() {
    let catalogue = private(&Service::start());
    let type_name = "Connected".parse().unwrap();
    for command in ["make what it refuses", "make what nobody described", "trap in create"] {
        let answer = catalogue.create_next(&type_name, &about(), value(command, "")).await;
        assert_eq!(answer.err(), Some(RotationError::Failed), "{command}");
    }
}

#[tokio::test]
async fn a_type_that_talks_to_no_service_cannot_rotate() {
    let catalogue = private(&Service::start());
    let fields = fields(&[("value", "x")]);
    let answer = catalogue.check(&"Custom".parse().unwrap(), &about(), fields).await;
    assert_eq!(answer, Err(RotationError::NotConnected));
    let fields = super::fields(&[("value", "x")]);
    let answer = catalogue.check(&"Nothing".parse().unwrap(), &about(), fields).await;
    assert_eq!(answer, Err(RotationError::Unknown));
}

#[tokio::test]
async fn a_stored_value_that_fits_no_longer_is_not_rotated() {
    let catalogue = private(&Service::start());
    let fields = fields(&[("gone", "x")]);
    let answer = catalogue.check(&"Connected".parse().unwrap(), &about(), fields).await;
    assert!(matches!(answer, Err(RotationError::Refused(Refused::Invalid(_)))), "{answer:?}");
}
