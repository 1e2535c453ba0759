//! What the store of these tests holds.

use std::collections::{BTreeMap, HashMap, VecDeque};

use strongroom_audit::Record;
use strongroom_model::metadata::{Metadata, Stamp, State};
use strongroom_model::sealed::{SealedVersion, WrappedOwnerKey};
use strongroom_model::{FieldName, Owner, Period, SecretKey, VersionNumber};
use strongroom_ports::secrets::Error;

#[derive(Debug, Clone)]
pub struct Row {
    pub metadata: Metadata,
    pub versions: Vec<(VersionNumber, SealedVersion)>,
    /// The next value of a rotation.
    pub next: Option<SealedVersion>,
}

/// Something that another writer does just before a write of ours.
pub type Interference = Box<dyn FnOnce(&mut Rows)>;

#[derive(Default)]
pub struct Rows {
    pub secrets: BTreeMap<(Owner, SecretKey), Row>,
    pub deleted: BTreeMap<(Owner, SecretKey), Row>,
    pub owner_keys: HashMap<Owner, WrappedOwnerKey>,
    pub log: Vec<Record>,
    pub interferences: VecDeque<Interference>,
    pub down: Vec<&'static str>,
}

impl Rows {
    pub fn row(&mut self, owner: Owner, key: &SecretKey) -> Result<&mut Row, Error> {
        self.secrets.get_mut(&(owner, key.clone())).ok_or(Error::NotFound)
    }

    pub fn keep_owner_key(
        &mut self,
        owner: Owner,
        new: Option<WrappedOwnerKey>,
        serial: u32,
    ) -> Result<(), Error> {
        match (self.owner_keys.get(&owner), new) {
            (Some(stored), None) if stored.serial == serial => Ok(()),
            (None, Some(new)) => {
                self.owner_keys.insert(owner, new);
                Ok(())
            }
            _ => Err(Error::OwnerKeyChanged),
        }
    }

    pub fn name_is_taken(&self, owner: Owner, key: &SecretKey, name: &str) -> bool {
        self.secrets.iter().any(|((of, other), row)| {
            *of == owner && other != key && row.metadata.name.as_str() == name
        })
    }
}

pub fn stamp(record: &Record) -> Stamp {
    Stamp { at: record.at, by: record.caller.unwrap().principal.id }
}

pub fn names(sealed: &SealedVersion) -> Vec<FieldName> {
    sealed.fields.iter().map(|field| field.name.clone()).collect()
}

pub fn state(metadata: &Metadata) -> State {
    State { version: metadata.version, revision: metadata.revision }
}

pub fn period(every: Option<u32>, record: &Record) -> Option<Period> {
    every.map(|every| Period { every, next: record.at + i64::from(every) })
}
