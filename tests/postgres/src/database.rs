//! A database in a cluster.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use crate::cluster::{Cluster, ROLE};

/// A database of a test's own. Gone when it is dropped, whoever is connected.
#[derive(Debug)]
pub struct Database {
    cluster: Arc<Cluster>,
    name: String,
}

impl Database {
    pub(crate) fn create(cluster: &Arc<Cluster>) -> Self {
        Self::made(cluster, "template1")
    }

    /// Another with all that is in this one. Nobody may be connected to it.
    #[must_use]
    pub fn copy(&self) -> Self {
        Self::made(&self.cluster, &self.name)
    }

    fn made(cluster: &Arc<Cluster>, template: &str) -> Self {
        static COUNT: AtomicU32 = AtomicU32::new(1);
        let name = format!("strongroom_{}", COUNT.fetch_add(1, Ordering::Relaxed));
        let sql = format!("CREATE DATABASE {name} TEMPLATE {template} OWNER {ROLE}");
        cluster.sql("postgres", &sql);
        Self { cluster: Arc::clone(cluster), name }
    }

    /// How its owner connects, the password included.
    #[must_use]
    pub fn url(&self) -> String {
        self.url_over(&[&self.cluster])
    }

    /// The same with several servers in turn, whichever takes writes: a primary and its standbys.
    #[must_use]
    pub fn url_over(&self, clusters: &[&Cluster]) -> String {
        let host = if self.cluster.authority().is_some() { "localhost" } else { "127.0.0.1" };
        let at = |cluster: &&Cluster| format!("{host}:{}", cluster.port());
        let places: Vec<_> = clusters.iter().map(at).collect();
        let mut options = Vec::new();
        if let Some(authority) = self.cluster.authority() {
            options.push(format!("sslmode=verify-full&sslrootcert={}", authority.display()));
        }
        if clusters.len() > 1 {
            options.push("target_session_attrs=read-write".to_owned());
        }
        let options =
            if options.is_empty() { String::new() } else { format!("?{}", options.join("&")) };
        let (password, places) = (self.cluster.password(), places.join(","));
        format!("postgres://{ROLE}:{password}@{places}/{}{options}", self.name)
    }

    /// The same through something in between that listens on a port of this machine: a proxy.
    #[must_use]
    pub fn url_through(&self, port: u16) -> String {
        self.url().replace(&format!(":{}/", self.cluster.port()), &format!(":{port}/"))
    }

    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    #[must_use]
    pub fn cluster(&self) -> &Arc<Cluster> {
        &self.cluster
    }

    /// As [`Cluster::sql`], in this database.
    #[track_caller]
    pub fn sql(&self, sql: &str) -> String {
        self.cluster.sql(&self.name, sql)
    }
}

impl Drop for Database {
    fn drop(&mut self) {
        // Where the server is away its data goes with it.
        let drop = format!("DROP DATABASE IF EXISTS {} WITH (FORCE)", self.name);
        let _ = self.cluster.try_sql("postgres", &drop);
    }
}
