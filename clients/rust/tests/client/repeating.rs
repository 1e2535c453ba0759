//! What is sent again, and what is not.

use strongroom_client::{Change, Client, Error, Kind, NewSecret, Reveal, SecretString, Value};

use super::front::{Deed, Front, answer, problem};
use super::server::{by_way_of, owner, project};

fn unavailable() -> Deed {
    problem(503, "unavailable", "retry-after: 0\r\ncontent-type: application/problem+json\r\n")
}

#[tokio::test]
async fn a_read_is_asked_again_when_the_server_is_not_available() {
    let front = Front::new(|before, _| if before < 2 { unavailable() } else { Deed::Pass }).await;
    let client = by_way_of(&front.address).build().unwrap();
    client.whoami().await.unwrap();
    assert_eq!(front.seen().len(), 3);
}

#[tokio::test]
async fn repetition_ends() {
    let front = Front::new(|_, _| unavailable()).await;
    let error = by_way_of(&front.address).build().unwrap().whoami().await.unwrap_err();
    assert_eq!(error.kind(), Some(&Kind::Unavailable));
    assert_eq!(front.seen().len(), 4);
}

#[tokio::test]
async fn what_would_be_made_twice_is_sent_once() {
    let owner = project("once").await;
    let front = Front::new(|_, _| Deed::Lose).await;
    let client = by_way_of(&front.address).build().unwrap();
    let new = NewSecret::new("Custom", "a", Value::one("1"));
    let error = client.create(&owner, &new).await.unwrap_err();
    assert!(matches!(error, Error::Unreachable { .. }), "{error:?}");
    assert_eq!(front.seen().len(), 1);
}

#[tokio::test]
async fn a_change_that_says_what_it_expects_is_sent_again() {
    let owner_of = project("guarded").await;
    let made =
        owner().create(&owner_of, &NewSecret::new("Custom", "a", Value::one("1"))).await.unwrap();
    let front = Front::new(|before, _| if before < 1 { unavailable() } else { Deed::Pass }).await;
    let client = by_way_of(&front.address).build().unwrap();
    let change = Change { value: Some(Value::one("2")), ..Change::default() };
    assert_eq!(client.update(&made.location, &change, made.as_read()).await.unwrap().version, 2);
    assert_eq!(front.seen().len(), 2);
}

#[tokio::test]
async fn a_change_whose_answer_was_lost_is_neither_done_twice_nor_called_a_conflict() {
    let owner_of = project("uncertain").await;
    let made =
        owner().create(&owner_of, &NewSecret::new("Custom", "a", Value::one("1"))).await.unwrap();
    let front = Front::new(|before, _| if before < 1 { Deed::Lose } else { Deed::Pass }).await;
    let client = by_way_of(&front.address).build().unwrap();
    let change = Change { value: Some(Value::one("2")), ..Change::default() };
    let error = client.update(&made.location, &change, made.as_read()).await.unwrap_err();
    assert!(matches!(error, Error::Uncertain), "{error:?}");
    let now = owner().secret_at(&made.location).await.unwrap();
    assert_eq!(now.version, 2);

    let front = Front::new(|before, _| if before < 1 { Deed::Lose } else { Deed::Pass }).await;
    let client = by_way_of(&front.address).build().unwrap();
    client.delete(&made.location, now.as_read()).await.unwrap();
}

#[tokio::test]
async fn nobody_is_led_elsewhere_with_a_token() {
    let other = Front::new(|_, _| Deed::Pass).await;
    let to = format!("location: {}/api/identity/v2/me\r\n", other.address);
    let front = Front::new(move |_, _| answer(307, &to, "")).await;
    let error = by_way_of(&front.address).build().unwrap().whoami().await.unwrap_err();
    assert!(matches!(error, Error::NotStrongroom { status: 307, .. }), "{error:?}");
    assert!(other.seen().is_empty());
}

#[tokio::test]
async fn a_server_that_is_not_there_and_one_that_is_something_else_are_told_apart() {
    let token = || SecretString::from("srt_a");
    let nobody = Client::builder("http://127.0.0.1:9").token(token());
    let error = nobody.retries(super::server::AT_ONCE).build().unwrap().whoami().await.unwrap_err();
    assert_eq!(error.to_string(), "http://127.0.0.1:9 cannot be reached");
    let front = Front::new(|_, _| answer(200, "content-type: text/html\r\n", "<html>")).await;
    let error = by_way_of(&front.address).build().unwrap().whoami().await.unwrap_err();
    assert!(matches!(error, Error::NotStrongroom { status: 200, .. }), "{error:?}");
}

#[tokio::test]
async fn a_reveal_is_repeated_after_a_proxys_hiccup_but_not_after_the_servers_own_failure() {
    let owner_of = project("hiccup").await;
    let made =
        owner().create(&owner_of, &NewSecret::new("Custom", "a", Value::one("1"))).await.unwrap();
    let front = Front::new(|before, _| match before {
        0 => answer(502, "content-type: text/html\r\n", "<html>"),
        _ => problem(502, "type-failed", ""),
    })
    .await;
    let client = by_way_of(&front.address).build().unwrap();
    let error = client.reveal(&made.location, &Reveal::default()).await.unwrap_err();
    assert_eq!(error.kind(), Some(&Kind::TypeFailed));
    assert_eq!(front.seen().len(), 2);
}
