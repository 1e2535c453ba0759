//! Holds an answer against what the OpenAPI document says of its operation: the status is one of
//! those it names, the body fits the schema, and no member of the body is missing from it.

use std::sync::LazyLock;

use boon::{Compiler, Draft, Schemas};
use serde_json::{Map, Value};

use super::{Answer, CUSTOM, PROJECT, World, gateway, now};

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
    template
        .replace("{kind}", "project")
        .replace("{owner}", PROJECT)
        .replace("{type}", "Custom")
        .replace("{secret}", CUSTOM)
        .replace("{version}", "2")
        .replace("{token}", CUSTOM)
}

/// The template and the operations of the path that a target names, if the document has it.
fn operations(target: &str) -> Option<(&'static str, &'static Map<String, Value>)> {
    let path = target.split('?').next().unwrap().replace("%2F", "/").replace("%2f", "/");
    let segments: Vec<&str> = path.trim_end_matches('/').split('/').collect();
    let fits = |template: &str| {
        let steps: Vec<&str> = template.trim_end_matches('/').split('/').collect();
        let fits = |(step, segment): (&&str, &&str)| step.starts_with('{') || step == segment;
        steps.len() == segments.len() && steps.iter().zip(&segments).all(fits)
    };
    let paths = DOCUMENT_TREE["paths"].as_object().unwrap();
    let (template, operations) = paths.iter().find(|(template, _)| fits(template))?;
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
    for header in ["etag", "location", "www-authenticate", "retry-after"] {
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
    let schema = &content[answer.header("content-type").unwrap()]["schema"]["$ref"];
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
