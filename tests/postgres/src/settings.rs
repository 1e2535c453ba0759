//! How a cluster is to be.

/// What a cluster is started with. By default quick, in the clear, and with a password.
#[derive(Debug, Clone, Default)]
pub struct Settings {
    pub(crate) is_durable: bool,
    pub(crate) has_tls: bool,
    pub(crate) parameters: Vec<(String, String)>,
}

impl Settings {
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Waits for the disk: what it acknowledged is there after [`crate::Cluster::kill`].
    #[must_use]
    pub const fn durable(mut self) -> Self {
        self.is_durable = true;
        self
    }

    /// Takes connections over TLS alone, with a certificate for `localhost` and 127.0.0.1 by an
    /// authority of its own.
    #[must_use]
    pub const fn tls(mut self) -> Self {
        self.has_tls = true;
        self
    }

    /// A parameter of the server's configuration.
    #[must_use]
    pub fn parameter(mut self, name: &str, value: &str) -> Self {
        self.parameters.push((name.to_owned(), value.to_owned()));
        self
    }

    /// Arguments for the server.
    pub(crate) fn arguments(&self) -> Vec<String> {
        let on_or_off = |is_on| if is_on { "on" } else { "off" };
        let own = [
            ("fsync", on_or_off(self.is_durable)),
            ("full_page_writes", on_or_off(self.is_durable)),
            ("ssl", on_or_off(self.has_tls)),
            ("max_connections", "200"),
            ("shared_buffers", "64MB"),
            // Compiling a plan takes longer than any query of a test.
            ("jit", "off"),
            ("timezone", "UTC"),
        ];
        let own = own.iter().map(|(name, value)| (*name, *value));
        let more = self.parameters.iter().map(|(name, value)| (name.as_str(), value.as_str()));
        own.chain(more)
            .flat_map(|(name, value)| ["-c".to_owned(), format!("{name}={value}")])
            .collect()
    }
}
