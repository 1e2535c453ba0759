//! What the engine behind the core has done, under names that tell which engine it is.

use std::fmt;

use prometheus_client::collector::Collector;
use prometheus_client::encoding::{DescriptorEncoder, EncodeMetric};
use prometheus_client::metrics::counter::ConstCounter;
use prometheus_client::metrics::gauge::ConstGauge;
use strongroom_database::{Either, postgres, sqlite};

pub(super) struct Database(pub(super) Either);

/// A metric's name, what it tells, and the number.
type Told = (&'static str, &'static str, u64);

impl fmt::Debug for Database {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("Database")
    }
}

impl Collector for Database {
    fn encode(&self, mut encoder: DescriptorEncoder<'_>) -> fmt::Result {
        match &self.0 {
            Either::Sqlite(engine) => {
                let stats = engine.stats();
                counters(&mut encoder, &of_sqlite(&stats))?;
                let told = ("sqlite_queued", "Batches waiting or being written", stats.depth);
                gauges(&mut encoder, &[told])
            }
            Either::Postgres(engine) => {
                let stats = engine.stats();
                counters(&mut encoder, &of_postgres(&stats))?;
                gauges(&mut encoder, &pool(&stats))
            }
        }
    }
}

const fn of_sqlite(stats: &sqlite::Stats) -> [Told; 6] {
    [
        ("sqlite_reads", "Snapshots read", stats.reads),
        ("sqlite_scans", "Reads too long for the thread that asked", stats.scans),
        ("sqlite_batches", "Batches committed", stats.batches),
        ("sqlite_failures", "Batches undone", stats.failures),
        ("sqlite_commits", "Transactions committed, each of some batches", stats.groups),
        ("sqlite_syncs", "Transactions that waited for the disk", stats.syncs),
    ]
}

const fn of_postgres(stats: &postgres::Stats) -> [Told; 7] {
    [
        ("postgres_reads", "Snapshots read", stats.reads),
        ("postgres_batches", "Batches committed", stats.batches),
        ("postgres_failures", "Batches undone", stats.failures),
        ("postgres_conflicts", "Attempts that made way for another transaction", stats.conflicts),
        ("postgres_losses", "Attempts whose connection was lost or not made", stats.losses),
        ("postgres_settled", "Commits without an answer whose outcome was found", stats.settled),
        ("postgres_unknown", "Commits without an answer whose outcome was not", stats.unknown),
    ]
}

const fn pool(stats: &postgres::Stats) -> [Told; 3] {
    [
        ("postgres_connections", "Connections open", stats.connections),
        ("postgres_connections_idle", "Connections that nobody uses", stats.idle),
        ("postgres_waiting", "Calls that wait for a connection", stats.waiting),
    ]
}

fn counters(encoder: &mut DescriptorEncoder<'_>, all: &[Told]) -> fmt::Result {
    for (name, help, value) in all {
        encode(encoder, name, help, &ConstCounter::new(*value))?;
    }
    Ok(())
}

fn gauges(encoder: &mut DescriptorEncoder<'_>, all: &[Told]) -> fmt::Result {
    for (name, help, value) in all {
        let value = i64::try_from(*value).unwrap_or(i64::MAX);
        encode(encoder, name, help, &ConstGauge::new(value))?;
    }
    Ok(())
}

fn encode(
    encoder: &mut DescriptorEncoder<'_>,
    name: &str,
    help: &str,
    metric: &impl EncodeMetric,
) -> fmt::Result {
    metric.encode(encoder.encode_descriptor(name, help, None, metric.metric_type())?)
}
