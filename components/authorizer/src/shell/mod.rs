//! The authorization crate over the imported store and platform: bindings, conversion and wiring.
//!
//! Sessions and permits are resources: nobody else can make one. The components that are made of this
//! differ in one line, `Decide`.

mod administration;
mod authentication;
mod bootstrap;
mod clients;
mod directory;
mod directory_store;
mod platform;
mod policies;
mod sessions;
mod store;

use std::cell::OnceCell;

use strongroom_authorization::session::{AuthPermit, AuthSession};
use strongroom_authorization::{Authorizer, Wiring};
use strongroom_bindings::platform::{SystemRandom, WallClock};

use crate::Decide;
use platform::Platform;
use store::Rows;

mod bindings {
    #![allow(unsafe_code, unreachable_pub, clippy::all, reason = "generated")]
    wit_bindgen::generate!({
        path: [
            "../../wit/types",
            "../../wit/platform",
            "../../wit/authorizer",
            "../../wit/store",
            "../authorizer/world.wit",
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

type Parts = Wiring<Rows, WallClock, SystemRandom, Platform>;
/// The resource behind a session's handle.
type Session = AuthSession<Parts, Decide>;
/// The resource behind a permit's handle.
type Permit = AuthPermit<WallClock>;

thread_local! {
    // One for as long as the instance lives. Holds which tokens were verified, by their digest, for a
    // minute at most, and nothing else of any request.
    static AUTHORIZER: OnceCell<Authorizer<Parts, Decide>> = const { OnceCell::new() };
}

fn authorizer() -> Authorizer<Parts, Decide> {
    let made = || {
        let parts =
            Wiring { store: Rows, clock: WallClock, random: SystemRandom, platform: Platform };
        Authorizer::new(parts, Decide::default())
    };
    AUTHORIZER.with(|authorizer| authorizer.get_or_init(made).clone())
}
