//! The host's own routes: is it up, is it ready, what has it done. No authentication, no secrets.

use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use http::header::{ALLOW, CACHE_CONTROL, CONTENT_TYPE, HeaderValue, X_CONTENT_TYPE_OPTIONS};
use http::{Method, Response, StatusCode};
use http_body_util::Full;
use serde_json::{Value, json};
use strongroom_database::{Database as _, Statement};
use tokio::time::timeout;

use super::problem::Answer;
use super::worker::Worker;
use crate::plugins::{Catalogue, Status};

const PATIENCE: Duration = Duration::from_secs(1);
const TEXT: &str = "text/plain; charset=utf-8";
const JSON: &str = "application/json";
const METRICS: &str = "application/openmetrics-text; version=1.0.0; charset=utf-8";

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Route {
    /// The process is up.
    Health,
    /// The core and the database answer.
    Ready,
    Metrics,
    /// Which secret types there are, and why others are not.
    Types,
}

impl Route {
    pub(crate) fn of(path: &str) -> Option<Self> {
        match path {
            "/healthz" => Some(Self::Health),
            "/readyz" => Some(Self::Ready),
            "/metrics" => Some(Self::Metrics),
            "/typez" => Some(Self::Types),
            _ => None,
        }
    }

    pub(crate) async fn answer(self, method: &Method, worker: &Worker) -> Answer {
        if method != Method::GET && method != Method::HEAD {
            let mut answer = text(StatusCode::METHOD_NOT_ALLOWED, "GET and HEAD only\n", TEXT);
            answer.headers_mut().insert(ALLOW, HeaderValue::from_static("GET, HEAD"));
            return answer;
        }
        match self {
            Self::Health => text(StatusCode::OK, "up\n", TEXT),
            Self::Ready => match unready(worker).await {
                None => text(StatusCode::OK, "ready\n", TEXT),
                Some(why) => text(StatusCode::SERVICE_UNAVAILABLE, why, TEXT),
            },
            Self::Metrics => text(StatusCode::OK, worker.shared.metrics.text(), METRICS),
            Self::Types => text(StatusCode::OK, types(&worker.shared.catalogue), JSON),
        }
    }
}

async fn unready(worker: &Worker) -> Option<&'static str> {
    if worker.is_stopping() {
        return Some("stopping\n");
    }
    if !matches!(timeout(PATIENCE, worker.queue.ping()).await, Ok(Ok(()))) {
        return Some("the core does not answer\n");
    }
    let one = Statement { sql: "SELECT 1".into(), parameters: Vec::new(), expect: None };
    match timeout(PATIENCE, worker.shared.database.read(vec![one])).await {
        Ok(Ok(_)) => None,
        _ => Some("the database does not answer\n"),
    }
}

pub(crate) fn not_here() -> Answer {
    text(StatusCode::NOT_FOUND, "/healthz, /readyz, /metrics or /typez\n", TEXT)
}

/// What became of each entry of the manifest. What a plug-in may reach is not told: that is between
/// the operator and the manifest.
fn types(catalogue: &Catalogue) -> String {
    let status = |status: Arc<Status>| match &status.state {
        Ok(loaded) => json!({
            "file": status.file,
            "id": loaded.id.as_str(),
            "connected": loaded.connected,
            "sha256": loaded.sha256.to_string(),
        }),
        Err(reason) => json!({ "file": status.file, "reason": reason.to_string() }),
    };
    let types: Vec<Value> = catalogue.statuses().into_iter().map(status).collect();
    format!("{}\n", json!({ "types": types }))
}

fn text(status: StatusCode, body: impl Into<Bytes>, kind: &'static str) -> Answer {
    let mut answer = Response::new(Full::new(body.into()));
    *answer.status_mut() = status;
    let headers = answer.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static(kind));
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    headers.insert(X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    answer
}
