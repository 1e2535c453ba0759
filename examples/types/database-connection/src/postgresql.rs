//! What PostgreSQL's clients read.

use strongroom_secret_type::Problems;

use crate::connection::{Connection, Tls};
use crate::{DATABASE, HOST, PASSWORD, PORT, TLS, USERNAME};

/// The variables of libpq, with the field each is from.
pub(crate) fn variables(connection: &Connection) -> Vec<(&'static str, &'static str, String)> {
    let mut variables =
        vec![("PGHOST", HOST, connection.host.clone()), ("PGPORT", PORT, port(connection))];
    for (name, field, value) in [
        ("PGDATABASE", DATABASE, &connection.database),
        ("PGUSER", USERNAME, &connection.username),
        ("PGPASSWORD", PASSWORD, &connection.password),
    ] {
        variables.extend(value.clone().map(|value| (name, field, value)));
    }
    let mode = connection.tls.map(|tls| match tls {
        Tls::Disable => "disable",
        Tls::Require => "require",
        Tls::VerifyFull => "verify-full",
    });
    variables.extend(mode.map(|mode| ("PGSSLMODE", TLS, mode.to_owned())));
    variables
}

/// A line of `~/.pgpass`. Where no database is named, it holds for each.
pub(crate) fn pgpass(connection: &Connection) -> Result<Vec<u8>, Problems> {
    let mut problems = Problems::new();
    let mut parts = Vec::new();
    let empty = String::new();
    for (field, value) in [
        (HOST, Some(&connection.host)),
        (PORT, Some(&port(connection))),
        (DATABASE, connection.database.as_ref()),
        (USERNAME, connection.username.as_ref()),
        (PASSWORD, Some(connection.password.as_ref().unwrap_or(&empty))),
    ] {
        let Some(value) = value else {
            parts.push("*".to_owned());
            continue;
        };
        let message = if value.is_empty() {
            Some("is required: the file is for passwords")
        } else if value.contains(['\n', '\r', '\0']) {
            Some("has several lines, and the file has one for each password")
        } else if value == "*" && field != PASSWORD {
            Some("is a sign that stands for any value in the file")
        } else {
            None
        };
        if let Some(message) = message {
            problems.add(connection.field(field), message);
        }
        parts.push(value.replace('\\', r"\\").replace(':', r"\:"));
    }
    problems.or(format!("{}\n", parts.join(":")).into_bytes())
}

fn port(connection: &Connection) -> String {
    connection.port.unwrap_or(connection.engine.port()).to_string()
}
