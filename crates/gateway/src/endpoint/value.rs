//! Values in a format, whether they work, and their replacement.

use std::borrow::Cow;

use strongroom_model::{FieldName, FormatName, Owner, SecretKey, VersionNumber};
use strongroom_ports::Clock;
use strongroom_ports::catalogue::Entry;
use strongroom_ports::vault::{Rendered, Vault};
use strongroom_rendering::Format;

use super::Call;
use super::secret::tagged;
use crate::accept::Accept;
use crate::answer::{Answer, secret};
use crate::problem::{Problem, Refusal};
use crate::query::Reveal;
use crate::status::{of_query, of_service};
use crate::types::describing;
use crate::{Gateway, Management};

const ORDINARY: &str = "application/json";

/// A value to be given out in a format.
pub(super) struct Wanted {
    pub(super) version: Option<VersionNumber>,
    pub(super) fields: Option<Vec<FieldName>>,
    pub(super) format: FormatName,
}

/// In which form a revealed value is wanted.
pub(super) enum Form {
    /// As JSON, with what is known of the secret.
    Ordinary(Reveal),
    Format(Wanted),
}

/// What is masked has one form.
pub(super) fn takes_masked<S>(call: &Call<'_, S>) -> Result<(), Problem> {
    match Accept::read(call.headers).choose([ORDINARY]) {
        Some(_) => Ok(()),
        None => Err(Problem::new(
            Refusal::NotAcceptable,
            "without `decrypt=true` there is `application/json` alone; see `Accept`",
        )),
    }
}

/// `format` says it; where it is not there, `Accept` does.
pub(super) fn form<S>(
    call: &Call<'_, S>,
    types: &[Entry],
    key: &SecretKey,
    mut reveal: Reveal,
) -> Result<Form, Problem> {
    let format = match reveal.format.take() {
        Some(format) => format,
        None => match accepted(call, types, key)? {
            Some(format) => format,
            None => return Ok(Form::Ordinary(reveal)),
        },
    };
    let Reveal { version, fields, format: _ } = reveal;
    Ok(Form::Format(Wanted { version, fields, format }))
}

/// The format that the caller likes better than the ordinary answer, if there is one.
fn accepted<S>(
    call: &Call<'_, S>,
    types: &[Entry],
    key: &SecretKey,
) -> Result<Option<FormatName>, Problem> {
    let own = describing(types, &key.type_name).into_iter().flat_map(|of| &of.renderings);
    let own = own.map(|own| (Cow::Borrowed(own.media_type.essence()), own.format.clone()));
    let ours = Format::ALL.into_iter().filter_map(|format| {
        let media_type: strongroom_model::MediaType = format.media_type().parse().ok()?;
        Some((Cow::Owned(media_type.essence().to_owned()), format.id().parse().ok()?))
    });
    let mut offers: Vec<(Cow<'_, str>, FormatName)> = own.chain(ours).collect();
    let essences = std::iter::once(ORDINARY).chain(offers.iter().map(|(essence, _)| &**essence));
    match Accept::read(call.headers).choose(essences) {
        Some(0) => Ok(None),
        Some(place) => Ok(Some(offers.swap_remove(place - 1).1)),
        None => {
            let mut listed = vec![ORDINARY];
            for (essence, _) in &offers {
                if !listed.contains(&&**essence) {
                    listed.push(essence);
                }
            }
            let listed = listed.join("`, `");
            let detail = format!("`Accept` must take one of `{listed}`; or ask for a `format`");
            Err(Problem::new(Refusal::NotAcceptable, detail))
        }
    }
}

impl<A, M, V, C, S> Gateway<A, M, V, C>
where
    M: Management<S>,
    V: Vault<Session = S>,
    C: Clock,
{
    pub(super) async fn render(
        &self,
        session: &S,
        owner: Owner,
        key: &SecretKey,
        wanted: Wanted,
    ) -> Result<Rendered, Problem> {
        let Wanted { version, fields, format } = wanted;
        let rendered = self.vault.render(session, owner, key, version, fields, &format).await;
        rendered.map_err(of_query)
    }

    pub(super) async fn check_secret(&self, call: Call<'_, S>) -> Result<Answer, Problem> {
        let owner = self.owner(&call).await?;
        let verdict = self.vault.check(&call.session, owner, call.key()?).await;
        Ok(Answer::ok(secret::verdict(&verdict.map_err(of_service)?)))
    }

    pub(super) async fn rotate_secret(&self, call: Call<'_, S>) -> Result<Answer, Problem> {
        let owner = self.owner(&call).await?;
        let rotated = self.vault.rotate(&call.session, owner, call.key()?).await;
        let rotated = rotated.map_err(of_service)?;
        let body = self.masked(&rotated).await;
        Ok(tagged(Answer::ok(body), &rotated))
    }

    pub(super) async fn drop_rotation(&self, call: Call<'_, S>) -> Result<Answer, Problem> {
        let owner = self.owner(&call).await?;
        self.vault.drop_rotation(&call.session, owner, call.key()?).await?;
        Ok(Answer::no_content())
    }
}
