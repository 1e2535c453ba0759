//! Bodies of answers, and the schema names under which the OpenAPI document describes them.

pub(crate) mod access;
pub(crate) mod audit;
pub(crate) mod caller;
pub(crate) mod client;
pub(crate) mod event;
pub(crate) mod group;
pub(crate) mod health;
pub(crate) mod login;
pub(crate) mod member;
pub(crate) mod organization;
pub(crate) mod person;
pub(crate) mod policy;
pub(crate) mod project;
pub(crate) mod secret;
pub(crate) mod token;
pub(crate) mod types;

use std::borrow::Cow;

use strongroom_model::{Scope, Timestamp, limits};
use strongroom_ports::vault::Rendered;
use strongroom_secret_bytes::SecretBytes;

use crate::json::Writer;
use crate::message::{Response, ResponseHeader};
use crate::problem::Problem;
use crate::status::internal;

/// An answer to an operation that was done.
#[derive(Debug)]
pub(crate) struct Answer {
    status: u16,
    headers: Vec<ResponseHeader>,
    body: Option<SecretBytes>,
    media_type: Cow<'static, str>,
}

const JSON: Cow<'static, str> = Cow::Borrowed("application/json");

impl Answer {
    pub(crate) fn new(status: u16, body: Writer) -> Self {
        let headers = Vec::with_capacity(8);
        Self { status, headers, body: Some(body.finish()), media_type: JSON }
    }

    pub(crate) fn ok(body: Writer) -> Self {
        Self::new(200, body)
    }

    pub(crate) const fn no_content() -> Self {
        Self { status: 204, headers: Vec::new(), body: None, media_type: JSON }
    }

    /// A value in a format. The bytes and their media type are a plug-in's choice: a browser that is
    /// shown them runs nothing of them.
    pub(crate) fn rendered(rendered: Rendered) -> Self {
        let policy = "default-src 'none'; sandbox";
        Self {
            status: 200,
            headers: vec![ResponseHeader::new("content-security-policy", policy)],
            body: Some(rendered.content),
            media_type: String::from(rendered.media_type).into(),
        }
    }

    pub(crate) fn with_header(mut self, header: ResponseHeader) -> Self {
        self.headers.push(header);
        self
    }

    pub(crate) fn into_response(self) -> Response {
        let Self { status, mut headers, body, media_type } = self;
        if body.is_some() {
            headers.push(ResponseHeader::new("content-type", media_type));
        }
        let body = body.unwrap_or_else(|| SecretBytes::new(Vec::new()));
        Response { status, headers, body }
    }
}

/// Bytes of an entry of most kinds, about.
const ENTRY: usize = 256;

/// `{"data":[…]}`, with whatever `rest` puts beside the data. Whoever answers bounds what it answers
/// with; here is the bound that holds whatever it does.
fn list<T>(
    capacity: usize,
    entries: impl IntoIterator<Item = T>,
    mut write: impl FnMut(&mut Writer, T),
    rest: impl FnOnce(&mut Writer),
) -> Writer {
    let mut json = Writer::with_capacity(capacity);
    json.begin_object();
    json.member("data").begin_list();
    for entry in entries.into_iter().take(limits::LIST_ENTRIES as usize) {
        write(&mut json, entry);
    }
    json.end_list();
    rest(&mut json);
    json.end_object();
    json
}

fn single(write: impl FnOnce(&mut Writer)) -> Writer {
    let mut json = Writer::with_capacity(ENTRY * 2);
    write(&mut json);
    json
}

fn nullable_text(json: &mut Writer, name: &'static str, text: Option<&str>) {
    match text {
        Some(text) => json.member(name).text(text),
        None => json.member(name).null(),
    }
}

fn nullable_number(json: &mut Writer, name: &'static str, number: Option<Timestamp>) {
    match number {
        Some(number) => json.member(name).number(number),
        None => json.member(name).null(),
    }
}

/// # Errors
/// 500 where the authorizer made a credential that is no text.
fn credential_text(credential: &SecretBytes) -> Result<&str, Problem> {
    std::str::from_utf8(credential.expose()).map_err(|_| internal())
}

/// `null` where a credential holds all that its person holds. As a body has them.
fn scopes(json: &mut Writer, scopes: Option<&[Scope]>) {
    let Some(scopes) = scopes else {
        json.member("scopes").null();
        return;
    };
    json.member("scopes").begin_list();
    for scope in scopes {
        write_scope(json, scope);
    }
    json.end_list();
}

fn write_scope(json: &mut Writer, scope: &Scope) {
    json.begin_object();
    json.member("on").display(scope.on);
    json.member("projects").boolean(scope.projects);
    json.member("permissions").begin_list();
    for permission in &scope.permissions {
        json.text(permission.as_str());
    }
    json.end_list();
    // Not there where it means all, as in a body: `null` would have to be told from an empty list.
    if let Some(secrets) = &scope.secrets {
        json.member("secrets").begin_list();
        for secret in secrets {
            json.begin_object();
            json.member("key").display(&secret.key);
            if let Some(fields) = &secret.fields {
                field_names(json, fields);
            }
            json.end_object();
        }
        json.end_list();
    }
    json.end_object();
}

fn field_names(json: &mut Writer, fields: &[strongroom_model::FieldName]) {
    json.member("fields").begin_list();
    for field in fields {
        json.text(field.as_str());
    }
    json.end_list();
}
