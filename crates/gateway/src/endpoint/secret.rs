//! Secrets and their versions.

use std::rc::Rc;

use strongroom_model::metadata::{Metadata, Page, VersionInfo};
use strongroom_model::{FieldName, SecretKey, TypeName};
use strongroom_ports::Clock;
use strongroom_ports::catalogue::{Entry, Field};
use strongroom_ports::vault::{Change, DraftField, Error, Vault};

use super::Call;
use super::value::{Form, Wanted, form, takes_masked};
use crate::answer::secret::Shown;
use crate::answer::{Answer, secret, types};
use crate::body::secret::{Creation, Update, Value, of_plain_text, told_of_plain_text};
use crate::header::precondition;
use crate::json::Writer;
use crate::message::ResponseHeader;
use crate::problem::Problem;
use crate::status::{entity_tag, internal, no_such_type, of_query};
use crate::types::{Descriptions, Shape, describing, needs_description};
use crate::{Gateway, Management};

impl<A, M, V, C, S> Gateway<A, M, V, C>
where
    M: Management<S>,
    V: Vault<Session = S>,
    C: Clock,
{
    pub(super) async fn list_secrets(&self, call: Call<'_, S>) -> Result<Answer, Problem> {
        let query = call.query.list()?;
        let owner = self.owner(&call).await?;
        let page = self.vault.list(&call.session, owner, query).await.map_err(of_query)?;
        let types = self.types_of(&page).await;
        Ok(Answer::ok(secret::page(&page, &types, self.types.now(), |_, _| ())))
    }

    pub(super) async fn create_secret(&self, mut call: Call<'_, S>) -> Result<Answer, Problem> {
        let Creation { mut draft, value } = Creation::read(call.body()?)?;
        let owner = self.owner(&call).await?;
        let named = Named::new(self, value, &draft.type_name).await?;
        draft.fields = named.fields;
        let created = self.vault.create(&call.session, owner, draft).await;
        let created = created.map_err(|error| told(named.plain, error))?;
        let location = format!("/api/identity/v2/settings/{owner}/{}", created.key);
        let answer = Answer::new(201, self.masked(&created).await);
        Ok(tagged(answer, &created).with_header(ResponseHeader::new("location", location)))
    }

    pub(super) async fn read_secret(&self, call: Call<'_, S>) -> Result<Answer, Problem> {
        let reveal = call.query.reveal()?;
        let owner = self.owner(&call).await?;
        let key = call.key()?;
        let Some(reveal) = reveal else {
            takes_masked(&call)?;
            let found = self.vault.get(&call.session, owner, key).await?;
            return Ok(varied(tagged(Answer::ok(self.masked(&found).await), &found)));
        };
        let session = &call.session;
        let types = self.types.recent(&self.vault).await;
        let reveal = match form(&call, &types, key, reveal)? {
            Form::Ordinary(reveal) => reveal,
            Form::Format(wanted) => {
                let rendered = self.render(session, owner, key, wanted).await?;
                let (version, revision) = (rendered.metadata.version, rendered.metadata.revision);
                let tag = entity_tag(version.get(), revision);
                return Ok(varied(Answer::rendered(rendered).with_header(tag)));
            }
        };
        let revealed = self
            .vault
            .reveal(session, owner, key, reveal.version, reveal.fields)
            .await
            .map_err(of_query)?;
        let found = &revealed.metadata;
        let how = if revealed.version == found.version {
            shown(&types, key, &found.field_names)
        } else {
            shown(&types, key, &names(&revealed.fields))
        };
        let body =
            secret::revealed(found, revealed.version, &revealed.fields, how, self.types.now())?;
        Ok(varied(tagged(Answer::ok(body), found)))
    }

    pub(super) async fn update_secret(
        &self,
        mut call: Call<'_, S>,
        whole: bool,
    ) -> Result<Answer, Problem> {
        let expected = precondition(call.headers)?;
        let body = call.body()?;
        let key = call.key()?;
        let Update { mut change, value } = if whole {
            Update::replace(body, &key.type_name)?
        } else {
            Update::patch(body, &key.type_name)?
        };
        let owner = self.owner(&call).await?;
        let plain = self.name_fields(&mut change, value, &key.type_name).await?;
        let updated = self.vault.update(&call.session, owner, key, expected, change).await;
        let updated = updated.map_err(|error| told(plain, error))?;
        let body = self.masked(&updated).await;
        Ok(tagged(Answer::ok(body), &updated))
    }

    pub(super) async fn validate_draft(&self, mut call: Call<'_, S>) -> Result<Answer, Problem> {
        let body = call.body()?;
        let name = call.found.type_name.as_ref().ok_or_else(internal)?;
        let Update { mut change, value } = Update::draft(body, name)?;
        let known = self.types.fresh(&self.vault).await;
        if describing(&known, name).is_none() {
            return Err(no_such_type());
        }
        let plain = self.name_fields(&mut change, value, name).await?;
        let mut problems = self.vault.validate(&call.session, name, change).await?;
        if let Some(field) = plain {
            problems = told_of_plain_text(problems, &field);
        }
        Ok(Answer::ok(types::validation(&problems)))
    }

    pub(super) async fn delete_secret(&self, call: Call<'_, S>) -> Result<Answer, Problem> {
        let expected = precondition(call.headers)?;
        let owner = self.owner(&call).await?;
        self.vault.delete(&call.session, owner, call.key()?, expected).await?;
        Ok(Answer::no_content())
    }

    pub(super) async fn list_versions(&self, call: Call<'_, S>) -> Result<Answer, Problem> {
        let owner = self.owner(&call).await?;
        let key = call.key()?;
        let versions = self.vault.versions(&call.session, owner, key).await?;
        let types = self.types_for(versions.iter().map(|v| v.field_names.as_slice())).await;
        let shape = |version: &VersionInfo| Shape::of(&types, &key.type_name, &version.field_names);
        Ok(Answer::ok(secret::versions(versions.iter().map(|version| (version, shape(version))))))
    }

    pub(super) async fn read_version(&self, call: Call<'_, S>) -> Result<Answer, Problem> {
        let reveal = call.query.reveal()?;
        let owner = self.owner(&call).await?;
        let (key, number) = (call.key()?, call.version()?);
        let types = self.types.recent(&self.vault).await;
        let reveal = match reveal {
            None => {
                takes_masked(&call)?;
                None
            }
            Some(reveal) => match form(&call, &types, key, reveal)? {
                Form::Ordinary(reveal) => Some(reveal),
                Form::Format(wanted) => {
                    let wanted = Wanted { version: Some(number), ..wanted };
                    let rendered = self.render(&call.session, owner, key, wanted).await?;
                    return Ok(varied(Answer::rendered(rendered)));
                }
            },
        };
        // Versions never change, so what is read here fits what is revealed next.
        let versions = self.vault.versions(&call.session, owner, key).await?;
        let version = versions.into_iter().find(|version| version.version == number);
        let version = version.ok_or(Error::NotFound)?;
        let how = shown(&types, key, &version.field_names);
        let Some(reveal) = reveal else {
            return Ok(varied(Answer::ok(secret::masked_version(&version, how.shape))));
        };
        let revealed = self
            .vault
            .reveal(&call.session, owner, key, Some(number), reveal.fields)
            .await
            .map_err(of_query)?;
        Ok(varied(Answer::ok(secret::revealed_version(&version, &revealed.fields, how)?)))
    }

    /// Gives a change its value, and the name that a plain text was given.
    async fn name_fields(
        &self,
        change: &mut Change,
        value: Option<Value>,
        type_name: &TypeName,
    ) -> Result<Option<String>, Problem> {
        let Some(value) = value else { return Ok(None) };
        let named = Named::new(self, value, type_name.as_str()).await?;
        change.fields = Some(named.fields);
        Ok(named.plain)
    }

    pub(super) async fn types_of(&self, page: &Page) -> Descriptions {
        let names = page.entries.iter().map(|entry| entry.field_names.as_slice());
        self.types_for(names).await
    }

    /// The types, unless no value among these depends on them.
    pub(super) async fn types_for<'f>(
        &self,
        mut values: impl Iterator<Item = &'f [FieldName]>,
    ) -> Descriptions {
        if values.any(needs_description) {
            self.types.recent(&self.vault).await
        } else {
            Rc::default()
        }
    }

    pub(super) async fn masked(&self, found: &Metadata) -> Writer {
        let types = self.types_for([found.field_names.as_slice()].into_iter()).await;
        secret::masked(found, &types, self.types.now())
    }
}

/// A caller's value with names for its fields.
struct Named {
    fields: Vec<DraftField>,
    /// The name that a plain text was given.
    plain: Option<String>,
}

impl Named {
    async fn new<A, M, V: Vault, C: Clock>(
        gateway: &Gateway<A, M, V, C>,
        value: Value,
        type_name: &str,
    ) -> Result<Self, Problem> {
        if !value.is_text() {
            return Ok(Self { fields: value.into_fields(None)?, plain: None });
        }
        let types = gateway.types.fresh(&gateway.vault).await;
        let description = type_name.parse().ok().and_then(|name| describing(&types, &name));
        let fields = value.into_fields(description)?;
        let plain = fields.first().map(|field| field.name.clone());
        Ok(Self { fields, plain })
    }
}

/// The refusal, in the words of a caller who sent a plain text if they did.
fn told(plain: Option<String>, error: Error) -> Problem {
    match plain {
        Some(name) => of_plain_text(error, &name).into(),
        None => error.into(),
    }
}

pub(super) fn tagged(answer: Answer, secret: &Metadata) -> Answer {
    answer.with_header(entity_tag(secret.version.get(), secret.revision))
}

/// What is here depends on `Accept`.
fn varied(answer: Answer) -> Answer {
    answer.with_header(ResponseHeader::new("vary", "accept"))
}

fn shown(types: &[Entry], key: &SecretKey, fields: &[FieldName]) -> Shown {
    Shown {
        shape: Shape::of(types, &key.type_name, fields),
        is_known: describing(types, &key.type_name).is_some(),
    }
}

fn names(fields: &[Field]) -> Vec<FieldName> {
    fields.iter().map(|field| field.name.clone()).collect()
}
