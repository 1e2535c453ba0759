//! The crate's `Session` and `Permit` over the imported handles.

use strongroom_bindings::metadata::{names_out, version_out};
use strongroom_model::access::Deed;
use strongroom_model::audit::{Caller, Context};
use strongroom_ports::sessions::{self, Denial, Reason};

use crate::bindings::strongroom::authorizer::{permits, sessions as imported};

impl sessions::Session for imported::Session {
    type Permit = permits::Permit;

    fn caller(&self) -> Caller {
        self.caller().into()
    }

    fn context(&self) -> Context {
        self.context().into()
    }

    async fn permit(&self, deed: Deed) -> Result<permits::Permit, Denial> {
        self.permit(&deed_out(deed)).map_err(|denial| match denial {
            imported::Denial::Forbidden(reason) => Denial::Forbidden(reason_in(reason)),
            imported::Denial::Hidden => Denial::Hidden,
            imported::Denial::Unavailable => Denial::Unavailable,
            imported::Denial::Internal => Denial::Internal,
        })
    }
}

impl sessions::Permit for permits::Permit {
    fn covers(&self, deed: &Deed) -> bool {
        self.covers(&deed_out(deed.clone()))
    }
}

fn reason_in(reason: imported::Reason) -> Reason {
    match reason {
        imported::Reason::Role => Reason::Role,
        imported::Reason::Scope => Reason::Scope,
        imported::Reason::Fields => Reason::Fields,
        imported::Reason::Policy => Reason::Policy,
    }
}

pub(crate) const fn reason_out(reason: Reason) -> imported::Reason {
    match reason {
        Reason::Role => imported::Reason::Role,
        Reason::Scope => imported::Reason::Scope,
        Reason::Fields => imported::Reason::Fields,
        Reason::Policy => imported::Reason::Policy,
    }
}

fn deed_out(deed: Deed) -> permits::Deed {
    permits::Deed {
        action: deed.action.into(),
        owner: deed.owner.into(),
        secret: deed.secret.map(Into::into),
        version: version_out(deed.version),
        fields: deed.fields.map(names_out),
    }
}
