//! The OpenAPI document, held against the router and the rules of OpenAPI 3.1.

use std::collections::HashSet;

use serde_json::Value;

use crate::support::*;

#[test]
fn the_document_is_open_and_may_be_kept() {
    let world = World::default();
    let answer =
        ask("GET", "/api/identity/v1/swagger/doc.json").without("authorization").of(&world);
    assert_eq!((answer.status(), answer.header("cache-control")), (200, Some("no-cache")));
    assert!(world.authentications().is_empty());
    insta::assert_json_snapshot!("openapi", answer.json(), { ".info.version" => "[version]" });
}

/// With the refusals' table and the contract that every answer is held against, this is the other
/// way round: what the document promises is there.
#[test]
fn every_operation_of_the_document_is_routed() {
    let world = World::default();
    let mut count = 0;
    for (template, methods) in document_paths() {
        for method in &methods {
            let mut asked = ask(&method.to_uppercase(), &example(&template));
            if let Some(body) = example_body(&template, method) {
                asked = asked.json(&body);
            }
            // A client signs in with what the body says, and with a token nobody does.
            if template.ends_with("/login") {
                asked = asked.without("authorization");
            }
            let answer = asked.of(&world);
            let what = format!("{method} {template}: {}", answer.status());
            assert!((200..300).contains(&answer.status()), "{what}: {}", answer.text());
            count += 1;
        }
        for method in ["get", "post", "put", "patch", "delete"] {
            if !methods.iter().any(|other| other == method) {
                let answer = ask(&method.to_uppercase(), &example(&template)).of(&world);
                assert_eq!(answer.status(), 405, "{method} {template}");
            }
        }
    }
    assert_eq!(count, 70, "operations in all");
}

#[test]
fn every_reference_resolves() {
    let document = document_tree();
    let mut references = Vec::new();
    walk(document, &mut |value| {
        if let Some(reference) = value.get("$ref").and_then(Value::as_str) {
            references.push(reference.to_owned());
        }
    });
    assert!(references.len() > 50);
    let mut used = HashSet::new();
    for reference in references {
        let pointer = reference.strip_prefix('#').unwrap();
        assert!(document.pointer(pointer).is_some(), "{reference}");
        used.insert(reference);
    }
    for name in document["components"]["schemas"].as_object().unwrap().keys() {
        assert!(used.contains(&format!("#/components/schemas/{name}")), "{name} is used nowhere");
    }
}

#[test]
fn every_schema_is_a_json_schema() {
    for name in document_tree()["components"]["schemas"].as_object().unwrap().keys() {
        // Compiling is what is tested: whether the value fits does not matter.
        let _ = fits(&format!("#/components/schemas/{name}"), &Value::Null);
    }
}

#[test]
fn every_operation_is_whole() {
    let mut ids = HashSet::new();
    for (template, operations) in document_tree()["paths"].as_object().unwrap() {
        assert!(template.starts_with('/'));
        for (method, operation) in operations.as_object().unwrap() {
            let what = format!("{method} {template}");
            assert!(ids.insert(operation["operationId"].as_str().unwrap()), "{what}");
            assert!(!operation["summary"].as_str().unwrap().is_empty());
            let responses = operation["responses"].as_object().unwrap();
            assert_eq!(responses.keys().filter(|status| status.starts_with('2')).count(), 1);
            for (status, response) in responses {
                assert!(!response["description"].as_str().unwrap().is_empty(), "{what} {status}");
            }
            let mut expected: Vec<&str> = template
                .split('/')
                .filter_map(|step| step.strip_prefix('{').and_then(|step| step.strip_suffix('}')))
                .collect();
            let none = Vec::new();
            let parameters = operation["parameters"].as_array().unwrap_or(&none);
            let mut names = HashSet::new();
            for parameter in parameters {
                let (name, place) = (&parameter["name"], parameter["in"].as_str().unwrap());
                assert!(names.insert((name.as_str().unwrap(), place)), "{what}: {name} twice");
                assert!(parameter["schema"].is_object());
                if place == "path" {
                    assert_eq!(parameter["required"], true);
                    expected.retain(|expected| *expected != name);
                }
            }
            assert!(expected.is_empty(), "{what} does not declare {expected:?}");
            let has_body = example_body(template, method).is_some();
            assert_eq!(operation.get("requestBody").is_some(), has_body, "{what}");
            let tags = operation["tags"].as_array().unwrap();
            let known = document_tree()["tags"].as_array().unwrap();
            assert!(tags.len() == 1 && known.iter().any(|tag| tag["name"] == tags[0]), "{what}");
        }
    }
}

#[test]
fn the_document_knows_which_value_belongs_to_which_type() {
    let creation = "#/components/schemas/SecretCreation";
    for (type_name, value, fits_it) in [
        ("Custom", r#""v""#, true),
        ("Custom", r#"{"value":"v"}"#, true),
        ("Custom", r#"{"server":"v"}"#, false),
        ("Registry", r#"{"server":"v"}"#, true),
        ("Registry", r#""v""#, false),
        ("Registry", r#"{"password":"v"}"#, false),
        ("Secret", r#"{"constructor":"eu"}"#, true),
        ("Secret", r#"{"constructor":"asia"}"#, false),
        ("Secret", r#"{"constructor":"eu","properties":"abc"}"#, true),
        ("Secret", r#"{"constructor":"eu","properties":"123"}"#, true),
        ("Secret", r#"{"constructor":"eu","properties":"abc-"}"#, false),
        ("Secret", r#"{"constructor":"eu","properties":"-123"}"#, false),
        ("Secret", r#"{"constructor":"eu","port":"-1.5"}"#, true),
        ("Secret", r#"{"constructor":"eu","port":"1e5"}"#, false),
        ("Secret", r#"{"constructor":"eu","port":5}"#, false),
        // A type that was plugged in after the document was made.
        ("Unloaded", r#""v""#, true),
        ("Unloaded", r#"{"anything":"v"}"#, true),
        ("Unloaded", r#"{"anything":5}"#, false),
    ] {
        let body = format!(r#"{{"_type":"secret/{type_name}","name":"n","value":{value}}}"#);
        let body: Value = serde_json::from_str(&body).unwrap();
        assert_eq!(fits(creation, &body).is_ok(), fits_it, "{type_name} {value}");
        let replacement = "#/components/schemas/SecretReplacement";
        assert_eq!(fits(replacement, &body).is_ok(), fits_it, "{type_name} {value}");
    }
}

#[test]
fn a_replacement_need_not_name_its_type() {
    let body: Value = serde_json::from_str(r#"{"name":"n","value":{"server":"v"}}"#).unwrap();
    assert!(fits("#/components/schemas/SecretReplacement", &body).is_ok());
    assert!(fits("#/components/schemas/SecretCreation", &body).is_err());
}

/// A type may say of itself whatever it likes: its texts stay texts, and its schemas its own.
#[test]
fn a_type_cannot_change_what_the_document_says_of_others() {
    let schemas = document_tree()["components"]["schemas"].as_object().unwrap();
    assert_eq!(schemas["Secret"]["properties"]["_key"]["$ref"], "#/components/schemas/Key");
    let value = &schemas["Value.Secret"];
    assert_eq!(value["required"], serde_json::json!(["constructor"]));
    for name in ["constructor", "properties", "port", "ref"] {
        assert_eq!(value["properties"][name]["type"], "string", "{name}");
    }
    assert!(value["title"].as_str().unwrap().contains("</script>"));
    for (of, name) in [("Custom", "value"), ("Registry", "password")] {
        let value = &schemas[&format!("Value.{of}")];
        let field = value.pointer(&format!("/anyOf/1/properties/{name}"));
        let field = field.unwrap_or(&value["properties"][name]);
        assert_eq!((&field["format"], &field["writeOnly"]), (&"password".into(), &true.into()));
    }
    for body in ["SecretCreation", "SecretReplacement"] {
        let mapping = schemas[body]["discriminator"]["mapping"].as_object().unwrap();
        let named: HashSet<&str> = mapping.values().map(|name| name.as_str().unwrap()).collect();
        assert_eq!(named.len(), 4);
        assert_eq!(schemas[body]["oneOf"].as_array().unwrap().len(), 5);
    }
}

fn walk(value: &Value, see: &mut impl FnMut(&Value)) {
    see(value);
    match value {
        Value::Object(members) => members.values().for_each(|value| walk(value, see)),
        Value::Array(values) => values.iter().for_each(|value| walk(value, see)),
        _ => {}
    }
}
