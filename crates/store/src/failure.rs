//! What can go wrong below the ports, and what each port calls it.
//!
//! A port's own cases (a name that is taken, say) are told where the batch was put together, for
//! only there it is known what a statement's number means. The rest is said here.

use strongroom_database::Error as DatabaseError;
use strongroom_ports::platform::AuditKeyError;
use strongroom_ports::{audit, principals, secrets};

#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub(crate) enum Failure {
    #[error("the database is not available now")]
    Unavailable,
    #[error("statement {0} changed another number of rows than expected")]
    UnexpectedRows(u32),
    #[error("statement {0} broke a uniqueness constraint")]
    Duplicate(u32),
    /// A row, or what was to become one, is not what it can be.
    #[error("a row is malformed")]
    Broken,
}

impl From<DatabaseError> for Failure {
    fn from(error: DatabaseError) -> Self {
        match error {
            DatabaseError::UnexpectedRows(statement) => Self::UnexpectedRows(statement),
            DatabaseError::Duplicate(statement) => Self::Duplicate(statement),
            DatabaseError::Unavailable => Self::Unavailable,
            DatabaseError::Internal => Self::Broken,
        }
    }
}

impl From<AuditKeyError> for Failure {
    /// Of making a code: the current key is always there.
    fn from(_: AuditKeyError) -> Self {
        Self::Unavailable
    }
}

impl From<strongroom_audit::Broken> for Failure {
    fn from(_: strongroom_audit::Broken) -> Self {
        Self::Broken
    }
}

macro_rules! otherwise_internal {
    ($($error:ty),*) => {$(
        impl From<Failure> for $error {
            fn from(failure: Failure) -> Self {
                match failure {
                    Failure::Unavailable => Self::Unavailable,
                    Failure::UnexpectedRows(_) | Failure::Duplicate(_) | Failure::Broken => {
                        Self::Internal
                    }
                }
            }
        }
    )*};
}
otherwise_internal!(secrets::Error, principals::Error, audit::Error, crate::SchemaError);
