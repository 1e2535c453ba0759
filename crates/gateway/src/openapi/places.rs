//! Places in the outline for what depends on the types that there are.
//!
//! While the document is a tree, a place is a member with a name of its own. In the text, what it
//! says stands there instead, as `document` reads it.

use serde_json::{Map, Value};

use crate::document::{BODY, CONTENT, PART, PLACE, VALUES};

/// What the places say, by number.
#[derive(Debug, Default)]
pub(super) struct Places(Vec<String>);

impl Places {
    /// For the members of a response's `content`.
    pub(super) fn content(&mut self, members: &mut Map<String, Value>, schema: &str) {
        self.leave(members, &[CONTENT, schema]);
    }

    /// For schemas of values.
    pub(super) fn values(&mut self, schemas: &mut Map<String, Value>) {
        self.leave(schemas, &[VALUES]);
    }

    /// For schemas of a body that names a type, of which `object` is the one for any.
    pub(super) fn body(&mut self, schemas: &mut Map<String, Value>, name: &str, object: &Value) {
        let mut properties = object["properties"].as_object().cloned().unwrap_or_default();
        let any_type = properties.remove("_type").unwrap_or_default().to_string();
        properties.remove("value");
        let properties = Value::Object(properties).to_string();
        // What is between the braces.
        let properties = properties.strip_prefix('{').and_then(|it| it.strip_suffix('}'));
        let properties = properties.unwrap_or_default();
        let required = &object["required"];
        let mut named = required.as_array().cloned().unwrap_or_default();
        if !named.iter().any(|name| name == "_type") {
            named.push("_type".into());
        }
        let (required, named) = (required.to_string(), Value::Array(named).to_string());
        self.leave(schemas, &[BODY, name, properties, &any_type, &required, &named]);
    }

    fn leave(&mut self, members: &mut Map<String, Value>, parts: &[&str]) {
        members.insert(name(self.0.len()), Value::Null);
        self.0.push(parts.join(&PART.to_string()));
    }

    /// The text of a tree in which they are.
    pub(super) fn outline(&self, tree: &Value) -> String {
        let mut text = tree.to_string();
        for (number, place) in self.0.iter().enumerate() {
            let member = format!("{}:null", Value::from(name(number)));
            text = text.replacen(&member, &format!("{PLACE}{place}{PLACE}"), 1);
        }
        text
    }
}

fn name(number: usize) -> String {
    format!("{PLACE}{number}")
}
