//! Nothing that was secret is in what can be printed.

use std::error::Error as _;

use strongroom_client::{
    Change, Credential, Error, Expect, NewSecret, Reveal, SecretString, Value,
};

use super::front::{Deed, Front, answer};
use super::server::{by_way_of, owner, project, server};

const PLANTED: &str = "planted-4711";

fn all(error: &Error) -> String {
    let mut text = format!("{error} {error:?} {error:#?}");
    let mut source = error.source();
    while let Some(inner) = source {
        text.push_str(&format!(" {inner} {inner:?}"));
        source = inner.source();
    }
    text
}

#[tokio::test]
async fn no_value_is_in_what_a_program_may_print() {
    let owner_of = project("secrecy").await;
    let new = NewSecret::new("Custom", "a", Value::one(PLANTED));
    let client = owner();
    let made = client.create(&owner_of, &new).await.unwrap();
    let revealed = client.reveal(&made.location, &Reveal::default()).await.unwrap();
    let rendering = client.render(&made.location, "json", None).await.unwrap();
    let value = client.get("sr://project/secrecy/a/value").await.unwrap();
    assert_eq!(value.expose(), PLANTED);
    let change = Change { value: Some(Value::fields([("a", PLANTED)])), ..Change::default() };
    let printed = format!("{new:?}{made:?}{revealed:#?}{rendering:?}{value:?}{change:?}{client:?}");
    assert!(!printed.contains(PLANTED) && !printed.contains(&server().owner_token), "{printed}");
    assert!(printed.contains("********"));
}

#[tokio::test]
async fn no_value_and_no_token_is_in_an_error() {
    let owner_of = project("errors").await;
    let client = owner();
    let new = NewSecret::new("Custom", "a", Value::one(PLANTED));
    let made = client.create(&owner_of, &new).await.unwrap();
    let wrong = Change { value: Some(Value::fields([("x", PLANTED)])), ..Change::default() };
    let token = SecretString::from(PLANTED);
    let elsewhere = by_way_of(&server().address).token(token).build().unwrap();
    let broken = Front::new(|_, _| Deed::Lose).await;
    let half =
        Front::new(|_, _| answer(200, "", &format!(r#"{{"_key": 1, "value": "{PLANTED}"}}"#)))
            .await;
    let client_of = |front: &Front| by_way_of(&front.address).build().unwrap();
    let stale = Expect::Version(9);
    let errors = [
        client.create(&owner_of, &new).await.unwrap_err(),
        client.update(&made.location, &wrong, Expect::Anything).await.unwrap_err(),
        client.update(&made.location, &wrong, stale).await.unwrap_err(),
        elsewhere.whoami().await.unwrap_err(),
        client_of(&broken).create(&owner_of, &new).await.unwrap_err(),
        client_of(&half).reveal(&made.location, &Reveal::default()).await.unwrap_err(),
        by_way_of(&server().address)
            .credential(Credential::client(PLANTED, SecretString::from(PLANTED)))
            .build()
            .unwrap()
            .whoami()
            .await
            .unwrap_err(),
    ];
    for error in &errors {
        let text = all(error);
        assert!(!text.contains(PLANTED) && !text.contains(&server().owner_token), "{text}");
    }
}
