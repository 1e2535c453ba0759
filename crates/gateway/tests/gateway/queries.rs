//! Query parameters.

use crate::support::*;

fn secrets(query: &str) -> String {
    format!("/api/identity/v2/settings/project/{PROJECT}/?{query}")
}

fn log(query: &str) -> String {
    format!("/api/identity/v2/audit/project/{PROJECT}?{query}")
}

#[test]
fn a_list_is_asked_for_exactly() {
    let world = World::default();
    for (query, expected) in [
        (
            "",
            "{ sort: Name, descending: false, limit: 100, cursor: None, name: None, \
             type_name: None, search: None, count: false, deleted: false }",
        ),
        (
            "sort=updated&desc=true&limit=1000&name=a+b%2B&type=secret/Custom&search=%C3%A9&",
            "{ sort: Updated, descending: true, limit: 1000, cursor: None, name: Some(\"a b+\"), \
             type_name: Some(TypeName(\"Custom\")), search: Some(\"\u{e9}\"), count: false, deleted: false }",
        ),
        (
            "sort=type&type=Custom",
            "{ sort: TypeName, descending: false, limit: 100, cursor: None, name: None, \
             type_name: Some(TypeName(\"Custom\")), search: None, count: false, deleted: false }",
        ),
        (
            "sort=last_reveal&count=true",
            "{ sort: LastReveal, descending: false, limit: 100, cursor: None, name: None, \
             type_name: None, search: None, count: true, deleted: false }",
        ),
    ] {
        assert_eq!(ask("GET", &secrets(query)).of(&world).status(), 200);
        assert_eq!(world.calls(), [format!("list project/{PROJECT} ListQuery {expected}")]);
    }
}

#[test]
fn what_is_not_exactly_a_parameter_is_refused_by_name() {
    let world = World::default();
    let key = format!("/api/identity/v2/settings/project/{PROJECT}/secret/Custom/{CUSTOM}?");
    for (target, detail) in [
        (secrets("page=2"), "the query parameter `page` is not known here"),
        (secrets("Sort=name"), "the query parameter `Sort` is not known here"),
        (secrets("decrypt=true"), "the query parameter `decrypt` is not known here"),
        (secrets("a%20b=2"), "the query has an unknown parameter"),
        (secrets("=x"), "the query has an unknown parameter"),
        (secrets(&"x".repeat(65)), "the query has an unknown parameter"),
        (secrets("sort=name&sort=name"), "the query parameter `sort` must stand there once"),
        (
            secrets("sort"),
            "the query parameter `sort` must be one of `name`, `type`, `created`, `updated`, \
             `updated_by`, `last_reveal`, `rotation`, `expiry`",
        ),
        (
            secrets("sort=value"),
            "the query parameter `sort` must be one of `name`, `type`, `created`, `updated`, \
             `updated_by`, `last_reveal`, `rotation`, `expiry`",
        ),
        (secrets("desc=1"), "the query parameter `desc` must be `true` or `false`"),
        (secrets("limit=0"), "the query parameter `limit` must be a whole number from 1 to 1000"),
        (
            secrets("limit=1001"),
            "the query parameter `limit` must be a whole number from 1 to 1000",
        ),
        (secrets("limit=+5"), "the query parameter `limit` must be a whole number from 1 to 1000"),
        (
            secrets("limit=99999999999999999999"),
            "the query parameter `limit` must be a whole number from 1 to 1000",
        ),
        (
            secrets("cursor=!"),
            "the query parameter `cursor` must be the `next_cursor` of the page before",
        ),
        (secrets("type=secret/"), "the query parameter `type` must be `secret/<Type>` or `<Type>`"),
        (secrets("name=%ff"), "the query is not percent-encoded UTF-8"),
        (secrets("name=\u{e9}"), "the query is not percent-encoded UTF-8"),
        (secrets("name=%f"), "a `%` is not followed by two hexadecimal digits"),
        (format!("{key}decrypt=TRUE"), "the query parameter `decrypt` must be `true` or `false`"),
        (format!("{key}decrypt=1"), "the query parameter `decrypt` must be `true` or `false`"),
        (format!("{key}decrypt"), "the query parameter `decrypt` must be `true` or `false`"),
        (
            format!("{key}decrypt=true&decrypt=false"),
            "the query parameter `decrypt` must stand there once",
        ),
        (
            format!("{key}decrypt=true&%64ecrypt=true"),
            "the query parameter `decrypt` must stand there once",
        ),
        (format!("{key}version=1"), "the query parameter `version` goes only with `decrypt=true`"),
        (format!("{key}field=value"), "the query parameter `field` goes only with `decrypt=true`"),
        (
            format!("{key}decrypt=true&field=a.b"),
            "the query parameter `field` must be the name of a field",
        ),
        (
            format!("{key}decrypt=true&version=0"),
            "the query parameter `version` must be a whole number from 1 up",
        ),
        (
            format!("{key}decrypt=true{}", "&field=a".repeat(100)),
            "the query parameter `field` stands there too often",
        ),
        ("/api/identity/v2/me?a=b".into(), "the query parameter `a` is not known here"),
        (
            "/api/identity/v1/swagger/doc.json?a=b".into(),
            "the query parameter `a` is not known here",
        ),
        (log("before=x"), "the query parameter `before` must be a whole number"),
        (log("event=Denied"), "the query parameter `event` must be the name of an event"),
        (log("event="), "the query parameter `event` must be the name of an event"),
        (
            log("actor=user/2kFmBSWjqxWEGarZC9kkeYOpgMD"),
            "the query parameter `actor` must be `person/<id>` or `client/<id>`",
        ),
        (
            log("actor=person/x"),
            "the query parameter `actor` must be `person/<id>` or `client/<id>`",
        ),
        (log("secret=Custom"), "the query parameter `secret` must be `secret/<Type>/<id>`"),
        (
            log("from=-1"),
            "the query parameter `from` must be seconds since the Unix epoch, before the year 10000",
        ),
        (
            log("until=253402300800"),
            "the query parameter `until` must be seconds since the Unix epoch, before the year 10000",
        ),
        (log("refused=yes"), "the query parameter `refused` must be `true` or `false`"),
        (log("refused=true&refused=true"), "the query parameter `refused` must stand there once"),
    ] {
        let answer = ask("GET", &target).of(&world);
        assert_eq!((answer.status(), &*answer.slug()), (400, "malformed-request"), "{target}");
        assert_eq!(answer.json()["detail"], detail, "{target}");
        assert!(world.calls().is_empty(), "{target}");
    }
}

#[test]
fn fields_may_be_named_several_times() {
    let world = World::default();
    let key = format!("/api/identity/v2/settings/project/{PROJECT}/secret/Registry/{REGISTRY}");
    ask("GET", &format!("{key}?field=server&decrypt=true&field=password&field=server")).of(&world);
    assert!(world.calls()[0].ends_with(r#"Some([FieldName("server"), FieldName("password")])"#));
}
