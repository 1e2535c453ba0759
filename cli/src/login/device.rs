//! The device authorization grant (RFC 8628): the person signs in with a browser, on this machine or
//! another, and types a code there; this program asks the provider until that is done.

use std::time::Duration;

use anyhow::{Context as _, bail};
use serde::Deserialize;
use tokio::time::{Instant, sleep};

use super::provider::{Provider, Session, Tokens};
use super::web::{self, Answered, Failure};
use crate::words::plain;

/// Between two questions, where the provider does not say (section 3.2), and what is added where it
/// is asked too often (section 3.5). In seconds.
const PAUSE: u64 = 5;
const LONGEST_PAUSE: Duration = Duration::from_secs(60);

#[derive(Deserialize)]
struct Begun {
    device_code: String,
    user_code: String,
    verification_uri: String,
    verification_uri_complete: Option<String>,
    expires_in: u64,
    interval: Option<u64>,
}

/// `tell` says to the person where to sign in.
///
/// # Errors
/// The provider has no such way of signing in, the person refuses, or takes too long.
pub(super) async fn signed_in(
    issuer: &str,
    client_id: &str,
    provider: &Provider,
    tell: impl FnOnce(&str) -> anyhow::Result<()>,
) -> anyhow::Result<Session> {
    let url = provider.device_authorization.as_ref().with_context(|| {
        format!("{issuer} has no sign-in for command lines (RFC 8628): use a token")
    })?;
    let scope = if provider.renews {
        "openid profile email offline_access"
    } else {
        "openid profile email"
    };
    let begun: Begun = match web::post(url, &[("client_id", client_id), ("scope", scope)]).await? {
        Answered::Given(begun) => begun,
        Answered::Refused(why) => bail!(
            "{issuer} does not let the client {client_id} sign in here ({why}): its device \
             authorization grant has to be turned on there, or name another with --oidc-client"
        ),
    };
    tell(&words(&begun))?;
    let tokens = waited(client_id, provider, &begun).await?;
    Session::new(issuer, client_id, tokens)
}

fn words(begun: &Begun) -> String {
    let code = plain(&begun.user_code);
    match &begun.verification_uri_complete {
        Some(whole) => format!("Open {} and check that it shows {code}", plain(whole)),
        None => format!("Open {} and type {code}", plain(&begun.verification_uri)),
    }
}

async fn waited(client_id: &str, provider: &Provider, begun: &Begun) -> anyhow::Result<Tokens> {
    let form = [
        ("grant_type", "urn:ietf:params:oauth:grant-type:device_code"),
        ("device_code", begun.device_code.as_str()),
        ("client_id", client_id),
    ];
    let until = Instant::now() + Duration::from_secs(begun.expires_in.min(60 * 60));
    let mut pause = Duration::from_secs(begun.interval.unwrap_or(PAUSE));
    while Instant::now() < until {
        sleep(pause).await;
        let heard = match web::post(&provider.token, &form).await {
            Ok(Answered::Given(tokens)) => return Ok(tokens),
            Ok(Answered::Refused(why)) => Heard::Code(why),
            Err(Failure::Unreachable(_)) => Heard::Nothing,
            Err(other) => return Err(other.into()),
        };
        pause = next(pause, &heard)?;
    }
    bail!("nobody signed in in time")
}

enum Heard {
    Code(String),
    Nothing,
}

/// How long to wait before the next question.
fn next(pause: Duration, heard: &Heard) -> anyhow::Result<Duration> {
    match heard {
        Heard::Code(code) => match code.as_str() {
            "authorization_pending" => Ok(pause),
            "slow_down" => Ok(pause + Duration::from_secs(PAUSE)),
            "access_denied" => bail!("the sign-in was refused"),
            "expired_token" => bail!("nobody signed in in time"),
            other => bail!("the provider refuses ({other})"),
        },
        Heard::Nothing => Ok((pause * 2).clamp(Duration::from_secs(1), LONGEST_PAUSE)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_provider_is_asked_as_often_as_it_wants_to_be() {
        let pause = Duration::from_secs(5);
        let after = |code: &str| next(pause, &Heard::Code(code.to_owned())).ok();
        assert_eq!(after("authorization_pending"), Some(pause));
        assert_eq!(after("slow_down"), Some(pause * 2));
        for code in ["access_denied", "expired_token", "invalid_grant"] {
            assert_eq!(after(code), None, "{code}");
        }
        let mut pauses = pause;
        for expected in [10, 20, 40, 60, 60] {
            pauses = next(pauses, &Heard::Nothing).unwrap_or_default();
            assert_eq!(pauses, Duration::from_secs(expected));
        }
    }

    #[test]
    fn a_provider_makes_a_terminal_obey_nothing() {
        let begun = Begun {
            device_code: String::new(),
            user_code: "A\x1b[2J".to_owned(),
            verification_uri: "https://a.example\n".to_owned(),
            verification_uri_complete: None,
            expires_in: 1,
            interval: None,
        };
        assert!(!words(&begun).contains(char::is_control));
    }
}
