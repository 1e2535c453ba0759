//! Keys as a `credential_process` prints them and as the endpoint for containers answers:
//! <https://docs.aws.amazon.com/sdkref/latest/guide/feature-process-credentials.html> and
//! <https://docs.aws.amazon.com/sdkref/latest/guide/feature-container-credentials.html>.

use std::time::Duration;

use anyhow::Context as _;
use serde::Deserialize;
use serde_json::json;
use strongroom_client::{Client, Location};
use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;
use zeroize::Zeroizing;

const FORMAT: &str = "credential-process";
/// The server's own answer to an SDK that asks it.
pub(super) const FOR_CONTAINERS: &str = "container-credentials";

/// After this, keys are asked for anew, also those without an end: they may have been replaced.
const ASKED_ANEW: Duration = Duration::from_secs(60 * 60);

pub(super) struct Keys {
    rendered: Rendered,
    /// When they end at Amazon, where that is known.
    end: Option<OffsetDateTime>,
}

/// What the server renders. Wiped by the program's allocator.
#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Rendered {
    access_key_id: String,
    secret_access_key: String,
    session_token: Option<String>,
}

impl Keys {
    /// # Errors
    /// The secret has no keys, or may not be revealed.
    pub(super) async fn of(client: &Client, at: &Location) -> anyhow::Result<Self> {
        let end = client.secret_at(at).await?.expires_at.map(i64::try_from).transpose()?;
        let end = end.map(OffsetDateTime::from_unix_timestamp).transpose()?;
        let answer = client.render(at, FORMAT, None).await?;
        // The parser's own words could hold a piece of a key.
        let rendered = serde_json::from_slice(answer.content.expose())
            .ok()
            .context("the server rendered something else than keys")?;
        Ok(Self { rendered, end })
    }

    /// Without an end where none is known: such keys are taken to last.
    pub(super) fn for_process(&self) -> anyhow::Result<Zeroizing<String>> {
        let Rendered { access_key_id, secret_access_key, session_token } = &self.rendered;
        let mut answer = json!({
            "Version": 1,
            "AccessKeyId": access_key_id,
            "SecretAccessKey": secret_access_key,
        });
        let more = [
            ("SessionToken", session_token.clone()),
            ("Expiration", self.end.map(|end| end.format(&Rfc3339)).transpose()?),
        ];
        if let Some(members) = answer.as_object_mut() {
            let given = more.into_iter().filter_map(|(name, text)| Some((name, text?)));
            members.extend(given.map(|(name, text)| (name.to_owned(), text.into())));
        }
        Ok(answer.to_string().into())
    }

    /// With an end always: without one SDKs take the answer for broken. A token that is empty is none
    /// to them.
    pub(super) fn for_container(&self, now: OffsetDateTime) -> anyhow::Result<Zeroizing<String>> {
        let Rendered { access_key_id, secret_access_key, session_token } = &self.rendered;
        let anew = now + ASKED_ANEW;
        let end = self.end.map_or(anew, |end| end.min(anew));
        let answer = json!({
            "AccessKeyId": access_key_id,
            "SecretAccessKey": secret_access_key,
            "Token": session_token.as_deref().unwrap_or_default(),
            "Expiration": end.format(&Rfc3339)?,
        });
        Ok(answer.to_string().into())
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]

    use serde_json::Value;

    use super::*;

    fn keys(end: Option<i64>, session: bool) -> Keys {
        let text = str::to_owned;
        Keys {
            rendered: Rendered {
                access_key_id: text("AKIA"),
                secret_access_key: text("s"),
                session_token: session.then(|| text("t")),
            },
            end: end.map(|end| OffsetDateTime::from_unix_timestamp(end).unwrap()),
        }
    }

    #[test]
    fn a_process_tells_an_end_only_where_there_is_one() {
        let said: Value = serde_json::from_str(&keys(None, false).for_process().unwrap()).unwrap();
        let expected = json!({ "AccessKeyId": "AKIA", "SecretAccessKey": "s", "Version": 1 });
        assert_eq!(said, expected);
        let said: Value =
            serde_json::from_str(&keys(Some(1_800_000_000), true).for_process().unwrap()).unwrap();
        assert_eq!(said["Expiration"], "2027-01-15T08:00:00Z");
        assert_eq!(said["SessionToken"], "t");
    }

    #[test]
    fn a_container_asks_again_within_the_hour_and_before_the_end() {
        let now = OffsetDateTime::from_unix_timestamp(1_800_000_000).unwrap();
        for (end, told) in [
            (None, "2027-01-15T09:00:00Z"),
            (Some(1_800_000_060), "2027-01-15T08:01:00Z"),
            (Some(1_900_000_000), "2027-01-15T09:00:00Z"),
        ] {
            let said: Value =
                serde_json::from_str(&keys(end, false).for_container(now).unwrap()).unwrap();
            assert_eq!(said["Expiration"], told);
            assert_eq!(said["Token"], "");
        }
    }
}
