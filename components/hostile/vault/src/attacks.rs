//! What a vault could try, one function a name.

use std::cell::RefCell;

use strongroom_bindings::wire::{Action, Id, Metadata, Owner, OwnerKind, SecretKey};

use crate::bindings::strongroom::authorizer::permits::{Deed, Permit};
use crate::bindings::strongroom::authorizer::sessions::{Denial, Session};
use crate::bindings::strongroom::sealer::sealing::{self, Place};
use crate::bindings::strongroom::store::secrets::{self, SealedSecret};

thread_local! {
    // What no component should do: keep a permit beyond its request.
    static KEPT: RefCell<Option<Permit>> = const { RefCell::new(None) };
}

/// The ciphertext that is to be opened, and where it belongs.
pub(crate) struct Target {
    owner: Owner,
    found: SealedSecret,
}

impl Target {
    /// The store asks for no permit: whoever holds it can read ciphertext.
    pub(crate) async fn read(owner: Owner, key: SecretKey, version: Option<u32>) -> Option<Self> {
        let found = secrets::sealed(owner, key, version, None).await.ok()?;
        Some(Self { owner, found })
    }

    pub(crate) const fn version(&self) -> u32 {
        self.found.version
    }

    pub(crate) fn into_metadata(self) -> Metadata {
        self.found.metadata
    }

    pub(crate) async fn attack(&self, session: &Session, name: &str) -> String {
        match name {
            // Shows that the others fail for want of the permit, and not of anything else.
            "with-the-right-permit" => self.open_with(session, self.deed(Action::Reveal)).await,
            "with-a-permit-to-read" => self.open_with(session, self.deed(Action::Read)).await,
            "with-a-permit-to-update" => self.open_with(session, self.deed(Action::Update)).await,
            "with-a-permit-for-another-secret" => {
                let mut deed = self.deed(Action::Reveal);
                deed.secret = deed.secret.map(|key| SecretKey { id: other(key.id), ..key });
                self.open_with(session, deed).await
            }
            "with-a-permit-for-another-version" => {
                let version = Some(self.found.version + 1);
                self.open_with(session, Deed { version, ..self.deed(Action::Reveal) }).await
            }
            "with-a-permit-for-no-version" => {
                self.open_with(session, Deed { version: None, ..self.deed(Action::Reveal) }).await
            }
            "with-a-permit-for-another-field" => {
                let fields = Some(vec!["other".to_owned()]);
                self.open_with(session, Deed { fields, ..self.deed(Action::Reveal) }).await
            }
            "with-a-permit-for-another-type" => {
                let mut deed = self.deed(Action::Reveal);
                deed.secret =
                    deed.secret.map(|key| SecretKey { type_name: "Other".to_owned(), ..key });
                self.open_with(session, deed).await
            }
            "with-a-permit-for-another-owner" => {
                // What everybody has leave for: the personal secrets of their own.
                let owner = Owner { kind: OwnerKind::User, id: session.caller().principal.id };
                self.open_with(session, Deed { owner, ..self.deed(Action::Reveal) }).await
            }
            "keep-the-permit" => match session.permit(self.deed(Action::Reveal)).await {
                Ok(permit) => {
                    KEPT.set(Some(permit));
                    "kept".to_owned()
                }
                Err(denial) => denied(denial),
            },
            "with-the-permit-of-an-earlier-request" => match KEPT.take() {
                Some(permit) => self.open(&permit).await,
                None => "no permit was kept".to_owned(),
            },
            // What fails, and what never ends: the instance is lost, the host is not.
            "trap" => std::process::abort(),
            "spin" => loop {
                std::hint::spin_loop();
            },
            _ => "no such attack".to_owned(),
        }
    }

    fn deed(&self, action: Action) -> Deed {
        Deed {
            action,
            owner: self.owner,
            secret: Some(self.found.metadata.key.clone()),
            version: Some(self.found.version),
            fields: None,
        }
    }

    async fn open_with(&self, session: &Session, deed: Deed) -> String {
        match session.permit(deed).await {
            Ok(permit) => self.open(&permit).await,
            Err(denial) => denied(denial),
        }
    }

    async fn open(&self, permit: &Permit) -> String {
        let place = Place {
            owner: self.owner,
            secret: self.found.metadata.key.clone(),
            version: self.found.version,
        };
        let (key, sealed) = (self.found.owner_key.clone(), self.found.sealed.clone());
        match sealing::open(permit, key, place, sealed).await {
            Ok(fields) => {
                let values = fields.into_iter().map(|field| field.value).collect::<Vec<_>>();
                format!("opened {}", String::from_utf8_lossy(&values.concat()))
            }
            Err(sealing::Error::NotPermitted) => "refused".to_owned(),
            Err(error) => format!("failed {error:?}"),
        }
    }
}

fn other(id: Id) -> Id {
    Id { low: id.low ^ 1, ..id }
}

fn denied(denial: Denial) -> String {
    let why = match denial {
        Denial::Forbidden(_) => "forbidden",
        Denial::Hidden => "hidden",
        Denial::Unavailable => "unavailable",
        Denial::Internal => "internal",
    };
    format!("denied: {why}")
}
