//! What went wrong on a connection, or on the way to one.

use std::error::Error as _;
use std::num::TryFromIntError;

use deadpool_postgres::{HookError, PoolError, TimeoutType};

use super::value::WrongType;
use crate::postgresql::Cause;

#[derive(Debug)]
pub(super) enum Failure {
    Unreachable,
    Busy,
    /// No answer in time.
    Silent,
    UnexpectedRows,
    Contract(&'static str),
    Database(tokio_postgres::Error),
}

impl From<tokio_postgres::Error> for Failure {
    fn from(error: tokio_postgres::Error) -> Self {
        let wrong_type = error
            .source()
            .is_some_and(|source| source.is::<WrongType>() || source.is::<TryFromIntError>());
        if wrong_type {
            return Self::Contract("a value of another type than the statement's");
        }
        Self::Database(error)
    }
}

impl From<PoolError> for Failure {
    fn from(error: PoolError) -> Self {
        match error {
            PoolError::Timeout(TimeoutType::Wait) => Self::Busy,
            PoolError::Backend(error) | PoolError::PostCreateHook(HookError::Backend(error)) => {
                Self::Database(error)
            }
            PoolError::Timeout(TimeoutType::Create | TimeoutType::Recycle)
            | PoolError::Closed
            | PoolError::NoRuntimeSpecified
            | PoolError::PostCreateHook(HookError::Message(_)) => Self::Unreachable,
        }
    }
}

impl Failure {
    pub(super) fn cause(&self) -> Cause<'_> {
        match self {
            Self::Unreachable => Cause::Unreachable,
            Self::Busy => Cause::Busy,
            Self::Silent => Cause::Lost,
            Self::UnexpectedRows => Cause::UnexpectedRows,
            Self::Contract(_) => Cause::Contract,
            Self::Database(error) => {
                error.code().map_or(Cause::Lost, |state| Cause::State(state.code()))
            }
        }
    }

    /// For the log: what a message would quote of a statement's parameters is not in it.
    pub(super) fn code(&self) -> &str {
        match self {
            Self::Unreachable => "unreachable",
            Self::Busy => "no free connection",
            Self::Silent => "no answer in time",
            Self::UnexpectedRows => "unexpected rows",
            Self::Contract(broken) => broken,
            Self::Database(error) => error.code().map_or("connection lost", |state| state.code()),
        }
    }

    /// Why there is no connection, for people. Not for a failed statement: see [`Self::code`].
    pub(super) fn reason(&self) -> String {
        match self {
            Self::Database(error) => match (error.as_db_error(), error.source()) {
                (Some(told), _) => told.message().to_owned(),
                (None, Some(source)) => format!("{error}: {source}"),
                (None, None) => error.to_string(),
            },
            Self::Unreachable => "no host answered in time".to_owned(),
            Self::Busy | Self::Silent | Self::UnexpectedRows | Self::Contract(_) => {
                self.code().to_owned()
            }
        }
    }
}
