//! The crate's `Vault` over the imported one.

use strongroom_audit::Entry;
use strongroom_bindings::metadata::{names_out, state_in, version_out};
use strongroom_bindings::{Malformed, all, audit as records, each, id, wire};
use strongroom_model::examination::Examination;
use strongroom_model::log::{Consumers, LogQuery, Span, Verification, VerificationQuery};
use strongroom_model::metadata::{ListQuery, Metadata, Page, Precondition, Problem, VersionInfo};
use strongroom_model::{FieldName, FormatName, Owner, SecretKey, TypeName, VersionNumber};
use strongroom_ports::catalogue;
use strongroom_ports::vault::{
    Change, Draft, DraftField, Error, Rendered, Revealed, Vault, Verdict,
};
use strongroom_secret_bytes::SecretBytes;

use crate::administration::reason_in;
use crate::bindings::strongroom::authorizer::sessions::Session;
use crate::bindings::strongroom::secrets::vault as imported;

/// The vault behind the component's import. Has no state.
pub(crate) struct Secrets;

impl Vault for Secrets {
    type Session = Session;

    async fn types(&self) -> Vec<catalogue::Entry> {
        // A description that is not what the contract says is a type that cannot be used.
        let entry = |found: imported::KnownType| {
            let description = found.description.try_into().ok()?;
            Some(catalogue::Entry { description, connected: found.connected })
        };
        imported::types().into_iter().filter_map(entry).collect()
    }

    async fn validate(
        &self,
        session: &Session,
        type_name: &TypeName,
        change: Change,
    ) -> Result<Vec<Problem>, Error> {
        let found = imported::validate(session, type_name.as_str(), &change_out(change));
        Ok(all(found.map_err(error_in)?))
    }

    async fn list(&self, session: &Session, owner: Owner, query: ListQuery) -> Result<Page, Error> {
        let page = imported::list(session, owner.into(), &query.into()).map_err(error_in)?;
        page.try_into().map_err(malformed)
    }

    async fn get(
        &self,
        session: &Session,
        owner: Owner,
        key: &SecretKey,
    ) -> Result<Metadata, Error> {
        metadata(imported::get(session, owner.into(), &key.into()))
    }

    async fn reveal(
        &self,
        session: &Session,
        owner: Owner,
        key: &SecretKey,
        version: Option<VersionNumber>,
        fields: Option<Vec<FieldName>>,
    ) -> Result<Revealed, Error> {
        let (version, fields) = (version_out(version), fields.map(names_out));
        let found =
            imported::reveal(session, owner.into(), &key.into(), version, fields.as_deref());
        let found = found.map_err(error_in)?;
        Ok(Revealed {
            fields: each(found.fields).map_err(malformed)?,
            metadata: found.metadata.try_into().map_err(malformed)?,
            version: id::version(found.version).map_err(malformed)?,
        })
    }

    async fn render(
        &self,
        session: &Session,
        owner: Owner,
        key: &SecretKey,
        version: Option<VersionNumber>,
        fields: Option<Vec<FieldName>>,
        format: &FormatName,
    ) -> Result<Rendered, Error> {
        let (version, fields) = (version_out(version), fields.map(names_out));
        let (fields, format) = (fields.as_deref(), format.as_str());
        let found = imported::render(session, owner.into(), &key.into(), version, fields, format);
        let found = found.map_err(error_in)?;
        Ok(Rendered {
            content: SecretBytes::new(found.content),
            metadata: found.metadata.try_into().map_err(malformed)?,
            version: id::version(found.version).map_err(malformed)?,
            media_type: found.media_type.parse().map_err(|_| Error::Internal)?,
        })
    }

    async fn check(
        &self,
        session: &Session,
        owner: Owner,
        key: &SecretKey,
    ) -> Result<Verdict, Error> {
        let said = imported::check(session, owner.into(), &key.into()).map_err(error_in)?;
        Ok(said.map_or(Verdict::Works, Verdict::Rejected))
    }

    async fn rotate(
        &self,
        session: &Session,
        owner: Owner,
        key: &SecretKey,
    ) -> Result<Metadata, Error> {
        metadata(imported::rotate(session, owner.into(), &key.into()))
    }

    async fn drop_rotation(
        &self,
        session: &Session,
        owner: Owner,
        key: &SecretKey,
    ) -> Result<(), Error> {
        imported::drop_rotation(session, owner.into(), &key.into()).map_err(error_in)
    }

    async fn versions(
        &self,
        session: &Session,
        owner: Owner,
        key: &SecretKey,
    ) -> Result<Vec<VersionInfo>, Error> {
        let found = imported::versions(session, owner.into(), &key.into());
        each(found.map_err(error_in)?).map_err(malformed)
    }

    async fn create(
        &self,
        session: &Session,
        owner: Owner,
        draft: Draft,
    ) -> Result<Metadata, Error> {
        let draft = imported::Draft {
            type_name: draft.type_name,
            name: draft.name,
            description: draft.description,
            labels: draft.labels,
            fields: fields_out(draft.fields),
            expires_at: draft.expires_at,
            rotate_every: draft.rotate_every,
        };
        metadata(imported::create(session, owner.into(), &draft))
    }

    async fn update(
        &self,
        session: &Session,
        owner: Owner,
        key: &SecretKey,
        expected: Option<Precondition>,
        change: Change,
    ) -> Result<Metadata, Error> {
        let (expected, change) = (expected.map(Into::into), change_out(change));
        metadata(imported::update(session, owner.into(), &key.into(), expected, &change))
    }

    async fn delete(
        &self,
        session: &Session,
        owner: Owner,
        key: &SecretKey,
        expected: Option<Precondition>,
    ) -> Result<(), Error> {
        let expected = expected.map(Into::into);
        imported::delete(session, owner.into(), &key.into(), expected).map_err(error_in)
    }

    async fn restore(
        &self,
        session: &Session,
        owner: Owner,
        key: &SecretKey,
        name: Option<String>,
    ) -> Result<Metadata, Error> {
        metadata(imported::restore(session, owner.into(), &key.into(), name.as_deref()))
    }

    async fn purge(&self, session: &Session, owner: Owner, key: &SecretKey) -> Result<(), Error> {
        imported::purge(session, owner.into(), &key.into()).map_err(error_in)
    }

    async fn audit(
        &self,
        session: &Session,
        owner: Owner,
        query: LogQuery,
    ) -> Result<Vec<Entry>, Error> {
        let found = imported::audit(session, owner.into(), &query.into()).map_err(error_in)?;
        let entries = found.into_iter().map(|entry| (entry.number, entry.record));
        records::entries(entries).map_err(malformed)
    }

    async fn examine(&self, session: &Session, owner: Owner) -> Result<Examination, Error> {
        let found = imported::examine(session, owner.into()).map_err(error_in)?;
        found.try_into().map_err(malformed)
    }

    async fn verify_audit(
        &self,
        session: &Session,
        owner: Owner,
        query: VerificationQuery,
    ) -> Result<Verification, Error> {
        let found = imported::verify_audit(session, owner.into(), &query.into());
        Ok(found.map_err(error_in)?.into())
    }

    async fn consumers(
        &self,
        session: &Session,
        owner: Owner,
        key: &SecretKey,
        span: Span,
    ) -> Result<Consumers, Error> {
        let found = imported::consumers(session, owner.into(), &key.into(), span.into());
        Ok(found.map_err(error_in)?.into())
    }
}

fn change_out(change: Change) -> imported::Change {
    imported::Change {
        name: change.name,
        description: change.description,
        labels: change.labels,
        fields: change.fields.map(fields_out),
        expires_at: change.expires_at,
        rotate_every: change.rotate_every,
    }
}

fn fields_out(fields: Vec<DraftField>) -> Vec<wire::Field> {
    let fields = fields.into_iter();
    fields
        .map(|field| wire::Field { name: field.name, value: field.value.into_exposed() })
        .collect()
}

fn metadata(found: Result<wire::Metadata, imported::Error>) -> Result<Metadata, Error> {
    found.map_err(error_in)?.try_into().map_err(malformed)
}

fn malformed(_: Malformed) -> Error {
    Error::Internal
}

fn error_in(error: imported::Error) -> Error {
    match error {
        imported::Error::Forbidden(reason) => Error::Forbidden(reason_in(reason)),
        imported::Error::NotFound => Error::NotFound,
        imported::Error::NameTaken => Error::NameTaken,
        imported::Error::Stale(state) => state_in(state).map_or(Error::Internal, Error::Stale),
        imported::Error::Invalid(problems) => Error::Invalid(all(problems)),
        imported::Error::UnknownFormat(formats) => {
            Error::UnknownFormat(formats.into_iter().filter_map(|name| name.parse().ok()).collect())
        }
        imported::Error::NotRepresentable(problems) => Error::NotRepresentable(all(problems)),
        imported::Error::TypeFailed => Error::TypeFailed,
        imported::Error::Refused(refusal) => {
            Error::Refused { step: refusal.step.map(Into::into), failure: refusal.failure.into() }
        }
        imported::Error::RotationChanged => Error::RotationChanged,
        imported::Error::Corrupt => Error::Corrupt,
        imported::Error::Unavailable => Error::Unavailable,
        imported::Error::Internal => Error::Internal,
    }
}
