//! Writes what a server said: tables, facts of one thing, or its JSON.

pub(crate) mod show;
mod table;
