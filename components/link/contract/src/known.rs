//! What types say of themselves, asked once and held against the contract.

use std::cell::OnceCell;
use std::collections::BTreeMap;
use std::rc::Rc;

use strongroom_secret_types::{Described, described};

use crate::Stop;
use crate::bindings::exports::strongroom::secret_types::catalogue::Entry;
use crate::bindings::strongroom::secret_types::catalogue as chain;
use crate::said;

/// A type that is fit for use.
pub(crate) struct Known {
    pub(crate) described: Described,
    connected: bool,
}

type Types = Rc<BTreeMap<String, Rc<Known>>>;

thread_local! {
    // Descriptions, and nothing of any request.
    static TYPES: OnceCell<Types> = const { OnceCell::new() };
}

fn types() -> Types {
    TYPES.with(|types| Rc::clone(types.get_or_init(|| Rc::new(asked()))))
}

fn asked() -> BTreeMap<String, Rc<Known>> {
    let mut types = BTreeMap::new();
    for chain::Entry { description, connected } in chain::types() {
        match described(said::description(description)) {
            Ok(described) => {
                let id = described.id().as_str().to_owned();
                if types.insert(id.clone(), Rc::new(Known { described, connected })).is_some() {
                    eprintln!("two secret types call themselves {id}: the later one is used");
                }
            }
            // It may say anything, so its id is not told.
            Err(breach) => eprintln!("a secret type is not available: {breach}"),
        }
    }
    types
}

/// In the order of their ids.
pub(crate) fn all() -> Vec<Entry> {
    let entry = |known: &Rc<Known>| Entry {
        description: known.described.description.clone().into(),
        connected: known.connected,
    };
    types().values().map(entry).collect()
}

/// # Errors
/// [`Stop::Unknown`].
pub(crate) fn find(type_id: &str) -> Result<Rc<Known>, Stop> {
    types().get(type_id).cloned().ok_or(Stop::Unknown)
}

/// # Errors
/// [`Stop::Unknown`] and [`Stop::NotConnected`].
pub(crate) fn connected(type_id: &str) -> Result<Rc<Known>, Stop> {
    let known = find(type_id)?;
    if known.connected { Ok(known) } else { Err(Stop::NotConnected) }
}
