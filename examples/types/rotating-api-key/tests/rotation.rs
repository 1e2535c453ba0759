//! A key that is rotated at a real service, over real HTTP.

#![allow(clippy::unwrap_used, clippy::panic, reason = "tests")]

#[path = "../examples/service.rs"]
mod service;

use service::Service;
use strongroom_example_rotating_api_key::{RotatingApiKey, id};
use strongroom_secret_type::http::{Error, Outbound, Request, Response};
use strongroom_secret_type::testing::{self, Sockets, about, describes_properly};
use strongroom_secret_type::{ConnectedSecretType as _, Failure, Fields, SecretType as _};

const FIRST: &str = "rk_first";

fn service() -> Service {
    Service::start("127.0.0.1:0", FIRST).unwrap()
}

fn value(service: &Service, key: &str) -> Fields {
    Fields::from([("service", format!("http://{}", service.address)), ("key", key.to_owned())])
}

fn check(http: &dyn Outbound, value: &Fields) -> Result<(), Failure> {
    RotatingApiKey::check(http, &about("key"), value)
}

#[test]
fn is_described_as_the_server_takes_it() {
    describes_properly::<RotatingApiKey>();
}

#[test]
fn refuses_keys_with_the_accidents_of_copying() {
    let base = [("service", "https://api.example.com"), ("key", "rk_1")];
    testing::accepts::<RotatingApiKey>(&base, &[]);
    testing::refuses::<RotatingApiKey>(&base, &[("key", "rk_1\n")], "key", "begin or end");
    testing::refuses::<RotatingApiKey>(&base, &[("key", "")], "key", "empty");
    testing::refuses::<RotatingApiKey>(&base, &[("service", "https://a b")], "service", "ASCII");
}

#[test]
fn a_good_key_is_told_from_a_bad_one() {
    let service = service();
    assert_eq!(check(&Sockets, &value(&service, FIRST)), Ok(()));
    assert!(matches!(check(&Sockets, &value(&service, "rk_x")), Err(Failure::Rejected(_))));
}

#[test]
fn a_rotation_leaves_no_moment_without_a_working_key() {
    let (service, about) = (service(), about("key"));
    let current = value(&service, FIRST);

    let next = RotatingApiKey::create(&Sockets, &about, &current).unwrap();
    let next = RotatingApiKey::validate(next).unwrap();
    assert!(check(&Sockets, &next).is_err(), "made, and valid nowhere yet");
    assert_eq!(check(&Sockets, &current), Ok(()));

    RotatingApiKey::set(&Sockets, &about, &current, &next).unwrap();
    assert_eq!(check(&Sockets, &current), Ok(()));
    RotatingApiKey::test(&Sockets, &about, &current, &next).unwrap();
    RotatingApiKey::finish(&Sockets, &about, &current, &next).unwrap();
    assert_eq!(check(&Sockets, &current), Ok(()), "clients may still have it");

    RotatingApiKey::revoke(&Sockets, &about, &next, &current).unwrap();
    assert!(matches!(check(&Sockets, &current), Err(Failure::Rejected(_))));
    assert_eq!(check(&Sockets, &next), Ok(()));

    let state = service.state.lock().unwrap();
    let key = next.text("key").unwrap().unwrap();
    assert_eq!(state.keys.keys().collect::<Vec<_>>(), [&id(key)]);
    assert_eq!(state.current, Some(id(key)));
    assert!(!state.keys.values().any(|digest| digest.contains(key)), "it never has the key itself");
}

#[test]
fn each_step_done_twice_ends_as_done_once() {
    let (service, about) = (service(), about("key"));
    let current = value(&service, FIRST);
    let next = RotatingApiKey::create(&Sockets, &about, &current).unwrap();
    for _ in 0..2 {
        RotatingApiKey::set(&Sockets, &about, &current, &next).unwrap();
    }
    for _ in 0..2 {
        RotatingApiKey::test(&Sockets, &about, &current, &next).unwrap();
    }
    for _ in 0..2 {
        RotatingApiKey::finish(&Sockets, &about, &current, &next).unwrap();
    }
    for _ in 0..2 {
        RotatingApiKey::revoke(&Sockets, &about, &next, &current).unwrap();
    }
    assert_eq!(service.state.lock().unwrap().changes, 3);
}

/// The answer is lost on the way back, which is how a server that was killed sees it.
#[test]
fn a_step_whose_answer_was_lost_is_done_by_the_next_try() {
    let (service, about) = (service(), about("key"));
    let deaf = |request: Request| -> Result<Response, Error> {
        Sockets.send(request)?;
        Err(Error::Timeout)
    };
    let current = value(&service, FIRST);
    let next = RotatingApiKey::create(&Sockets, &about, &current).unwrap();
    let lost = RotatingApiKey::set(&deaf, &about, &current, &next);
    assert!(matches!(lost, Err(Failure::Unavailable(_))));
    RotatingApiKey::set(&Sockets, &about, &current, &next).unwrap();
    assert!(RotatingApiKey::revoke(&deaf, &about, &next, &current).is_err());
    RotatingApiKey::revoke(&Sockets, &about, &next, &current).unwrap();
    assert_eq!(service.state.lock().unwrap().keys.len(), 1);
}

#[test]
fn two_keys_that_are_made_differ() {
    let (service, about) = (service(), about("key"));
    let make = || RotatingApiKey::create(&Sockets, &about, &value(&service, FIRST)).unwrap();
    assert_ne!(make().bytes("key"), make().bytes("key"));
    assert_eq!(service.state.lock().unwrap().changes, 0);
}

#[test]
fn a_service_that_ails_or_is_gone_is_for_another_time() {
    let service = service();
    service.state.lock().unwrap().ailing = 1;
    let current = value(&service, FIRST);
    assert!(matches!(check(&Sockets, &current), Err(Failure::Unavailable(_))));
    assert_eq!(check(&Sockets, &current), Ok(()));

    let free = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let gone = Fields::from([("service", format!("http://{free}")), ("key", FIRST.to_owned())]);
    assert!(matches!(check(&Sockets, &gone), Err(Failure::Unavailable(_))));
}

#[test]
fn the_current_key_is_never_ended() {
    let service = service();
    let current = value(&service, FIRST);
    let ended = RotatingApiKey::revoke(&Sockets, &about("key"), &current, &current);
    assert!(matches!(ended, Err(Failure::Failed(_))));
    assert_eq!(check(&Sockets, &current), Ok(()));
}

#[test]
fn an_answer_that_makes_no_sense_is_a_failure_that_repeats_none_of_it() {
    let http = |_: Request| Ok(Response::new(200, Vec::new(), "<html>rk_first</html>"));
    let Err(failure) = check(&http, &value(&service(), FIRST)) else { panic!("is taken") };
    assert!(matches!(&failure, Failure::Failed(message) if !message.contains("rk_")));

    let taken = |_: Request| Ok(Response::new(409, Vec::new(), ""));
    let current = value(&service(), FIRST);
    let set = RotatingApiKey::set(&taken, &about("key"), &current, &current);
    assert!(matches!(set, Err(Failure::Failed(_))));
}
