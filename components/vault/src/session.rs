//! The crate's `Session` and `Permit` over the imported handles.

use strongroom_model::access::Deed;
use strongroom_model::audit::{Caller, Context};
use strongroom_ports::sessions::{self, Denial};

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
            imported::Denial::Forbidden => Denial::Forbidden,
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

fn deed_out(deed: Deed) -> permits::Deed {
    permits::Deed {
        action: deed.action.into(),
        owner: deed.owner.into(),
        secret: deed.secret.map(Into::into),
        version: strongroom_bindings::metadata::version_out(deed.version),
    }
}
