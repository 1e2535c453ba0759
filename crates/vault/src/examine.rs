//! Looking for values that are weak or used twice, when somebody who may reveal them asks.
//!
//! Nothing that would tell so is kept beside the sealed values: whoever stole the database could read
//! it there. Values are opened one secret after the other, with a permit for each, and no more than a
//! mark under keys of this call alone outlives them.

use std::hash::{BuildHasher as _, RandomState};

use strongroom_model::audit::Event;
use strongroom_model::examination::{Examination, Spot};
use strongroom_model::metadata::{ListQuery, Metadata, SortBy};
use strongroom_model::{Action, FieldName, Owner, limits};
use strongroom_ports::Clock;
use strongroom_ports::audit::{AuditLog, AuditStore};
use strongroom_ports::catalogue::{Catalogue, Entry, Field};
use strongroom_ports::sealing::Sealing;
use strongroom_ports::secrets::SecretStore;
use strongroom_ports::sessions::Session;
use strongroom_ports::vault::Error;

use crate::reveal::Wanted;
use crate::weakness::weakness;
use crate::{VaultService, outcome};

/// Marks of values: alike where the values are. 128 bits under keys that nobody knows.
struct Marks([RandomState; 2]);

impl Marks {
    fn of(&self, value: &[u8]) -> [u64; 2] {
        self.0.each_ref().map(|keyed| keyed.hash_one(value))
    }
}

impl<St, Se, Ca, C, R, S> VaultService<St, Se, Ca, C, R, S>
where
    St: SecretStore + AuditStore + AuditLog,
    Se: Sealing<Permit = S::Permit>,
    Ca: Catalogue,
    C: Clock,
    S: Session,
{
    pub(crate) async fn examine_values(
        &self,
        session: &S,
        owner: Owner,
    ) -> Result<Examination, Error> {
        self.permit(session, Action::Reveal, owner, None, None).await?;
        let query = ListQuery::first(SortBy::Name, limits::LIST_ENTRIES);
        // Names are told, and to see them takes leave of its own.
        let page = self.list_secrets(session, owner, query).await?;
        let types = self.catalogue.types().await;
        let marks = Marks([RandomState::new(), RandomState::new()]);
        let mut found = Examination { complete: page.next.is_none(), ..Examination::default() };
        // In the order of the secrets. Few enough to look through.
        let mut alike: Vec<([u64; 2], Vec<Spot>)> = Vec::new();
        for secret in &page.entries {
            let sensitive = sensitive_fields(secret, &types);
            let first = sensitive.first().cloned();
            let fields = match self.opened(session, owner, secret, sensitive).await {
                Ok(Some(fields)) => fields,
                Ok(None) => {
                    found.skipped += 1;
                    continue;
                }
                Err(Error::Corrupt) => {
                    found.damaged.extend(first.map(|field| spot(secret, &field)));
                    continue;
                }
                Err(error) => return Err(error),
            };
            found.examined += 1;
            for Field { name, value } in fields {
                let value = value.expose();
                let names = [secret.name.as_str(), name.as_str()];
                found.weak.extend(weakness(value, &names).map(|why| (spot(secret, &name), why)));
                if !value.is_empty() {
                    let mark = marks.of(value);
                    let spot = spot(secret, &name);
                    match alike.iter_mut().find(|(other, _)| *other == mark) {
                        Some((_, spots)) => spots.push(spot),
                        None => alike.push((mark, vec![spot])),
                    }
                }
            }
        }
        let is_in_two = |spots: &Vec<Spot>| match spots.as_slice() {
            [first, rest @ ..] => rest.iter().any(|spot| spot.secret != first.secret),
            [] => false,
        };
        found.reused = alike.into_iter().map(|(_, spots)| spots).filter(is_in_two).collect();
        let event = Event::ValuesExamined { owner, examined: found.examined };
        self.store.append(self.record(session, event)).await.map_err(outcome::log)?;
        Ok(found)
    }

    /// `None` for what is passed over.
    async fn opened(
        &self,
        session: &S,
        owner: Owner,
        secret: &Metadata,
        fields: Vec<FieldName>,
    ) -> Result<Option<Vec<Field>>, Error> {
        if fields.is_empty() {
            return Ok(None);
        }
        let wanted = Wanted::of(Some(fields));
        let located = match self.locate(session, owner, &secret.key, None, wanted).await {
            Ok(located) => located,
            // Changed or deleted since it was listed, or not this caller's to see.
            Err(Error::Forbidden(_) | Error::NotFound | Error::Invalid(_)) => return Ok(None),
            Err(error) => return Err(error),
        };
        self.open(&located).await.map(Some)
    }
}

fn spot(secret: &Metadata, field: &FieldName) -> Spot {
    Spot { secret: secret.key.clone(), name: secret.name.clone(), field: field.clone() }
}

/// The fields that a secret has and its type calls secret.
fn sensitive_fields(secret: &Metadata, types: &[Entry]) -> Vec<FieldName> {
    let known = types.iter().find(|known| known.description.id == secret.key.type_name);
    let fields = known.map(|known| known.description.fields.as_slice()).unwrap_or_default();
    let sensitive =
        |name: &&FieldName| fields.iter().any(|field| field.sensitive && field.name == **name);
    secret.field_names.iter().filter(sensitive).cloned().collect()
}
