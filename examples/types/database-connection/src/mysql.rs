//! What MySQL's and MariaDB's clients read.

use strongroom_secret_type::Problems;

use crate::connection::{Connection, Tls};
use crate::{DATABASE, HOST, PASSWORD, PORT, USERNAME};

/// The variables of the client library, and the two that it has no name for, as the images of MySQL
/// call them.
pub(crate) fn variables(connection: &Connection) -> Vec<(&'static str, &'static str, String)> {
    let mut variables = vec![
        ("MYSQL_HOST", HOST, connection.host.clone()),
        ("MYSQL_TCP_PORT", PORT, port(connection)),
    ];
    for (name, field, value) in [
        ("MYSQL_DATABASE", DATABASE, &connection.database),
        ("MYSQL_USER", USERNAME, &connection.username),
        ("MYSQL_PWD", PASSWORD, &connection.password),
    ] {
        variables.extend(value.clone().map(|value| (name, field, value)));
    }
    variables
}

/// An option file. The database is in a section of its own: of the programs that read `[client]`,
/// only one takes a database.
pub(crate) fn option_file(connection: &Connection) -> Result<Vec<u8>, Problems> {
    let mut problems = Problems::new();
    let mut out = format!("[client]\nhost = {}\nport = {}\n", connection.host, port(connection));
    for (key, field, value) in
        [("user", USERNAME, &connection.username), ("password", PASSWORD, &connection.password)]
    {
        if let Some(value) = value {
            setting(&mut out, key, connection.field(field), value, &mut problems);
        }
    }
    out.push_str(match connection.tls {
        Some(Tls::Disable) => "ssl-mode = DISABLED\n",
        Some(Tls::Require) => "ssl-mode = REQUIRED\n",
        Some(Tls::VerifyFull) => "ssl-mode = VERIFY_IDENTITY\n",
        None => "",
    });
    if let Some(database) = &connection.database {
        out.push_str("\n[mysql]\n");
        setting(&mut out, "database", connection.field(DATABASE), database, &mut problems);
    }
    problems.or(out.into_bytes())
}

/// Between double quotes a `#` begins no comment, and a backslash begins one of a few escapes.
fn setting(out: &mut String, key: &str, field: &str, value: &str, problems: &mut Problems) {
    let is_other = |c: char| c.is_control() && !matches!(c, '\n' | '\r' | '\t');
    if value.contains(is_other) {
        problems.add(field, "has control characters that an option file does not hold");
    }
    out.extend([key, " = \""]);
    for c in value.chars() {
        match c {
            '\\' => out.push_str(r"\\"),
            '"' => out.push_str(r#"\""#),
            '\n' => out.push_str(r"\n"),
            '\r' => out.push_str(r"\r"),
            '\t' => out.push_str(r"\t"),
            _ => out.push(c),
        }
    }
    out.push_str("\"\n");
}

fn port(connection: &Connection) -> String {
    connection.port.unwrap_or(connection.engine.port()).to_string()
}
