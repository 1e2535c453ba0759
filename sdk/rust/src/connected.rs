//! A type whose credential is alive somewhere.

use std::fmt;

use crate::http::Outbound;
use crate::{About, Fields, Problems, SecretType};

/// A type that talks to the service whose credentials it knows: whether one works, and how it is
/// replaced. Exported with [`export_connected!`](crate::export_connected).
///
/// A rotation goes create, set, test, finish, revoke. Between any two of them the server may be
/// killed; it then begins again with the step it had not seen the end of. So each step, done twice
/// with the same input, must end as done once. What tells a repetition is the next value: derive an
/// id for the service's requests from it, and never from the clock or from chance.
///
/// `http` is all that the type reaches, and of that only the hosts that the operator granted. No
/// message of a [`Failure`] holds a piece of a value or of the service's answer.
///
/// ```
/// use strongroom_secret_type::http::{Outbound, Request};
/// use strongroom_secret_type::{About, ConnectedSecretType, Description, Failure};
/// use strongroom_secret_type::{FieldDescription, Fields, Problems, SecretType};
///
/// struct Token;
///
/// impl SecretType for Token {
///     fn describe() -> Description {
///         Description::new("Token", "Token")
///             .field(FieldDescription::password("token", "Token").required())
///     }
///
///     fn validate(fields: Fields) -> Result<Fields, Problems> {
///         Ok(fields)
///     }
/// }
///
/// impl ConnectedSecretType for Token {
///     fn check(http: &dyn Outbound, _: &About, current: &Fields) -> Result<(), Failure> {
///         let token = current.text("token").ok().flatten().unwrap_or_default();
///         Request::get("https://api.example.com/me").bearer(token).send(http)?.success()?;
///         Ok(())
///     }
///
///     fn create(_: &dyn Outbound, _: &About, _: &Fields) -> Result<Fields, Failure> {
///         Err(Failure::failed("tokens of this service are replaced by hand"))
///     }
///
///     fn set(_: &dyn Outbound, _: &About, _: &Fields, _: &Fields) -> Result<(), Failure> {
///         Err(Failure::failed("tokens of this service are replaced by hand"))
///     }
///
///     fn revoke(_: &dyn Outbound, _: &About, _: &Fields, _: &Fields) -> Result<(), Failure> {
///         Err(Failure::failed("tokens of this service are replaced by hand"))
///     }
/// }
///
/// strongroom_secret_type::export_connected!(Token);
/// # fn main() {}
/// ```
pub trait ConnectedSecretType: SecretType {
    /// Whether the credential works now. Changes nothing.
    ///
    /// # Errors
    /// Every case of [`Failure`].
    fn check(http: &dyn Outbound, about: &About, current: &Fields) -> Result<(), Failure>;

    /// Makes the next value, without making it valid anywhere or touching the current one. The server
    /// keeps it, sealed, before the next step.
    ///
    /// # Errors
    /// Every case of [`Failure`].
    fn create(http: &dyn Outbound, about: &About, current: &Fields) -> Result<Fields, Failure>;

    /// Makes the next value known to the service. The current one still works afterwards.
    ///
    /// # Errors
    /// Every case of [`Failure`].
    fn set(
        http: &dyn Outbound,
        about: &About,
        current: &Fields,
        next: &Fields,
    ) -> Result<(), Failure>;

    /// Whether the next value works. As long as nothing else is said, what [`check`](Self::check)
    /// says of it.
    ///
    /// # Errors
    /// Every case of [`Failure`].
    fn test(
        http: &dyn Outbound,
        about: &About,
        _current: &Fields,
        next: &Fields,
    ) -> Result<(), Failure> {
        Self::check(http, about, next)
    }

    /// The next value is about to be the current one: whatever has to happen at the service then.
    /// As long as nothing else is said, nothing.
    ///
    /// # Errors
    /// Every case of [`Failure`].
    fn finish(
        _http: &dyn Outbound,
        _about: &About,
        _current: &Fields,
        _next: &Fields,
    ) -> Result<(), Failure> {
        Ok(())
    }

    /// Ends the value that was current before; `current` is the new one.
    ///
    /// # Errors
    /// Every case of [`Failure`].
    fn revoke(
        http: &dyn Outbound,
        about: &About,
        current: &Fields,
        previous: &Fields,
    ) -> Result<(), Failure>;
}

/// Why a connected type did not do what it was asked. A message is one line and says what happened
/// and what to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Failure {
    /// The service says that the credential is not good.
    Rejected(String),
    /// The service cannot be reached, or says to come again later.
    Unavailable(String),
    /// The value lacks something this needs.
    Invalid(Problems),
    /// The service's answer makes no sense, or this cannot be done for this value.
    Failed(String),
}

impl Failure {
    #[must_use]
    pub fn rejected(message: impl Into<String>) -> Self {
        Self::Rejected(message.into())
    }

    #[must_use]
    pub fn unavailable(message: impl Into<String>) -> Self {
        Self::Unavailable(message.into())
    }

    /// One field and what is wrong with it.
    #[must_use]
    pub fn invalid(field: impl Into<String>, message: impl Into<String>) -> Self {
        let mut problems = Problems::new();
        problems.add(field, message);
        Self::Invalid(problems)
    }

    #[must_use]
    pub fn failed(message: impl Into<String>) -> Self {
        Self::Failed(message.into())
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Rejected(message) | Self::Unavailable(message) | Self::Failed(message) => {
                out.write_str(message)
            }
            Self::Invalid(_) => out.write_str("the value lacks something that this needs"),
        }
    }
}

impl std::error::Error for Failure {}

impl From<Problems> for Failure {
    fn from(problems: Problems) -> Self {
        Self::Invalid(problems)
    }
}
