//! What is done with secrets, against the server.

use std::collections::BTreeMap;

use strongroom_client::{Change, Error, Expect, Kind, NewSecret, Query, Reference, Reveal, Value};

use super::server::{by_way_of, owner, project, server};

fn custom(name: &str, value: &str) -> NewSecret {
    NewSecret::new("Custom", name, Value::one(value))
}

fn s3(name: &str) -> NewSecret {
    let fields = [
        ("access_key", "AKIAEXAMPLE"),
        ("secret_key", "planted-key"),
        ("endpoint", "https://s3.example.com"),
    ];
    NewSecret::new("S3Connection", name, Value::fields(fields))
}

fn text(value: &Value) -> &str {
    value.as_one().expect("one field").expose()
}

#[tokio::test]
async fn a_secret_is_made_read_revealed_changed_and_deleted() {
    let (client, owner) = (owner(), project("life").await);
    let new = NewSecret {
        description: "of a service".to_owned(),
        labels: BTreeMap::from([("team".to_owned(), "a".to_owned())]),
        ..custom("stripe", "sk_1\n\"ä\"")
    };
    let made = client.create(&owner, &new).await.unwrap();
    let at = &made.location;
    assert_eq!((made.version, made.fields.len()), (1, 0));
    let revealed = client.reveal(at, &Reveal::default()).await.unwrap();
    assert_eq!(text(&revealed.value), "sk_1\n\"ä\"");
    assert_eq!(revealed.secret.labels, new.labels);

    let change = Change { value: Some(Value::one("sk_2")), ..Change::default() };
    let changed = client.update(at, &change, made.as_read()).await.unwrap();
    assert_eq!((changed.version, changed.description.as_str()), (2, "of a service"));
    let replaced = client.replace(at, &custom("stripe", "sk_3"), changed.as_read()).await.unwrap();
    assert_eq!((replaced.version, replaced.description.as_str()), (3, ""));

    client.delete(at, replaced.as_read()).await.unwrap();
    let gone = client.secret_at(at).await.unwrap_err();
    assert_eq!(gone.kind(), Some(&Kind::NotFound));
}

#[tokio::test]
async fn a_change_of_what_somebody_else_changed_is_refused_with_what_it_is_now() {
    let (client, owner) = (owner(), project("stale").await);
    let made = client.create(&owner, &custom("a", "1")).await.unwrap();
    let change = Change { description: Some("b".to_owned()), ..Change::default() };
    client.update(&made.location, &change, made.as_read()).await.unwrap();
    let error = client.update(&made.location, &change, made.as_read()).await.unwrap_err();
    let Error::Stale(problem) = error else { panic!("{error:?}") };
    assert_eq!(problem.current.unwrap().to_string(), "\"1.2\"");
    // The value is still of that version.
    client.update(&made.location, &change, Expect::Version(1)).await.unwrap();
}

#[tokio::test]
async fn an_earlier_value_comes_back_as_the_next_version() {
    let (client, owner) = (owner(), project("rollback").await);
    let made = client.create(&owner, &custom("a", "first")).await.unwrap();
    let change = Change { value: Some(Value::one("second")), ..Change::default() };
    client.update(&made.location, &change, Expect::Anything).await.unwrap();
    assert_eq!(client.rollback(&made.location, 1).await.unwrap().version, 3);
    let revealed = client.reveal(&made.location, &Reveal::default()).await.unwrap();
    assert_eq!(text(&revealed.value), "first");
    let second = Reveal { version: Some(2), ..Reveal::default() };
    assert_eq!(text(&client.reveal(&made.location, &second).await.unwrap().value), "second");
    let versions = client.versions(&made.location).await.unwrap();
    assert_eq!(versions.iter().map(|it| it.version).collect::<Vec<_>>(), [3, 2, 1]);
}

#[tokio::test]
async fn a_secret_moves_with_its_value_and_what_is_said_of_it() {
    let (client, from, to) = (owner(), project("from").await, project("to").await);
    let made = client.create(&from, &s3("backups")).await.unwrap();
    let moved = client.move_to(&made.location, &to).await.unwrap();
    assert!(client.find(&from, "backups").await.unwrap().is_none());
    let value = client.reveal(&moved.location, &Reveal::default()).await.unwrap().value;
    assert_eq!(value.field("secret_key").unwrap().expose(), "planted-key");
}

#[tokio::test]
async fn a_move_to_where_the_name_is_taken_leaves_everything_as_it_was() {
    let (client, from, to) = (owner(), project("taken-from").await, project("taken-to").await);
    let made = client.create(&from, &custom("a", "1")).await.unwrap();
    client.create(&to, &custom("a", "2")).await.unwrap();
    let error = client.move_to(&made.location, &to).await.unwrap_err();
    assert_eq!(error.kind(), Some(&Kind::NameTaken));
    assert_eq!(client.list_all(&from).await.unwrap().len(), 1);
    assert_eq!(client.list_all(&to).await.unwrap().len(), 1);
}

#[tokio::test]
async fn lists_come_in_pages_and_whole() {
    let (client, owner) = (owner(), project("lists").await);
    for name in ["a", "b", "c"] {
        client.create(&owner, &custom(name, "1")).await.unwrap();
    }
    let query = Query { limit: Some(2), ..Query::default() };
    let first = client.list(&owner, &query).await.unwrap();
    assert_eq!(first.secrets.len(), 2);
    let second = client.list(&owner, &Query { cursor: first.next, ..query }).await.unwrap();
    assert_eq!((second.secrets[0].name.as_str(), second.next), ("c", None));
    assert_eq!(client.list_all(&owner).await.unwrap().len(), 3);
    assert_eq!(client.find(&owner, "b").await.unwrap().unwrap().name, "b");
    assert!(client.find(&owner, "B").await.unwrap().is_none());
}

#[tokio::test]
async fn a_value_comes_in_the_forms_of_its_type() {
    let (client, owner) = (owner(), project("renderings").await);
    let made = client.create(&owner, &custom("stripe", "sk_live_123")).await.unwrap();
    let lines = client.render(&made.location, "dotenv-shell", None).await.unwrap();
    assert_eq!(lines.content.expose(), b"export STRIPE='sk_live_123'\n");
    assert_eq!(lines.media_type, "text/plain; charset=utf-8");
    let address = client.rendering_address(&made.location, "dotenv-shell");
    let expected = format!(
        "{}/api/identity/v2/settings/{owner}/{}?decrypt=true&format=dotenv-shell",
        client.server(),
        made.location.key,
    );
    assert_eq!(address, expected);
    let types = client.types().await.unwrap();
    let custom = types.iter().find(|it| it.kind == "secret/Custom").unwrap();
    assert!(custom.renderings.iter().any(|it| it.format == "dotenv-shell"));
}

#[tokio::test]
async fn references_lead_to_fields() {
    let (client, owner) = (owner(), project("refs / 100%").await);
    let hub = client.create(&owner, &s3("b / c")).await.unwrap();
    client.create(&owner, &custom("stripe", "sk")).await.unwrap();
    let base = "sr://project/refs%20%2F%20100%25";
    assert_eq!(client.get(&format!("{base}/stripe/value")).await.unwrap().expose(), "sk");
    assert_eq!(client.get(&format!("{base}/stripe")).await.unwrap().expose(), "sk");
    let id = owner.to_string();
    let by_key =
        format!("sr://{id}/{}/access_key", hub.location.key.to_string().replace('/', "%2F"));
    assert_eq!(client.get(&by_key).await.unwrap().expose(), "AKIAEXAMPLE");

    let many: Vec<Reference> = [
        format!("{base}/b%20%2F%20c/access_key"),
        format!("{base}/b%20%2F%20c/secret_key"),
        format!("{base}/stripe/value"),
    ]
    .iter()
    .map(|text| text.parse().unwrap())
    .collect();
    let found = client.resolve_all(&many).await.unwrap();
    assert_eq!(found[&many[1]].expose(), "planted-key");
    assert_eq!(found.len(), 3);
}

#[tokio::test]
async fn a_reference_to_nothing_says_which_and_why() {
    let (client, owner) = (owner(), project("nothing").await);
    client.create(&owner, &s3("b")).await.unwrap();
    for (text, why) in [
        ("sr://project/nowhere/a", "the caller sees nothing of this name"),
        ("sr://project/nothing/a/value", "there is no secret of this name"),
        ("sr://project/nothing/b", "several fields"),
    ] {
        let said = client.get(text).await.unwrap_err().to_string();
        assert!(said.contains(why) && said.contains(text), "{said}");
    }
    // What a value has is the server's to say.
    let error = client.get("sr://project/nothing/b/session_token").await.unwrap_err();
    assert_eq!(error.problem().unwrap().errors[0].field, "field");
}

#[tokio::test]
async fn many_references_cost_one_look_for_each_name_and_one_reveal_for_each_secret() {
    let front = super::front::Front::new(|_, _| super::front::Deed::Pass).await;
    let (client, owner) = (by_way_of(&front.address).build().unwrap(), project("few").await);
    owner_made(&owner).await;
    let many: Vec<Reference> = ["access_key", "secret_key"]
        .iter()
        .map(|field| format!("sr://project/few/b/{field}").parse().unwrap())
        .collect();
    client.resolve_all(&many).await.unwrap();
    let reveals = |it: &&super::front::Request| it.target.contains("decrypt=true");
    let seen = front.seen();
    assert_eq!(seen.iter().filter(reveals).count(), 1);
    assert_eq!(seen.iter().filter(|it| it.target.ends_with("/projects")).count(), 1);
}

async fn owner_made(owner: &strongroom_client::Owner) {
    super::server::owner().create(owner, &s3("b")).await.unwrap();
}

#[tokio::test]
async fn says_who_the_credential_is_and_gives_a_token_for_others_to_use() {
    let client = owner();
    let me = client.whoami().await.unwrap();
    assert!(me.user.is_some() && me.client.is_none());
    assert_eq!(client.get_bearer_token().await.unwrap().expose(), server().owner_token);
}
