//! `strongroom:authorizer/sessions` and `permits`.

use strongroom_bindings::metadata::names_in;
use strongroom_bindings::wire::{AuditContext, Caller};
use strongroom_bindings::{Malformed, id, maybe};
use strongroom_model::access;
use strongroom_ports::sessions::{self as port};

use super::bindings::exports::strongroom::authorizer::permits::{
    self, Deed, Guest as Permits, GuestPermit,
};
use super::bindings::exports::strongroom::authorizer::sessions::{
    Denial, Guest as Sessions, GuestSession, Reason, SessionBorrow,
};

/// What is behind the handle of a session.
pub(crate) trait Held {
    fn held(&self) -> &super::Session;
}

impl Held for SessionBorrow<'_> {
    fn held(&self) -> &super::Session {
        self.get()
    }
}

impl Sessions for super::Component {
    type Session = super::Session;
}

impl Permits for super::Component {
    type Permit = super::Permit;
}

impl GuestSession for super::Session {
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

impl GuestPermit for super::Permit {
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
        fields: deed.fields.map(names_in).transpose()?,
    })
}

fn denial_out(denial: port::Denial) -> Denial {
    match denial {
        port::Denial::Forbidden(reason) => Denial::Forbidden(reason_out(reason)),
        port::Denial::Hidden => Denial::Hidden,
        port::Denial::Unavailable => Denial::Unavailable,
        port::Denial::Internal => Denial::Internal,
    }
}

pub(crate) const fn reason_out(reason: port::Reason) -> Reason {
    match reason {
        port::Reason::Role => Reason::Role,
        port::Reason::Scope => Reason::Scope,
        port::Reason::Fields => Reason::Fields,
        port::Reason::Policy => Reason::Policy,
    }
}
