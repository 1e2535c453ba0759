//! Scopes in a body: their shape, their bounds, and what is said of them.

use crate::support::*;

fn errors(scopes: &str) -> Vec<String> {
    let world = World::default();
    let body = format!(r#"{{"name":"n","expires_in":60,"scopes":{scopes}}}"#);
    let answer = ask("POST", "/api/identity/v2/tokens").json(&body).of(&world);
    assert_eq!((answer.status(), &*answer.slug()), (422, "invalid"));
    assert!(world.calls().is_empty());
    assert!(!answer.text().contains("hunter2"), "{}", answer.text());
    answer.errors()
}

fn many(count: usize, one: &str) -> String {
    format!("[{}]", vec![one; count].join(","))
}

#[test]
fn each_problem_is_named_by_its_place() {
    let on = format!("project/{PROJECT}");
    let scopes = format!(
        r#"[
            {{"on":"{on}","permissions":["reveal"]}},
            {{"on":"project/hunter2","permissions":["reveal","hunter2",7]}},
            {{"permissions":"hunter2","role":"Reader","projects":"hunter2"}},
            "hunter2",
            {{"on":"{on}","permissions":["reveal"],"secrets":[
                {{"key":"secret/Custom/{CUSTOM}","fields":["value","hunter2 ",null]}},
                {{"key":"secret/Custom/hunter2"}},
                {{"fields":[]}},
                7
            ]}},
            {{"on":"{on}","permissions":["reveal"],"secrets":{{}}}}
        ]"#
    );
    assert_eq!(
        errors(&scopes),
        [
            "scopes.1.on: must be `<kind>/<id>` of a project, organization or user",
            "scopes.1.permissions.1: must be `metadata`, `reveal`, `write` or `manage`",
            "scopes.1.permissions.2: must be a string",
            "scopes.2.role: is not a known field",
            "scopes.2.on: is required",
            "scopes.2.projects: must be true or false",
            "scopes.2.permissions: must be a list",
            "scopes.3: must be an object",
            "scopes.4.secrets.0.fields.1: must begin with a letter and contain only letters, \
             digits, `_` and `-`",
            "scopes.4.secrets.0.fields.2: must be a string",
            "scopes.4.secrets.1.key: must be `secret/<Type>/<id>`",
            "scopes.4.secrets.2.key: is required",
            "scopes.4.secrets.3: must be an object",
            "scopes.5.secrets: must be a list",
        ]
    );
}

#[test]
fn lists_inside_a_scope_are_bounded() {
    let on = format!("project/{PROJECT}");
    let scope = |rest: &str| format!(r#"{{"on":"{on}",{rest}}}"#);
    let reveal = r#""permissions":["reveal"]"#;
    let key = format!(r#"{{"key":"secret/Custom/{CUSTOM}"}}"#);
    assert_eq!(errors(&many(65, &scope(reveal))), ["scopes: must have at most 64 entries"]);
    let five = format!(r#""permissions":{}"#, many(5, "\"reveal\""));
    assert_eq!(
        errors(&format!("[{}]", scope(&five))),
        ["scopes.0.permissions: must have at most 4 entries"]
    );
    let secrets = format!(r#"{reveal},"secrets":{}"#, many(65, &key));
    assert_eq!(
        errors(&format!("[{}]", scope(&secrets))),
        ["scopes.0.secrets: must have at most 64 entries"]
    );
    let fields = many(65, "\"value\"");
    let fields =
        format!(r#"{reveal},"secrets":[{{"key":"secret/Custom/{CUSTOM}","fields":{fields}}}]"#);
    assert_eq!(
        errors(&format!("[{}]", scope(&fields))),
        ["scopes.0.secrets.0.fields: must have at most 64 entries"]
    );
}

#[test]
fn bounds_are_inclusive() {
    let world = World::default();
    let one = format!(r#"{{"on":"project/{PROJECT}","permissions":["reveal"]}}"#);
    let body = format!(r#"{{"name":"n","expires_in":60,"scopes":{}}}"#, many(64, &one));
    assert_eq!(ask("POST", "/api/identity/v2/tokens").json(&body).of(&world).status(), 201);
}

#[test]
fn a_scope_comes_back_as_it_was_given() {
    let world = World::default();
    let given = serde_json::json!([
        { "on": format!("organization/{ORGANIZATION}"), "projects": true,
          "permissions": ["metadata", "write"] },
        { "on": format!("user/{USER}"), "projects": false, "permissions": ["reveal"],
          "secrets": [{ "key": format!("secret/Custom/{CUSTOM}") },
                      { "key": format!("secret/Key/{CUSTOM}"), "fields": ["api_key"] }] },
    ]);
    let body = serde_json::json!({ "name": "n", "expires_in": 60, "scopes": given }).to_string();
    let answer = ask("POST", "/api/identity/v2/tokens").json(&body).of(&world);
    assert_eq!(answer.json()["scopes"], given);
}
