//! JSON of secrets: errors that hold nothing of it, and objects that keep what is there twice.

use std::fmt;
use std::marker::PhantomData;

use serde::de::{DeserializeOwned, MapAccess, Visitor};
use serde::{Deserialize, Deserializer};
use serde_json::Value;
use strongroom_client::SecretString;

use crate::import::item::Content;

/// `what` is what it should have been. A parser's own words quote what they stumble over.
///
/// # Errors
/// It is no JSON, or of another form.
pub(super) fn parse<T: DeserializeOwned>(text: &str, what: &str) -> anyhow::Result<T> {
    serde_json::from_str(text).map_err(|why| {
        let (line, column) = (why.line(), why.column());
        if why.is_data() {
            anyhow::anyhow!("is not {what}: line {line}, column {column}")
        } else {
            anyhow::anyhow!("is no JSON: line {line}, column {column}")
        }
    })
}

/// An object as it is written: of two members of one name, most readers silently take one.
pub(super) struct Members<T>(pub(super) Vec<(String, T)>);

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Members<T> {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        struct All<T>(PhantomData<T>);

        impl<'de, T: Deserialize<'de>> Visitor<'de> for All<T> {
            type Value = Members<T>;

            fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
                out.write_str("an object")
            }

            fn visit_map<M: MapAccess<'de>>(self, mut map: M) -> Result<Members<T>, M::Error> {
                let mut members = Vec::new();
                while let Some(member) = map.next_entry()? {
                    members.push(member);
                }
                Ok(Members(members))
            }
        }

        from.deserialize_map(All(PhantomData))
    }
}

impl<T> Default for Members<T> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

/// A member as a Single Variable, where its text is what everybody would write for it.
pub(super) fn content(value: Value) -> Content {
    match value {
        Value::String(text) => Content::of_text(SecretString::from(text)),
        Value::Bool(value) => Content::of_text(SecretString::from(value.to_string())),
        Value::Number(number) if number.is_i64() || number.is_u64() => {
            Content::of_text(SecretString::from(number.to_string()))
        }
        Value::Number(_) => {
            Content::Unfit("is a number with a fraction, which has no one text".to_owned())
        }
        Value::Null => Content::Left("is null".to_owned()),
        Value::Array(_) | Value::Object(_) => {
            Content::Unfit("is a list or an object, and not a text".to_owned())
        }
    }
}
