//! What the operator allows plug-ins in all. The manifest can set memory and time for one of them.

use std::time::Duration;

/// Limits on plug-ins. The defaults suit a type that checks text.
#[derive(Debug, Clone)]
pub(crate) struct Options {
    /// Bytes of all linear memories of one call.
    pub(crate) memory: usize,
    /// Time of one call, from instantiation to answer.
    pub(crate) time: Duration,
    /// Bytes of a plug-in's file.
    pub(crate) file_bytes: u64,
    /// Operating system threads that run plug-ins.
    pub(crate) threads: usize,
    /// Calls of one type that run side by side. Together with `memory` this bounds what one type
    /// can take.
    pub(crate) running: usize,
    /// Calls of one type that run or wait; the next one fails.
    pub(crate) admitted: usize,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            memory: 64 << 20,
            time: Duration::from_secs(1),
            file_bytes: 64 << 20,
            threads: 2,
            running: 4,
            admitted: 64,
        }
    }
}
