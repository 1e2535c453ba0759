//! The columns that say for how long a value is good.

use strongroom_database::{Database, Value};
use strongroom_model::metadata::Metadata;
use strongroom_model::{Owner, Period, Schedule, Timestamp};
use strongroom_ports::platform::AuditKeys;
use strongroom_ports::secrets::{Change, Error};

use super::statements;
use crate::Store;
use crate::failure::Failure;
use crate::row::{Columns, both, whole};
use crate::value::parameters;

/// What stands where there is no such time, so that it sorts last.
pub(super) const NEVER: Timestamp = Timestamp::MAX;

/// In the order of the columns: `expires_at`, `rotate_every`, `rotate_at`.
pub(super) fn values(schedule: Schedule) -> Vec<Value> {
    let every = schedule.rotation.map(|period| period.every);
    parameters![
        schedule.expires_at.unwrap_or(NEVER),
        every,
        schedule.rotation.map_or(NEVER, |period| period.next),
    ]
}

pub(super) fn columns(columns: &mut Columns) -> Result<Schedule, Failure> {
    let time = |at: Timestamp| (at != NEVER).then_some(at);
    let expires_at = time(columns.next()?);
    let rotation = both(columns.maybe()?, time(columns.next()?))?;
    Ok(Schedule { expires_at, rotation: rotation.map(|(every, next)| Period { every, next }) })
}

/// Of a value that becomes the current one at this time.
pub(super) fn begun(every: Option<u32>, expires_at: Option<Timestamp>, at: Timestamp) -> Schedule {
    let rotation = every.map(|every| Period { every, next: at.saturating_add(every.into()) });
    Schedule { expires_at, rotation }
}

/// As a change leaves it.
pub(super) async fn changed<D: Database, K: AuditKeys>(
    store: &Store<D, K>,
    owner: Owner,
    before: &Metadata,
    change: &Change,
    at: Timestamp,
) -> Result<Schedule, Error> {
    let was = before.schedule;
    let every = match change.rotate_every {
        Some(every) => every,
        None => was.rotation.map(|period| period.every),
    };
    if change.sealed.is_some() {
        return Ok(begun(every, change.expires_at.flatten(), at));
    }
    let expires_at = change.expires_at.unwrap_or(was.expires_at);
    let since = match (every, was.rotation) {
        (None, _) => at,
        // Counted from when the value became the current one, whatever the period was.
        (Some(_), Some(period)) => period.next.saturating_sub(period.every.into()),
        (Some(_), None) => {
            let made =
                store.of_secret(&statements::MADE, owner, &before.key, parameters![before.version]);
            let row = store.row(made).await?.ok_or(Error::Internal)?;
            whole(row, Columns::next)?
        }
    };
    Ok(begun(every, expires_at, since))
}
