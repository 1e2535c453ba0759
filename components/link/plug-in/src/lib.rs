//! One secret type, and the rest of a chain behind it.
//!
//! Bindings and wiring: a question about this type goes to it, any other to the rest. It checks
//! nothing; `link-contract`, the head of a chain, does.

mod shell;

mod bindings {
    #![allow(unsafe_code, unreachable_pub, clippy::all, reason = "generated")]
    wit_bindgen::generate!({
        path: ["../../../wit/secret-type", "../../../wit/secret-types", "world.wit"],
        world: "strongroom:link-plug-in-component/link-plug-in",
        with: { "strongroom:secret-type/types@1.0.0": strongroom_bindings::wire_type },
        generate_all,
        async: false,
    });
    use crate::shell::Component;
    export!(Component);
}

/// What this kind of type is beside a secret type: nothing.
mod rotation {
    use strongroom_bindings::wire_type::{About, Field};

    use crate::bindings::exports::strongroom::secret_types::catalogue::{RotationError, Step};

    pub(crate) const CONNECTED: bool = false;

    pub(crate) fn check(_: &About, _: &[Field]) -> Result<(), RotationError> {
        Err(RotationError::NotConnected)
    }

    pub(crate) fn create(_: &About, _: &[Field]) -> Result<Vec<Field>, RotationError> {
        Err(RotationError::NotConnected)
    }

    pub(crate) fn step(_: Step, _: &About, _: &[Field], _: &[Field]) -> Result<(), RotationError> {
        Err(RotationError::NotConnected)
    }
}
