//! S3 Connection, `secret/S3Connection`: access keys of Amazon S3 or of a store that speaks its
//! protocol, and where they lead.
//!
//! Nothing is changed: a value is kept to the byte or refused. Where no endpoint is given, or one of
//! Amazon's, the store is Amazon's and its documented forms hold. Other stores have forms of their
//! own, so there only what breaks the protocol or is certain to be an accident of copying is refused.
//! It does not ask the store whether the keys open anything: a plug-in has no network.
//!
//! Written with the public SDK and nothing else.

mod endpoint;
mod keys;
mod places;
mod renderings;
#[cfg(test)]
mod tests;

use endpoint::Endpoint;
#[cfg(feature = "ground")]
use strongroom_ground as _;
use strongroom_secret_type::{
    About, Description, FieldDescription, Fields, Problems, RenderError, SecretType, line,
};

/// The type itself, for tests and programs that link it natively.
pub struct S3Connection;

strongroom_secret_type::export!(S3Connection);

const ACCESS_KEY: &str = "access_key";
const SECRET_KEY: &str = "secret_key";
const SESSION_TOKEN: &str = "session_token";
const REGION: &str = "region";
const BUCKET: &str = "bucket";
const ENDPOINT: &str = "endpoint";
const PATH_STYLE: &str = "path_style";

/// Whose rules hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Store {
    Amazon,
    Other,
}

impl SecretType for S3Connection {
    fn describe() -> Description {
        Description::new("S3Connection", "S3 Connection")
            .help("Access keys for Amazon S3 or a store that speaks its protocol.")
            .field(
                FieldDescription::text(ACCESS_KEY, "Access key")
                    .required()
                    .help("The key's id. Amazon's begin with AKIA, temporary ones with ASIA."),
            )
            .field(FieldDescription::password(SECRET_KEY, "Secret key").required())
            .field(
                FieldDescription::password(SESSION_TOKEN, "Session token")
                    .help("Needed with temporary keys of Amazon, and with those alone."),
            )
            .field(
                FieldDescription::text(REGION, "Region")
                    .help("Such as eu-central-1; other stores have names of their own."),
            )
            .field(
                FieldDescription::text(BUCKET, "Bucket")
                    .help("The bucket's name alone, without s3:// and without a path."),
            )
            .field(FieldDescription::text(ENDPOINT, "Endpoint").help(
                "The address of a store that is not Amazon's: an http or https URL, without the \
                 bucket. Leave it out for Amazon S3.",
            ))
            .field(
                FieldDescription::choice(
                    PATH_STYLE,
                    "Path style",
                    [
                        ("false", "The bucket is part of the host name"),
                        ("true", "The bucket is part of the path"),
                    ],
                )
                .default("false")
                .help("Many stores that are not Amazon's want the bucket in the path."),
            )
            .renderings(renderings::all())
    }

    fn validate(fields: Fields) -> Result<Fields, Problems> {
        let mut problems = Problems::new();
        check(&fields, &mut problems);
        problems.or(fields)
    }

    fn render(format: &str, about: &About, fields: &Fields) -> Result<Vec<u8>, RenderError> {
        renderings::render(format, about, fields)
    }
}

fn check(fields: &Fields, problems: &mut Problems) {
    let mut form = Form { fields, problems };

    let store = match form.checked(ENDPOINT, Endpoint::parse) {
        Given::Nothing => Store::Amazon,
        Given::Good(endpoint) if endpoint.is_amazons() => Store::Amazon,
        // Nothing is held against the other fields that a corrected endpoint might allow.
        Given::Good(_) | Given::Bad => Store::Other,
    };
    let access_key = form.checked(ACCESS_KEY, |value| keys::access_key(value, store));
    form.checked(SECRET_KEY, |value| keys::secret_key(value, store));
    let session_token = form.checked(SESSION_TOKEN, keys::session_token);
    form.checked(REGION, |value| places::region(value, store));
    form.checked(BUCKET, |value| places::bucket(value, store));
    form.checked(PATH_STYLE, |value| match value {
        "true" | "false" => Ok(()),
        _ => Err("must be true or false, in lower case"),
    });

    if let Given::Good(term) = access_key {
        let message = match (term, session_token) {
            (keys::Term::Temporary, Given::Nothing) => {
                "is required with a temporary access key, one that begins with ASIA"
            }
            (keys::Term::Lasting, Given::Good(())) => {
                "must not be given with a lasting access key, one that begins with AKIA: Amazon \
                 refuses the two together"
            }
            (keys::Term::Temporary | keys::Term::Lasting | keys::Term::Unknown, _) => return,
        };
        problems.add(SESSION_TOKEN, message);
    }
}

/// What a field turned out to be.
enum Given<T> {
    Nothing,
    Good(T),
    /// Its problem is told already.
    Bad,
}

struct Form<'a> {
    fields: &'a Fields,
    problems: &'a mut Problems,
}

impl<'a> Form<'a> {
    /// Reads a field as one line and then as `read` does, and keeps the first problem.
    fn checked<T>(
        &mut self,
        name: &str,
        read: impl FnOnce(&'a str) -> Result<T, &'static str>,
    ) -> Given<T> {
        let found = match self.fields.text(name) {
            Ok(None) => return Given::Nothing,
            Ok(Some(text)) => line::single(text).and_then(|()| read(text)),
            Err(_) => Err("must be UTF-8 text"),
        };
        match found {
            Ok(value) => Given::Good(value),
            Err(message) => {
                self.problems.add(name, message);
                Given::Bad
            }
        }
    }
}
