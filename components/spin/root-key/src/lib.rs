//! `strongroom:platform/root-key`, `token-key` and `audit-key` over a secret variable of Spin's.
//!
//! The variable holds the text of a key file, so that a database moves between hosts with its keys.
//! Keys are read once for each instance and are wiped with it.

use std::cell::OnceCell;
use std::rc::Rc;

use strongroom_root_keys::{AUDIT_NONCE, RootKeys};
use strongroom_secret_bytes::SecretBytes;

use bindings::exports::strongroom::platform::{audit_key, root_key, token_key};
use bindings::spin::variables::variables;

mod bindings {
    #![allow(unsafe_code, unreachable_pub, clippy::all, reason = "generated")]
    wit_bindgen::generate!({
        path: ["../../../wit/spin/variables", "../../../wit/platform", "world.wit"],
        world: "strongroom:spin-root-key-component/spin-root-key",
        generate_all,
        async: false,
    });
    use super::Component;
    export!(Component);
}

struct Component;

const VARIABLE: &str = "root_keys";

thread_local! {
    // The operator's, and nothing of any request.
    static KEYS: OnceCell<Rc<RootKeys>> = const { OnceCell::new() };
}

/// There are no keys, which was logged.
struct Unavailable;

fn keys() -> Result<Rc<RootKeys>, Unavailable> {
    KEYS.with(|keys| match keys.get() {
        Some(keys) => Ok(Rc::clone(keys)),
        None => read().map(|read| Rc::clone(keys.get_or_init(|| Rc::new(read)))),
    })
}

fn read() -> Result<RootKeys, Unavailable> {
    let text = variables::get(VARIABLE).map(SecretBytes::from).map_err(|_| {
        eprintln!("the variable `{VARIABLE}` cannot be read: nothing can be opened without it");
        Unavailable
    })?;
    RootKeys::parse(text.expose()).map_err(|why| {
        eprintln!("the variable `{VARIABLE}` holds no root keys: {why}");
        Unavailable
    })
}

impl root_key::Guest for Component {
    fn current() -> Result<String, root_key::Error> {
        Ok(keys()?.current().to_owned())
    }

    fn get(id: String) -> Result<Vec<u8>, root_key::Error> {
        let keys = keys()?;
        let key = keys.get(&id).ok_or_else(|| {
            // An id is no secret, and without it nobody could tell what is missing.
            eprintln!("the root key `{id}` is missing from the variable `{VARIABLE}`: put it back");
            root_key::Error::Unknown
        })?;
        Ok(key.expose().to_vec())
    }
}

impl token_key::Guest for Component {
    fn current() -> Result<String, token_key::Error> {
        Ok(keys()?.current().to_owned())
    }

    fn get(id: String) -> Result<Vec<u8>, token_key::Error> {
        // An unknown id is not logged: a stranger's token can name any.
        let seed = keys()?.token_seed(&id).ok_or(token_key::Error::Unknown)?;
        Ok(seed.expose().to_vec())
    }
}

impl audit_key::Guest for Component {
    fn authenticate(message: Vec<u8>) -> Result<audit_key::Code, audit_key::Error> {
        let keys = keys()?;
        let mut nonce = [0; AUDIT_NONCE];
        getrandom::fill(&mut nonce).map_err(|_| audit_key::Error::Unavailable)?;
        let mac = keys.audit_code(nonce, &message).ok_or(audit_key::Error::Unavailable)?;
        Ok(audit_key::Code { key: keys.current().to_owned(), mac })
    }

    fn is_authentic(code: audit_key::Code, message: Vec<u8>) -> Result<bool, audit_key::Error> {
        keys()?.is_audit_code(&code.key, &code.mac, &message).ok_or(audit_key::Error::Unknown)
    }
}

impl From<Unavailable> for root_key::Error {
    fn from(Unavailable: Unavailable) -> Self {
        Self::Unavailable
    }
}

impl From<Unavailable> for token_key::Error {
    fn from(Unavailable: Unavailable) -> Self {
        Self::Unavailable
    }
}

impl From<Unavailable> for audit_key::Error {
    fn from(Unavailable: Unavailable) -> Self {
        Self::Unavailable
    }
}
