//! `strongroom:authorizer/sessions` and `permits`.

use strongroom_bindings::wire::{AuditContext, Caller};
use strongroom_bindings::{Malformed, id, maybe};
use strongroom_model::access;
use strongroom_ports::sessions::{self as port};

use crate::bindings::exports::strongroom::authorizer::permits::{
    self, Deed, Guest as Permits, GuestPermit,
};
use crate::bindings::exports::strongroom::authorizer::sessions::{
    Denial, Guest as Sessions, GuestSession,
};

impl Sessions for crate::Component {
    type Session = crate::Session;
}

impl Permits for crate::Component {
    type Permit = crate::Permit;
}

impl GuestSession for crate::Session {
    fn caller(&self) -> Caller {
        port::Session::caller(self).into()
    }

    fn context(&self) -> AuditContext {
        port::Session::context(self).into()
    }

    fn permit(&self, deed: Deed) -> Result<permits::Permit, Denial> {
        strongroom_bindings::run(async {
            let deed = deed_in(deed).map_err(|Malformed| Denial::Internal)?;
            port::Session::permit(self, deed).await.map(permits::Permit::new).map_err(denial_out)
        })
    }
}

impl GuestPermit for crate::Permit {
    fn covers(&self, deed: Deed) -> bool {
        // What is no deed is covered by nothing.
        deed_in(deed).is_ok_and(|deed| port::Permit::covers(self, &deed))
    }
}

fn deed_in(deed: Deed) -> Result<access::Deed, Malformed> {
    Ok(access::Deed {
        action: deed.action.into(),
        owner: deed.owner.into(),
        secret: maybe(deed.secret)?,
        version: id::maybe_version(deed.version)?,
    })
}

fn denial_out(denial: port::Denial) -> Denial {
    match denial {
        port::Denial::Forbidden => Denial::Forbidden,
        port::Denial::Hidden => Denial::Hidden,
        port::Denial::Unavailable => Denial::Unavailable,
        port::Denial::Internal => Denial::Internal,
    }
}
