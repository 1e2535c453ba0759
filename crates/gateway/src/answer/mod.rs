//! Bodies of answers, and the schema names under which the OpenAPI document describes them.

pub(crate) mod administration;
pub(crate) mod audit;
pub(crate) mod secret;
pub(crate) mod types;

use strongroom_model::Grant;
use strongroom_secret_bytes::SecretBytes;

use crate::json::Writer;
use crate::message::{Response, ResponseHeader};

/// An answer to an operation that was done.
#[derive(Debug)]
pub(crate) struct Answer {
    status: u16,
    headers: Vec<ResponseHeader>,
    body: Option<SecretBytes>,
}

impl Answer {
    pub(crate) fn new(status: u16, body: Writer) -> Self {
        let headers = Vec::with_capacity(8);
        Self { status, headers, body: Some(body.finish()) }
    }

    pub(crate) fn ok(body: Writer) -> Self {
        Self::new(200, body)
    }

    pub(crate) const fn no_content() -> Self {
        Self { status: 204, headers: Vec::new(), body: None }
    }

    pub(crate) fn with_header(mut self, header: ResponseHeader) -> Self {
        self.headers.push(header);
        self
    }

    pub(crate) fn into_response(self) -> Response {
        let Self { status, mut headers, body } = self;
        if body.is_some() {
            headers.push(ResponseHeader::new("content-type", "application/json"));
        }
        let body = body.unwrap_or_else(|| SecretBytes::new(Vec::new()));
        Response { status, headers, body }
    }
}

/// `{"data":[…]}`, with whatever `rest` puts beside the data.
fn list<T>(
    capacity: usize,
    entries: impl IntoIterator<Item = T>,
    mut write: impl FnMut(&mut Writer, T),
    rest: impl FnOnce(&mut Writer),
) -> Writer {
    let mut json = Writer::with_capacity(capacity);
    json.begin_object();
    json.member("data").begin_list();
    for entry in entries {
        write(&mut json, entry);
    }
    json.end_list();
    rest(&mut json);
    json.end_object();
    json
}

/// `null` where a token holds all that its user holds.
fn grants(json: &mut Writer, grants: Option<&[Grant]>) {
    let Some(grants) = grants else {
        json.member("grants").null();
        return;
    };
    json.member("grants").begin_list();
    for grant in grants {
        json.begin_object();
        json.member("on").display(grant.on);
        json.member("role").text(grant.role.as_str());
        json.end_object();
    }
    json.end_list();
}
