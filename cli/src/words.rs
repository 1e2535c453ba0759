//! What people write and read: owners, members, scopes, times.

use serde_json::{Value, json};
use strongroom_model::{FieldName, Id, MemberKind, OwnerKind, Permission, Role, SecretKey};
use time::OffsetDateTime;

/// `project/<id>`, `organization/<id>`.
#[derive(Debug, Clone)]
pub struct Place(String);

impl Place {
    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }

    /// Where its members are.
    pub(crate) fn members(&self) -> String {
        match self.0.split_once('/') {
            Some(("organization", id)) => format!("/organizations/{id}/members"),
            Some((_, id)) => format!("/projects/{id}/members"),
            None => String::new(),
        }
    }
}

pub(crate) fn place(text: &str) -> Result<Place, String> {
    match owner(text)? {
        OwnedBy { kind: OwnerKind::User, .. } => {
            Err("must be project/<id> or organization/<id>".to_owned())
        }
        OwnedBy { kind, id } => Ok(Place(format!("{kind}/{id}"))),
    }
}

/// `project/<id>`, `organization/<id>`, `user/<id>` or `user/me`.
pub(crate) fn any_owner(text: &str) -> Result<String, String> {
    if text == "user/me" {
        return Ok(text.to_owned());
    }
    owner(text).map(|OwnedBy { kind, id }| format!("{kind}/{id}"))
}

struct OwnedBy {
    kind: OwnerKind,
    id: Id,
}

fn owner(text: &str) -> Result<OwnedBy, String> {
    let (kind, id) =
        text.split_once('/').ok_or("must be project/<id>, organization/<id> or user/<id>")?;
    let kind = kind.parse().map_err(|error: strongroom_model::ParseError| error.to_string())?;
    let id = id.parse().map_err(|error: strongroom_model::ParseError| error.to_string())?;
    Ok(OwnedBy { kind, id })
}

/// A label and what it says.
pub(crate) fn label(text: &str) -> Result<(String, String), String> {
    let (key, value) = text.split_once('=').ok_or("must be KEY=TEXT")?;
    Ok((key.to_owned(), value.to_owned()))
}

/// `user/<id>` or `group/<id>`, as it stands in a path.
pub(crate) fn member(text: &str) -> Result<String, String> {
    let (kind, id) = text.split_once('/').ok_or("must be user/<id> or group/<id>")?;
    let kind: MemberKind =
        kind.parse().map_err(|error: strongroom_model::ParseError| error.to_string())?;
    let id: Id = id.parse().map_err(|error: strongroom_model::ParseError| error.to_string())?;
    Ok(format!("{}/{id}", kind.as_str()))
}

/// `person/<id>` or `client/<id>`.
pub(crate) fn principal(text: &str) -> Result<String, String> {
    let expected = "must be person/<id> or client/<id>";
    let (kind, id) = text.split_once('/').ok_or(expected)?;
    let id: Id = id.parse().map_err(|error: strongroom_model::ParseError| error.to_string())?;
    match kind {
        "person" | "client" => Ok(format!("{kind}/{id}")),
        _ => Err(expected.to_owned()),
    }
}

/// A role of any case; the server has them capitalized.
pub(crate) fn role(text: &str) -> Result<Role, String> {
    let found = Role::ALL.into_iter().find(|role| role.as_str().eq_ignore_ascii_case(text));
    found.ok_or_else(|| "must be Owner, Maintainer, Contributor, Writer or Reader".to_owned())
}

/// What can stand in a path as it is: the server takes no other.
pub(crate) fn policy_name(text: &str) -> Result<String, String> {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"._-".contains(&byte);
    let begins = text.bytes().next().is_some_and(|byte| byte.is_ascii_alphanumeric());
    if begins && text.len() <= 64 && text.bytes().all(plain) {
        Ok(text.to_owned())
    } else {
        Err("must be 1 to 64 of letters, digits, `.`, `_` and `-`, and begin with a letter or digit"
            .to_owned())
    }
}

pub(crate) const SCOPE_HELP: &str = "\
A scope is OWNER:PERMISSION[,PERMISSION…][@SECRET[#FIELD[,FIELD…]]…]:

  project/<id>:metadata,reveal        see and reveal all secrets of a project
  organization/<id>+projects:metadata see the secrets of an organization and of all its projects
  project/<id>:reveal@secret/Custom/<id>#value
                                      reveal one field of one secret and nothing else

Permissions are metadata, reveal, write and manage. Several scopes are several --scope.";

/// A scope, as the API has it. See [`SCOPE_HELP`].
pub(crate) fn scope(text: &str) -> Result<Value, String> {
    let (on, rest) = text.split_once(':').ok_or("must be OWNER:PERMISSION, as help says")?;
    let (on, projects) = match on.strip_suffix("+projects") {
        Some(on) => (on, true),
        None => (on, false),
    };
    let on = any_owner(on)?;
    let mut parts = rest.split('@');
    let permissions = parts.next().unwrap_or_default().split(',').map(|text| {
        let parsed: Result<Permission, _> = text.parse();
        parsed.map(Permission::as_str).map_err(|error| error.to_string())
    });
    let permissions = permissions.collect::<Result<Vec<_>, _>>()?;
    let secrets = parts.map(secret_scope).collect::<Result<Vec<_>, _>>()?;
    let mut scope = json!({ "on": on, "projects": projects, "permissions": permissions });
    if !secrets.is_empty()
        && let Some(members) = scope.as_object_mut()
    {
        members.insert("secrets".to_owned(), secrets.into());
    }
    Ok(scope)
}

fn secret_scope(text: &str) -> Result<Value, String> {
    let (key, fields) = match text.split_once('#') {
        Some((key, fields)) => (key, Some(fields)),
        None => (text, None),
    };
    let key: SecretKey = key
        .parse()
        .map_err(|error: strongroom_model::ParseError| format!("a secret in it {error}"))?;
    let Some(fields) = fields else { return Ok(json!({ "key": key.to_string() })) };
    let fields = fields.split(',').map(|field| {
        let parsed: Result<FieldName, _> = field.parse();
        parsed.map(String::from).map_err(|error| format!("a field in it {error}"))
    });
    Ok(json!({ "key": key.to_string(), "fields": fields.collect::<Result<Vec<_>, _>>()? }))
}

/// A scope of the API, as people write it.
pub(crate) fn scope_words(scope: &Value) -> String {
    let text = |value: Option<&Value>| value.and_then(Value::as_str).unwrap_or_default().to_owned();
    let texts = |value: Option<&Value>| {
        let texts = value.and_then(Value::as_array).into_iter().flatten();
        texts.filter_map(Value::as_str).collect::<Vec<_>>().join(",")
    };
    let mut words = text(scope.get("on"));
    if scope.get("projects") == Some(&Value::Bool(true)) {
        words.push_str("+projects");
    }
    words.push(':');
    words.push_str(&texts(scope.get("permissions")));
    for secret in scope.get("secrets").and_then(Value::as_array).into_iter().flatten() {
        words.push('@');
        words.push_str(&text(secret.get("key")));
        if secret.get("fields").is_some() {
            words.push('#');
            words.push_str(&texts(secret.get("fields")));
        }
    }
    words
}

/// UTC, to the minute.
pub(crate) fn moment(seconds: i64) -> String {
    match OffsetDateTime::from_unix_timestamp(seconds) {
        Ok(at) => format!(
            "{:04}-{:02}-{:02} {:02}:{:02}Z",
            at.year(),
            u8::from(at.month()),
            at.day(),
            at.hour(),
            at.minute()
        ),
        Err(_) => seconds.to_string(),
    }
}

/// A text with nothing in it that a terminal would obey.
pub(crate) fn plain(text: &str) -> String {
    let visible = |c: char| if c.is_control() { char::REPLACEMENT_CHARACTER } else { c };
    text.chars().map(visible).collect()
}
