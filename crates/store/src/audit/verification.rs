//! Holding a log against its codes and checkpoints, in its order, and making the checkpoints that it
//! lacks.
//!
//! Whatever stands in the database may have been put there by whoever wants the log to look right. So
//! nothing of a row is believed before its code was found good, and a row that is no row of ours is a
//! break like any other.

use strongroom_database::{Database, Durability, Row, Value};
use strongroom_model::log::{Break, BreakKind, Verification, VerificationQuery};
use strongroom_model::{Owner, Timestamp};
use strongroom_ports::audit::Error;
use strongroom_ports::platform::{AuditCode, AuditKeyError, AuditKeys};

use super::checkpoint::{APART, Checkpoint, Draft, Place, RECORDS, SETTLED};
use super::code::{self, Covered};
use super::statements;
use crate::Store;
use crate::failure::Failure;
use crate::value::parameters;

/// What one answer looks at: enough for two whole checkpoints.
const ROWS: usize = 2 * RECORDS;
const CHECKPOINTS: usize = 100;

/// Where to begin.
#[derive(Debug)]
struct Start {
    previous: Option<Checkpoint>,
    place: Place,
}

impl Start {
    /// In the middle of what no checkpoint covers yet: none can be made from here.
    fn is_inside(&self) -> bool {
        self.place != self.previous.as_ref().map_or(Place::START, |previous| previous.until)
    }
}

/// `None` where the query's `after` is no place in this log.
pub(super) async fn verify<D: Database, K: AuditKeys>(
    store: &Store<D, K>,
    owner: Owner,
    query: &VerificationQuery,
    now: Timestamp,
) -> Result<Option<Verification>, Error> {
    let Some(start) = start(store, owner, query).await? else { return Ok(None) };
    let serial = start.previous.as_ref().map_or(0, |previous| previous.serial);
    let (checkpoints, rows) = (CHECKPOINTS as i64 + 1, ROWS as i64 + 1);
    let mut asked = vec![
        store.statement(
            &statements::CHECKPOINTS_AFTER,
            parameters![owner.kind, owner.id, serial, checkpoints],
        ),
        store.statement(
            &statements::AFTER,
            parameters![owner.kind, owner.id, start.place.at, start.place.number, rows],
        ),
    ];
    asked.extend(query.head.as_deref().map(|head| {
        store.statement(&statements::NOTED, parameters![owner.kind, owner.id, from_hex(head)])
    }));
    let mut answers = store.snapshot(asked).await?.into_iter();
    let mut answer = || answers.next().ok_or(Error::Internal);
    let (checkpoints, rows) = (answer()?, answer()?);
    let is_noted = answers.next().is_none_or(|noted| !noted.is_empty());
    let inside = start.is_inside();
    let mut walk = Walk::from(store, owner, start);
    let found = if is_noted {
        let checkpoints = if inside { vec![] } else { checkpoints };
        walk.go(checkpoints, rows, now.saturating_sub(SETTLED), !inside).await
    } else {
        Ok(Err(Break { kind: BreakKind::HeadMissing, record: None, since: None, until: None }))
    };
    Ok(Some(walk.end(found?)))
}

/// Makes the next checkpoint where the last one covers nothing of late.
pub(super) async fn cover<D: Database, K: AuditKeys>(
    store: &Store<D, K>,
    owner: Owner,
    now: Timestamp,
) -> Result<(), Failure> {
    let newest = store.statement(&statements::NEWEST_CHECKPOINT, parameters![owner.kind, owner.id]);
    let previous = store.row(newest).await?.map(Checkpoint::of).transpose()?;
    let settled = now.saturating_sub(SETTLED);
    let place = previous.as_ref().map_or(Place::START, |previous| previous.until);
    if place.at > settled.saturating_sub(APART) {
        return Ok(());
    }
    let limit = RECORDS as i64;
    let parameters = parameters![owner.kind, owner.id, place.at, place.number, limit];
    let mut rows = store.rows(store.statement(&statements::AFTER, parameters)).await?;
    rows.retain(|row| Place::of(row).is_some_and(|place| place.at < settled));
    let mut walk = Walk::from(store, owner, Start { previous, place });
    // A break is for whoever verifies: here it ends the chain, so that it stays to be found.
    let _ = walk.rest(rows, false, settled, true).await?;
    Ok(())
}

async fn start<D: Database, K: AuditKeys>(
    store: &Store<D, K>,
    owner: Owner,
    query: &VerificationQuery,
) -> Result<Option<Start>, Failure> {
    let (sql, by, place) = match (&query.after, query.since) {
        (Some(after), _) => {
            let Some((serial, place)) = read_on(after) else { return Ok(None) };
            (&statements::CHECKPOINT, serial, Some(place))
        }
        (None, Some(since)) => (&statements::CHECKPOINT_BEFORE, since, None),
        (None, None) => return Ok(Some(Start { previous: None, place: Place::START })),
    };
    let row = store.row(store.statement(sql, parameters![owner.kind, owner.id, by])).await?;
    // One that is no checkpoint of ours breaks the chain at the next.
    let previous = row.map(Checkpoint::of).transpose()?;
    if place.is_some() && by != 0 && previous.is_none() {
        return Ok(None);
    }
    let until = previous.as_ref().map_or(Place::START, |previous| previous.until);
    Ok(Some(Start { previous, place: place.unwrap_or(until) }))
}

/// Where an answer ended: its last checkpoint's serial and the place in the log.
fn read_on(text: &str) -> Option<(i64, Place)> {
    let mut parts = text.splitn(3, '.');
    let mut number = || parts.next()?.parse::<i64>().ok();
    let (serial, at, number) = (number()?, number()?, number()?);
    Some((serial, Place { at, number }))
}

/// Of one that can be noted: what is not one is the code of nothing.
fn from_hex(text: &str) -> Vec<u8> {
    let digit =
        |byte: &u8| char::from(*byte).to_digit(16).and_then(|digit| u8::try_from(digit).ok());
    let bytes = text.as_bytes().chunks(2).map(|pair| match pair {
        [high, low] => Some(digit(high)? << 4 | digit(low)?),
        _ => None,
    });
    bytes.collect::<Option<_>>().unwrap_or_default()
}

fn to_hex(bytes: &[u8]) -> String {
    let digits = bytes.iter().flat_map(|byte| [byte >> 4, byte & 15]);
    digits.filter_map(|digit| char::from_digit(digit.into(), 16)).collect()
}

/// What was found up to here.
struct Walk<'a, D, K> {
    store: &'a Store<D, K>,
    owner: Owner,
    previous: Option<Checkpoint>,
    place: Place,
    /// The code of the record before: a copy of it stands beside it, since its time is under the code.
    code: Vec<u8>,
    /// Whether a record had a code: from then on all have.
    signed: bool,
    found: Verification,
    is_cut: bool,
}

/// The record, or the stretch, at which a log is not what was written.
type Found = Result<(), Break>;

impl<'a, D: Database, K: AuditKeys> Walk<'a, D, K> {
    fn from(store: &'a Store<D, K>, owner: Owner, Start { previous, place }: Start) -> Self {
        let signed = previous.as_ref().is_some_and(|last| last.unsigned < last.records);
        let (code, found) = (vec![], Verification::default());
        Self { store, owner, previous, place, code, signed, found, is_cut: false }
    }

    fn end(self, found: Found) -> Verification {
        let Self { previous, place, found: counted, is_cut, .. } = self;
        let serial = previous.as_ref().map_or(0, |last| last.serial);
        let next = format!("{serial}.{}.{}", place.at, place.number);
        Verification {
            covered_until: previous.as_ref().map(|last| last.until.at),
            head: previous.as_ref().map(|last| to_hex(&last.code.mac)),
            next: (is_cut && found.is_ok()).then_some(next),
            broken: found.err(),
            ..counted
        }
    }

    async fn go(
        &mut self,
        mut checkpoints: Vec<Row>,
        mut rows: Vec<Row>,
        settled: Timestamp,
        covers: bool,
    ) -> Result<Found, Failure> {
        let more_checkpoints = checkpoints.len() > CHECKPOINTS;
        checkpoints.truncate(CHECKPOINTS);
        let more_rows = rows.len() > ROWS;
        rows.truncate(ROWS);
        for row in checkpoints {
            let Some(checkpoint) = Checkpoint::of(row).ok().filter(|next| self.follows(next))
            else {
                return Ok(Err(self.broken(BreakKind::CheckpointChanged, None)));
            };
            let is_its = |row: &Row| Place::of(row).is_none_or(|place| place <= checkpoint.until);
            let its = rows.iter().take_while(|row| is_its(row)).count();
            if its == rows.len() && more_rows && its <= RECORDS {
                // Others of its records were not read.
                self.is_cut = true;
                return Ok(Ok(()));
            }
            let rest = rows.split_off(its);
            if let Err(found) =
                self.checkpoint(checkpoint, std::mem::replace(&mut rows, rest)).await?
            {
                return Ok(Err(found));
            }
        }
        if more_checkpoints {
            self.is_cut = true;
            return Ok(Ok(()));
        }
        self.rest(rows, more_rows, settled, covers).await
    }

    fn follows(&self, next: &Checkpoint) -> bool {
        let serial = self.previous.as_ref().map_or(0, |last| last.serial);
        serial.checked_add(1) == Some(next.serial) && next.until > self.place
    }

    async fn checkpoint(&mut self, next: Checkpoint, rows: Vec<Row>) -> Result<Found, Failure> {
        let until = Some(next.until.at);
        if rows.len() > RECORDS {
            return Ok(Err(self.broken(BreakKind::RecordsDiffer, until)));
        }
        let looked = self.draft(rows).await?;
        let draft = match looked {
            Ok(draft) => Draft { until: next.until, ..draft },
            Err(found) => return Ok(Err(found)),
        };
        if draft.records != next.records {
            return Ok(Err(self.broken(BreakKind::RecordsDiffer, until)));
        }
        let message = draft.message();
        let is_as_made = draft.unsigned == next.unsigned;
        match self.is_authentic(&next.code, &message).await? {
            Ok(true) if is_as_made => {}
            Ok(_) => return Ok(Err(self.broken(BreakKind::CheckpointChanged, until))),
            Err(kind) => return Ok(Err(self.broken(kind, until))),
        }
        self.found.checkpoints += 1;
        self.place = next.until;
        self.previous = Some(next);
        Ok(Ok(()))
    }

    /// What no checkpoint covers: what is settled gets one.
    async fn rest(
        &mut self,
        mut rows: Vec<Row>,
        is_cut: bool,
        settled: Timestamp,
        mut covers: bool,
    ) -> Result<Found, Failure> {
        while !rows.is_empty() {
            let is_settled = |row: &&Row| Place::of(row).is_none_or(|place| place.at < settled);
            let old = rows.iter().take(RECORDS).take_while(is_settled).count();
            let is_covered = covers && old > 0;
            if is_covered && old == rows.len() && old < RECORDS && is_cut {
                // The rest of its records was not read.
                self.is_cut = true;
                return Ok(Ok(()));
            }
            let take = if is_covered { old } else { rows.len().min(RECORDS) };
            let later = rows.split_off(take);
            let last = rows.last().and_then(|row| Place::of(row));
            let looked = self.draft(std::mem::replace(&mut rows, later)).await?;
            let (draft, until) = match (looked, last) {
                (Ok(draft), Some(until)) => (Draft { until, ..draft }, until),
                (Err(found), _) => return Ok(Err(found)),
                (Ok(_), None) => return Err(Failure::Broken),
            };
            let records = draft.records;
            let made = if is_covered { self.cover(&draft).await? } else { None };
            self.place = until;
            match made {
                Some(checkpoint) => {
                    self.found.checkpoints += 1;
                    self.previous = Some(checkpoint);
                }
                None => {
                    self.found.uncovered += records;
                    covers = false;
                }
            }
        }
        self.is_cut = is_cut;
        Ok(Ok(()))
    }

    /// `None` where another host was first, or it cannot be written now: it will be made again.
    async fn cover(&self, draft: &Draft) -> Result<Option<Checkpoint>, Failure> {
        let code = self.store.keys.authenticate(&draft.message()).await?;
        let mut parameters = draft.columns();
        parameters.extend(parameters![code.key.as_str(), code.mac.clone()]);
        let batch = vec![self.store.change(&statements::COVER, parameters)];
        let written = self.store.write(batch, Durability::Process).await;
        Ok(written.is_ok().then(|| Checkpoint {
            serial: draft.serial(),
            until: draft.until,
            records: draft.records,
            unsigned: draft.unsigned,
            code,
        }))
    }

    /// Looks at records that follow one another. The draft ends where they began: that is to be set.
    async fn draft(&mut self, rows: Vec<Row>) -> Result<Result<Draft, Break>, Failure> {
        let mut covered = Covered::default();
        let (mut records, mut unsigned) = (0, 0);
        for row in rows {
            match self.look(&row).await? {
                Ok(Some(code)) => covered.push(&code),
                Ok(None) => {
                    unsigned += 1;
                    covered.push(&code::of_record(columns(&row)));
                }
                Err(kind) => {
                    let place = Place::of(&row);
                    let at = place.map(|place| place.at);
                    let number = place.and_then(|place| u64::try_from(place.number).ok());
                    return Ok(Err(Break { kind, record: number, since: at, until: at }));
                }
            }
            records += 1;
            self.found.records += 1;
        }
        self.found.unsigned += unsigned;
        let (owner, previous, until) = (self.owner, self.previous.clone(), self.place);
        Ok(Ok(Draft { owner, previous, until, records, unsigned, covered }))
    }

    /// The code of a record that is as it was written. `None` where it is from before there were codes.
    async fn look(&mut self, row: &[Value]) -> Result<Result<Option<Vec<u8>>, BreakKind>, Failure> {
        match row {
            [.., Value::Text(key), Value::Blob(mac)] => {
                if *mac == self.code {
                    return Ok(Err(BreakKind::RecordsDiffer));
                }
                let code = AuditCode { key: key.clone(), mac: mac.clone() };
                let is_good = self.is_authentic(&code, &code::of_record(columns(row))).await?;
                self.code.clone_from(mac);
                self.signed = true;
                Ok(match is_good {
                    Ok(true) => Ok(Some(code.mac)),
                    Ok(false) => Err(BreakKind::RecordChanged),
                    Err(kind) => Err(kind),
                })
            }
            [.., Value::Null, Value::Null] if !self.signed => Ok(Ok(None)),
            _ => Ok(Err(BreakKind::RecordChanged)),
        }
    }

    async fn is_authentic(
        &self,
        code: &AuditCode,
        message: &[u8],
    ) -> Result<Result<bool, BreakKind>, Failure> {
        match self.store.keys.is_authentic(code, message).await {
            Ok(verdict) => Ok(Ok(verdict)),
            Err(AuditKeyError::Unknown) => Ok(Err(BreakKind::KeyMissing)),
            Err(AuditKeyError::Unavailable) => Err(Failure::Unavailable),
        }
    }

    /// Somewhere after what was found good.
    fn broken(&self, kind: BreakKind, until: Option<Timestamp>) -> Break {
        let since = (self.place != Place::START).then_some(self.place.at);
        Break { kind, record: None, since, until }
    }
}

/// The columns of a record that its code is made over: all but its number and the code itself.
fn columns(row: &[Value]) -> &[Value] {
    row.get(1..row.len().saturating_sub(2)).unwrap_or_default()
}
