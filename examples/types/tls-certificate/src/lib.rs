//! A certificate for TLS with its chain and its private key.
//!
//! Refused is what no server could serve: a key of another certificate, a chain out of order, a key
//! that needs a passphrase. A certificate that has ended is taken: yesterday's secret has to be kept
//! and restored too, and whether one has ended changes while it lies there. The format `expiry` says
//! so, for the time of the request. Nothing is changed: both files are kept to the byte.

mod chain;
mod expiry;
mod key;
mod pem;
#[cfg(test)]
mod tests;

use strongroom_secret_type::render::{Format, kubernetes};
use strongroom_secret_type::{
    About, Description, FieldDescription, Fields, Problems, RenderError, Rendering, SecretType,
    common,
};

/// The type itself, for tests and programs that link it natively.
pub struct TlsCertificate;

strongroom_secret_type::export!(TlsCertificate);

const CERTIFICATE: &str = "certificate";
const PRIVATE_KEY: &str = "private_key";

const BUNDLE: &str = "pem";
const EXPIRY: &str = "expiry";

impl SecretType for TlsCertificate {
    fn describe() -> Description {
        Description::new("TlsCertificate", "TLS certificate")
            .help("A certificate with its chain, and the private key that goes with it.")
            .field(
                FieldDescription::file(CERTIFICATE, "Certificate and chain")
                    .required()
                    .not_sensitive()
                    .help("PEM: the certificate first, then each one that signed the one before."),
            )
            .field(
                FieldDescription::file(PRIVATE_KEY, "Private key")
                    .required()
                    .help("PEM, without a passphrase: RSA, P-256, P-384 or Ed25519."),
            )
            .rendering(
                Rendering::new(EXPIRY, "Expiry", "application/json")
                    .help("From when to when the certificate is good, and what is left of it now."),
            )
            .rendering(
                Rendering::new(BUNDLE, "Key and chain in one file", "application/x-pem-file")
                    .help("As HAProxy and others read it."),
            )
            .rendering(Rendering::from(Format::Kubernetes).help(
                "A manifest of type kubernetes.io/tls. The secret's name is the Secret's, so it must \
                 be lower-case letters, digits, hyphens and dots.",
            ))
            .rendering(Format::Json)
    }

    fn validate(fields: Fields) -> Result<Fields, Problems> {
        let mut problems = Problems::new();
        let chain = read(&fields, CERTIFICATE, chain::read, &mut problems);
        let key = read(&fields, PRIVATE_KEY, key::read, &mut problems);
        if let (Some(chain), Some(key)) = (chain, key) {
            match chain.place_of(&key) {
                Some(0) => {}
                Some(_) => problems.add(
                    CERTIFICATE,
                    "must begin with the certificate that the private key belongs to",
                ),
                None => problems.add(PRIVATE_KEY, "does not belong to the certificate"),
            }
            if let (Some(0), Err(message)) = (chain.place_of(&key), chain.is_in_order()) {
                problems.add(CERTIFICATE, message);
            }
        }
        problems.or(fields)
    }

    fn render(format: &str, about: &About, fields: &Fields) -> Result<Vec<u8>, RenderError> {
        let given = |name| fields.bytes(name).unwrap_or_default();
        match (format, Format::of(format)) {
            (EXPIRY, _) => match read_text(fields, CERTIFICATE).and_then(chain::read) {
                Ok(chain) => Ok(expiry::of(&chain, about.now).into_bytes()),
                Err(message) => Err(problem(CERTIFICATE, message)),
            },
            (BUNDLE, _) => {
                let mut out = given(PRIVATE_KEY).to_vec();
                if !out.ends_with(b"\n") {
                    out.push(b'\n');
                }
                out.extend(given(CERTIFICATE));
                Ok(out)
            }
            (_, Some(Format::Kubernetes)) => Ok(kubernetes::of_type(
                &about.name,
                "kubernetes.io/tls",
                &[("tls.crt", given(CERTIFICATE)), ("tls.key", given(PRIVATE_KEY))],
            )?),
            (_, Some(Format::Json)) => common(format, about, fields),
            _ => Err(RenderError::UnknownFormat),
        }
    }
}

fn problem(field: &str, message: &str) -> RenderError {
    let mut problems = Problems::new();
    problems.add(field, message);
    problems.into()
}

fn read<T>(
    fields: &Fields,
    name: &str,
    read: fn(&str) -> Result<T, &'static str>,
    problems: &mut Problems,
) -> Option<T> {
    match read_text(fields, name).and_then(read) {
        Ok(found) => Some(found),
        Err(message) => {
            problems.add(name, message);
            None
        }
    }
}

fn read_text<'a>(fields: &'a Fields, name: &str) -> Result<&'a str, &'static str> {
    match fields.text(name) {
        Ok(Some(text)) => Ok(text),
        Ok(None) => Err("is required"),
        Err(_) => Err("must be PEM, which is text; a file of DER is converted with openssl"),
    }
}
