//! What is asked of the audit log.

use strongroom_model::log::{LogQuery, Span, VerificationQuery};
use strongroom_model::{ParseError, Timestamp, limits};

use super::{LIMIT, Parameter, Query, Shape, number, parameter};
use crate::answer::event::EVENTS;
use crate::body::policy::principal;
use crate::problem::Problem;

const FROM: Parameter = parameter("from", Shape::Time, "Nothing before this second.");
const UNTIL: Parameter = parameter("until", Shape::Time, "Only what is before this second.");

pub(crate) const AUDIT: [Parameter; 8] = [
    parameter("before", Shape::RecordNumber, "`next_before` of the page before."),
    LIMIT,
    parameter("event", Shape::Event, "Only events of this kind."),
    parameter("actor", Shape::Principal, "Only what this person or client did."),
    parameter("secret", Shape::Key, "Only what was about this secret, deleted ones too."),
    FROM,
    UNTIL,
    parameter(
        "refused",
        Shape::Choice,
        "Only refusals, which are `denied` and `authentication-failed`; with `false`, all else.",
    ),
];

pub(crate) const CONSUMERS: [Parameter; 2] = [FROM, UNTIL];

pub(crate) const VERIFICATION: [Parameter; 3] = [
    parameter("after", Shape::Text, "`next` of the answer before."),
    parameter("from", Shape::Time, "Begin with the checkpoint that holds this second."),
    parameter("head", Shape::Code, "A `head` that was noted, which must be there still."),
];

/// Digits of a checkpoint's code.
pub(crate) const CODE_DIGITS: usize = 96;

impl Query<'_> {
    /// From where on a log is verified.
    pub(crate) fn verification(&self) -> Result<VerificationQuery, Problem> {
        let head = self.parsed("head", |text| {
            let is_code =
                text.len() == CODE_DIGITS && text.bytes().all(|digit| digit.is_ascii_hexdigit());
            let wrong =
                || format!("must be the `head` of a verification: {CODE_DIGITS} hex digits");
            is_code.then(|| text.to_owned()).ok_or_else(wrong)
        })?;
        let after = self.get("after").map(str::to_owned);
        Ok(VerificationQuery { after, since: self.span()?.since, head })
    }

    /// Which records of a log.
    pub(crate) fn log(&self) -> Result<LogQuery, Problem> {
        let before =
            self.parsed("before", |text| number(text).ok_or("must be a whole number".to_owned()))?;
        let event = self.parsed("event", |text| {
            let is_known = EVENTS.contains(&text);
            is_known.then(|| text.to_owned()).ok_or("must be the name of an event".to_owned())
        })?;
        let actor = self.parsed("actor", |text| {
            principal(text).ok_or("must be `person/<id>` or `client/<id>`".to_owned())
        })?;
        let secret =
            self.parsed("secret", |text| text.parse().map_err(|why: ParseError| why.to_string()))?;
        let refused = self.get("refused").map(|_| self.boolean("refused")).transpose()?;
        let (limit, span) = (self.limit()?, self.span()?);
        Ok(LogQuery { before, limit, event, actor, secret, span, refused })
    }

    pub(crate) fn span(&self) -> Result<Span, Problem> {
        let time = |text: &str| {
            let second = if text == "0" { Some(0) } else { number(text) };
            second
                .and_then(|second| Timestamp::try_from(second).ok())
                .filter(|second| *second < limits::TIMESTAMPS_END)
                .ok_or_else(|| {
                    "must be seconds since the Unix epoch, before the year 10000".to_owned()
                })
        };
        Ok(Span { since: self.parsed("from", time)?, until: self.parsed("until", time)? })
    }
}
