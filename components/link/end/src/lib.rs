//! The end of a chain of secret types: it knows none.

use bindings::exports::strongroom::secret_types::catalogue::{
    Entry, Error, Guest, RenderError, Rendered, RotationError, Step,
};
use strongroom_bindings::wire_type::{About, Field};

mod bindings {
    #![allow(unsafe_code, unreachable_pub, clippy::all, reason = "generated")]
    wit_bindgen::generate!({
        path: ["../../../wit/secret-type", "../../../wit/secret-types", "world.wit"],
        world: "strongroom:link-end-component/link-end",
        with: { "strongroom:secret-type/types@1.0.0": strongroom_bindings::wire_type },
        generate_all,
        async: false,
    });
    use super::Component;
    export!(Component);
}

struct Component;

impl Guest for Component {
    fn types() -> Vec<Entry> {
        Vec::new()
    }

    fn validate(_: String, _: Vec<Field>) -> Result<Vec<Field>, Error> {
        Err(Error::Unknown)
    }

    fn render(_: String, _: String, _: About, _: Vec<Field>) -> Result<Rendered, RenderError> {
        Err(RenderError::Unknown)
    }

    fn check(_: String, _: About, _: Vec<Field>) -> Result<(), RotationError> {
        Err(RotationError::Unknown)
    }

    fn create_next(_: String, _: About, _: Vec<Field>) -> Result<Vec<Field>, RotationError> {
        Err(RotationError::Unknown)
    }

    fn take_step(
        _: String,
        _: Step,
        _: About,
        _: Vec<Field>,
        _: Vec<Field>,
    ) -> Result<(), RotationError> {
        Err(RotationError::Unknown)
    }
}
