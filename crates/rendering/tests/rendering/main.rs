//! Everything that is written is read back, by the tools themselves where this machine has them and
//! by a reader after their published rules where it has not.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "tests"
)]

mod aws;
mod compose;
mod docker;
mod docker_config;
mod json;
mod kubernetes;
mod names;
mod shell;

use proptest::prelude::*;
use strongroom_rendering::{Problems, Rendered};

/// Text with much of what formats trip over.
fn awkward() -> impl Strategy<Value = String> {
    prop_oneof![
        r#"[ -~]{0,24}"#,
        r#"['"\\$`\r\n\t#;=%!{}() a]{0,24}"#,
        "[^\0]{0,24}",
        r#"(\$\{?HOME\}?|\\n|\\|'|"|\$\$|\\\$|\n){0,8}"#,
    ]
}

/// The fields that were refused.
fn refused(rendered: Rendered) -> Vec<String> {
    rendered.expect_err("is rendered").into_iter().map(|(field, _)| field).collect()
}

/// That exactly this field is refused, with these words and no piece of the value.
#[track_caller]
fn refuses(rendered: Rendered, field: &str, words: &str) {
    let problems: Problems = rendered.expect_err("is rendered");
    assert!(
        matches!(problems.as_slice(), [(f, message)] if f == field && message.contains(words)),
        "{problems:?} is not {field}: {words}"
    );
}
