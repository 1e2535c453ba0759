//! What was asked for, as data.

use std::fmt;

use serde_json::json;
use strongroom_client::{OwnerName, Reference};

/// A secret as people name it, or a field of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Meant {
    Reference(Reference),
    /// `NAME`, or `NAME.FIELD` where no secret has all of it for its name.
    Name(String),
}

impl Meant {
    pub(crate) fn read(text: &str) -> Result<Self, String> {
        if text.starts_with("sr://") {
            let reference: Result<Reference, _> = text.parse();
            return reference.map(Self::Reference).map_err(|error| error.to_string());
        }
        if text.is_empty() {
            return Err("names no secret".to_owned());
        }
        Ok(Self::Name(text.to_owned()))
    }
}

impl fmt::Display for Meant {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Reference(reference) => reference.fmt(out),
            Self::Name(name) => out.write_str(&crate::words::plain(name)),
        }
    }
}

#[derive(Debug, Clone, Default)]
pub(crate) struct Request {
    /// Whose, where a name and not a reference is given.
    pub(crate) owner: Option<OwnerName>,
    /// Every secret of the owner that has the labels.
    pub(crate) all: bool,
    pub(crate) labels: Vec<(String, String)>,
    /// Those that give variables of their own names.
    pub(crate) secrets: Vec<Meant>,
    /// One value each, under a name that the caller gave it.
    pub(crate) named: Vec<(String, Meant)>,
    pub(crate) prefix: String,
}

impl Request {
    /// The same for equal requests alone.
    pub(crate) fn identity(&self) -> String {
        let texts = |meant: &[Meant]| meant.iter().map(Meant::to_string).collect::<Vec<_>>();
        let named: Vec<_> = self.named.iter().map(|(name, it)| (name, it.to_string())).collect();
        json!([
            self.owner.as_ref().map(OwnerName::to_string),
            self.all,
            self.labels,
            texts(&self.secrets),
            named,
            self.prefix,
        ])
        .to_string()
    }

    pub(crate) fn is_empty(&self) -> bool {
        !self.all && self.secrets.is_empty() && self.named.is_empty()
    }
}
