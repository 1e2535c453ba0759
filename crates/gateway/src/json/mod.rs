//! JSON both ways. Reading is strict and its texts are wiped; writing goes straight into one buffer.

mod read;
mod write;

pub(crate) use read::{Error, Json, read};
pub(crate) use write::Writer;
