//! What Amazon's tools and SDKs read: a profile of the shared credentials file, the answer of a
//! `credential_process`, and that of container credentials.
//!
//! From the fields `access_key` and `secret_key`, and where they were given `session_token`,
//! `region`, `bucket`, `endpoint` and `path_style`.

use time::OffsetDateTime;

use crate::json::Object;
use crate::problems::{self, NAME, add};
use crate::{Fields, Problems, Rendered, Variable};

pub const ACCESS_KEY: &str = "access_key";
pub const SECRET_KEY: &str = "secret_key";
pub const SESSION_TOKEN: &str = "session_token";
pub const REGION: &str = "region";
pub const BUCKET: &str = "bucket";
pub const ENDPOINT: &str = "endpoint";
pub const PATH_STYLE: &str = "path_style";

/// The variables that Amazon's SDKs read, the region under both names that they ask for. They have
/// none for a bucket and for the style of its address: those are `S3_BUCKET` and `S3_PATH_STYLE`.
#[must_use]
pub fn variables<'a>(fields: &Fields<'a>) -> Vec<Variable<'a>> {
    [
        (ACCESS_KEY, "AWS_ACCESS_KEY_ID"),
        (SECRET_KEY, "AWS_SECRET_ACCESS_KEY"),
        (SESSION_TOKEN, "AWS_SESSION_TOKEN"),
        (REGION, "AWS_REGION"),
        (REGION, "AWS_DEFAULT_REGION"),
        (ENDPOINT, "AWS_ENDPOINT_URL_S3"),
        (BUCKET, "S3_BUCKET"),
        (PATH_STYLE, "S3_PATH_STYLE"),
    ]
    .into_iter()
    .filter_map(|(wanted, name)| {
        let (field, value) = fields.iter().find(|(field, _)| *field == wanted)?;
        Some(Variable { name: name.to_owned(), field, value })
    })
    .collect()
}

/// A profile of the secret's name for `~/.aws/credentials`. A bucket has no place in it.
///
/// # Errors
/// [`NAME`] where the name is none for a profile; the fields that are missing, and those that the
/// file would hold as another value.
pub fn credentials_file(secret: &str, fields: &Fields<'_>) -> Rendered {
    let mut problems = Problems::new();
    let is_profile = |b: u8| b.is_ascii_alphanumeric() || b"_-/.%@:+".contains(&b);
    if secret.is_empty() || !secret.bytes().all(is_profile) {
        add(
            &mut problems,
            NAME,
            "cannot be the name of a profile: that is ASCII letters, digits and _ - / . % @ : +",
        );
    }
    let mut out = format!("[{secret}]\n");
    for (field, key) in [
        (ACCESS_KEY, "aws_access_key_id"),
        (SECRET_KEY, "aws_secret_access_key"),
        (SESSION_TOKEN, "aws_session_token"),
        (REGION, "region"),
    ] {
        if let Some(value) = read(fields, field, &mut problems) {
            setting(&mut out, key, field, value, &mut problems);
        }
    }
    let endpoint = read(fields, ENDPOINT, &mut problems);
    if let Some(endpoint) = endpoint {
        setting(&mut out, "endpoint_url", ENDPOINT, endpoint, &mut problems);
    }
    match read(fields, PATH_STYLE, &mut problems) {
        Some("true") => out.push_str("s3 =\n    addressing_style = path\n"),
        Some("false") => out.push_str("s3 =\n    addressing_style = virtual\n"),
        Some(_) => add(&mut problems, PATH_STYLE, "must be true or false"),
        None => {}
    }
    problems::or(problems, out.into_bytes())
}

/// What a `credential_process` prints. Keys that were stored have no known end, so none is told.
///
/// # Errors
/// The fields that are missing or not text.
pub fn process(fields: &Fields<'_>) -> Rendered {
    let mut problems = Problems::new();
    let mut out = Object::new();
    out.number("Version", 1);
    for (field, key) in [
        (ACCESS_KEY, "AccessKeyId"),
        (SECRET_KEY, "SecretAccessKey"),
        (SESSION_TOKEN, "SessionToken"),
    ] {
        if let Some(value) = read(fields, field, &mut problems) {
            out.text(key, value);
        }
    }
    problems::or(problems, out.end().into_bytes())
}

/// How long an SDK works with keys before it asks for them again.
const ASKED_ANEW: i64 = 60 * 60;

/// What the SDKs' container credentials ask of `AWS_CONTAINER_CREDENTIALS_FULL_URI`. They take an
/// answer without an end or without a token for broken: the end is an hour from `now`, in seconds since
/// the Unix epoch, when they ask again; a token that is empty is none to them.
///
/// # Errors
/// The fields that are missing or not text, or a time that no calendar has.
pub fn container(fields: &Fields<'_>, now: i64) -> Rendered {
    let mut problems = Problems::new();
    let mut out = Object::new();
    for (field, key) in
        [(ACCESS_KEY, "AccessKeyId"), (SECRET_KEY, "SecretAccessKey"), (SESSION_TOKEN, "Token")]
    {
        match read(fields, field, &mut problems) {
            Some(value) => out.text(key, value),
            None if field == SESSION_TOKEN => out.text(key, ""),
            None => {}
        }
    }
    let end = OffsetDateTime::from_unix_timestamp(now.saturating_add(ASKED_ANEW));
    match end {
        Ok(end) => out.text("Expiration", &rfc3339(end)),
        Err(_) => add(&mut problems, ACCESS_KEY, "is asked for at a time that no calendar has"),
    }
    problems::or(problems, out.end().into_bytes())
}

fn rfc3339(at: OffsetDateTime) -> String {
    let (year, month, day) = at.to_calendar_date();
    let (hour, minute, second) = at.to_hms();
    let month = u8::from(month);
    format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}Z")
}

fn read<'a>(fields: &Fields<'a>, wanted: &str, problems: &mut Problems) -> Option<&'a str> {
    match fields.iter().find(|(field, _)| *field == wanted) {
        Some((field, value)) => problems::text(field, value, problems),
        None => {
            if matches!(wanted, ACCESS_KEY | SECRET_KEY) {
                add(problems, wanted, "is required");
            }
            None
        }
    }
}

/// Readers of the file differ on white space, comments and quotes; what none of them changes is
/// taken.
fn setting(out: &mut String, key: &str, field: &str, value: &str, problems: &mut Problems) {
    let is_quoted = |end: Option<char>| matches!(end, Some('"' | '\''));
    if value.is_empty() || !value.bytes().all(|b| b.is_ascii_graphic()) {
        add(
            problems,
            field,
            "must be ASCII letters, digits and signs without white space to stand \
                              in a credentials file",
        );
    } else if value.contains('\\') {
        add(
            problems,
            field,
            "has a backslash, which some readers of a credentials file take for more",
        );
    } else if value.starts_with(['#', ';']) {
        add(problems, field, "begins with a sign that begins a comment in a credentials file");
    } else if is_quoted(value.chars().next()) || is_quoted(value.chars().next_back()) {
        add(
            problems,
            field,
            "has a quote at an end, which some readers of a credentials file take \
                              off",
        );
    } else {
        out.extend([key, " = ", value, "\n"]);
    }
}
