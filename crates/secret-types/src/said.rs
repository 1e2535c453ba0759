//! What a type says, before anything of it is known to be so.

pub use strongroom_ports::catalogue::{Choice, FieldKind};

#[derive(Debug, Clone)]
pub struct Description {
    pub id: String,
    pub title: String,
    pub help: String,
    pub fields: Vec<FieldDescription>,
    pub renderings: Vec<Rendering>,
}

#[derive(Debug, Clone)]
pub struct FieldDescription {
    pub name: String,
    pub title: String,
    pub kind: FieldKind,
    pub required: bool,
    pub sensitive: bool,
    pub pattern: Option<String>,
    pub choices: Vec<Choice>,
    pub default: Option<String>,
    pub help: String,
}

#[derive(Debug, Clone)]
pub struct Rendering {
    pub format: String,
    pub title: String,
    pub media_type: String,
    pub help: String,
}

#[derive(Debug, Clone)]
pub struct Problem {
    pub field: String,
    pub message: String,
}

/// Why a connected type did not do what it was asked.
#[derive(Debug, Clone)]
pub enum Failure {
    Rejected(String),
    Unavailable(String),
    Invalid(Vec<Problem>),
    Failed(String),
}
