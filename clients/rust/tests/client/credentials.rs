//! Tokens: where they come from and when they are asked for again.

use std::fs::{self, Permissions};
use std::os::unix::fs::PermissionsExt as _;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use serde_json::{Value, json};
use strongroom_client::{
    BadAddress, Client, Credential, Error, Issued, Kind, NewSecret, SecretString,
};

use super::front::{Deed, Front, problem};
use super::server::{by_way_of, owner, post, project, server};

const LOGIN: &str = "/auth/client/v2/chariot/login";

async fn client_of(project: &strongroom_client::Owner) -> (String, SecretString) {
    let body = json!({
        "name": "job", "expires_in": 600,
        "scopes": [{"on": project.to_string(), "permissions": ["metadata", "reveal"]}],
    });
    let made: Value = post(&format!("/api/identity/v2/clients/{project}"), body).await;
    let text = |name: &str| made[name].as_str().unwrap().to_owned();
    (text("id"), SecretString::from(text("client_secret")))
}

#[tokio::test]
async fn a_client_signs_in_once_for_many_requests_at_once() {
    let owner_of = project("clients").await;
    let value = strongroom_client::Value::one("sk");
    owner().create(&owner_of, &NewSecret::new("Custom", "a", value)).await.unwrap();
    let (id, secret) = client_of(&owner_of).await;
    let front = Front::new(|_, _| Deed::Pass).await;
    let client =
        by_way_of(&front.address).credential(Credential::client(id, secret)).build().unwrap();
    let reference = format!("sr://{owner_of}/a/value");
    let asked: Vec<_> = (0..8)
        .map(|_| {
            let (client, reference) = (client.clone(), reference.clone());
            tokio::spawn(async move { client.get(&reference).await.unwrap() })
        })
        .collect();
    for answer in asked {
        assert_eq!(answer.await.unwrap().expose(), "sk");
    }
    assert_eq!(front.seen().iter().filter(|it| it.target == LOGIN).count(), 1);
    assert!(client.whoami().await.unwrap().client.is_some());
}

#[tokio::test]
async fn an_access_token_that_is_refused_is_replaced_once() {
    let owner_of = project("renewed").await;
    let (id, secret) = client_of(&owner_of).await;
    // The first answer to a token is that it is not valid.
    let front = Front::new(|before, request| {
        let is_first = before == 1 && request.target != LOGIN;
        if is_first { problem(401, "unauthenticated", "") } else { Deed::Pass }
    })
    .await;
    let client =
        by_way_of(&front.address).credential(Credential::client(id, secret)).build().unwrap();
    client.whoami().await.unwrap();
    let seen: Vec<String> = front.seen().into_iter().map(|it| it.target).collect();
    assert_eq!(seen, [LOGIN, "/api/identity/v2/me", LOGIN, "/api/identity/v2/me"]);
}

#[tokio::test]
async fn a_wrong_secret_of_a_client_is_refused_in_the_servers_words() {
    let credential = Credential::client("nobody", SecretString::from("planted"));
    let client = by_way_of(&server().address).credential(credential).build().unwrap();
    let error = client.whoami().await.unwrap_err();
    assert_eq!(error.kind(), Some(&Kind::Unauthenticated));
    assert!(error.to_string().contains("no client has this id and secret"), "{error}");
}

#[tokio::test]
async fn a_token_that_cannot_change_is_not_tried_twice() {
    let front = Front::new(|_, _| Deed::Pass).await;
    let client = by_way_of(&front.address).token(SecretString::from("srt_wrong")).build().unwrap();
    assert_eq!(client.whoami().await.unwrap_err().kind(), Some(&Kind::Unauthenticated));
    assert_eq!(front.seen().len(), 1);
}

#[tokio::test]
async fn a_file_is_read_again_when_its_token_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("token");
    fs::write(&file, "srt_wrong\n").unwrap();
    let client = by_way_of(&server().address).credential(Credential::File(file.clone())).build();
    let client = client.unwrap();
    let error = client.whoami().await.unwrap_err();
    assert!(matches!(error, Error::OpenTokenFile { .. }), "{error:?}");
    fs::set_permissions(&file, Permissions::from_mode(0o600)).unwrap();
    assert_eq!(client.whoami().await.unwrap_err().kind(), Some(&Kind::Unauthenticated));
    fs::write(&file, &server().owner_token).unwrap();
    client.whoami().await.unwrap();
}

#[tokio::test]
async fn a_function_is_asked_when_a_token_ends_and_its_failure_is_told() {
    let asked = Arc::new(AtomicUsize::new(0));
    let count = Arc::clone(&asked);
    let credential = Credential::function(move || {
        let count = count.fetch_add(1, Ordering::SeqCst);
        async move {
            let token = SecretString::from(server().owner_token.as_str());
            match count {
                // Over as soon as it is there.
                0 => Ok(Issued { token, expires_in: Some(Duration::ZERO) }),
                1 => Ok(Issued { token, expires_in: None }),
                _ => Err("no more".into()),
            }
        }
    });
    let client = by_way_of(&server().address).credential(credential).build().unwrap();
    for _ in 0..3 {
        client.whoami().await.unwrap();
    }
    assert_eq!(asked.load(Ordering::SeqCst), 2);

    let failing = Credential::function(|| async { Err("the vault is closed".into()) });
    let client = by_way_of(&server().address).credential(failing).build().unwrap();
    let error = client.whoami().await.unwrap_err();
    assert!(
        matches!(&error, Error::NoTokenObtained(why) if why.to_string() == "the vault is closed")
    );
}

#[test]
fn a_client_is_not_made_for_an_address_where_others_can_read_the_token() {
    let made = Client::builder("http://10.0.0.1").token(SecretString::from("srt_a")).build();
    assert!(matches!(made, Err(Error::Address(BadAddress::Scheme))));
    let made = Client::builder("https://strongroom.example.com").build();
    assert!(matches!(made, Err(Error::NoCredential)));
}
