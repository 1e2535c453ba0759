//! The additional data that ties a blob to its place.
//!
//! Each part is its length as four big-endian bytes and then itself, so no two different lists of
//! parts give the same bytes. The first part is always the blob's header.

use strongroom_model::{FieldName, Owner};

use crate::blob::Kind;
use crate::{Place, RootKeyId};

struct Parts(Vec<u8>);

impl Parts {
    fn of(kind: Kind) -> Self {
        // Room for the longest of all: a field's, with two names of 64 bytes.
        let mut parts = Self(Vec::with_capacity(192));
        parts.push(&kind.header());
        parts
    }

    fn push(&mut self, part: &[u8]) {
        #[expect(clippy::expect_used, reason = "names, ids and numbers are 64 bytes at most")]
        let length = u32::try_from(part.len()).expect("a part is short");
        self.0.extend_from_slice(&length.to_be_bytes());
        self.0.extend_from_slice(part);
    }

    fn push_owner(&mut self, owner: Owner) {
        self.push(owner.kind.as_str().as_bytes());
        self.push(owner.id.as_bytes());
    }

    fn push_place(&mut self, place: Place<'_>) {
        self.push(place.secret.type_name.as_str().as_bytes());
        self.push(place.secret.id.as_bytes());
        self.push(&place.version.get().to_be_bytes());
    }
}

pub(crate) fn owner_key(root: &RootKeyId, owner: Owner, serial: u32) -> Vec<u8> {
    let mut parts = Parts::of(Kind::OwnerKey);
    parts.push(root.as_str().as_bytes());
    parts.push_owner(owner);
    parts.push(&serial.to_be_bytes());
    parts.0
}

pub(crate) fn data_key(owner: Owner, serial: u32, place: Place<'_>) -> Vec<u8> {
    let mut parts = Parts::of(Kind::DataKey);
    parts.push_owner(owner);
    parts.push(&serial.to_be_bytes());
    parts.push_place(place);
    parts.0
}

/// Additional data of the fields of one version, which differ in their last part alone.
///
/// The owner is not among the parts: it is bound by the data key, so that a secret can move to
/// another owner without its fields being opened.
pub(crate) struct Fields {
    parts: Parts,
    shared: usize,
}

impl Fields {
    pub(crate) fn of(place: Place<'_>) -> Self {
        let mut parts = Parts::of(Kind::Field);
        parts.push_place(place);
        Self { shared: parts.0.len(), parts }
    }

    pub(crate) fn named(&mut self, name: &FieldName) -> &[u8] {
        self.parts.0.truncate(self.shared);
        self.parts.push(name.as_str().as_bytes());
        &self.parts.0
    }
}
