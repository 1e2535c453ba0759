//! A server, and waiting for it: commands do one thing after another.

use serde_json::Value;
use strongroom_client::{Client, Error, Method};
use tokio::runtime::Runtime;

pub(crate) struct Api {
    runtime: Runtime,
    client: Client,
    /// Whether the answer is printed as it came.
    pub(crate) json: bool,
    /// The one that is meant where a command names no owner.
    pub(crate) project: Option<String>,
}

impl Api {
    pub(crate) const fn new(
        runtime: Runtime,
        client: Client,
        json: bool,
        project: Option<String>,
    ) -> Self {
        Self { runtime, client, json, project }
    }

    pub(crate) const fn client(&self) -> &Client {
        &self.client
    }

    pub(crate) fn wait<T>(&self, work: impl Future<Output = T>) -> T {
        self.runtime.block_on(work)
    }

    pub(crate) fn get(&self, path: &str) -> anyhow::Result<Value> {
        self.call(Method::GET, path, &[], None)
    }

    pub(crate) fn get_with(&self, path: &str, query: &[(&str, &str)]) -> anyhow::Result<Value> {
        self.call(Method::GET, path, query, None)
    }

    pub(crate) fn post(&self, path: &str, body: Option<&Value>) -> anyhow::Result<Value> {
        self.call(Method::POST, path, &[], body)
    }

    pub(crate) fn put(&self, path: &str, body: Option<&Value>) -> anyhow::Result<Value> {
        self.call(Method::PUT, path, &[], body)
    }

    pub(crate) fn patch(&self, path: &str, body: &Value) -> anyhow::Result<Value> {
        self.call(Method::PATCH, path, &[], Some(body))
    }

    pub(crate) fn delete(&self, path: &str) -> anyhow::Result<()> {
        self.call(Method::DELETE, path, &[], None).map(|_| ())
    }

    fn call(
        &self,
        method: Method,
        path: &str,
        query: &[(&str, &str)],
        body: Option<&Value>,
    ) -> anyhow::Result<Value> {
        let answer: Result<Value, Error> = self.wait(self.client.call(method, path, query, body));
        Ok(answer?)
    }
}
