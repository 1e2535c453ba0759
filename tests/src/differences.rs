//! How deployments differ in what a caller can see. Few, and each has its reason.

/// Something that only some deployments have. Whoever asks for it leaves that part of a test out
/// where it is missing; everything else is the same everywhere.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Difference {
    /// No `/metrics`: instances come and go and share no memory to count in. Spin has its own.
    NoMetrics,
    /// No line in the log for each request, nor levels of it: Spin traces requests itself, and the
    /// application writes only what went wrong.
    NoRequestLog,
    /// No folder of secret types: they are composed into the application, and another set of them is
    /// another application.
    NoTypeFolder,
    /// HTTP is parsed by Spin: what is not HTTP at all, a header that is no text or a request
    /// without `Host` never reaches the application, and is answered without a problem document or
    /// a request id.
    ParsesHttpItself,
}

impl Difference {
    /// Whether Spin, and the host that stands in for it, are without it.
    pub(crate) const fn is_of_spin(self) -> bool {
        match self {
            Self::NoMetrics | Self::NoRequestLog | Self::NoTypeFolder | Self::ParsesHttpItself => {
                true
            }
        }
    }
}
