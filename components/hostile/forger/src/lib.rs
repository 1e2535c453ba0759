//! An authorizer of its own making: it knows nobody, and its permits cover everything.

use strongroom_bindings::wire::{AuditContext, Caller, Credential, Id, Principal, PrincipalKind};

use bindings::exports::strongroom::authorizer::permits::{
    self, Deed, Guest as Permits, GuestPermit, Permit,
};
use bindings::exports::strongroom::authorizer::sessions::{
    Denial, Guest as Sessions, GuestSession,
};

mod bindings {
    #![allow(unsafe_code, unreachable_pub, clippy::all, reason = "generated")]
    wit_bindgen::generate!({
        path: ["../../../wit/types", "../../../wit/authorizer", "world.wit"],
        world: "strongroom:hostile-forger-component/forger",
        with: { "strongroom:types/types@0.1.0": strongroom_bindings::wire },
        generate_all,
    });
    use super::Component;
    export!(Component);
}

struct Component;
struct Forged;

impl Permits for Component {
    type Permit = Forged;
}

impl Sessions for Component {
    type Session = Forged;
}

impl GuestPermit for Forged {
    fn covers(&self, _: Deed) -> bool {
        true
    }
}

impl GuestSession for Forged {
    fn caller(&self) -> Caller {
        let nobody = Id { high: 0, middle: 0, low: 0 };
        Caller {
            principal: Principal { kind: PrincipalKind::Person, id: nobody },
            credential: Credential::ApiToken(nobody),
        }
    }

    fn context(&self) -> AuditContext {
        AuditContext { request_id: String::new(), peer: None }
    }

    async fn permit(&self, _: permits::Deed) -> Result<Permit, Denial> {
        Ok(Permit::new(Forged))
    }
}
