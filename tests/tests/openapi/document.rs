//! The document, and answers held against it.

use std::collections::BTreeSet;

use boon::{Compiler, Draft, Schemas};
use serde_json::Value;
use strongroom_tests::{Answer, Client};

const PATH: &str = "/api/identity/v1/swagger/doc.json";
const METHODS: [&str; 8] = ["get", "put", "post", "delete", "options", "head", "patch", "trace"];
/// Where the validator believes the document to be.
const PLACE: &str = "https://strongroom.test/doc.json";

pub(crate) struct Document {
    tree: Value,
    /// With every object closed, so that a member it does not know is a failure.
    closed: Value,
}

impl Document {
    pub(crate) fn of(client: &Client) -> Self {
        let tree = client.without_token().get(PATH).expect(200).json();
        assert_eq!(tree["openapi"], "3.1.0");
        let mut closed = tree.clone();
        close(&mut closed);
        Self { tree, closed }
    }

    fn each(&self) -> impl Iterator<Item = (&str, &str, &Value)> {
        let paths = self.tree["paths"].as_object().expect("paths");
        paths.iter().flat_map(|(path, item)| {
            let methods = METHODS.iter().filter_map(|method| Some((*method, item.get(method)?)));
            methods.map(|(method, operation)| (path.as_str(), method, operation))
        })
    }

    pub(crate) fn templates(&self) -> BTreeSet<String> {
        self.each().map(|(path, ..)| path.to_owned()).collect()
    }

    pub(crate) fn has(&self, path: &str, method: &str) -> bool {
        let method = method.to_lowercase();
        self.each().any(|(other, named, _)| other == path && named == method)
    }

    pub(crate) fn operations(&self) -> BTreeSet<String> {
        let name =
            |operation: &Value| operation["operationId"].as_str().expect("a name").to_owned();
        self.each().map(|(.., operation)| name(operation)).collect()
    }

    fn operation(&self, name: &str) -> &Value {
        let found = self.each().find(|(.., operation)| operation["operationId"] == name);
        found.unwrap_or_else(|| panic!("no operation is called {name}")).2
    }

    /// Whether anyone may ask, without a token.
    pub(crate) fn is_open(&self, name: &str) -> bool {
        let security = self.operation(name).get("security").unwrap_or(&self.tree["security"]);
        security.as_array().is_some_and(Vec::is_empty)
    }

    /// Whether the status, the headers, the media type and the body are as the document says.
    pub(crate) fn check(&self, operation: &str, answer: &Answer) {
        let status = answer.status.to_string();
        let what = format!("{operation} with {status}");
        let Some(response) = self.operation(operation)["responses"].get(&status) else {
            panic!("{what} is not in the document: {}", answer.text())
        };
        for header in response["headers"].as_object().into_iter().flatten().map(|(name, _)| name) {
            assert!(answer.header(header).is_some(), "{what} has no `{header}`");
        }
        let Some(content) = response.get("content") else {
            assert_eq!(answer.text(), "", "{what} has a body");
            return;
        };
        let media_type = answer.header("content-type").expect("a media type");
        let Some(media) = content.get(media_type) else { panic!("{what} is {media_type}") };
        let reference = media["schema"]["$ref"].as_str().expect("a reference");
        self.fits(reference, &answer.json()).unwrap_or_else(|why| {
            panic!("{what} is not a {reference}: {why}: {}", answer.text());
        });
    }

    fn fits(&self, reference: &str, value: &Value) -> Result<(), String> {
        let mut compiler = Compiler::new();
        compiler.set_default_draft(Draft::V2020_12);
        compiler.add_resource(PLACE, self.closed.clone()).expect("a resource");
        let mut schemas = Schemas::new();
        let schema = compiler
            .compile(&format!("{PLACE}{reference}"), &mut schemas)
            .unwrap_or_else(|why| panic!("{reference}: {why:#}"));
        schemas.validate(value, schema).map_err(|why| format!("{why:#}"))
    }

    pub(crate) fn is_sound(&self) {
        let names: Vec<&Value> =
            self.each().map(|(.., operation)| &operation["operationId"]).collect();
        assert_eq!(self.operations().len(), names.len(), "{names:?}");
        let mut references = Vec::new();
        gather(&self.tree, &mut references);
        assert!(!references.is_empty());
        for reference in references {
            let pointer = reference.strip_prefix('#').expect("a reference within the document");
            assert!(self.tree.pointer(pointer).is_some(), "{reference} leads nowhere");
        }
        for (path, method, operation) in self.each() {
            let parameters = operation["parameters"].as_array().cloned().unwrap_or_default();
            let in_path: BTreeSet<&str> = parameters
                .iter()
                .filter(|parameter| parameter["in"] == "path")
                .filter_map(|parameter| parameter["name"].as_str())
                .collect();
            let in_template: BTreeSet<&str> =
                path.split('/').filter_map(|s| s.strip_prefix('{')?.strip_suffix('}')).collect();
            assert_eq!(in_path, in_template, "{method} {path}");
        }
    }
}

fn close(tree: &mut Value) {
    match tree {
        Value::Object(members) => {
            let is_object = members.get("type").is_some_and(|kind| kind == "object");
            if is_object && members.contains_key("properties") {
                members.entry("additionalProperties").or_insert(Value::Bool(false));
            }
            members.values_mut().for_each(close);
        }
        Value::Array(values) => values.iter_mut().for_each(close),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

fn gather<'t>(tree: &'t Value, references: &mut Vec<&'t str>) {
    match tree {
        Value::Object(members) => {
            references.extend(members.get("$ref").and_then(Value::as_str));
            members.values().for_each(|member| gather(member, references));
        }
        Value::Array(values) => values.iter().for_each(|value| gather(value, references)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}
