//! Service clients.

use strongroom_ports::clients::{Client, IssuedClient};

use super::{ENTRY, credential_text, nullable_number, scopes, single};
use crate::json::Writer;
use crate::problem::Problem;

pub(crate) fn one(client: &Client) -> Writer {
    single(|json| {
        json.begin_object();
        write(json, client);
        json.end_object();
    })
}

pub(crate) fn list(clients: &[Client]) -> Writer {
    let entry = |json: &mut Writer, client: &Client| {
        json.begin_object();
        write(json, client);
        json.end_object();
    };
    super::list((clients.len() + 1) * ENTRY * 2, clients, entry, |_| ())
}

/// # Errors
/// 500 where the authorizer made a secret that is no text.
pub(crate) fn issued(issued: &IssuedClient) -> Result<Writer, Problem> {
    let secret = credential_text(&issued.secret)?;
    let mut json = Writer::with_capacity(ENTRY * 3);
    json.begin_object();
    write(&mut json, &issued.client);
    json.member("client_secret").text(secret);
    json.end_object();
    Ok(json)
}

fn write(json: &mut Writer, client: &Client) {
    json.member("id").display(client.id);
    json.member("owner").display(client.owner);
    json.member("name").text(client.name.as_str());
    scopes(json, Some(&client.scopes));
    json.member("created_at").number(client.created.at);
    json.member("created_by").display(client.created.by);
    json.member("expires_at").number(client.expires_at);
    nullable_number(json, "last_used_at", client.last_used_at);
}
