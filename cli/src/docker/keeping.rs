//! `docker login` and `docker logout`. What a login made carries a label, and a logout deletes that
//! alone: credentials that people put into Strongroom are theirs, and others use them too.

use strongroom_client::{Change, NewSecret, Owner, Value};

use super::protocol::Credentials;
use crate::api::Api;
use crate::registry::{
    IDENTITY_TOKEN, PASSWORD, Registries, Registry, SERVER, Server, TOKEN_USER, TYPE, USERNAME,
};

const LABEL: &str = "made-by";
const DESCRIPTION: &str = "Made by docker login";

/// # Errors
/// Credentials that a person put there are for this server, or the server refused.
pub(super) fn store(
    api: &Api,
    owner: &Owner,
    registries: Registries,
    given: &Credentials,
) -> anyhow::Result<()> {
    let server = Server::of(&given.server_url);
    let Some(found) = registries.exactly(&server)? else {
        let mut new = NewSecret::new(TYPE, server.short(), value(&server, given));
        DESCRIPTION.clone_into(&mut new.description);
        new.labels.insert(LABEL.to_owned(), super::NAME.to_owned());
        api.wait(api.client().create(owner, &new))?;
        return Ok(());
    };
    let login = found.login(api)?;
    if login.username == given.username && login.secret.expose() == given.secret.expose() {
        return Ok(());
    }
    anyhow::ensure!(
        is_ours(&found),
        "`{}` in Strongroom is for {} and was not made by docker login: change it there",
        found.secret.name,
        server.short()
    );
    let change = Change { value: Some(value(&server, given)), ..Change::default() };
    let Registry { secret, .. } = found;
    api.wait(api.client().update(&secret.location, &change, secret.as_read()))?;
    Ok(())
}

/// Nothing to forget is well.
///
/// # Errors
/// Credentials that a person put there are for this server, or the server refused.
pub(super) fn erase(api: &Api, registries: Registries, server: &Server) -> anyhow::Result<()> {
    let Some(found) = registries.exactly(server)? else { return Ok(()) };
    anyhow::ensure!(
        is_ours(&found),
        "`{}` in Strongroom is for {} and was not made by docker login: delete it there",
        found.secret.name,
        server.short()
    );
    Ok(api.wait(api.client().delete(&found.secret.location, found.secret.as_read()))?)
}

fn is_ours(registry: &Registry) -> bool {
    registry.secret.labels.get(LABEL).is_some_and(|by| by == super::NAME)
}

fn value(server: &Server, given: &Credentials) -> Value {
    let secret = given.secret.duplicate();
    if given.username == TOKEN_USER {
        return Value::fields([(SERVER, server.name().into()), (IDENTITY_TOKEN, secret)]);
    }
    Value::fields([
        (SERVER, server.name().into()),
        (USERNAME, given.username.as_str().into()),
        (PASSWORD, secret),
    ])
}
