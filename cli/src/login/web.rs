//! Requests to a provider: few, short, without redirects, and to addresses that a token may be sent
//! to. Answers are bounded, and nothing of them is in an error.

use std::time::Duration;

use serde::Deserialize;
use serde::de::DeserializeOwned;
use strongroom_client::{BadAddress, transport};
use url::{Url, form_urlencoded};
use zeroize::Zeroizing;

use crate::words::plain;

const TIMEOUT: Duration = Duration::from_secs(20);
/// Of an answer. The longest is what a provider says of itself.
const MOST_BYTES: usize = 1024 * 1024;

#[derive(Debug, thiserror::Error)]
pub(crate) enum Failure {
    #[error("cannot be reached")]
    Unreachable(#[source] Box<dyn std::error::Error + Send + Sync>),
    #[error("answered {0}")]
    Refused(u16),
    #[error("answered something else than was asked for")]
    Strange,
}

impl Failure {
    pub(crate) const fn is_of_the_way(&self) -> bool {
        matches!(self, Self::Unreachable(_))
    }
}

/// What an endpoint of OAuth says.
pub(super) enum Answered<T> {
    Given(T),
    /// With an error code of RFC 6749 or RFC 8628.
    Refused(String),
}

/// # Errors
/// It is no address, or one of plain http on another machine.
pub(super) fn address(text: &str) -> Result<Url, BadAddress> {
    transport::address(text, false)
}

pub(super) async fn get<T: DeserializeOwned>(url: &Url) -> Result<T, Failure> {
    let (status, body) = exchanged(url, None).await?;
    if status != 200 {
        return Err(Failure::Refused(status));
    }
    serde_json::from_slice(&body).map_err(|_| Failure::Strange)
}

pub(super) async fn post<T: DeserializeOwned>(
    url: &Url,
    form: &[(&str, &str)],
) -> Result<Answered<T>, Failure> {
    #[derive(Deserialize)]
    struct Refusal {
        error: String,
    }
    let (status, body) = exchanged(url, Some(form)).await?;
    if status == 200 {
        return serde_json::from_slice(&body).map(Answered::Given).map_err(|_| Failure::Strange);
    }
    match serde_json::from_slice::<Refusal>(&body) {
        Ok(refusal) => Ok(Answered::Refused(plain(&refusal.error))),
        Err(_) => Err(Failure::Refused(status)),
    }
}

/// Whatever the answer's body is.
pub(super) async fn told(url: &Url, form: &[(&str, &str)]) -> Result<(), Failure> {
    match exchanged(url, Some(form)).await? {
        (200..=299, _) => Ok(()),
        (status, _) => Err(Failure::Refused(status)),
    }
}

async fn exchanged(
    url: &Url,
    form: Option<&[(&str, &str)]>,
) -> Result<(u16, Zeroizing<Vec<u8>>), Failure> {
    let sender = transport::sender(url, TIMEOUT).map_err(|why| Failure::Unreachable(why.into()))?;
    let request = match form {
        None => sender.get(url.clone()),
        Some(form) => {
            let body = form_urlencoded::Serializer::new(String::new()).extend_pairs(form).finish();
            sender
                .post(url.clone())
                .header("content-type", "application/x-www-form-urlencoded")
                .body(body)
        }
    };
    let unreachable = |why: reqwest::Error| Failure::Unreachable(why.without_url().into());
    let answer = request.header("accept", "application/json").send().await;
    let mut answer = answer.map_err(unreachable)?;
    let status = answer.status().as_u16();
    let mut body = Zeroizing::new(Vec::new());
    while let Some(chunk) = answer.chunk().await.map_err(unreachable)? {
        if body.len() + chunk.len() > MOST_BYTES {
            return Err(Failure::Strange);
        }
        body.extend_from_slice(&chunk);
    }
    Ok((status, body))
}
