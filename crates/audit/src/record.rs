//! Records as stores keep them and boundaries carry them: with an event's facts in place of the event.

use strongroom_model::audit;

use crate::{Broken, Facts};

pub type Record = audit::Record<Facts>;

pub type Entry = audit::Entry<Facts>;

/// The record as it is written.
#[must_use]
pub fn written(record: audit::Record) -> Record {
    let audit::Record { at, context, caller, event } = record;
    Record { at, context, event: Facts::of(&event, caller.as_ref()), caller }
}

/// The entry with its event.
///
/// # Errors
/// [`Broken`] where its facts are no event's.
pub fn read(entry: Entry) -> Result<audit::Entry, Broken> {
    let Entry { number, record: Record { at, context, caller, event } } = entry;
    let event = event.event(caller.as_ref())?;
    Ok(audit::Entry { number, record: audit::Record { at, context, caller, event } })
}
