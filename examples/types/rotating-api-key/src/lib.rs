//! A connected secret type: an API key that Strongroom checks, and replaces without a moment in which
//! no key works.
//!
//! The service keeps only digests of keys, so the next key is made here, and set hands over its
//! digest. All that a step needs to know of an earlier try is in the next key: its id is made of it,
//! so a step done twice asks for the same thing twice, and the service says that it is there already.

mod key;

use serde::{Deserialize, Serialize};
use strongroom_secret_type::http::{Outbound, Request, Response};
use strongroom_secret_type::render::Format;
use strongroom_secret_type::{
    About, ConnectedSecretType, Description, Failure, FieldDescription, Fields, Problems,
    SecretType, line,
};

pub use key::{digest, id};

/// The type itself, for tests and programs that link it natively.
pub struct RotatingApiKey;

strongroom_secret_type::export_connected!(RotatingApiKey);

const SERVICE: &str = "service";
const KEY: &str = "key";

impl SecretType for RotatingApiKey {
    fn describe() -> Description {
        Description::new("RotatingApiKey", "Rotating API key")
            .help("A key of a service that lets its keys be replaced over HTTP.")
            .field(
                FieldDescription::text(SERVICE, "Service")
                    .required()
                    .pattern("https?://[^/?#@ ]+(/[^/?#@ ]+)*")
                    .help("The service's address, without a slash at the end."),
            )
            .field(FieldDescription::password(KEY, "Key").required())
            .renderings(Format::ALL)
    }

    fn validate(fields: Fields) -> Result<Fields, Problems> {
        let mut problems = Problems::new();
        for name in [SERVICE, KEY] {
            let found = match fields.text(name) {
                Ok(text) => line::single(text.unwrap_or_default())
                    .and_then(|()| line::visible_ascii(text.unwrap_or_default())),
                Err(_) => Err("must be UTF-8 text"),
            };
            if let Err(message) = found {
                problems.add(name, message);
            }
        }
        problems.or(fields)
    }
}

/// What the service says of the key that asks.
#[derive(Deserialize)]
struct Whoami {
    id: String,
}

/// What the service is given of a key.
#[derive(Serialize)]
struct NewKey {
    sha256: String,
}

impl ConnectedSecretType for RotatingApiKey {
    fn check(http: &dyn Outbound, _: &About, current: &Fields) -> Result<(), Failure> {
        let current = Login::of(current)?;
        let answer = current.request("GET", "/v1/whoami").send(http)?.success()?;
        if answer.json::<Whoami>()?.id == id(current.key) {
            Ok(())
        } else {
            Err(Failure::failed("the service takes this key for another one"))
        }
    }

    fn create(_: &dyn Outbound, _: &About, current: &Fields) -> Result<Fields, Failure> {
        let Login { service, .. } = Login::of(current)?;
        Ok(Fields::from([(SERVICE, service.to_owned()), (KEY, key::new()?)]))
    }

    fn set(http: &dyn Outbound, _: &About, current: &Fields, next: &Fields) -> Result<(), Failure> {
        let (current, next) = (Login::of(current)?, Login::of(next)?);
        let answer = current
            .request("PUT", &format!("/v1/keys/{}", id(next.key)))
            .header("idempotency-key", id(next.key))
            .json(&NewKey { sha256: digest(next.key) })?
            .send(http)?;
        match answer.status {
            409 => Err(Failure::failed("the service has another key of the next one's id")),
            _ => done(answer),
        }
    }

    fn finish(http: &dyn Outbound, _: &About, _: &Fields, next: &Fields) -> Result<(), Failure> {
        let next = Login::of(next)?;
        let path = format!("/v1/keys/{}/promote", id(next.key));
        done(next.request("POST", &path).header("idempotency-key", id(next.key)).send(http)?)
    }

    fn revoke(
        http: &dyn Outbound,
        _: &About,
        current: &Fields,
        previous: &Fields,
    ) -> Result<(), Failure> {
        let (current, previous) = (Login::of(current)?, Login::of(previous)?);
        if current.key == previous.key {
            return Err(Failure::failed("the key to end is the current one"));
        }
        let path = format!("/v1/keys/{}", id(previous.key));
        let answer = current.request("DELETE", &path).send(http)?;
        // It was ended by an earlier try, or by hand.
        if answer.status == 404 { Ok(()) } else { done(answer) }
    }
}

fn done(answer: Response) -> Result<(), Failure> {
    answer.success().map(drop)
}

/// Where to ask, and as whom.
struct Login<'a> {
    service: &'a str,
    key: &'a str,
}

impl<'a> Login<'a> {
    fn of(fields: &'a Fields) -> Result<Self, Failure> {
        let text = |name: &str| match fields.text(name) {
            Ok(Some(text)) => Ok(text),
            _ => Err(Failure::invalid(name, "is required")),
        };
        Ok(Self { service: text(SERVICE)?, key: text(KEY)? })
    }

    fn request(&self, method: &str, path: &str) -> Request {
        Request::new(method, format!("{}{path}", self.service)).bearer(self.key)
    }
}
