//! Secrets and versions as Chariot shows them, with what we add.

use strongroom_model::metadata::{Metadata, Page, VersionInfo};
use strongroom_model::{FieldName, Schedule, Timestamp, VersionNumber};
use strongroom_ports::catalogue::{Entry, Field};
use strongroom_ports::vault::Verdict;

use super::{list, nullable_number};
use crate::json::Writer;
use crate::problem::Problem;
use crate::query::cursor_text;
use crate::status::internal;
use crate::types::Shape;

/// What stands for every value that is not revealed, whatever its length.
pub(crate) const MASK: &str = "********";

/// Bytes of one secret in a list, about.
const ENTRY: usize = 768;

pub(crate) fn masked(secret: &Metadata, types: &[Entry], now: Timestamp) -> Writer {
    let mut json = Writer::with_capacity(ENTRY + secret.description.len());
    write_masked(&mut json, secret, types, now, |_| ());
    json
}

/// `rest` stands at the end of each entry.
pub(crate) fn page(
    page: &Page,
    types: &[Entry],
    now: Timestamp,
    rest: impl Fn(&mut Writer, &Metadata),
) -> Writer {
    list(
        (page.entries.len() + 1) * ENTRY,
        &page.entries,
        |json, secret| write_masked(json, secret, types, now, |json| rest(json, secret)),
        |json| {
            match &page.next {
                Some(cursor) => json.member("next_cursor").display(cursor_text(cursor)),
                None => json.member("next_cursor").null(),
            }
            match page.total {
                Some(total) => json.member("total").number(total),
                None => json.member("total").null(),
            }
        },
    )
}

/// # Errors
/// 500 where a stored value is no text.
pub(crate) fn revealed(
    secret: &Metadata,
    version: VersionNumber,
    fields: &[Field],
    how: Shown,
    now: Timestamp,
) -> Result<Writer, Problem> {
    let texts = texts(fields)?;
    let mut json = Writer::with_capacity(ENTRY + length(&texts));
    write_secret(&mut json, secret, version, now, |json| write_value(json, &texts, how));
    Ok(json)
}

/// What a service says of a value.
pub(crate) fn verdict(verdict: &Verdict) -> Writer {
    let mut json = Writer::with_capacity(128);
    json.begin_object();
    json.member("works").boolean(*verdict == Verdict::Works);
    match verdict {
        Verdict::Works => json.member("message").null(),
        Verdict::Rejected(said) => json.member("message").text(said),
    }
    json.end_object();
    json
}

/// The last change of a deleted secret is its deletion.
pub(crate) fn write_deletion(json: &mut Writer, secret: &Metadata) {
    json.member("_deleted_at").number(secret.updated.at);
    json.member("_deleted_by").display(secret.updated.by);
    json.member("_purge_at").number(secret.purge_at());
}

pub(super) fn write_masked(
    json: &mut Writer,
    secret: &Metadata,
    types: &[Entry],
    now: Timestamp,
    rest: impl FnOnce(&mut Writer),
) {
    let shape = Shape::of(types, &secret.key.type_name, &secret.field_names);
    write_secret(json, secret, secret.version, now, |json| {
        mask(json, &secret.field_names, shape);
        rest(json);
    });
}

fn write_secret(
    json: &mut Writer,
    secret: &Metadata,
    version: VersionNumber,
    now: Timestamp,
    value: impl FnOnce(&mut Writer),
) {
    json.begin_object();
    json.member("_id").display(secret.key.id);
    json.member("_key").display(&secret.key);
    json.member("_type").display(format_args!("secret/{}", secret.key.type_name));
    json.member("_version").number(version.get());
    json.member("_created_at").number(secret.created.at);
    json.member("_created_by").display(secret.created.by);
    json.member("_updated_at").number(secret.updated.at);
    json.member("_updated_by").display(secret.updated.by);
    match secret.last_reveal {
        None => json.member("_last_reveal").null(),
        Some(stamp) => {
            json.member("_last_reveal").begin_object();
            json.member("at").number(stamp.at);
            json.member("by").display(stamp.by);
            json.end_object();
        }
    }
    match secret.rotation {
        None => json.member("_rotation").null(),
        Some(rotation) => {
            json.member("_rotation").begin_object();
            json.member("step").text(rotation.step.as_str());
            json.member("version").number(rotation.version.get());
            json.end_object();
        }
    }
    let Schedule { expires_at, rotation } = secret.schedule;
    nullable_number(json, "_next_rotation_at", rotation.map(|period| period.next));
    json.member("_freshness").text(secret.schedule.freshness(now).as_str());
    json.member("name").text(secret.name.as_str());
    json.member("description").text(&secret.description);
    nullable_number(json, "expires_at", expires_at);
    nullable_number(json, "rotate_every", rotation.map(|period| period.every.into()));
    json.member("labels").begin_object();
    for (key, text) in &secret.labels {
        json.foreign_member(key.as_str()).text(text);
    }
    json.end_object();
    json.member("value");
    value(json);
    json.end_object();
}

pub(crate) fn versions<'v>(
    versions: impl ExactSizeIterator<Item = (&'v VersionInfo, Shape)>,
) -> Writer {
    list(
        versions.len() * 192 + 16,
        versions,
        |json, (version, shape)| {
            write_version(json, version, |json| mask(json, &version.field_names, shape));
        },
        |_| (),
    )
}

pub(crate) fn masked_version(version: &VersionInfo, shape: Shape) -> Writer {
    let mut json = Writer::with_capacity(256);
    write_version(&mut json, version, |json| mask(json, &version.field_names, shape));
    json
}

/// # Errors
/// 500 where a stored value is no text.
pub(crate) fn revealed_version(
    version: &VersionInfo,
    fields: &[Field],
    how: Shown,
) -> Result<Writer, Problem> {
    let texts = texts(fields)?;
    let mut json = Writer::with_capacity(256 + length(&texts));
    write_version(&mut json, version, |json| write_value(json, &texts, how));
    Ok(json)
}

fn write_version(json: &mut Writer, version: &VersionInfo, value: impl FnOnce(&mut Writer)) {
    json.begin_object();
    json.member("_version").number(version.version.get());
    json.member("_created_at").number(version.created.at);
    json.member("_created_by").display(version.created.by);
    json.member("value");
    value(json);
    json.end_object();
}

type Texts<'f> = Vec<(&'f FieldName, &'f str)>;

fn texts(fields: &[Field]) -> Result<Texts<'_>, Problem> {
    fields
        .iter()
        .map(|field| match std::str::from_utf8(field.value.expose()) {
            Ok(text) => Ok((&field.name, text)),
            Err(_) => Err(internal()),
        })
        .collect()
}

/// Room for the texts with their names, if few characters need escaping.
fn length(texts: &Texts<'_>) -> usize {
    texts.iter().map(|(name, text)| name.as_str().len() + text.len() + text.len() / 16 + 8).sum()
}

fn mask(json: &mut Writer, fields: &[FieldName], shape: Shape) {
    match shape {
        Shape::Plain => json.text(MASK),
        Shape::Fields => {
            json.begin_object();
            for field in fields {
                json.foreign_member(field.as_str()).text(MASK);
            }
            json.end_object();
        }
    }
}

/// How a revealed value is shown.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Shown {
    pub(crate) shape: Shape,
    /// Whether the type of the secret is loaded.
    pub(crate) is_known: bool,
}

const UNKNOWN_TYPE: &str = "the type of this secret is not loaded now: its fields are shown as they \
    were stored, and no new value can be written";

/// And what there is to say of it.
fn write_value(json: &mut Writer, texts: &Texts<'_>, how: Shown) {
    match (how.shape, texts.as_slice()) {
        (Shape::Plain, [(_, text)]) => json.text(text),
        (Shape::Plain | Shape::Fields, _) => {
            json.begin_object();
            for (name, text) in texts {
                json.foreign_member(name.as_str()).text(text);
            }
            json.end_object();
        }
    }
    if !how.is_known {
        json.member("note").text(UNKNOWN_TYPE);
    }
}
