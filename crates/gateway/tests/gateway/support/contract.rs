//! Holds an answer against what the OpenAPI document says of its operation: the status is one of
//! those it names, the body fits the schema, and no member of the body is missing from it.

use std::sync::LazyLock;

use boon::{Compiler, Draft, Schemas};
use serde_json::{Map, Value};

use super::{Answer, CUSTOM, ORGANIZATION, PROJECT, USER, World, gateway, now};

const DOCUMENT: &str = "https://strongroom.test/doc.json";

static DOCUMENT_TREE: LazyLock<Value> = LazyLock::new(|| {
    let request = strongroom_gateway::Request {
        method: "GET".to_owned(),
        target: "/api/identity/v1/swagger/doc.json".to_owned(),
        headers: Vec::new(),
        body: strongroom_secret_bytes::SecretBytes::new(Vec::new()),
        peer: None,
        id: "document".to_owned(),
    };
    let response = now(gateway(&World::default()).handle(request));
    assert_eq!(response.status, 200);
    serde_json::from_slice(response.body.expose()).unwrap()
});

/// The document with every object closed, so that a member it does not know is a failure.
static CLOSED: LazyLock<Value> = LazyLock::new(|| {
    let mut tree = DOCUMENT_TREE.clone();
    close(&mut tree);
    tree
});

fn close(tree: &mut Value) {
    match tree {
        Value::Object(members) => {
            if members.get("type").is_some_and(|t| t == "object")
                && members.contains_key("properties")
            {
                members.entry("additionalProperties").or_insert(Value::Bool(false));
            }
            members.values_mut().for_each(close);
        }
        Value::Array(values) => values.iter_mut().for_each(close),
        _ => {}
    }
}

pub(crate) fn document_tree() -> &'static Value {
    &DOCUMENT_TREE
}

/// Each path's template with its methods.
pub(crate) fn document_paths() -> Vec<(String, Vec<String>)> {
    let methods = |operations: &Value| operations.as_object().unwrap().keys().cloned().collect();
    let paths = DOCUMENT_TREE["paths"].as_object().unwrap();
    paths.iter().map(|(template, operations)| (template.clone(), methods(operations))).collect()
}

/// A path that fits a template.
pub(crate) fn example(template: &str) -> String {
    let kind = if template.contains("/members/") { "user" } else { "project" };
    template
        .replace("{kind}", kind)
        .replace("{owner}", PROJECT)
        .replace("{organization}", ORGANIZATION)
        .replace("{project}", PROJECT)
        .replace("{type}", "Custom")
        .replace("{secret}", CUSTOM)
        .replace("{version}", "2")
        .replace("{member}", USER)
        .replace("{person}", USER)
        .replace("{group}", CUSTOM)
        .replace("{client}", CUSTOM)
        .replace("{token}", CUSTOM)
        .replace("{policy}", "night")
}

/// A body that an operation with a body takes.
pub(crate) fn example_body(template: &str, method: &str) -> Option<String> {
    let on = format!("project/{PROJECT}");
    let scopes = format!(r#"[{{"on":"{on}","permissions":["reveal"]}}]"#);
    let key = format!("secret/Custom/{CUSTOM}");
    let name = r#"{"name":"n"}"#.to_owned();
    let secret = r#"{"_type":"secret/Custom","name":"n","value":"v"}"#.to_owned();
    let body = match (method, template.trim_start_matches("/api/identity/v2")) {
        ("post", path) if path.ends_with("/restore") => name,
        ("post", path) if path.ends_with("/validate") => r#"{"value":"v"}"#.to_owned(),
        ("post", path)
            if ["/check", "/rotate", "/values"].iter().any(|end| path.ends_with(end)) =>
        {
            return None;
        }
        ("post" | "put", path) if path.starts_with("/settings/") => secret,
        ("patch", _) => name,
        ("put", path) if path.starts_with("/groups/") => return None,
        ("put", path) if path.contains("/policies/") => r#"{"text":"t"}"#.to_owned(),
        ("put", _) => r#"{"role":"Owner"}"#.to_owned(),
        ("post", "/clients/{client}/secret") => return None,
        ("post", "/tokens" | "/clients/{kind}/{owner}") => {
            format!(r#"{{"name":"n","expires_in":60,"scopes":{scopes}}}"#)
        }
        ("post", path) if path.ends_with("/policy-check") => {
            r#"{"policies":[{"name":"n","text":"t"}]}"#.to_owned()
        }
        ("post", path) if path.ends_with("/policy-explain") => format!(
            r#"{{"principal":"person/{USER}","action":"reveal","owner":"{on}","secret":"{key}"}}"#
        ),
        ("post", "/auth/client/v2/chariot/login") => {
            r#"{"grant_type":"client_credentials","client_id":"c","client_secret":"good"}"#
                .to_owned()
        }
        ("post", "/projects") => format!(r#"{{"name":"n","organization":"{ORGANIZATION}"}}"#),
        ("post", _) => name,
        _ => return None,
    };
    Some(body)
}

/// The template and the operations of the path that a target names, if the document has it. Of two
/// that fit, the one with fewer parameters, as OpenAPI has it.
fn operations(target: &str) -> Option<(&'static str, &'static Map<String, Value>)> {
    let path = target.split('?').next().unwrap().replace("%2F", "/").replace("%2f", "/");
    let segments: Vec<&str> = path.trim_end_matches('/').split('/').collect();
    let fits = |template: &str| {
        let steps: Vec<&str> = template.trim_end_matches('/').split('/').collect();
        let fits = |(step, segment): (&&str, &&str)| step.starts_with('{') || step == segment;
        steps.len() == segments.len() && steps.iter().zip(&segments).all(fits)
    };
    let paths = DOCUMENT_TREE["paths"].as_object().unwrap();
    let (template, operations) = paths
        .iter()
        .filter(|(template, _)| fits(template))
        .min_by_key(|(template, _)| template.matches('{').count())?;
    Some((template, operations.as_object().unwrap()))
}

pub(crate) fn check(method: &str, target: &str, answer: &Answer) {
    let slug = (answer.status() >= 400 && method != "HEAD").then(|| answer.slug());
    // These are about what is no operation.
    if matches!(slug.as_deref(), Some("no-such-route" | "method-not-allowed")) {
        return;
    }
    let Some((template, operations)) = operations(target) else { return };
    let method = if method == "HEAD" { "get" } else { &method.to_lowercase() };
    let Some(operation) = operations.get(method) else { return };
    let status = answer.status().to_string();
    let response = operation["responses"].get(&status);
    let response = response.unwrap_or_else(|| panic!("{method} {template} with {status}"));
    for header in ["etag", "location", "pragma", "vary", "www-authenticate", "retry-after"] {
        assert_eq!(
            answer.header(header).is_some(),
            response["headers"].get(header).is_some(),
            "{header} of {method} {template} with {status}"
        );
    }
    let Some(content) = response.get("content") else {
        assert_eq!(answer.text(), "", "{method} {template}");
        return;
    };
    if answer.text().is_empty() {
        return;
    }
    let media_type = answer.header("content-type").unwrap();
    let schema = &content[media_type.split(';').next().unwrap()]["schema"];
    assert!(schema.is_object(), "{method} {template} with {status}: {media_type}");
    // A value in a format is whatever bytes it is.
    let Some(schema) = schema.get("$ref").filter(|_| !target.contains("format=")) else { return };
    fits(schema.as_str().unwrap(), &answer.json())
        .unwrap_or_else(|why| panic!("{method} {template} with {status}: {why}"));
}

/// Whether a value fits a schema of the document.
pub(crate) fn fits(reference: &str, value: &Value) -> Result<(), String> {
    let mut compiler = Compiler::new();
    compiler.set_default_draft(Draft::V2020_12);
    compiler.add_resource(DOCUMENT, CLOSED.clone()).unwrap();
    let mut schemas = Schemas::new();
    let schema = compiler
        .compile(&format!("{DOCUMENT}{reference}"), &mut schemas)
        .unwrap_or_else(|why| panic!("{reference}: {why:#}"));
    schemas.validate(value, schema).map_err(|why| format!("{why:#}"))
}
