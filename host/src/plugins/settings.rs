//! What the operator allows plug-ins in all. The manifest can set most of it for one of them.

use std::time::Duration;

/// Limits on plug-ins. The defaults suit a type that checks text.
#[derive(Debug, Clone)]
pub(crate) struct Options {
    /// Bytes of all linear memories of one call.
    pub(crate) memory: usize,
    /// Of computing in one call; of the whole call, from instantiation to answer, where it sends no
    /// requests.
    pub(crate) time: Duration,
    /// Of a whole call that may send requests.
    pub(crate) rotation_time: Duration,
    /// That one call may send.
    pub(crate) requests: u32,
    /// Bytes of a plug-in's file.
    pub(crate) file_bytes: u64,
    /// Operating system threads that run plug-ins.
    pub(crate) threads: usize,
    /// Calls of one type that run side by side. Together with `memory` this bounds what one type
    /// can take. Calls that may send requests are counted apart.
    pub(crate) running: usize,
    /// Calls of one type that run or wait; the next one fails. Counted like `running`.
    pub(crate) admitted: usize,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            memory: 64 << 20,
            time: Duration::from_secs(1),
            rotation_time: Duration::from_secs(10),
            requests: 8,
            file_bytes: 64 << 20,
            threads: 2,
            running: 4,
            admitted: 64,
        }
    }
}
