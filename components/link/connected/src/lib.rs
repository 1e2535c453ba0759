//! One secret type that talks to a service, and the rest of a chain behind it.
//!
//! As `link-plug-in`, and with the steps of a rotation. Only these may send requests: what a value is
//! and looks like hangs on the value alone.

#[path = "../../plug-in/src/shell/mod.rs"]
mod shell;

mod bindings {
    #![allow(unsafe_code, unreachable_pub, clippy::all, reason = "generated")]
    wit_bindgen::generate!({
        path: [
            "../../../wit/platform",
            "../../../wit/secret-type",
            "../../../wit/secret-types",
            "world.wit",
        ],
        world: "strongroom:link-connected-component/link-connected",
        with: { "strongroom:secret-type/types@1.0.0": strongroom_bindings::wire_type },
        generate_all,
        async: false,
    });
    use crate::shell::Component;
    export!(Component);
}

/// What this kind of type is beside a secret type.
mod rotation {
    use strongroom_bindings::wire_type::{About, Failure, Field};

    use crate::bindings::exports::strongroom::secret_types::catalogue::{RotationError, Step};
    use crate::bindings::strongroom::platform::turns;
    use crate::bindings::strongroom::secret_type::rotation as own;

    pub(crate) const CONNECTED: bool = true;

    pub(crate) fn check(about: &About, current: &[Field]) -> Result<(), RotationError> {
        turn(|| own::check(about, current))
    }

    pub(crate) fn create(about: &About, current: &[Field]) -> Result<Vec<Field>, RotationError> {
        turn(|| own::create(about, current))
    }

    pub(crate) fn step(
        step: Step,
        about: &About,
        current: &[Field],
        other: &[Field],
    ) -> Result<(), RotationError> {
        turn(|| match step {
            Step::Set => own::set(about, current, other),
            Step::Test => own::test(about, current, other),
            Step::Finish => own::finish(about, current, other),
            Step::Revoke => own::revoke(about, current, other),
        })
    }

    fn turn<T>(call: impl FnOnce() -> Result<T, Failure>) -> Result<T, RotationError> {
        turns::begin();
        let answer = call();
        turns::end();
        answer.map_err(RotationError::Refused)
    }
}
