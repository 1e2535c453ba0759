//! An SSH key pair, checked, and replaced by a new one.
//!
//! Refused is what `ssh` refuses: another format of keys, a file whose last newline was lost, a
//! passphrase that does not open it. Nothing is changed.
//!
//! # Where pairs are made
//! The contract has one place for making a value: `create` of a connected type. So this type is a
//! connected one, though it talks to nobody and needs no grant. A rotation is honest only where the
//! machines fetch the public key from this secret, as `authorized_keys` or through
//! `AuthorizedKeysCommand`: then the new pair is known the moment it is current, and the old one is
//! not any more. Whoever uses it so says it, in `rotation`. Where public keys are put on machines by
//! hand nothing is made, because a rotation would lock its owner out.

mod file;
mod make;
mod pair;
#[cfg(test)]
mod tests;

use pair::Pair;
use strongroom_secret_type::http::Outbound;
use strongroom_secret_type::render::{Format, kubernetes};
use strongroom_secret_type::{
    About, ConnectedSecretType, Description, Failure, FieldDescription, Fields, Problems,
    RenderError, Rendering, SecretType, common,
};

/// The type itself, for tests and programs that link it natively.
pub struct SshKeyPair;

strongroom_secret_type::export_connected!(SshKeyPair);

const PRIVATE_KEY: &str = "private_key";
const PASSPHRASE: &str = "passphrase";
const PUBLIC_KEY: &str = "public_key";
const ROTATION: &str = "rotation";
const FROM_HERE: &str = "from-here";

const AS_FILE: &str = "private-key";
const AS_LINE: &str = "public-key";

impl SecretType for SshKeyPair {
    fn describe() -> Description {
        Description::new("SshKeyPair", "SSH key pair")
            .help("A private key of OpenSSH, and what goes with it.")
            .field(
                FieldDescription::file(PRIVATE_KEY, "Private key")
                    .required()
                    .help("The file that ssh-keygen writes, with its last newline."),
            )
            .field(
                FieldDescription::password(PASSPHRASE, "Passphrase")
                    .help("Where the private key is protected by one."),
            )
            .field(FieldDescription::text(PUBLIC_KEY, "Public key").help(
                "The line in the .pub file. It need not be given; where it is, it must belong to \
                 the private key.",
            ))
            .field(
                FieldDescription::choice(
                    ROTATION,
                    "Public keys get to machines",
                    [("by-hand", "By hand: make no new pairs"), (FROM_HERE, "From this secret")],
                )
                .default("by-hand")
                .help("A rotation makes a new pair only where machines fetch the public key here."),
            )
            .rendering(
                Rendering::new(AS_FILE, "Private key file", "application/x-pem-file")
                    .help("As it was stored, for ssh -i."),
            )
            .rendering(
                Rendering::new(AS_LINE, "Public key", "text/plain; charset=utf-8")
                    .help("The line for authorized_keys, from the private key."),
            )
            .rendering(Rendering::from(Format::Kubernetes).help(
                "A manifest of type kubernetes.io/ssh-auth, for keys without a passphrase. The \
                 secret's name is the Secret's, so it must be lower-case letters, digits, hyphens \
                 and dots.",
            ))
            .rendering(Format::Json)
    }

    fn validate(fields: Fields) -> Result<Fields, Problems> {
        Pair::of(&fields)?;
        Ok(fields)
    }

    fn render(format: &str, about: &About, fields: &Fields) -> Result<Vec<u8>, RenderError> {
        let file = || fields.bytes(PRIVATE_KEY).unwrap_or_default();
        match (format, Format::of(format)) {
            (AS_FILE, _) => Ok(file().to_vec()),
            (AS_LINE, _) => Ok(Pair::told(fields)?.line().into_bytes()),
            (_, Some(Format::Json)) => common(format, about, fields),
            (_, Some(Format::Kubernetes)) => {
                if Pair::told(fields)?.is_protected() {
                    let mut problems = Problems::new();
                    problems.add(
                        PRIVATE_KEY,
                        "is protected by a passphrase, for which a Secret of this type has no place",
                    );
                    return Err(problems.into());
                }
                let data = [("ssh-privatekey", file())];
                Ok(kubernetes::of_type(&about.name, "kubernetes.io/ssh-auth", &data)?)
            }
            _ => Err(RenderError::UnknownFormat),
        }
    }
}

impl ConnectedSecretType for SshKeyPair {
    /// Only a machine that has the public key can tell, and it does not speak HTTP.
    fn check(_: &dyn Outbound, _: &About, _: &Fields) -> Result<(), Failure> {
        Err(Failure::failed("a server of SSH cannot be asked from here: sign in with the key"))
    }

    fn create(_: &dyn Outbound, _: &About, current: &Fields) -> Result<Fields, Failure> {
        if current.bytes(ROTATION) != Some(FROM_HERE.as_bytes()) {
            return Err(Failure::invalid(
                ROTATION,
                "must say that machines fetch the public key from this secret: a new pair would \
                 lock out whoever put it there by hand",
            ));
        }
        make::next(current)
    }

    /// Nothing is to be told: machines fetch the public key once it is current.
    fn set(_: &dyn Outbound, _: &About, _: &Fields, _: &Fields) -> Result<(), Failure> {
        Ok(())
    }

    /// That the two halves belong together.
    fn test(_: &dyn Outbound, _: &About, _: &Fields, next: &Fields) -> Result<(), Failure> {
        Pair::of(next)?;
        Ok(())
    }

    /// As `set`: machines that fetch the new public key have the old one no longer.
    fn revoke(_: &dyn Outbound, _: &About, _: &Fields, _: &Fields) -> Result<(), Failure> {
        Ok(())
    }
}
