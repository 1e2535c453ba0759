//! Everything that the client sends is what the OpenAPI document allows, and everything that the
//! document allows as an answer can be read.

use std::collections::BTreeSet;
use std::sync::Arc;

use serde_json::Value as Json;
use strongroom_client::{
    Change, Client, Credential, Expect, Kind, Location, NewSecret, Owner, Query, Retries, Reveal,
    SecretString, Sort, Value,
};

use super::document::{Document, How};
use super::front::{Deed, Front, Request, answer};

const ID: &str = "2Cd00000000000000000000000a";

/// Holds a request against the document and makes an answer of it.
fn answered(document: &Document, request: &Request, how: How) -> Deed {
    let (path, query) = request.target.split_once('?').unwrap_or((&request.target, ""));
    let (operation, place) = document.operation(&request.method, path);
    let parameters = operation["parameters"].as_array().cloned().unwrap_or_default();
    for (name, value) in url::form_urlencoded::parse(query.as_bytes()) {
        let is_it = |it: &&Json| it["name"] == *name && it["in"] == "query";
        let found = parameters.iter().position(|it| is_it(&it));
        let index = found.unwrap_or_else(|| panic!("{place} takes no `{name}`"));
        let schema = &parameters[index]["schema"];
        let sent = match schema["type"].as_str() {
            Some("boolean" | "integer") => serde_json::from_str(&value).unwrap(),
            Some("array") => serde_json::json!([value]),
            _ if schema["$ref"] == "#/components/schemas/VersionNumber" => {
                serde_json::from_str(&value).unwrap()
            }
            _ => Json::from(value.as_ref()),
        };
        document.assert_fits(&format!("{place}/parameters/{index}/schema"), &sent);
    }
    if request.head.contains("if-match:") {
        assert!(parameters.iter().any(|it| it["name"] == "If-Match"), "{place}");
    }
    if let Some(content) = operation["requestBody"]["content"].as_object() {
        let form = "application/x-www-form-urlencoded";
        let (media_type, body) = if request.head.contains(form) {
            let pairs = url::form_urlencoded::parse(request.body.as_bytes());
            (form, Json::Object(pairs.map(|(n, v)| (n.into(), v.into())).collect()))
        } else {
            ("application/json", serde_json::from_str(&request.body).unwrap())
        };
        assert!(content.contains_key(media_type), "{place} takes no {media_type}");
        let escaped = media_type.replace('/', "~1");
        document.assert_fits(&format!("{place}/requestBody/content/{escaped}/schema"), &body);
    } else {
        assert_eq!(request.body, "", "{place} takes no body");
    }
    let answers = operation["responses"].as_object().unwrap();
    let (status, response) = answers.iter().find(|(status, _)| status.starts_with('2')).unwrap();
    let schema = &response["content"]["application/json"]["schema"];
    let body =
        if schema.is_null() { String::new() } else { document.example(schema, how).to_string() };
    let tagged = response["headers"].get("etag").is_some();
    let headers = if tagged { "etag: \"3.7\"\r\n" } else { "" };
    answer(status.parse().unwrap(), &format!("{headers}content-type: application/json\r\n"), &body)
}

async fn everything(client: &Client, how: How) {
    let owner: Owner = format!("project/{ID}").parse().unwrap();
    let at = Location { owner: owner.clone(), key: format!("secret/Custom/{ID}").parse().unwrap() };
    let new = |value| NewSecret::new("Custom", "a", value);
    client.whoami().await.unwrap();
    client.organizations().await.unwrap();
    client.projects().await.unwrap();
    client.create_project("a", Some(&ID.parse().unwrap())).await.unwrap();
    client.types().await.unwrap();
    let query = Query {
        sort: Sort::Updated,
        limit: Some(9),
        cursor: Some("c".to_owned()),
        name: Some("a".to_owned()),
        type_name: Some("Custom".to_owned()),
        search: Some("a".to_owned()),
        ..Query::default()
    };
    let page = client.list(&owner, &query).await.unwrap();
    assert_eq!(page.next.is_some(), how == How::Most);
    client.create(&owner, &new(Value::one("1"))).await.unwrap();
    let secret = client.secret_at(&at).await.unwrap();
    assert_eq!(secret.as_read(), Expect::Tag("\"3.7\"".parse().unwrap()));
    assert_eq!(secret.rotation.is_some(), how == How::Most);
    let what = Reveal { version: Some(2), fields: vec!["value".to_owned(), "b".to_owned()] };
    client.reveal(&at, &what).await.unwrap();
    client.render(&at, "json", Some(2)).await.unwrap();
    let change = Change {
        name: Some("b".to_owned()),
        description: Some(String::new()),
        labels: Some([("a".to_owned(), "b".to_owned())].into()),
        value: Some(Value::one("2")),
        expires_at: Some(Some(2_000_000_000)),
        rotate_every: Some(None),
    };
    client.update(&at, &change, secret.as_read()).await.unwrap();
    client.replace(&at, &new(Value::fields([("value", "1")])), Expect::Version(1)).await.unwrap();
    client.versions(&at).await.unwrap();
    client.rotate(&at).await.unwrap();
    client.drop_rotation(&at).await.unwrap();
    client.check(&at).await.unwrap();
    client.delete(&at, Expect::Anything).await.unwrap();
    let draft = NewSecret {
        expires_at: Some(2_000_000_000),
        rotate_every: Some(86_400),
        ..new(Value::one("3"))
    };
    client.validate(&draft).await.unwrap();
    let page = client.deleted(&owner, Some("c")).await.unwrap();
    assert_eq!(page.next.is_some(), how == How::Most);
    client.restore(&at, None).await.unwrap();
    client.restore(&at, Some("b")).await.unwrap();
    client.purge(&at).await.unwrap();
}

#[tokio::test]
async fn what_is_sent_is_in_the_document_and_what_is_in_the_document_is_read() {
    for how in [How::Least, How::Most] {
        let document = Arc::new(Document::read());
        let asked = Arc::clone(&document);
        let front = Front::new(move |_, request| answered(&asked, request, how)).await;
        let client = Client::builder(front.address.as_str())
            .credential(Credential::client(ID, SecretString::from("a secret")))
            .retries(Retries { count: 0, ..Retries::default() })
            .build()
            .unwrap();
        everything(&client, how).await;
        let operations: BTreeSet<String> = front
            .seen()
            .iter()
            .map(|it| {
                let path = it.target.split('?').next().unwrap();
                let operation = document.operation(&it.method, path).0;
                operation["operationId"].as_str().unwrap().to_owned()
            })
            .collect();
        assert_eq!(operations.len(), 20, "{operations:?}");
    }
}

#[test]
fn every_kind_of_problem_is_known() {
    let known: Vec<&str> = Kind::ALL.iter().map(|(_, uri)| *uri).collect();
    assert_eq!(known, Document::read().kinds_of_problems());
}
