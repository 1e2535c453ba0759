//! From the model's nouns to parameters of a statement. `row` is the way back.

use strongroom_database::Value;
use strongroom_model::{FieldName, Id, Name, OwnerKind, Role, TypeName, VersionNumber, Visibility};
use strongroom_ports::principals::Status;

pub(crate) trait IntoValue {
    fn into_value(self) -> Value;
}

/// Parameters in the order of their numbers.
macro_rules! parameters {
    ($($value:expr),* $(,)?) => {
        vec![$(crate::value::IntoValue::into_value($value)),*]
    };
}
pub(crate) use parameters;

impl IntoValue for i64 {
    fn into_value(self) -> Value {
        Value::Integer(self)
    }
}

impl IntoValue for u32 {
    fn into_value(self) -> Value {
        Value::Integer(self.into())
    }
}

impl IntoValue for VersionNumber {
    fn into_value(self) -> Value {
        self.get().into_value()
    }
}

impl IntoValue for OwnerKind {
    fn into_value(self) -> Value {
        // Part of every index of secrets: a number takes one byte there.
        Value::Integer(match self {
            Self::Organization => 1,
            Self::Project => 2,
            Self::User => 3,
        })
    }
}

/// A kind of owner as the rows of its deleted secrets have it. So nothing finds them that does not
/// look for what is deleted, and no order of what is there has them.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Deleted(pub(crate) OwnerKind);

impl IntoValue for Deleted {
    fn into_value(self) -> Value {
        Value::Integer(match self.0 {
            OwnerKind::Organization => 11,
            OwnerKind::Project => 12,
            OwnerKind::User => 13,
        })
    }
}

impl IntoValue for Id {
    fn into_value(self) -> Value {
        Value::Blob(self.as_bytes().to_vec())
    }
}

impl IntoValue for Vec<u8> {
    fn into_value(self) -> Value {
        Value::Blob(self)
    }
}

impl IntoValue for String {
    fn into_value(self) -> Value {
        Value::Text(self)
    }
}

impl IntoValue for &str {
    fn into_value(self) -> Value {
        Value::Text(self.to_owned())
    }
}

impl IntoValue for bool {
    fn into_value(self) -> Value {
        Value::Integer(self.into())
    }
}

impl IntoValue for Status {
    fn into_value(self) -> Value {
        Value::Integer(match self {
            Self::Active => 1,
            Self::Suspended => 2,
            Self::Removed => 3,
        })
    }
}

/// A role as a number, strongest first: of several the least is the strongest.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Ranked(pub(crate) Role);

impl IntoValue for Ranked {
    fn into_value(self) -> Value {
        Value::Integer(match self.0 {
            Role::Owner => 1,
            Role::Maintainer => 2,
            Role::Contributor => 3,
            Role::Writer => 4,
            Role::Reader => 5,
        })
    }
}

impl IntoValue for Visibility {
    fn into_value(self) -> Value {
        self.as_str().into_value()
    }
}

impl IntoValue for Role {
    fn into_value(self) -> Value {
        self.as_str().into_value()
    }
}

impl IntoValue for Name {
    fn into_value(self) -> Value {
        Value::Text(self.into())
    }
}

impl IntoValue for TypeName {
    fn into_value(self) -> Value {
        Value::Text(self.into())
    }
}

impl IntoValue for FieldName {
    fn into_value(self) -> Value {
        Value::Text(self.into())
    }
}

impl<T: IntoValue> IntoValue for Option<T> {
    fn into_value(self) -> Value {
        self.map_or(Value::Null, IntoValue::into_value)
    }
}
