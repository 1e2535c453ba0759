//! The server's OpenAPI document, as the gateway's own test keeps it: what may be asked, and answers
//! made from it, with as little and with as much as it allows.

use std::path::Path;

use boon::{Compiler, Draft, Schemas};
use serde_json::{Map, Value, json};

const FILE: &str = "../../crates/gateway/tests/gateway/snapshots/gateway__document__openapi.snap";
const PLACE: &str = "https://strongroom.test/doc.json";

pub(crate) struct Document(Value);

#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum How {
    /// What may be missing is missing.
    Least,
    Most,
}

impl Document {
    pub(crate) fn read() -> Self {
        let file = Path::new(env!("CARGO_MANIFEST_DIR")).join(FILE);
        let text = std::fs::read_to_string(file).unwrap();
        // A header of the snapshot stands before it, between dashes.
        Self(serde_json::from_str(text.splitn(3, "---").nth(2).unwrap()).unwrap())
    }

    pub(crate) fn kinds_of_problems(&self) -> Vec<&str> {
        let kinds = &self.0["components"]["schemas"]["Problem"]["properties"]["type"]["enum"];
        kinds.as_array().unwrap().iter().map(|kind| kind.as_str().unwrap()).collect()
    }

    /// The operation of a request, with the reference of its place in the document.
    pub(crate) fn operation(&self, method: &str, path: &str) -> (&Value, String) {
        let paths = self.0["paths"].as_object().unwrap();
        let fits = |template: &str| {
            let (template, path) = (template.split('/'), path.split('/'));
            template.clone().count() == path.clone().count()
                && template.zip(path).all(|(t, p)| t == p || (t.starts_with('{') && !p.is_empty()))
        };
        let method = method.to_lowercase();
        // What is named stands before what is a parameter.
        let mut found: Vec<&String> = paths.keys().filter(|template| fits(template)).collect();
        found.sort_by_key(|template| template.matches('{').count());
        let template = found.first().unwrap_or_else(|| panic!("no path is {path}"));
        let operation = &paths[*template][&method];
        assert!(operation.is_object(), "{method} {path} is not in the document");
        let place = template.replace('~', "~0").replace('/', "~1");
        (operation, format!("#/paths/{place}/{method}"))
    }

    /// Whether a value is as a schema of the document has it.
    pub(crate) fn assert_fits(&self, place: &str, value: &Value) {
        let mut compiler = Compiler::new();
        compiler.set_default_draft(Draft::V2020_12);
        compiler.add_resource(PLACE, self.0.clone()).unwrap();
        let mut schemas = Schemas::new();
        let place = place.replace('{', "%7B").replace('}', "%7D");
        let schema = compiler.compile(&format!("{PLACE}{place}"), &mut schemas).unwrap();
        if let Err(why) = schemas.validate(value, schema) {
            panic!("{place}: {why:#}");
        }
    }

    /// Something that is as a schema has it.
    pub(crate) fn example(&self, schema: &Value, how: How) -> Value {
        if let Some(reference) = schema["$ref"].as_str() {
            let name = reference.rsplit('/').next().unwrap();
            let made = named(name)
                .unwrap_or_else(|| self.example(&self.0["components"]["schemas"][name], how));
            self.assert_fits(reference, &made);
            return made;
        }
        if let Some(value) = schema.get("const") {
            return value.clone();
        }
        if let Some(values) = schema["enum"].as_array() {
            return if how == How::Least { &values[0] } else { values.last().unwrap() }.clone();
        }
        for word in ["anyOf", "oneOf"] {
            if let Some(any) = schema[word].as_array() {
                let is_null = |it: &&Value| it["type"] == "null";
                let null = any.iter().find(is_null).filter(|_| how == How::Least);
                let other = any.iter().find(|it| !is_null(it));
                return self.example(null.or(other).unwrap(), how);
            }
        }
        let kinds = match &schema["type"] {
            Value::Array(kinds) => kinds.clone(),
            kind => vec![kind.clone()],
        };
        let kind = match how {
            How::Least if kinds.contains(&json!("null")) => "null",
            // Of a value: the object, and the text in the other pass.
            How::Most if kinds.contains(&json!("object")) => "object",
            _ => kinds[0].as_str().unwrap(),
        };
        match kind {
            "null" => Value::Null,
            "boolean" => json!(how == How::Most),
            "integer" => schema.get("minimum").cloned().unwrap_or_else(|| json!(1)),
            "string" => json!("text"),
            "array" if how == How::Least => json!([]),
            "array" => json!([self.example(&schema["items"], how)]),
            "object" => self.object(schema, how),
            other => panic!("no example of {other}"),
        }
    }

    fn object(&self, schema: &Value, how: How) -> Value {
        let mut made = Map::new();
        let required = schema["required"].as_array().cloned().unwrap_or_default();
        for (name, inner) in schema["properties"].as_object().into_iter().flatten() {
            if how == How::Most || required.contains(&json!(name)) {
                made.insert(name.clone(), self.example(inner, how));
            }
        }
        let others = &schema["additionalProperties"];
        if others.is_object() && how == How::Most {
            made.insert("field".to_owned(), self.example(others, how));
        }
        Value::Object(made)
    }
}

/// What has a pattern.
fn named(name: &str) -> Option<Value> {
    let id = "2Cd00000000000000000000000a";
    Some(match name {
        "Id" => json!(id),
        "Key" => json!(format!("secret/Custom/{id}")),
        "Owner" => json!(format!("project/{id}")),
        "Type" => json!("secret/Custom"),
        "TypeName" => json!("Custom"),
        "FieldName" => json!("value"),
        "FormatName" => json!("json"),
        _ => return None,
    })
}
