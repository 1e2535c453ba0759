//! The vault as a component: the vault crate over its imported sessions, sealer, store and types.
//!
//! Bindings, conversion and wiring; what may follow what is the crate's.

mod catalogue;
mod exports;
mod sealing;
mod session;
mod store;

mod bindings {
    #![allow(unsafe_code, unreachable_pub, clippy::all, reason = "generated")]
    wit_bindgen::generate!({
        path: [
            "../../wit/types",
            "../../wit/secret-type",
            "../../wit/secret-types",
            "../../wit/authorizer",
            "../../wit/sealer",
            "../../wit/store",
            "../../wit/secrets",
            "world.wit",
        ],
        world: "strongroom:vault-component/vault",
        with: {
            "strongroom:types/types@0.1.0": strongroom_bindings::wire,
            "strongroom:secret-type/types@1.0.0": strongroom_bindings::wire_type,
        },
        generate_all,
        async: false,
    });
    use super::Component;
    export!(Component);
}

struct Component;
