//! An OpenID Connect provider as the command line sees it: which ones a server announces, what a
//! provider says of itself, and a sign-in there, kept and renewed.
//!
//! From OpenID Connect Core 1.0 and Discovery 1.0, and RFC 6749 for the renewal.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use anyhow::{Context as _, bail, ensure};
use base64ct::{Base64UrlUnpadded, Encoding as _};
use serde::{Deserialize, Serialize};
use strongroom_client::{Issued, SecretString};
use url::Url;

use super::web::{self, Answered};

/// A token is renewed this long before it ends.
const MARGIN: Duration = Duration::from_secs(60);

/// A provider that a server takes people of.
#[derive(Debug, Deserialize)]
pub(crate) struct Offer {
    pub(crate) issuer: String,
    pub(crate) client_id: String,
    pub(crate) title: String,
}

/// Those that the server offers in its console; none where it has no console.
///
/// # Errors
/// It cannot be reached.
pub(super) async fn offers(server: &Url) -> anyhow::Result<Vec<Offer>> {
    #[derive(Deserialize)]
    struct Config {
        providers: Vec<Offer>,
    }
    match web::get::<Config>(&below(server, "console/config.json")?).await {
        Ok(config) => Ok(config.providers),
        Err(web::Failure::Refused(_) | web::Failure::Strange) => Ok(Vec::new()),
        Err(why @ web::Failure::Unreachable(_)) => Err(why.into()),
    }
}

/// What is used of what a provider says of itself.
pub(super) struct Provider {
    pub(super) device_authorization: Option<Url>,
    pub(super) token: Url,
    pub(super) revocation: Option<Url>,
    pub(super) renews: bool,
}

#[derive(Deserialize)]
struct Discovery {
    issuer: String,
    device_authorization_endpoint: Option<String>,
    token_endpoint: String,
    revocation_endpoint: Option<String>,
    #[serde(default)]
    scopes_supported: Vec<String>,
}

/// # Errors
/// It cannot be reached, is another than it is called, or sends elsewhere by plain http.
pub(super) async fn discovered(issuer: &str) -> anyhow::Result<Provider> {
    let url = web::address(issuer).context("the provider's address")?;
    let found: Discovery = web::get(&below(&url, ".well-known/openid-configuration")?)
        .await
        .with_context(|| format!("the provider {issuer}"))?;
    ensure!(found.issuer == issuer, "what answers at {issuer} is another provider");
    let endpoint = |text: &String| web::address(text).context("an address that the provider gives");
    Ok(Provider {
        device_authorization: found
            .device_authorization_endpoint
            .as_ref()
            .map(endpoint)
            .transpose()?,
        token: endpoint(&found.token_endpoint)?,
        revocation: found.revocation_endpoint.as_ref().map(endpoint).transpose()?,
        renews: found.scopes_supported.iter().any(|scope| scope == "offline_access"),
    })
}

fn below(url: &Url, path: &str) -> anyhow::Result<Url> {
    let mut url = url.clone();
    url.path_segments_mut()
        .map_err(|()| anyhow::anyhow!("the address has no path"))?
        .pop_if_empty()
        .extend(path.split('/'));
    Ok(url)
}

/// A sign-in. Without `Debug`: what it holds is secret.
#[derive(Serialize, Deserialize)]
pub(crate) struct Session {
    pub(crate) issuer: String,
    pub(crate) client_id: String,
    id_token: String,
    /// Of the token. Seconds since the Unix epoch.
    expires_at: u64,
    refresh_token: Option<String>,
}

/// What a provider gives at the end of a sign-in and of a renewal.
#[derive(Deserialize)]
pub(super) struct Tokens {
    id_token: Option<String>,
    refresh_token: Option<String>,
}

impl Session {
    /// # Errors
    /// There is no identity token, which is what a server takes.
    pub(super) fn new(issuer: &str, client_id: &str, tokens: Tokens) -> anyhow::Result<Self> {
        let id_token = tokens.id_token.context("the provider gave no identity token")?;
        let expires_at =
            end_of(&id_token).context("what the provider gave is no identity token")?;
        Ok(Self {
            issuer: issuer.to_owned(),
            client_id: client_id.to_owned(),
            id_token,
            expires_at,
            refresh_token: tokens.refresh_token,
        })
    }

    /// The token, where it is good for a while yet.
    pub(crate) fn issued(&self) -> Option<Issued> {
        let end = UNIX_EPOCH.checked_add(Duration::from_secs(self.expires_at))?;
        let left = end.duration_since(SystemTime::now()).ok()?;
        let token = || SecretString::from(self.id_token.as_str());
        (left > MARGIN).then(|| Issued { token: token(), expires_in: Some(left) })
    }
}

/// A sign-in that goes on. The provider may give another refresh token or leave the old one good.
///
/// # Errors
/// The provider cannot be reached, or lets it go on no longer.
pub(crate) async fn renewed(session: Session) -> anyhow::Result<Session> {
    let Some(refresh_token) = session.refresh_token else {
        bail!("the sign-in at {} is over: `strongroom login`", session.issuer);
    };
    let provider = discovered(&session.issuer).await?;
    let form = [
        ("grant_type", "refresh_token"),
        ("refresh_token", &refresh_token),
        ("client_id", &session.client_id),
    ];
    let answer = web::post::<Tokens>(&provider.token, &form).await;
    match answer.with_context(|| format!("the provider {}", session.issuer))? {
        Answered::Given(tokens) => {
            let refresh_token = tokens.refresh_token.or(Some(refresh_token));
            let tokens = Tokens { refresh_token, ..tokens };
            Session::new(&session.issuer, &session.client_id, tokens)
        }
        Answered::Refused(_) => {
            bail!("the sign-in at {} is over: `strongroom login`", session.issuer)
        }
    }
}

/// Tells the provider that the sign-in is over (RFC 7009), where it wants to know.
pub(super) async fn revoked(session: &Session) -> anyhow::Result<()> {
    let Some(refresh_token) = &session.refresh_token else { return Ok(()) };
    let Some(revocation) = discovered(&session.issuer).await?.revocation else { return Ok(()) };
    let form = [
        ("token", refresh_token.as_str()),
        ("token_type_hint", "refresh_token"),
        ("client_id", &session.client_id),
    ];
    web::told(&revocation, &form).await?;
    Ok(())
}

/// When a token ends. The server checks the token; this is only to know when to renew it.
fn end_of(token: &str) -> Option<u64> {
    #[derive(Deserialize)]
    struct Claims {
        exp: f64,
    }
    let payload = Base64UrlUnpadded::decode_vec(token.split('.').nth(1)?).ok()?;
    let Claims { exp } = serde_json::from_slice(&payload).ok()?;
    // A NumericDate may have a fraction (RFC 7519, section 2).
    (exp >= 0.0).then_some(exp as u64)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn token(claims: &str) -> String {
        format!("e30.{}.x", Base64UrlUnpadded::encode_string(claims.as_bytes()))
    }

    fn session(claims: &str) -> anyhow::Result<Session> {
        let tokens = Tokens { id_token: Some(token(claims)), refresh_token: None };
        Session::new("https://a.example", "a", tokens)
    }

    #[test]
    fn a_token_is_used_until_it_ends_soon() {
        let ends_in = |seconds: i64| {
            let now = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |now| now.as_secs());
            session(&format!(r#"{{"exp":{}}}"#, now.saturating_add_signed(seconds)))
        };
        assert!(ends_in(300).is_ok_and(|session| session.issued().is_some()));
        assert!(ends_in(30).is_ok_and(|session| session.issued().is_none()));
        assert!(ends_in(-300).is_ok_and(|session| session.issued().is_none()));
    }

    #[test]
    fn what_is_no_identity_token_is_not_kept() {
        assert!(session(r#"{"exp":1e9}"#).is_ok());
        for claims in ["", "{}", r#"{"exp":"1"}"#, r#"{"exp":-1}"#] {
            assert!(session(claims).is_err(), "{claims}");
        }
        assert!(end_of("opaque").is_none());
    }
}
