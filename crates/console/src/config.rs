//! What the console is told of the server it came from: where people can sign in.

use serde::Serialize;
use strongroom_model::provider::Provider;

/// The identity providers that the console offers.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Config {
    offers: Vec<Offer>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
struct Offer {
    issuer: String,
    client_id: String,
    title: String,
}

#[derive(Serialize)]
struct Document<'a> {
    providers: &'a [Offer],
    version: &'static str,
}

impl Config {
    /// From the setting `oidc`: a list of providers in JSON. One that cannot be read offers nobody; the
    /// authorizer takes no provider's tokens then, and says so.
    #[must_use]
    pub fn from_setting(setting: Option<&str>) -> Self {
        let providers: Vec<Provider> =
            setting.and_then(|text| serde_json::from_str(text).ok()).unwrap_or_default();
        let offer = |provider: Provider| {
            let client = provider.console?;
            // Its origin goes into a header: an address that has none is none to sign in at.
            origin(&provider.issuer)?;
            let (client_id, title) = (client.client_id, client.title);
            Some(Offer { issuer: provider.issuer, client_id, title })
        };
        Self { offers: providers.into_iter().filter_map(offer).collect() }
    }

    /// `config.json`, as the page reads it.
    pub(crate) fn document(&self) -> Vec<u8> {
        let version = env!("CARGO_PKG_VERSION");
        // Strings alone: there is nothing that JSON cannot say.
        serde_json::to_vec(&Document { providers: &self.offers, version }).unwrap_or_default()
    }

    /// Where the page sends requests beside the server itself.
    pub(crate) fn origins(&self) -> impl Iterator<Item = &str> {
        self.offers.iter().filter_map(|offer| origin(&offer.issuer))
    }
}

/// Scheme, host and port of a URL, where they are of characters that say nothing else in a policy.
fn origin(url: &str) -> Option<&str> {
    let (scheme, rest) = url.split_once("://")?;
    let authority = rest.split('/').next().filter(|authority| !authority.is_empty())?;
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || b".-:[]".contains(&byte);
    let is_one = matches!(scheme, "https" | "http") && authority.bytes().all(is_plain);
    is_one.then(|| url.get(..scheme.len() + "://".len() + authority.len())).flatten()
}
