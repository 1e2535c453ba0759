//! The plug-in's world as the host sees it, generated from `wit/`, and the way to the ports' types.
#![allow(unreachable_pub, reason = "the visibility of generated items is not ours to choose")]

wasmtime::component::bindgen!({
    path: "../wit/secret-type",
    world: "plug-in",
    exports: { default: async },
});

use strongroom_ports::catalogue::{Field as PortField, FieldKind as PortFieldKind};
use strongroom_secret_bytes::SecretBytes;
use zeroize::Zeroize as _;

pub use exports::strongroom::secret_type::secret_type::{Description, Field, Problem};
pub use strongroom::secret_type::types::{FieldDescription, FieldKind};

/// Fields as the generated code wants them, wiped when dropped, however the call ends.
pub struct Fields(Vec<Field>);

impl Fields {
    pub fn as_slice(&self) -> &[Field] {
        &self.0
    }
}

impl From<Vec<PortField>> for Fields {
    fn from(fields: Vec<PortField>) -> Self {
        let bare =
            |field: PortField| Field { name: field.name.into(), value: field.value.into_exposed() };
        Self(fields.into_iter().map(bare).collect())
    }
}

impl Drop for Fields {
    fn drop(&mut self) {
        self.0.iter_mut().for_each(|field| field.value.zeroize());
    }
}

/// An answer's field, taken over before anything else is done with it.
pub fn taken(field: Field) -> (String, SecretBytes) {
    (field.name, SecretBytes::new(field.value))
}

impl From<FieldKind> for PortFieldKind {
    fn from(kind: FieldKind) -> Self {
        match kind {
            FieldKind::Text => Self::Text,
            FieldKind::Password => Self::Password,
            FieldKind::MultiLine => Self::MultiLine,
        }
    }
}
