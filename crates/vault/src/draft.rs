//! From what a caller sent to what can be stored.
//!
//! Metadata and fields are judged by the rules that hold for every type; then the type
//! judges the fields. No step stops at the first problem.

use std::collections::HashSet;

use strongroom_model::metadata::Labels;
use strongroom_model::{FieldName, Name, Timestamp, TypeName, limits, name, schedule};
use strongroom_ports::catalogue::{self, Catalogue, Field};
use strongroom_ports::vault::DraftField;

use crate::problems::{Problems, TYPE, UNKNOWN_TYPE};

pub(crate) fn description(text: &str, problems: &mut Problems) {
    problems.check("description", name::free_text(text, limits::DESCRIPTION_CHARACTERS));
}

pub(crate) fn labels(drafts: Vec<(String, String)>, problems: &mut Problems) -> Labels {
    if drafts.len() > limits::LABELS {
        problems.add("labels", format!("must be at most {} labels", limits::LABELS));
        return Vec::new();
    }
    let bytes: usize = drafts.iter().map(|(key, value)| key.len() + value.len()).sum();
    if bytes > limits::LABELS_BYTES {
        problems.add("labels", format!("must be at most {} bytes in all", limits::LABELS_BYTES));
    }
    let mut labels = Labels::with_capacity(drafts.len());
    let mut seen = HashSet::with_capacity(drafts.len());
    for (index, (key, value)) in drafts.into_iter().enumerate() {
        // A key that is none is not repeated in the answer: its place says which it is.
        let Some(key) = problems.check(&format!("labels.{index}"), key.parse::<Name>()) else {
            continue;
        };
        let field = format!("labels.{key}");
        problems.check(&field, name::free_text(&value, limits::NAME_CHARACTERS));
        if !seen.insert(key.clone()) {
            problems.add(field, "must not be given twice");
        }
        labels.push((key, value));
    }
    labels
}

/// When a value ends.
pub(crate) fn expiry(at: Option<Timestamp>, now: Timestamp, problems: &mut Problems) {
    if let Some(at) = at {
        problems.check("expires_at", schedule::check_expiry(at, now));
    }
}

/// How often a value is to be replaced.
pub(crate) fn period(seconds: Option<i64>, problems: &mut Problems) -> Option<u32> {
    seconds.and_then(|seconds| problems.check("rotate_every", schedule::period(seconds)))
}

/// Checks the fields by the rules for all types and then by their own type's; gives them in the form
/// to be stored. Whether they can be used, `problems` says.
pub(crate) async fn value(
    catalogue: &impl Catalogue,
    type_name: Option<&TypeName>,
    drafts: Vec<DraftField>,
    problems: &mut Problems,
) -> Vec<Field> {
    let fields = fields(drafts, problems);
    let Some(type_name) = type_name.filter(|_| !problems.has_of_value()) else {
        return Vec::new();
    };
    match catalogue.validate(type_name, fields).await {
        Ok(fields) => return fields,
        Err(catalogue::Error::Unknown) => problems.add(TYPE, UNKNOWN_TYPE),
        Err(catalogue::Error::Invalid(told)) => problems.add_of_type(told),
        // Told as a problem of the request and not as an outage: every other type goes on, and the
        // same value may fail each time.
        Err(catalogue::Error::Failed) => {
            problems.add(TYPE, "the type failed while it checked the value");
        }
    }
    Vec::new()
}

fn fields(drafts: Vec<DraftField>, problems: &mut Problems) -> Vec<Field> {
    if drafts.is_empty() || drafts.len() > limits::FIELDS {
        problems.add_value(None, format!("must have 1 to {} fields", limits::FIELDS));
        return Vec::new();
    }
    let mut fields = Vec::with_capacity(drafts.len());
    let mut seen = HashSet::with_capacity(drafts.len());
    for (index, draft) in drafts.into_iter().enumerate() {
        let parsed = draft.name.parse::<FieldName>();
        let part = || match &parsed {
            Ok(name) => name.to_string(),
            Err(_) => index.to_string(),
        };
        if draft.value.len() > limits::VALUE_BYTES {
            let message = format!("must be at most {} bytes", limits::VALUE_BYTES);
            problems.add_value(Some(part()), message);
        }
        match &parsed {
            Ok(name) if !seen.insert(name.clone()) => {
                problems.add_value(Some(part()), "must not be given twice");
            }
            Ok(_) => {}
            Err(error) => problems.add_value(Some(part()), error.to_string()),
        }
        if let Ok(name) = parsed {
            fields.push(Field { name, value: draft.value });
        }
    }
    fields
}
