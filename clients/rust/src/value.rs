//! A secret's value as the API has it: a text where the type has one field, else texts by field.

use std::collections::BTreeMap;
use std::fmt;

use serde::de::{MapAccess, Visitor};
use serde::ser::SerializeMap as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::secret::SecretString;

#[derive(Debug)]
pub enum Value {
    /// Of a type of one field, and what such a type takes.
    One(SecretString),
    /// Of a type of several, by name.
    Fields(BTreeMap<String, SecretString>),
}

impl Value {
    /// The value of a type of one field.
    #[must_use]
    pub fn one(text: impl Into<SecretString>) -> Self {
        Self::One(text.into())
    }

    #[must_use]
    pub fn fields<N: Into<String>, V: Into<SecretString>>(
        fields: impl IntoIterator<Item = (N, V)>,
    ) -> Self {
        let fields = fields.into_iter().map(|(name, value)| (name.into(), value.into()));
        Self::Fields(fields.collect())
    }

    /// None where there are several fields.
    #[must_use]
    pub const fn as_one(&self) -> Option<&SecretString> {
        match self {
            Self::One(text) => Some(text),
            Self::Fields(_) => None,
        }
    }

    /// A field of several.
    #[must_use]
    pub fn field(&self, name: &str) -> Option<&SecretString> {
        match self {
            Self::One(_) => None,
            Self::Fields(fields) => fields.get(name),
        }
    }

    /// Names of several fields; none where the type has one.
    pub(crate) fn into_names(self) -> Vec<String> {
        match self {
            Self::One(_) => Vec::new(),
            Self::Fields(fields) => fields.into_keys().collect(),
        }
    }
}

/// Private to this crate: what is written with it goes to the server.
pub(crate) struct Sent<'a>(pub(crate) &'a Value);

impl Serialize for Sent<'_> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        match self.0 {
            Value::One(text) => to.serialize_str(text.expose()),
            Value::Fields(fields) => {
                let mut map = to.serialize_map(Some(fields.len()))?;
                for (name, value) in fields {
                    map.serialize_entry(name, value.expose())?;
                }
                map.end()
            }
        }
    }
}

/// What was read from the server.
pub(crate) struct Received(pub(crate) Value);

impl<'de> Deserialize<'de> for Received {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        struct Either;

        impl<'de> Visitor<'de> for Either {
            type Value = Received;

            fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
                out.write_str("a text or an object of texts")
            }

            fn visit_str<E>(self, text: &str) -> Result<Received, E> {
                Ok(Received(Value::One(SecretString::from(text))))
            }

            fn visit_map<M: MapAccess<'de>>(self, mut map: M) -> Result<Received, M::Error> {
                let mut fields = BTreeMap::new();
                while let Some(name) = map.next_key()? {
                    fields.insert(name, map.next_value::<Text>()?.0);
                }
                Ok(Received(Value::Fields(fields)))
            }
        }

        from.deserialize_any(Either)
    }
}

struct Text(SecretString);

impl<'de> Deserialize<'de> for Text {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        struct One;

        impl Visitor<'_> for One {
            type Value = Text;

            fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
                out.write_str("a text")
            }

            fn visit_str<E>(self, text: &str) -> Result<Text, E> {
                Ok(Text(SecretString::from(text)))
            }
        }

        from.deserialize_str(One)
    }
}
