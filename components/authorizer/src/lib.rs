//! The authorizer as a component: the authorization crate over the imported store.
//!
//! Bindings, conversion and wiring. Sessions and permits are resources: nobody else can make one.

mod administration;
mod authentication;
mod bootstrap;
mod sessions;
mod store;

use strongroom_authorization::Authorizer;
use strongroom_authorization::session::{AuthPermit, AuthSession};
use strongroom_bindings::platform::{SystemRandom, WallClock};

use store::Rows;

mod bindings {
    #![allow(unsafe_code, unreachable_pub, clippy::all, reason = "generated")]
    wit_bindgen::generate!({
        path: [
            "../../wit/types",
            "../../wit/platform",
            "../../wit/authorizer",
            "../../wit/store",
            "world.wit",
        ],
        world: "strongroom:authorizer-component/authorizer",
        with: {
            "strongroom:types/types@0.1.0": strongroom_bindings::wire,
            "strongroom:store/rows@0.1.0": strongroom_bindings::wire_rows,
        },
        generate_all,
        async: false,
    });
    use super::Component;
    export!(Component);
}

struct Component;

/// The resource behind a session's handle.
type Session = AuthSession<Rows, WallClock>;
/// The resource behind a permit's handle.
type Permit = AuthPermit<WallClock>;

fn authorizer() -> Authorizer<Rows, WallClock, SystemRandom> {
    Authorizer::new(Rows, WallClock, SystemRandom)
}
