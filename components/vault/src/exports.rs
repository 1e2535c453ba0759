//! `strongroom:secrets/vault`.

use strongroom_bindings::metadata::{names_in, precondition, state_out};
use strongroom_bindings::platform::{SystemRandom, WallClock};
use strongroom_bindings::wire::{
    ConsumerList, Examination, Field, ListQuery, LogQuery, Metadata, Owner, Page, Precondition,
    Problem, SecretKey, Span, Verification, VerificationQuery, VersionInfo,
};
use strongroom_bindings::{Malformed, all, id};
use strongroom_ports::vault::{self, DraftField, Vault};
use strongroom_secret_bytes::SecretBytes;
use strongroom_vault::VaultService;

use crate::bindings::exports::strongroom::secrets::vault::{
    AuditEntry, Change, Draft, Error, Guest, KnownType, Refusal, Rendered, Revealed,
};
use crate::bindings::strongroom::authorizer::sessions::Session;
use crate::catalogue::Types;
use crate::sealing::Sealer;
use crate::session::reason_out;
use crate::store::{LogEntry, Rows, read_log, verify_log};

type Service = VaultService<Rows, Sealer, Types, WallClock, SystemRandom, Session>;

fn service() -> Service {
    VaultService::new(Rows, Sealer, Types, WallClock, SystemRandom)
}

impl Guest for crate::Component {
    fn types() -> Vec<KnownType> {
        strongroom_bindings::run(async {
            let types = service().types().await.into_iter();
            types
                .map(|known| KnownType {
                    description: known.description.into(),
                    connected: known.connected,
                })
                .collect()
        })
    }

    fn validate(
        session: &Session,
        type_name: String,
        change: Change,
    ) -> Result<Vec<Problem>, Error> {
        strongroom_bindings::run(async {
            let type_name = type_name.parse().map_err(Malformed::from)?;
            Ok(all(service().validate(session, &type_name, change_in(change)).await?))
        })
    }

    fn list(session: &Session, owner: Owner, query: ListQuery) -> Result<Page, Error> {
        strongroom_bindings::run(async {
            Ok(service().list(session, owner.into(), query.try_into()?).await?.into())
        })
    }

    fn get(session: &Session, owner: Owner, key: SecretKey) -> Result<Metadata, Error> {
        strongroom_bindings::run(async {
            Ok(service().get(session, owner.into(), &key.try_into()?).await?.into())
        })
    }

    fn reveal(
        session: &Session,
        owner: Owner,
        key: SecretKey,
        version: Option<u32>,
        fields: Option<Vec<String>>,
    ) -> Result<Revealed, Error> {
        strongroom_bindings::run(async {
            let version = id::maybe_version(version)?;
            let fields = fields.map(names_in).transpose()?;
            let key = key.try_into()?;
            let found = service().reveal(session, owner.into(), &key, version, fields).await?;
            Ok(Revealed {
                metadata: found.metadata.into(),
                version: found.version.get(),
                fields: all(found.fields),
            })
        })
    }

    fn render(
        session: &Session,
        owner: Owner,
        key: SecretKey,
        version: Option<u32>,
        fields: Option<Vec<String>>,
        format: String,
    ) -> Result<Rendered, Error> {
        strongroom_bindings::run(async {
            let version = id::maybe_version(version)?;
            let fields = fields.map(names_in).transpose()?;
            let (key, format) = (key.try_into()?, format.parse().map_err(Malformed::from)?);
            let owner = owner.into();
            let found = service().render(session, owner, &key, version, fields, &format).await?;
            Ok(Rendered {
                metadata: found.metadata.into(),
                version: found.version.get(),
                media_type: found.media_type.into(),
                content: found.content.into_exposed(),
            })
        })
    }

    fn check(session: &Session, owner: Owner, key: SecretKey) -> Result<Option<String>, Error> {
        strongroom_bindings::run(async {
            Ok(match service().check(session, owner.into(), &key.try_into()?).await? {
                vault::Verdict::Works => None,
                vault::Verdict::Rejected(said) => Some(said),
            })
        })
    }

    fn rotate(session: &Session, owner: Owner, key: SecretKey) -> Result<Metadata, Error> {
        strongroom_bindings::run(async {
            Ok(service().rotate(session, owner.into(), &key.try_into()?).await?.into())
        })
    }

    fn drop_rotation(session: &Session, owner: Owner, key: SecretKey) -> Result<(), Error> {
        strongroom_bindings::run(async {
            Ok(service().drop_rotation(session, owner.into(), &key.try_into()?).await?)
        })
    }

    fn versions(
        session: &Session,
        owner: Owner,
        key: SecretKey,
    ) -> Result<Vec<VersionInfo>, Error> {
        strongroom_bindings::run(async {
            Ok(all(service().versions(session, owner.into(), &key.try_into()?).await?))
        })
    }

    fn create(session: &Session, owner: Owner, draft: Draft) -> Result<Metadata, Error> {
        strongroom_bindings::run(async {
            let draft = vault::Draft {
                type_name: draft.type_name,
                name: draft.name,
                description: draft.description,
                labels: draft.labels,
                fields: draft_fields(draft.fields),
                expires_at: draft.expires_at,
                rotate_every: draft.rotate_every,
            };
            Ok(service().create(session, owner.into(), draft).await?.into())
        })
    }

    fn update(
        session: &Session,
        owner: Owner,
        key: SecretKey,
        expected: Option<Precondition>,
        change: Change,
    ) -> Result<Metadata, Error> {
        strongroom_bindings::run(async {
            let (key, expected) = (key.try_into()?, precondition(expected)?);
            let (owner, change) = (owner.into(), change_in(change));
            Ok(service().update(session, owner, &key, expected, change).await?.into())
        })
    }

    fn delete(
        session: &Session,
        owner: Owner,
        key: SecretKey,
        expected: Option<Precondition>,
    ) -> Result<(), Error> {
        strongroom_bindings::run(async {
            let (key, expected) = (key.try_into()?, precondition(expected)?);
            Ok(service().delete(session, owner.into(), &key, expected).await?)
        })
    }

    fn restore(
        session: &Session,
        owner: Owner,
        key: SecretKey,
        name: Option<String>,
    ) -> Result<Metadata, Error> {
        strongroom_bindings::run(async {
            Ok(service().restore(session, owner.into(), &key.try_into()?, name).await?.into())
        })
    }

    fn purge(session: &Session, owner: Owner, key: SecretKey) -> Result<(), Error> {
        strongroom_bindings::run(async {
            Ok(service().purge(session, owner.into(), &key.try_into()?).await?)
        })
    }

    fn audit(session: &Session, owner: Owner, query: LogQuery) -> Result<Vec<AuditEntry>, Error> {
        strongroom_bindings::run(async {
            // Records are passed on as they are: the store's word, which the gateway takes apart.
            let list = async |_: &Rows, query| read_log(owner, query);
            let query = query.try_into()?;
            let entries = service().read_log(session, owner.into(), query, list).await?.into_iter();
            let entry = |found: LogEntry| AuditEntry { number: found.number, record: found.record };
            Ok(entries.map(entry).collect())
        })
    }

    fn examine(session: &Session, owner: Owner) -> Result<Examination, Error> {
        strongroom_bindings::run(async {
            Ok(service().examine(session, owner.into()).await?.into())
        })
    }

    fn verify_audit(
        session: &Session,
        owner: Owner,
        query: VerificationQuery,
    ) -> Result<Verification, Error> {
        strongroom_bindings::run(async {
            let verify = async |_: &Rows, now| verify_log(owner, &query, now);
            Ok(service().verify_log(session, owner.into(), verify).await?)
        })
    }

    fn consumers(
        session: &Session,
        owner: Owner,
        key: SecretKey,
        span: Span,
    ) -> Result<ConsumerList, Error> {
        strongroom_bindings::run(async {
            let key = key.try_into()?;
            Ok(service().consumers(session, owner.into(), &key, span.into()).await?.into())
        })
    }
}

fn change_in(change: Change) -> vault::Change {
    vault::Change {
        name: change.name,
        description: change.description,
        labels: change.labels,
        fields: change.fields.map(draft_fields),
        expires_at: change.expires_at,
        rotate_every: change.rotate_every,
    }
}

fn draft_fields(fields: Vec<Field>) -> Vec<DraftField> {
    fields
        .into_iter()
        .map(|field| DraftField { name: field.name, value: SecretBytes::new(field.value) })
        .collect()
}

impl From<Malformed> for Error {
    fn from(_: Malformed) -> Self {
        Self::Internal
    }
}

impl From<vault::Error> for Error {
    fn from(error: vault::Error) -> Self {
        match error {
            vault::Error::Forbidden(reason) => Self::Forbidden(reason_out(reason)),
            vault::Error::NotFound => Self::NotFound,
            vault::Error::NameTaken => Self::NameTaken,
            vault::Error::Stale(state) => Self::Stale(state_out(state)),
            vault::Error::Invalid(problems) => Self::Invalid(all(problems)),
            vault::Error::UnknownFormat(formats) => Self::UnknownFormat(all(formats)),
            vault::Error::NotRepresentable(problems) => Self::NotRepresentable(all(problems)),
            vault::Error::TypeFailed => Self::TypeFailed,
            vault::Error::Refused { step, failure } => {
                Self::Refused(Refusal { step: step.map(Into::into), failure: failure.into() })
            }
            vault::Error::RotationChanged => Self::RotationChanged,
            vault::Error::Corrupt => Self::Corrupt,
            vault::Error::Unavailable => Self::Unavailable,
            vault::Error::Internal => Self::Internal,
        }
    }
}
