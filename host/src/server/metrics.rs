//! What `/metrics` tells: numbers, by method and class of status. No path, since paths hold ids.

use std::fmt;
use std::time::Duration;

use http::{Method, StatusCode};
use prometheus_client::collector::Collector;
use prometheus_client::encoding::{DescriptorEncoder, EncodeMetric as _};
use prometheus_client::metrics::counter::{ConstCounter, Counter};
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::{ConstGauge, Gauge};
use prometheus_client::metrics::histogram::Histogram;
use prometheus_client::registry::Registry;
use strongroom_database::Either;

use crate::issuers::IssuerKeys;
use crate::plugins::Catalogue;

mod database;

use database::Database;

const METHODS: [&str; 8] = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "other"];
const CLASSES: [&str; 5] = ["1xx", "2xx", "3xx", "4xx", "5xx"];
/// Seconds: from what a cached read takes to the request timeout.
const BUCKETS: [f64; 13] =
    [0.0002, 0.0005, 0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.25, 1.0, 5.0, 30.0];

pub(crate) struct Metrics {
    registry: Registry,
    // Laid out beforehand: a request finds its counter without a lock or a hash.
    requests: Vec<Counter>,
    durations: Histogram,
    /// Requests whose client went away before the answer.
    pub(crate) abandoned: Counter,
    pub(crate) in_flight: Gauge,
    pub(crate) connections: Gauge,
    pub(crate) replacements: Counter,
    pub(crate) traps: Counter,
}

/// The method's name, or `other` for one that a client made up, which may be anything.
pub(super) fn method_name(method: &Method) -> &'static str {
    METHODS.get(index_of(method)).copied().unwrap_or("other")
}

fn index_of(method: &Method) -> usize {
    let known = METHODS.iter().position(|name| *name == method.as_str());
    known.unwrap_or(METHODS.len() - 1)
}

impl Metrics {
    pub(crate) fn new(database: Either, catalogue: Catalogue, issuers: IssuerKeys) -> Self {
        let by_kind = Family::<[(&'static str, &'static str); 2], Counter>::default();
        let requests = METHODS
            .iter()
            .flat_map(|method| CLASSES.iter().map(move |class| (*method, *class)))
            .map(|(method, class)| {
                by_kind.get_or_create(&[("method", method), ("status", class)]).clone()
            })
            .collect();
        let metrics = Self {
            registry: Registry::with_prefix("strongroom"),
            requests,
            durations: Histogram::new(BUCKETS),
            abandoned: Counter::default(),
            in_flight: Gauge::default(),
            connections: Gauge::default(),
            replacements: Counter::default(),
            traps: Counter::default(),
        };
        metrics.registered(by_kind, database, catalogue, issuers)
    }

    fn registered(
        mut self,
        by_kind: Family<[(&'static str, &'static str); 2], Counter>,
        database: Either,
        catalogue: Catalogue,
        issuers: IssuerKeys,
    ) -> Self {
        let registry = &mut self.registry;
        registry.register("http_requests", "Requests answered", by_kind);
        registry.register(
            "http_request_duration_seconds",
            "From the end of a request's head to its answer",
            self.durations.clone(),
        );
        registry.register(
            "http_requests_abandoned",
            "Requests whose client went away before the answer",
            self.abandoned.clone(),
        );
        registry.register("http_requests_in_flight", "Requests under way", self.in_flight.clone());
        registry.register("http_connections", "Connections open", self.connections.clone());
        registry.register(
            "core_instance_replacements",
            "Instances of the core replaced, failed ones included",
            self.replacements.clone(),
        );
        registry.register("core_traps", "Instances of the core that failed", self.traps.clone());
        registry.register_collector(Box::new(Database(database)));
        registry.register_collector(Box::new(Types(catalogue)));
        registry.register_collector(Box::new(Issuers(issuers)));
        self
    }

    pub(crate) fn answered(&self, method: &Method, status: StatusCode, duration: Duration) {
        let method = index_of(method);
        let class = usize::from(status.as_u16() / 100).clamp(1, CLASSES.len()) - 1;
        if let Some(counter) = self.requests.get(method * CLASSES.len() + class) {
            counter.inc();
        }
        self.durations.observe(duration.as_secs_f64());
    }

    /// In the OpenMetrics text form.
    pub(crate) fn text(&self) -> String {
        let mut text = String::new();
        // Writing to a string does not fail.
        let _ = prometheus_client::encoding::text::encode(&mut text, &self.registry);
        text
    }
}

struct Types(Catalogue);

impl fmt::Debug for Types {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("Types")
    }
}

impl Collector for Types {
    fn encode(&self, mut encoder: DescriptorEncoder<'_>) -> fmt::Result {
        use prometheus_client::metrics::MetricType;
        let (name, help) = ("type_calls", "Calls of secret types, by how they ended");
        let mut family = encoder.encode_descriptor(name, help, None, MetricType::Counter)?;
        for (id, counts) in self.0.counts() {
            for (outcome, value) in [
                ("accepted", counts.accepted),
                ("invalid", counts.invalid),
                ("failed", counts.failed),
                ("timed_out", counts.timed_out),
                ("turned_away", counts.turned_away),
            ] {
                let labels = [("type", id.as_str()), ("outcome", outcome)];
                ConstCounter::new(value).encode(family.encode_family(&labels)?)?;
            }
        }
        let (name, help) = ("types_refused", "Entries of the manifest that are not available");
        let refused = self.0.statuses().iter().filter(|status| status.state.is_err()).count();
        let refused = ConstGauge::new(i64::try_from(refused).unwrap_or(i64::MAX));
        refused.encode(encoder.encode_descriptor(name, help, None, MetricType::Gauge)?)
    }
}

struct Issuers(IssuerKeys);

impl fmt::Debug for Issuers {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("Issuers")
    }
}

impl Collector for Issuers {
    fn encode(&self, mut encoder: DescriptorEncoder<'_>) -> fmt::Result {
        use prometheus_client::metrics::MetricType;
        if self.0.counts().next().is_none() {
            return Ok(());
        }
        let (name, help) =
            ("issuer_key_refreshes", "Fetches of an issuer's keys, by how they ended");
        let mut family = encoder.encode_descriptor(name, help, None, MetricType::Counter)?;
        for (issuer, counts) in self.0.counts() {
            for (outcome, value) in [("fetched", counts.refreshed), ("failed", counts.failed)] {
                let labels = [("issuer", issuer), ("outcome", outcome)];
                ConstCounter::new(value).encode(family.encode_family(&labels)?)?;
            }
        }
        let (name, help) = ("issuer_keys_known", "Whether keys of an issuer are remembered");
        let mut family = encoder.encode_descriptor(name, help, None, MetricType::Gauge)?;
        for (issuer, counts) in self.0.counts() {
            let gauge = ConstGauge::new(i64::from(counts.has_keys));
            gauge.encode(family.encode_family(&[("issuer", issuer)])?)?;
        }
        Ok(())
    }
}
