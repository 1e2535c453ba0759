//! Asks for the values of a plan, several at once: a secret once for all of its fields.

use std::collections::BTreeMap;

use anyhow::Context as _;
use futures_util::{StreamExt as _, TryStreamExt as _, stream};
use strongroom_client::{Client, Error, Location, Reference, SecretName};

use super::lines;
use super::plan::{Gives, Part, Plan};
use super::variables::Variable;
use crate::words::plain;

/// Requests side by side.
const AT_ONCE: usize = 8;

/// Variables, or values under the names that were asked for, with the place in the plan that each is
/// for.
type Placed = Vec<(usize, Variable)>;

impl Plan {
    /// All values or none, in the order in which they were asked for.
    ///
    /// # Errors
    /// One was refused, or cannot be a variable; the error names its secret.
    pub(crate) async fn reveal(&self, client: &Client) -> anyhow::Result<Vec<Variable>> {
        let mut fields: BTreeMap<&Location, Vec<(usize, &Part)>> = BTreeMap::new();
        let mut wholes = Vec::new();
        for (place, part) in self.parts.iter().enumerate() {
            match &part.gives {
                Gives::All { prefix } => wholes.push(whole(client, place, part, prefix)),
                Gives::One { .. } => fields.entry(&part.at).or_default().push((place, part)),
            }
        }
        let fields: Vec<_> = fields.into_values().map(|parts| single(client, parts)).collect();
        let mut placed: Placed = stream::iter(wholes).buffered(AT_ONCE).try_concat().await?;
        placed.extend(stream::iter(fields).buffered(AT_ONCE).try_concat().await?);
        placed.sort_by_key(|(place, _)| *place);
        Ok(placed.into_iter().map(|(_, variable)| variable).collect())
    }
}

async fn whole(client: &Client, place: usize, part: &Part, prefix: &str) -> anyhow::Result<Placed> {
    let called = || format!("`{}`", plain(&part.called));
    let rendering = client.render(&part.at, "dotenv-shell", None).await.with_context(called)?;
    let text = std::str::from_utf8(rendering.content.expose()).ok();
    let variables = text.and_then(lines::read).with_context(|| {
        format!(
            "{}: its type's dotenv-shell has more in it than lines of export: name its fields with \
             --env VARIABLE=SECRET.FIELD",
            called()
        )
    })?;
    let variable = |(name, value)| {
        let name = format!("{prefix}{name}");
        (place, Variable { name, value, from: plain(&part.called) })
    };
    Ok(variables.into_iter().map(variable).collect())
}

/// Of one secret.
async fn single(client: &Client, parts: Vec<(usize, &Part)>) -> anyhow::Result<Placed> {
    let reference = |part: &Part| {
        let Gives::One { field, .. } = &part.gives else { return None };
        let secret = SecretName::Key(part.at.key.clone());
        Some(Reference { owner: by_id(part), secret, field: field.clone() })
    };
    let references: Vec<Reference> = parts.iter().filter_map(|(_, part)| reference(part)).collect();
    let called = parts.first().map(|(_, part)| format!("`{}`", plain(&part.called)));
    let values =
        client.resolve_all(&references).await.with_context(|| called.unwrap_or_default())?;
    let mut placed = Placed::new();
    for (place, part) in parts {
        let (Gives::One { name, .. }, Some(reference)) = (&part.gives, reference(part)) else {
            continue;
        };
        let value = values.get(&reference).ok_or_else(|| Error::Unresolved {
            reference: part.called.clone(),
            why: "there is no value",
        })?;
        let (name, value) = (name.clone(), value.duplicate());
        placed.push((place, Variable { name, value, from: plain(&part.called) }));
    }
    Ok(placed)
}

/// So that the owner's name is not looked up again.
fn by_id(part: &Part) -> strongroom_client::OwnerName {
    use strongroom_client::{Owner, OwnerName};
    match &part.at.owner {
        Owner::Project(id) => OwnerName::Project(id.to_string()),
        Owner::Organization(id) => OwnerName::Organization(id.to_string()),
        Owner::User(_) | Owner::Me => OwnerName::Me,
    }
}
