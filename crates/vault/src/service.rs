//! What a type says of the service that its secrets open, in the words of the vault and of the log.

use strongroom_model::audit::Event;
use strongroom_model::metadata::Problem;
use strongroom_model::{FieldName, Outcome, RotationStep, SecretKey};
use strongroom_ports::Clock;
use strongroom_ports::audit::AuditStore;
use strongroom_ports::catalogue::{Catalogue, Failure, RotationError};
use strongroom_ports::sessions::Session;
use strongroom_ports::vault::Error;

use crate::problems::{Problems, TYPE, UNKNOWN_TYPE, sound};
use crate::{VaultService, outcome};

const TYPE_FAILED: &str = "the secret's type failed; the server's log says why";
const NOT_TOLD: &str = "the secret's type says no more";
const NOT_CONNECTED: &str = "is a type that talks to no service";

impl<St, Se, Ca, C, R, S> VaultService<St, Se, Ca, C, R, S>
where
    St: AuditStore,
    Ca: Catalogue,
    C: Clock,
    S: Session,
{
    /// Writes down how it ended, where anything began, and only then gives the answer.
    pub(crate) async fn not_done(
        &self,
        session: &S,
        (step, key, fields): (Option<RotationStep>, &SecretKey, &[FieldName]),
        error: RotationError,
        event: impl FnOnce(Outcome) -> Event,
    ) -> Error {
        let not_asked = |message| Error::Invalid(vec![Problem::new(TYPE, message)]);
        let (how, failure) = match error {
            RotationError::Unknown => return not_asked(UNKNOWN_TYPE),
            RotationError::NotConnected => return not_asked(NOT_CONNECTED),
            RotationError::Failed => (Outcome::Failed, Failure::Failed(TYPE_FAILED.to_owned())),
            RotationError::Refused(failure) => match failure {
                Failure::Rejected(said) => {
                    (Outcome::Rejected, Failure::Rejected(sound(said, NOT_TOLD)))
                }
                Failure::Unavailable(said) => {
                    (Outcome::Unavailable, Failure::Unavailable(sound(said, NOT_TOLD)))
                }
                Failure::Failed(said) => (Outcome::Failed, Failure::Failed(sound(said, NOT_TOLD))),
                Failure::Invalid(told) => {
                    let mut problems = Problems::default();
                    problems.add_of_type(told);
                    let types = self.catalogue.types().await;
                    let named = problems.of_secret(&types, key, fields);
                    (Outcome::Invalid, Failure::Invalid(named))
                }
            },
        };
        match self.store.append(self.record(session, event(how))).await {
            Ok(()) => Error::Refused { step, failure },
            Err(error) => outcome::log(error),
        }
    }
}
