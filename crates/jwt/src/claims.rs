//! What a verified token says, RFC 7519: compared with what is expected.

use strongroom_model::{Timestamp, limits};

use crate::Error;
use crate::json::{Object, Value};

/// The greatest number that JSON's numbers say exactly, in seconds far beyond any date.
const GREATEST: f64 = 9_007_199_254_740_991.0;

/// Claims of a token whose signature was verified.
#[derive(Debug, Clone, PartialEq)]
pub struct Claims(Object);

/// When a token is good.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Times {
    pub issued_at: Timestamp,
    pub expires_at: Timestamp,
}

impl Claims {
    /// `verified` is what [`crate::Compact::verify`] gave.
    #[must_use]
    pub const fn new(verified: Object) -> Self {
        Self(verified)
    }

    /// `exp` and `iat` have to be there; `nbf` has to hold where it is. Clocks may differ by
    /// [`limits::CLOCK_SKEW_SECONDS`].
    ///
    /// # Errors
    /// [`Error::Claims`], [`Error::Expired`], [`Error::NotYetValid`].
    pub fn times(&self, now: Timestamp) -> Result<Times, Error> {
        let expires_at = self.time("exp")?.ok_or(Error::Claims)?;
        let not_before = self.time("nbf")?;
        let issued_at = self.time("iat")?.ok_or(Error::Claims)?;
        if now.saturating_sub(limits::CLOCK_SKEW_SECONDS) >= expires_at {
            return Err(Error::Expired);
        }
        let latest = now.saturating_add(limits::CLOCK_SKEW_SECONDS);
        if not_before.is_some_and(|at| at > latest) || issued_at > latest {
            return Err(Error::NotYetValid);
        }
        Ok(Times { issued_at, expires_at })
    }

    /// `aud` is a text or a list of them, and names at least one of these.
    ///
    /// # Errors
    /// [`Error::Audience`].
    pub fn meant_for<'a>(&self, accepted: impl IntoIterator<Item = &'a str>) -> Result<(), Error> {
        let named: Vec<&str> = match self.0.get("aud") {
            Some(Value::Text(one)) => vec![one],
            Some(Value::List(all)) => all
                .iter()
                .map(|one| if let Value::Text(text) = one { Some(text.as_str()) } else { None })
                .collect::<Option<_>>()
                .ok_or(Error::Audience)?,
            Some(_) | None => return Err(Error::Audience),
        };
        if accepted.into_iter().any(|audience| named.contains(&audience)) {
            Ok(())
        } else {
            Err(Error::Audience)
        }
    }

    /// Who it is about: 1 to [`limits::IDENTIFIER_CHARACTERS`] characters.
    ///
    /// # Errors
    /// [`Error::Claims`].
    pub fn subject(&self) -> Result<&str, Error> {
        let subject = self.0.text("sub").ok().flatten().ok_or(Error::Claims)?;
        let length = subject.chars().count();
        if (1..=limits::IDENTIFIER_CHARACTERS).contains(&length) {
            Ok(subject)
        } else {
            Err(Error::Claims)
        }
    }

    /// `None` where it is missing or no text: of claims that nothing is decided by.
    #[must_use]
    pub fn text(&self, name: &str) -> Option<&str> {
        self.0.text(name).ok().flatten()
    }

    /// # Errors
    /// [`Error::Claims`] where it is there and no whole number.
    pub fn integer(&self, name: &str) -> Result<Option<i64>, Error> {
        match self.0.get(name) {
            None => Ok(None),
            Some(Value::Integer(number)) => Ok(Some(*number)),
            Some(_) => Err(Error::Claims),
        }
    }

    /// A text or a list of texts; none where it is missing.
    ///
    /// # Errors
    /// [`Error::Claims`] where it is anything else.
    pub fn texts(&self, name: &str) -> Result<Vec<&str>, Error> {
        match self.0.get(name) {
            None | Some(Value::Null) => Ok(Vec::new()),
            Some(Value::Text(one)) => Ok(vec![one]),
            Some(Value::List(all)) => all
                .iter()
                .map(|one| {
                    if let Value::Text(text) = one { Ok(text.as_str()) } else { Err(Error::Claims) }
                })
                .collect(),
            Some(_) => Err(Error::Claims),
        }
    }

    #[expect(clippy::cast_possible_truncation, reason = "within what both say exactly")]
    fn time(&self, name: &str) -> Result<Option<Timestamp>, Error> {
        match self.0.get(name) {
            None => Ok(None),
            Some(Value::Integer(at)) => Ok(Some(*at)),
            // A NumericDate may have a fraction.
            Some(Value::Number(at)) if at.abs() <= GREATEST => Ok(Some(at.floor() as Timestamp)),
            Some(_) => Err(Error::Claims),
        }
    }
}
