//! A strict reader over `serde_json`'s tokenizer.
//!
//! What it adds: no key twice, a bound on depth and on the number of values, texts that are wiped,
//! and errors of its own. `serde_json`'s error texts quote the input and never leave this module.

use std::cell::Cell;
use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, MapAccess, SeqAccess, Visitor};
use strongroom_model::limits;
use zeroize::Zeroizing;

use crate::body;

/// Values in one body, containers included: far more than any body here needs.
const VALUES: usize = 4096;
/// Members of one object. More than a secret's fields or labels, so that their own bounds speak
/// first; few enough to look for a duplicate by comparing.
const MEMBERS: usize = 256;

/// A JSON value. Keys are wiped too: a caller may have put a value where a key belongs.
pub(crate) enum Json {
    Null,
    Boolean(bool),
    /// `None` for a number that is not a whole one in the range.
    Number(Option<i64>),
    Text(Zeroizing<String>),
    List(Vec<Self>),
    Object(Vec<(Zeroizing<String>, Self)>),
}

/// Why bytes are not read. Never holds a piece of them, except a name of ours.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub(crate) enum Error {
    #[error("the body is empty")]
    Empty,
    #[error("the body is not JSON: line {line}, column {column}")]
    Syntax { line: usize, column: usize },
    #[error("the body is nested deeper than {limit} levels", limit = limits::JSON_DEPTH)]
    TooDeep { line: usize, column: usize },
    #[error("the body holds too many values")]
    TooMany { line: usize, column: usize },
    #[error("the body has {} twice: line {line}, column {column}", key(*.name))]
    Duplicate { name: Option<&'static str>, line: usize, column: usize },
}

fn key(name: Option<&str>) -> String {
    name.map_or_else(|| "a key".to_owned(), |name| format!("`{name}`"))
}

/// Reads one JSON value that is the whole of `bytes`.
///
/// # Errors
/// All of [`Error`].
pub(crate) fn read(bytes: &[u8]) -> Result<Json, Error> {
    if bytes.trim_ascii().is_empty() {
        return Err(Error::Empty);
    }
    let state = State { refused: Cell::new(None), values: Cell::new(0) };
    let mut deserializer = serde_json::Deserializer::from_slice(bytes);
    Value { state: &state, depth: 0 }
        .deserialize(&mut deserializer)
        .and_then(|value| deserializer.end().map(|()| value))
        .map_err(|error| {
            let (line, column) = (error.line(), error.column());
            match state.refused.get() {
                None => Error::Syntax { line, column },
                Some(Refused::Depth) => Error::TooDeep { line, column },
                Some(Refused::Values) => Error::TooMany { line, column },
                Some(Refused::Duplicate(name)) => Error::Duplicate { name, line, column },
            }
        })
}

/// Why the visitor stopped: it has no other way to say so than beside serde's error.
#[derive(Clone, Copy)]
enum Refused {
    Depth,
    Values,
    Duplicate(Option<&'static str>),
}

struct State {
    refused: Cell<Option<Refused>>,
    values: Cell<usize>,
}

impl State {
    fn refuse<E: serde::de::Error>(&self, why: Refused) -> E {
        self.refused.set(Some(why));
        E::custom("refused")
    }
}

#[derive(Clone, Copy)]
struct Value<'s> {
    state: &'s State,
    depth: usize,
}

impl Value<'_> {
    fn deeper<E: serde::de::Error>(self) -> Result<Self, E> {
        let depth = self.depth + 1;
        if depth > limits::JSON_DEPTH {
            return Err(self.state.refuse(Refused::Depth));
        }
        Ok(Self { depth, ..self })
    }
}

impl<'de> DeserializeSeed<'de> for Value<'_> {
    type Value = Json;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Json, D::Error> {
        let values = self.state.values.get() + 1;
        self.state.values.set(values);
        if values > VALUES {
            return Err(self.state.refuse(Refused::Values));
        }
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Value<'_> {
    type Value = Json;

    fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("a JSON value")
    }

    fn visit_unit<E>(self) -> Result<Json, E> {
        Ok(Json::Null)
    }

    fn visit_bool<E>(self, boolean: bool) -> Result<Json, E> {
        Ok(Json::Boolean(boolean))
    }

    fn visit_i64<E>(self, number: i64) -> Result<Json, E> {
        Ok(Json::Number(Some(number)))
    }

    fn visit_u64<E>(self, number: u64) -> Result<Json, E> {
        Ok(Json::Number(i64::try_from(number).ok()))
    }

    fn visit_f64<E>(self, _: f64) -> Result<Json, E> {
        Ok(Json::Number(None))
    }

    fn visit_str<E>(self, text: &str) -> Result<Json, E> {
        Ok(Json::Text(Zeroizing::new(text.to_owned())))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Json, A::Error> {
        let inner = self.deeper()?;
        let mut values = Vec::new();
        while let Some(value) = list.next_element_seed(inner)? {
            values.push(value);
        }
        Ok(Json::List(values))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut object: A) -> Result<Json, A::Error> {
        let inner = self.deeper()?;
        let mut members: Vec<(Zeroizing<String>, Json)> = Vec::new();
        while let Some(key) = object.next_key_seed(Key)? {
            if members.iter().any(|(other, _)| *other == key) {
                return Err(self.state.refuse(Refused::Duplicate(body::known_name(&key))));
            }
            if members.len() == MEMBERS {
                return Err(self.state.refuse(Refused::Values));
            }
            members.push((key, object.next_value_seed(inner)?));
        }
        Ok(Json::Object(members))
    }
}

struct Key;

impl<'de> DeserializeSeed<'de> for Key {
    type Value = Zeroizing<String>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl Visitor<'_> for Key {
    type Value = Zeroizing<String>;

    fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("a key")
    }

    fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<Self::Value, E> {
        Ok(Zeroizing::new(text.to_owned()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn error(bytes: &[u8]) -> Option<Error> {
        read(bytes).err()
    }

    #[test]
    fn names_a_duplicate_only_when_the_name_is_ours() {
        let of = |bytes: &[u8]| error(bytes).map(|error| error.to_string());
        assert_eq!(
            of(br#"{"name":"a","name":"b"}"#).as_deref(),
            Some("the body has `name` twice: line 1, column 18")
        );
        assert_eq!(
            of(b"{\"labels\":{\n\"hunter2\":\"\",\n\"hunter2\":\"\"}}").as_deref(),
            Some("the body has a key twice: line 3, column 9")
        );
        // The same key in another spelling.
        assert!(of(br#"{"name":"a","\u006eame":"b"}"#).is_some());
    }

    #[test]
    fn bounds_depth_members_and_values() {
        let nested = |depth| format!("{}{}", "[".repeat(depth), "]".repeat(depth));
        assert_eq!(error(nested(limits::JSON_DEPTH).as_bytes()), None);
        for depth in [limits::JSON_DEPTH + 1, 127, 128, 100_000] {
            assert!(
                matches!(error(nested(depth).as_bytes()), Some(Error::TooDeep { .. })),
                "{depth}"
            );
        }
        let members: Vec<String> = (0..=MEMBERS).map(|n| format!("\"{n}\":0")).collect();
        let object = format!("{{{}}}", members.join(","));
        assert!(matches!(error(object.as_bytes()), Some(Error::TooMany { .. })));
        let list = format!("[0{}]", ",0".repeat(VALUES));
        assert!(matches!(error(list.as_bytes()), Some(Error::TooMany { .. })));
    }

    #[test]
    fn refuses_what_is_not_exactly_one_json_value() {
        for bytes in [
            &b"{"[..],
            b"{}{}",
            b"{} x",
            b"{'a':1}",
            b"{\"a\":1,}",
            b"[1,]",
            b"NaN",
            b"01",
            b"+1",
            b"\"\xff\"",
            b"\"\\ud800\"",
            b"\xef\xbb\xbf{}",
            b"\"\x01\"",
            b"\"a",
            b"// c\n{}",
            b"{\"a\" 1}",
            b"{1:1}",
            b"\x00",
            b"1e999",
        ] {
            assert!(matches!(error(bytes), Some(Error::Syntax { .. })), "{bytes:?}");
        }
        assert_eq!(error(b""), Some(Error::Empty));
        assert_eq!(error(b" \n"), Some(Error::Empty));
    }

    proptest::proptest! {
        #[test]
        fn reads_no_more_than_the_standard_allows(bytes in proptest::collection::vec(0u8..128, 0..64)) {
            if read(&bytes).is_ok() {
                proptest::prop_assert!(serde_json::from_slice::<serde_json::Value>(&bytes).is_ok());
            }
        }
    }
}
