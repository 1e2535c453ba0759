//! `strongroom:platform/issuer-keys`: keys that the operator gave, or that an issuer publishes.
//!
//! `fetch` is one look at an issuer, `remembered` what was found and when to look again. What is
//! remembered is one instance's: another asks for itself.

mod fetch;
mod remembered;

use bindings::exports::strongroom::platform::issuer_keys::{Error, Guest};
use bindings::strongroom::platform::settings;
use strongroom_model::provider::Provider;

mod bindings {
    #![allow(unsafe_code, unreachable_pub, clippy::all, reason = "generated")]
    wit_bindgen::generate!({
        path: ["../../../wit/platform", "world.wit"],
        world: "strongroom:spin-issuer-keys-component/spin-issuer-keys",
        generate_all,
        async: false,
    });
    use super::Component;
    export!(Component);
}

struct Component;

/// A JSON list of providers, as the authorizer has it.
const SETTING: &str = "oidc";

impl Guest for Component {
    fn keys(issuer: String, fresh: bool) -> Result<Vec<u8>, Error> {
        let provider = providers()?.into_iter().find(|provider| provider.issuer == issuer);
        match provider.ok_or(Error::Unknown)?.jwks {
            Some(keys) => Ok(keys.into_bytes()),
            None => remembered::keys(&issuer, fresh).ok_or(Error::Unavailable),
        }
    }
}

/// Read each time: a setting may change while an instance lives.
fn providers() -> Result<Vec<Provider>, Error> {
    let Some(text) = settings::get(SETTING) else { return Err(Error::Unknown) };
    serde_json::from_str(&text).map_err(|_| {
        eprintln!("the setting `{SETTING}` holds no list of providers");
        Error::Unavailable
    })
}
