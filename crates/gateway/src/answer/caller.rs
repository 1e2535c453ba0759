//! Who the caller is, and what it may do.

use strongroom_model::audit::Credential;
use strongroom_model::{Action, PrincipalKind};
use strongroom_ports::administration::{Identity, Permissions};

use super::{ENTRY, nullable_text, scopes};
use crate::json::Writer;

/// Every name that the kind of a credential can have.
pub(crate) const CREDENTIALS: [&str; 3] = ["api-token", "access-token", "identity-token"];

pub(crate) const fn credential(credential: Credential) -> &'static str {
    match credential {
        Credential::ApiToken(_) => "api-token",
        Credential::AccessToken(_) => "access-token",
        Credential::IdentityToken => "identity-token",
    }
}

/// Either `user` or `client` is there; the other is null.
pub(crate) fn identity(identity: &Identity) -> Writer {
    let mut json = Writer::with_capacity(ENTRY * 2);
    json.begin_object();
    let id = identity.principal.id;
    match identity.principal.kind {
        PrincipalKind::Person => {
            json.member("user").begin_object();
            json.member("id").display(id);
            json.member("name").text(identity.name.as_str());
            nullable_text(&mut json, "email", identity.email.as_deref());
            json.end_object();
            json.member("client").null();
        }
        PrincipalKind::Client => {
            json.member("user").null();
            json.member("client").begin_object();
            json.member("id").display(id);
            json.member("name").text(identity.name.as_str());
            json.end_object();
        }
    }
    json.member("administrator").boolean(identity.administrator);
    json.member("token").begin_object();
    json.member("kind").text(credential(identity.credential));
    write_id(&mut json, identity.credential);
    nullable_text(&mut json, "name", identity.token_name.as_ref().map(|name| name.as_str()));
    json.member("expires_at").number(identity.expires_at);
    scopes(&mut json, identity.scopes.as_deref());
    json.end_object();
    json.end_object();
    json
}

/// `id`, null for a token of an identity provider.
pub(crate) fn write_id(json: &mut Writer, credential: Credential) {
    match credential {
        Credential::ApiToken(id) | Credential::AccessToken(id) => json.member("id").display(id),
        Credential::IdentityToken => json.member("id").null(),
    }
}

pub(super) fn actions(json: &mut Writer, name: &'static str, actions: &[Action]) {
    json.member(name).begin_list();
    for action in actions {
        json.text(action.as_str());
    }
    json.end_list();
}

pub(crate) fn permissions(found: &Permissions) -> Writer {
    let mut json = Writer::with_capacity(ENTRY);
    json.begin_object();
    actions(&mut json, "actions", &found.actions);
    nullable_text(&mut json, "role", found.role.map(|role| role.as_str()));
    json.end_object();
    json
}
