//! What the catalogue says of secret types, remembered for as long as the second lasts.
//!
//! Each answer that shows a value asks whether its type has one field or several. Types change when
//! an operator plugs one in or out, so at most a second's memory is harmless to read with. What
//! writes asks anew.

use std::cell::RefCell;
use std::rc::Rc;

use strongroom_model::{FieldName, Timestamp, TypeName};
use strongroom_ports::Clock;
use strongroom_ports::catalogue::{Description, Entry};
use strongroom_ports::vault::Vault;

/// The descriptions as they were a moment ago.
pub(crate) type Descriptions = Rc<Vec<Entry>>;

pub(crate) struct Types<C> {
    clock: C,
    remembered: RefCell<Option<(Timestamp, Descriptions)>>,
}

impl<C: Clock> Types<C> {
    pub(crate) const fn new(clock: C) -> Self {
        Self { clock, remembered: RefCell::new(None) }
    }

    pub(crate) fn now(&self) -> Timestamp {
        self.clock.now()
    }

    /// At most a second old.
    pub(crate) async fn recent(&self, vault: &impl Vault) -> Descriptions {
        let now = self.clock.now();
        if let Some((at, types)) = self.remembered.borrow().as_ref()
            && *at == now
        {
            return Rc::clone(types);
        }
        self.fresh(vault).await
    }

    pub(crate) async fn fresh(&self, vault: &impl Vault) -> Descriptions {
        let at = self.clock.now();
        let types = Rc::new(vault.types().await);
        *self.remembered.borrow_mut() = Some((at, Rc::clone(&types)));
        types
    }
}

pub(crate) fn describing<'d>(types: &'d [Entry], name: &TypeName) -> Option<&'d Description> {
    types.iter().map(|known| &known.description).find(|description| description.id == *name)
}

/// How a value is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Shape {
    /// A string.
    Plain,
    /// An object of field names and strings.
    Fields,
}

impl Shape {
    /// Of a value with these fields. A value written while its type looked otherwise is shown with
    /// its field names, and so is any value with several.
    pub(crate) fn of(types: &[Entry], name: &TypeName, fields: &[FieldName]) -> Self {
        let [only] = fields else { return Self::Fields };
        let is_plain = match describing(types, name) {
            Some(description) => {
                matches!(description.fields.as_slice(), [field] if field.name == *only)
            }
            // The type is not loaded now: this is what single values are called.
            None => only.as_str() == "value",
        };
        if is_plain { Self::Plain } else { Self::Fields }
    }
}

/// Whether [`Shape::of`] looks at the descriptions at all.
pub(crate) const fn needs_description(fields: &[FieldName]) -> bool {
    matches!(fields, [_])
}
