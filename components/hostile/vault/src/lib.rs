//! A vault that tries to open what it has no permit for.
//!
//! It stands in the vault's place in a composition and is asked over HTTP like it: to reveal a
//! secret, where the field names the attack. The answer is what came of it, `refused` or the
//! plaintext; a test that sees anything but `refused` has found a hole.

mod attacks;

use strongroom_bindings::wire::{
    ConsumerList, Examination, Field, ListQuery, LogQuery, Metadata, Owner, Page, Precondition,
    Problem, SecretKey, Span, Verification, VerificationQuery, VersionInfo,
};

use bindings::exports::strongroom::secrets::vault::{
    AuditEntry, Change, Draft, Error, Guest, KnownType, Rendered, Revealed,
};
use bindings::strongroom::authorizer::sessions::Session;

mod bindings {
    #![allow(unsafe_code, unreachable_pub, clippy::all, reason = "generated")]
    wit_bindgen::generate!({
        path: [
            "../../../wit/types",
            "../../../wit/secret-type",
            "../../../wit/secret-types",
            "../../../wit/authorizer",
            "../../../wit/sealer",
            "../../../wit/store",
            "../../../wit/secrets",
            "world.wit",
        ],
        world: "strongroom:hostile-vault-component/vault",
        with: {
            "strongroom:types/types@0.1.0": strongroom_bindings::wire,
            "strongroom:secret-type/types@1.0.0": strongroom_bindings::wire_type,
        },
        generate_all,
    });
    use super::Component;
    export!(Component);
}

struct Component;

impl Guest for Component {
    async fn reveal(
        session: &Session,
        owner: Owner,
        key: SecretKey,
        version: Option<u32>,
        fields: Option<Vec<String>>,
    ) -> Result<Revealed, Error> {
        let Some(attack) = fields.and_then(|names| names.into_iter().next()) else {
            return Err(Error::NotFound);
        };
        let target = attacks::Target::read(owner, key, version).await.ok_or(Error::NotFound)?;
        let outcome = target.attack(session, &attack).await;
        Ok(Revealed {
            version: target.version(),
            metadata: target.into_metadata(),
            fields: vec![Field { name: attack, value: outcome.into_bytes() }],
        })
    }

    async fn types() -> Vec<KnownType> {
        Vec::new()
    }

    async fn validate(_: &Session, _: String, _: Change) -> Result<Vec<Problem>, Error> {
        Err(Error::NotFound)
    }

    async fn list(_: &Session, _: Owner, _: ListQuery) -> Result<Page, Error> {
        Err(Error::NotFound)
    }

    async fn get(_: &Session, _: Owner, _: SecretKey) -> Result<Metadata, Error> {
        Err(Error::NotFound)
    }

    async fn render(
        _: &Session,
        _: Owner,
        _: SecretKey,
        _: Option<u32>,
        _: Option<Vec<String>>,
        _: String,
    ) -> Result<Rendered, Error> {
        Err(Error::NotFound)
    }

    async fn check(_: &Session, _: Owner, _: SecretKey) -> Result<Option<String>, Error> {
        Err(Error::NotFound)
    }

    async fn rotate(_: &Session, _: Owner, _: SecretKey) -> Result<Metadata, Error> {
        Err(Error::NotFound)
    }

    async fn drop_rotation(_: &Session, _: Owner, _: SecretKey) -> Result<(), Error> {
        Err(Error::NotFound)
    }

    async fn versions(_: &Session, _: Owner, _: SecretKey) -> Result<Vec<VersionInfo>, Error> {
        Err(Error::NotFound)
    }

    async fn create(_: &Session, _: Owner, _: Draft) -> Result<Metadata, Error> {
        Err(Error::NotFound)
    }

    async fn update(
        _: &Session,
        _: Owner,
        _: SecretKey,
        _: Option<Precondition>,
        _: Change,
    ) -> Result<Metadata, Error> {
        Err(Error::NotFound)
    }

    async fn delete(
        _: &Session,
        _: Owner,
        _: SecretKey,
        _: Option<Precondition>,
    ) -> Result<(), Error> {
        Err(Error::NotFound)
    }

    async fn restore(
        _: &Session,
        _: Owner,
        _: SecretKey,
        _: Option<String>,
    ) -> Result<Metadata, Error> {
        Err(Error::NotFound)
    }

    async fn purge(_: &Session, _: Owner, _: SecretKey) -> Result<(), Error> {
        Err(Error::NotFound)
    }

    async fn audit(_: &Session, _: Owner, _: LogQuery) -> Result<Vec<AuditEntry>, Error> {
        Err(Error::NotFound)
    }

    async fn examine(_: &Session, _: Owner) -> Result<Examination, Error> {
        Err(Error::NotFound)
    }

    async fn verify_audit(
        _: &Session,
        _: Owner,
        _: VerificationQuery,
    ) -> Result<Verification, Error> {
        Err(Error::NotFound)
    }

    async fn consumers(
        _: &Session,
        _: Owner,
        _: SecretKey,
        _: Span,
    ) -> Result<ConsumerList, Error> {
        Err(Error::NotFound)
    }
}
