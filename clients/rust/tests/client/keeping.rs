//! What is kept, and when it is dropped. The server allows nothing to be kept, so a front does.

use serde_json::json;
use strongroom_client::{
    Change, Credential, Expect, Kind, NewSecret, Reveal, Secret, SecretString, Value,
};

use super::front::{Deed, Front, Request, problem};
use super::server::{by_way_of, delete, owner, post, project};

async fn stored(project_name: &str) -> Secret {
    let owner_of = project(project_name).await;
    owner().create(&owner_of, &NewSecret::new("Custom", "a", Value::one("1"))).await.unwrap()
}

async fn allowing() -> Front {
    Front::new(|_, request| match request.method.as_str() {
        "GET" => Deed::PassWith("cache-control", "private, max-age=600"),
        _ => Deed::Pass,
    })
    .await
}

fn reveals(front: &Front) -> usize {
    front.seen().iter().filter(|it: &&Request| it.target.contains("decrypt=true")).count()
}

#[tokio::test]
async fn nothing_is_kept_of_what_the_server_answers_today() {
    let secret = stored("no-store").await;
    let front = Front::new(|_, _| Deed::Pass).await;
    let client = by_way_of(&front.address).build().unwrap();
    for _ in 0..2 {
        client.reveal(&secret.location, &Reveal::default()).await.unwrap();
    }
    assert_eq!(reveals(&front), 2);
}

#[tokio::test]
async fn what_may_be_kept_is_asked_for_once_unless_it_is_wanted_fresh() {
    let secret = stored("kept").await;
    let front = allowing().await;
    let client = by_way_of(&front.address).build().unwrap();
    for _ in 0..3 {
        client.reveal(&secret.location, &Reveal::default()).await.unwrap();
    }
    assert_eq!(reveals(&front), 1);
    client.fresh().reveal(&secret.location, &Reveal::default()).await.unwrap();
    assert_eq!(reveals(&front), 2);

    let without = by_way_of(&front.address).cache_bytes(0).build().unwrap();
    for _ in 0..2 {
        without.reveal(&secret.location, &Reveal::default()).await.unwrap();
    }
    assert_eq!(reveals(&front), 4);
}

#[tokio::test]
async fn a_revoked_token_empties_the_cache() {
    let secret = stored("revoked").await;
    let token = post("/api/identity/v2/tokens", json!({"name": "t", "expires_in": 600})).await;
    let front = allowing().await;
    let given = SecretString::from(token["token"].as_str().unwrap());
    let client = by_way_of(&front.address).credential(Credential::token(given)).build().unwrap();
    client.reveal(&secret.location, &Reveal::default()).await.unwrap();
    delete(&format!("/api/identity/v2/tokens/{}", token["id"].as_str().unwrap())).await;
    // It is still kept: nobody was asked.
    client.reveal(&secret.location, &Reveal::default()).await.unwrap();
    assert_eq!(reveals(&front), 1);
    // Any request tells.
    assert_eq!(client.whoami().await.unwrap_err().kind(), Some(&Kind::Unauthenticated));
    let error = client.reveal(&secret.location, &Reveal::default()).await.unwrap_err();
    assert_eq!(error.kind(), Some(&Kind::Unauthenticated));
}

#[tokio::test]
async fn a_refusal_empties_the_cache() {
    let secret = stored("refused").await;
    let front = Front::new(|_, request| match request.target.as_str() {
        "/api/identity/v2/me" => problem(403, "forbidden", ""),
        _ => Deed::PassWith("cache-control", "max-age=600"),
    })
    .await;
    let client = by_way_of(&front.address).build().unwrap();
    client.reveal(&secret.location, &Reveal::default()).await.unwrap();
    assert_eq!(client.whoami().await.unwrap_err().kind(), Some(&Kind::Forbidden));
    client.reveal(&secret.location, &Reveal::default()).await.unwrap();
    assert_eq!(reveals(&front), 2);
}

#[tokio::test]
async fn who_changes_something_reads_what_they_wrote() {
    let secret = stored("own-writes").await;
    let front = allowing().await;
    let client = by_way_of(&front.address).build().unwrap();
    client.reveal(&secret.location, &Reveal::default()).await.unwrap();
    let change = Change { value: Some(Value::one("2")), ..Change::default() };
    client.update(&secret.location, &change, Expect::Anything).await.unwrap();
    let value = client.reveal(&secret.location, &Reveal::default()).await.unwrap().value;
    assert_eq!(value.as_one().unwrap().expose(), "2");
}
