//! What is wrong with a draft, while it is written.
//!
//! By the very rules of a creation and of an update, so that nobody is told one thing while they
//! type and another when they are done. It looks at no secret and keeps nothing, so it asks no leave
//! and is not on record.

use strongroom_model::TypeName;
use strongroom_model::metadata::Problem;
use strongroom_ports::Clock;
use strongroom_ports::catalogue::Catalogue;
use strongroom_ports::sealing::Sealing;
use strongroom_ports::secrets::SecretStore;
use strongroom_ports::sessions::Session;
use strongroom_ports::vault::{Change, Error};

use crate::VaultService;

impl<St, Se, Ca, C, R, S> VaultService<St, Se, Ca, C, R, S>
where
    St: SecretStore,
    Se: Sealing<Permit = S::Permit>,
    Ca: Catalogue,
    C: Clock,
    S: Session,
{
    pub(crate) async fn validate_draft(
        &self,
        type_name: &TypeName,
        change: Change,
    ) -> Result<Vec<Problem>, Error> {
        match self.check(type_name, change).await {
            Ok(_) => Ok(Vec::new()),
            Err(Error::Invalid(problems)) => Ok(problems),
            Err(error) => Err(error),
        }
    }
}
