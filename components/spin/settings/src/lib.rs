//! What the operator has set, from Spin's variables: to each the part that is for it.
//!
//! Spin gives all variables of an application to each component that asks. So two components ask, this
//! one and the one of the root keys, whose variable has no name here; all others have what these give.

use bindings::exports::strongroom::platform::{database_address, set_up_code, settings};
use bindings::spin::variables::variables;

mod bindings {
    #![allow(unsafe_code, unreachable_pub, clippy::all, reason = "generated")]
    wit_bindgen::generate!({
        path: ["../../../wit/spin/variables", "../../../wit/platform", "world.wit"],
        world: "strongroom:spin-settings-component/spin-settings",
        generate_all,
        async: false,
    });
    use super::Component;
    export!(Component);
}

// Its allocator is the one of all components.
use strongroom_bindings as _;

struct Component;

/// The settings that components ask for, and the variable of each.
const SETTINGS: [(&str, &str); 3] = [
    ("access-token-lifetime", "access_token_lifetime"),
    ("oidc", "oidc"),
    ("owner-token-lifetime", "owner_token_lifetime"),
];
const SET_UP_CODE: &str = "setup_code";
const DATABASE: &str = "database_url";
const DATABASE_AUTHORITY: &str = "database_ca";

/// It cannot be read now, which was logged.
struct Unavailable;

/// A variable must have a value, so nothing is what the operator did not set.
fn read(variable: &str) -> Result<Option<String>, Unavailable> {
    match variables::get(variable) {
        Ok(value) => Ok(Some(value).filter(|value| !value.is_empty())),
        Err(variables::Error::Undefined(_)) => Ok(None),
        // What a provider of variables says may have anything in it.
        Err(_) => {
            eprintln!("the variable `{variable}` cannot be read now");
            Err(Unavailable)
        }
    }
}

impl settings::Guest for Component {
    fn get(name: String) -> Option<String> {
        let (_, variable) = SETTINGS.iter().find(|(setting, _)| *setting == name)?;
        // No setting makes sense of nothing, so whoever asks fails, and does not go on with a default
        // that is wider than what was set.
        read(variable).unwrap_or_else(|Unavailable| Some(String::new()))
    }
}

impl set_up_code::Guest for Component {
    fn get() -> Result<Option<String>, set_up_code::Error> {
        read(SET_UP_CODE).map_err(|Unavailable| set_up_code::Error::Unavailable)
    }
}

impl database_address::Guest for Component {
    fn get() -> Result<Option<database_address::Address>, database_address::Error> {
        let unavailable = |Unavailable| database_address::Error::Unavailable;
        let Some(url) = read(DATABASE).map_err(unavailable)? else { return Ok(None) };
        let authority = read(DATABASE_AUTHORITY).map_err(unavailable)?;
        Ok(Some(database_address::Address { url, authority }))
    }
}
