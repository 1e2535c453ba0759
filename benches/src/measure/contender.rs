//! What is measured as one: a server, or several that share a database.

use std::net::SocketAddr;
use std::time::Duration;

use super::postgres::Shared;
use super::server::Server;
use super::usage;

#[derive(Debug)]
pub(super) struct Contender {
    /// Through which it is loaded.
    pub(super) first: Server,
    others: Vec<Server>,
    /// Goes when nobody uses it any more.
    _shared: Option<Shared>,
}

impl Contender {
    pub(super) const fn alone(server: Server) -> Self {
        Self { first: server, others: Vec::new(), _shared: None }
    }

    pub(super) const fn sharing(shared: Shared, first: Server, others: Vec<Server>) -> Self {
        Self { first, others, _shared: Some(shared) }
    }

    pub(super) fn addresses(&self) -> Vec<SocketAddr> {
        self.servers().map(|server| server.address).collect()
    }

    /// Of all its servers, as [`usage::processor_time`]. What a database server spends is not in it.
    pub(super) fn processor_time(&self) -> anyhow::Result<Duration> {
        self.servers().map(|server| usage::processor_time(server.id())).sum()
    }

    /// Of all its servers, as [`usage::resident_kib`].
    pub(super) fn resident_kib(&self) -> anyhow::Result<u64> {
        self.servers().map(|server| usage::resident_kib(server.id())).sum()
    }

    pub(super) fn end(&mut self) {
        self.first.end();
        self.others.iter_mut().for_each(Server::end);
    }

    fn servers(&self) -> impl Iterator<Item = &Server> {
        std::iter::once(&self.first).chain(&self.others)
    }
}
