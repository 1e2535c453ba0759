//! How to reach a PostgreSQL or MySQL database: as a URL or field by field, and given out as either.
//!
//! A value is kept as it was given. What a format cannot say of it, a parameter of a URL in an
//! environment file for one, is refused there and not left out.

mod connection;
mod mysql;
mod postgresql;
mod renderings;
#[cfg(test)]
mod tests;
mod url;

use connection::Connection;
use strongroom_secret_type::{
    About, Description, FieldDescription, Fields, Problems, RenderError, SecretType,
};

/// The type itself, for tests and programs that link it natively.
pub struct DatabaseConnection;

strongroom_secret_type::export!(DatabaseConnection);

const URL: &str = "url";
const ENGINE: &str = "engine";
const HOST: &str = "host";
const PORT: &str = "port";
const DATABASE: &str = "database";
const USERNAME: &str = "username";
const PASSWORD: &str = "password";
const TLS: &str = "tls";

impl SecretType for DatabaseConnection {
    fn describe() -> Description {
        Description::new("DatabaseConnection", "Database connection")
            .help("A URL, or the engine, the host and who signs in.")
            .field(FieldDescription::password(URL, "URL").help(
                "postgresql://user:password@host:port/database or mysql://…; then nothing else.",
            ))
            .field(
                FieldDescription::choice(
                    ENGINE,
                    "Engine",
                    [("postgresql", "PostgreSQL"), ("mysql", "MySQL or MariaDB")],
                )
                .help("Required unless there is a URL."),
            )
            .field(
                FieldDescription::text(HOST, "Host")
                    .help("A name or an address. Required unless there is a URL."),
            )
            .field(
                FieldDescription::number(PORT, "Port")
                    .pattern("[0-9]{1,5}")
                    .help("5432 for PostgreSQL and 3306 for MySQL where none is given."),
            )
            .field(FieldDescription::text(DATABASE, "Database"))
            .field(
                FieldDescription::text(USERNAME, "User name")
                    .help("Required unless there is a URL."),
            )
            .field(FieldDescription::password(PASSWORD, "Password"))
            .field(
                FieldDescription::choice(
                    TLS,
                    "TLS",
                    [
                        ("disable", "None"),
                        ("require", "Encrypted, the server unchecked"),
                        ("verify-full", "Encrypted, the server's certificate and name checked"),
                    ],
                )
                .help("What the client does by itself where none is given."),
            )
            .renderings(renderings::all())
    }

    fn validate(fields: Fields) -> Result<Fields, Problems> {
        Connection::of(&fields)?;
        Ok(fields)
    }

    fn render(format: &str, about: &About, fields: &Fields) -> Result<Vec<u8>, RenderError> {
        renderings::render(format, about, fields)
    }
}
