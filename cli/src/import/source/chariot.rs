//! Secrets of a Chariot over its API, or of another Strongroom, which has the same one.
//!
//! A secret keeps its type, as long as there is one of that name here. What the other side says is
//! read for what Chariot documents: `_key`, `name` and `value`; a description, labels, an end and a
//! period are taken where they are there.

use std::collections::BTreeMap;

use anyhow::{Context as _, bail};
use clap::Args;
use futures_util::{StreamExt as _, TryStreamExt as _, stream};
use serde::Deserialize;
use serde_json::Value as Json;
use strongroom_client::{Client, Credential, Error, Key, Method, Owner, SecretString, Value};

use crate::api::Api;
use crate::connection::in_variables;
use crate::import::item::{Content, Found, Item, MOST};

/// Requests side by side.
const AT_ONCE: usize = 4;

const TOKEN: &str = "CHARIOT_TOKEN";
const CLIENT_ID: &str = "CHARIOT_CLIENT_ID";
const CLIENT_SECRET: &str = "CHARIOT_CLIENT_SECRET";

/// The credential is the token in CHARIOT_TOKEN, or is had with CHARIOT_CLIENT_ID and
/// CHARIOT_CLIENT_SECRET.
#[derive(Debug, Args)]
pub(in crate::import) struct Chariot {
    /// Its address: https://chariot.example.com
    #[arg(value_name = "URL")]
    from_server: String,

    /// Whose secrets: project/<id>, organization/<id> or user/<id>
    #[arg(value_name = "OWNER")]
    from_owner: Owner,

    /// Send the token there without TLS, where the network itself is trusted
    #[arg(long)]
    from_allow_http: bool,
}

#[derive(Deserialize)]
struct List {
    data: Vec<Record>,
    #[serde(default)]
    next_cursor: Option<String>,
}

#[derive(Deserialize)]
struct Record {
    #[serde(rename = "_key")]
    key: String,
    name: String,
    value: Json,
    #[serde(default)]
    description: Option<String>,
    #[serde(default)]
    labels: Option<BTreeMap<String, String>>,
    #[serde(default)]
    expires_at: Option<u64>,
    #[serde(default)]
    rotate_every: Option<u64>,
}

impl Chariot {
    pub(super) fn read(&self, api: &Api) -> anyhow::Result<Vec<Item>> {
        let builder = Client::builder(&self.from_server).allow_http(self.from_allow_http);
        let client = builder.credential(credential()?).build().map_err(|error| match error {
            Error::Address(why) => anyhow::anyhow!("URL {why}"),
            other => other.into(),
        })?;
        api.wait(self.items(&client)).context("the secrets to import cannot be read")
    }

    async fn items(&self, client: &Client) -> anyhow::Result<Vec<Item>> {
        let records = self.records(client).await?;
        let reveals: Vec<_> =
            records.into_iter().map(|record| self.revealed(client, record)).collect();
        stream::iter(reveals).buffered(AT_ONCE).try_collect().await
    }

    async fn records(&self, client: &Client) -> anyhow::Result<Vec<Record>> {
        let path = format!("/settings/{}/", self.from_owner);
        let mut records: Vec<Record> = Vec::new();
        let mut cursor: Option<String> = None;
        loop {
            let mut query = vec![("sort", "name"), ("desc", "false")];
            query.extend(cursor.as_deref().map(|cursor| ("cursor", cursor)));
            let list: List = parsed(client.call(Method::GET, &path, &query, None).await?)?;
            let is_empty = list.data.is_empty();
            records.extend(list.data);
            anyhow::ensure!(records.len() <= MOST, "there are more than {MOST} secrets");
            match list.next_cursor.filter(|next| !next.is_empty() && !is_empty) {
                Some(next) => cursor = Some(next),
                None => return Ok(records),
            }
        }
    }

    async fn revealed(&self, client: &Client, record: Record) -> anyhow::Result<Item> {
        let Ok(key) = record.key.parse::<Key>() else {
            return Ok(Item::unfit(&record.name, "a key", "has a key of another form"));
        };
        let path = format!("/settings/{}/{key}", self.from_owner);
        let query = [("decrypt", "true")];
        let whole = match client.call(Method::GET, &path, &query, None).await {
            Ok(whole) => parsed::<Record>(whole)?,
            Err(error) => bail!(anyhow::Error::from(error).context(key.to_string())),
        };
        let content = match value(whole.value) {
            Some(value) => Content::Secret(Found {
                type_name: key.type_name().to_owned(),
                value,
                description: whole.description.unwrap_or_default(),
                labels: whole.labels.unwrap_or_default(),
                expires_at: whole.expires_at,
                rotate_every: whole.rotate_every,
            }),
            None => Content::Unfit("has a value that is neither a text nor texts".to_owned()),
        };
        Ok(Item::new([whole.name], key.to_string(), content))
    }
}

fn parsed<T: for<'de> Deserialize<'de>>(answer: Json) -> anyhow::Result<T> {
    // The parser's words might hold a value.
    serde_json::from_value(answer).map_err(|_| anyhow::anyhow!("an answer is of another form"))
}

/// A text, or an object of texts.
fn value(value: Json) -> Option<Value> {
    match value {
        Json::String(text) => Some(Value::One(SecretString::from(text))),
        Json::Object(members) => {
            let texts = members.into_iter().map(|(name, value)| match value {
                Json::String(text) => Some((name, SecretString::from(text))),
                _ => None,
            });
            Some(Value::Fields(texts.collect::<Option<_>>()?))
        }
        _ => None,
    }
}

fn credential() -> anyhow::Result<Credential> {
    in_variables(TOKEN, CLIENT_ID, CLIENT_SECRET)?.with_context(|| {
        format!(
            "there is no credential for where the secrets come from: put a token into {TOKEN}, or \
             set {CLIENT_ID} and {CLIENT_SECRET}"
        )
    })
}
