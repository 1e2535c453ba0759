//! The turns of a type that has the steps of a rotation and sends nothing: there is nothing to open.

use bindings::exports::strongroom::platform::turns::Guest;

mod bindings {
    #![allow(unsafe_code, unreachable_pub, clippy::all, reason = "generated")]
    wit_bindgen::generate!({
        path: ["../../../wit/platform", "world.wit"],
        world: "strongroom:link-alone-component/link-alone",
        generate_all,
        async: false,
    });
    use super::Component;
    export!(Component);
}

// Its allocator is the one of all components.
use strongroom_bindings as _;

struct Component;

impl Guest for Component {
    fn begin() {}

    fn end() {}
}
