//! Secrets that are deleted.

use crate::support::*;

fn deleted() -> String {
    format!("/api/identity/v2/deleted/project/{PROJECT}")
}

fn secret() -> String {
    format!("{}/secret/Custom/{CUSTOM}", deleted())
}

#[test]
fn what_is_deleted_is_listed_by_when_with_when_it_ends() {
    let world = World::default();
    let answer = ask("GET", &format!("{}?limit=2&cursor=AQ&count=true", deleted())).of(&world);
    assert_eq!(
        world.calls(),
        [format!(
            "list project/{PROJECT} ListQuery {{ sort: Updated, descending: true, limit: 2, \
             cursor: Some(Cursor([1])), name: None, type_name: None, search: None, count: true, \
             deleted: true }}"
        )]
    );
    let list = answer.json();
    assert_eq!((&list["total"], &list["next_cursor"]), (&100_000.into(), &"-_8B".into()));
    let first = &list["data"][0];
    assert_eq!((&first["name"], &first["value"]), (&"test".into(), &"********".into()));
    assert_eq!(
        (&first["_deleted_at"], &first["_deleted_by"]),
        (&1_722_887_562.into(), &USER.into())
    );
    assert_eq!(first["_purge_at"], 1_722_887_562 + 7 * 86_400);
    for query in ["sort=name", "search=a", "desc=true", "name=a"] {
        let answer = ask("GET", &format!("{}?{query}", deleted())).of(&world);
        assert_eq!(answer.slug(), "malformed-request", "{query}");
    }
}

#[test]
fn a_restored_secret_is_answered_as_it_is_now() {
    let world = World::default();
    for (body, name) in [("{}", "None"), (r#"{"name":"n"}"#, r#"Some("n")"#)] {
        let answer = ask("POST", &format!("{}/restore", secret())).json(body).of(&world);
        assert_eq!((answer.status(), answer.header("etag")), (200, Some("\"3.7\"")));
        assert_eq!(answer.json().get("_deleted_at"), None);
        let call = format!("restore project/{PROJECT} secret/Custom/{CUSTOM} {name}");
        assert_eq!(world.calls()[0], call);
    }
    let answer = ask("POST", &format!("{}/restore", secret())).json(r#"{"value":"v"}"#).of(&world);
    assert_eq!(answer.errors(), ["value: is not a known field"]);
}

#[test]
fn purges_without_a_body() {
    let world = World::default();
    let answer = ask("DELETE", &secret()).of(&world);
    assert_eq!((answer.status(), answer.text()), (204, ""));
    assert_eq!(world.calls(), [format!("purge project/{PROJECT} secret/Custom/{CUSTOM}")]);
    assert_eq!(ask("GET", &secret()).of(&world).slug(), "method-not-allowed");
}
