//! URLs of databases, read and written.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};

use crate::connection::{self, Connection, Engine, Tls};

/// What stands for itself anywhere in a URL, by RFC 3986.
const ESCAPED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// Reads a URL. The messages hold nothing of it.
pub(crate) fn read(text: &str) -> Result<Connection, &'static str> {
    let (scheme, rest) = text.split_once("://").ok_or(SCHEMES)?;
    let engine = match scheme {
        "postgresql" | "postgres" => Engine::PostgreSql,
        "mysql" => Engine::MySql,
        _ => return Err(SCHEMES),
    };
    if rest.contains('#') {
        return Err("must not have a fragment: a # in a password is written %23");
    }
    let (rest, query) = rest.split_once('?').unwrap_or((rest, ""));
    let (authority, path) = rest.split_once('/').unwrap_or((rest, ""));
    let (login, address) = match authority.split_once('@') {
        Some((login, address)) => (login, address),
        None => ("", authority),
    };
    if address.contains('@') {
        return Err("has more than one @: one in a password is written %40");
    }
    if path.contains('/') {
        return Err("has a / in its database or its password: that is written %2F");
    }
    let (username, password) = match login.split_once(':') {
        Some((username, password)) => (username, Some(password)),
        None => (login, None),
    };
    if password.is_some_and(|password| password.contains(':')) {
        return Err("has more than one : before its @: one in a password is written %3A");
    }
    let (host, port) = address_of(address)?;
    let (tls, says_more) = parameters(engine, query)?;
    let database = given(path)?;
    connection::no_folder(database.as_deref().unwrap_or_default())
        .map_err(|_| "must not have one dot or two for its database")?;
    let password = password.map(decoded).transpose()?.filter(|password| !password.is_empty());
    if let Some(password) = &password {
        connection::plausible_password(password)
            .map_err(|_| "must not have a newline at an end of its password, nor a NUL in it")?;
    }
    Ok(Connection {
        engine,
        host: host.to_owned(),
        port,
        database,
        username: given(username)?,
        password,
        tls,
        is_url: true,
        says_more,
    })
}

const SCHEMES: &str = "must begin with postgresql:// or mysql://";

fn address_of(address: &str) -> Result<(&str, Option<u16>), &'static str> {
    if address.contains(',') {
        return Err("must have one host: formats for one connection do not hold several");
    }
    let (host, port) = match address.strip_prefix('[') {
        Some(rest) => {
            let (host, after) = rest.split_once(']').ok_or("must have a closing ] in its host")?;
            match after.strip_prefix(':') {
                Some(port) => (host, Some(port)),
                None if after.is_empty() => (host, None),
                None => return Err("must have nothing but a port after ]"),
            }
        }
        None => match address.split_once(':') {
            Some((host, port)) => (host, Some(port)),
            None => (address, None),
        },
    };
    if host.is_empty() {
        return Err("must have a host");
    }
    connection::named(host)?;
    Ok((host, port.map(connection::port).transpose()?))
}

/// The one parameter that other formats have too, and whether there are more.
fn parameters(engine: Engine, query: &str) -> Result<(Option<Tls>, bool), &'static str> {
    let (mut tls, mut says_more) = (None, false);
    for pair in query.split('&').filter(|pair| !pair.is_empty()) {
        let (name, value) = pair.split_once('=').ok_or("must have a value for each parameter")?;
        match (engine, name) {
            (Engine::PostgreSql, "sslmode") => match Tls::read(value) {
                Some(mode) => tls = Some(mode),
                None => says_more = true,
            },
            (Engine::MySql, "ssl-mode") => match value {
                "DISABLED" => tls = Some(Tls::Disable),
                "REQUIRED" => tls = Some(Tls::Require),
                "VERIFY_IDENTITY" => tls = Some(Tls::VerifyFull),
                _ => says_more = true,
            },
            _ => says_more = true,
        }
    }
    Ok((tls, says_more))
}

fn given(part: &str) -> Result<Option<String>, &'static str> {
    if part.is_empty() {
        return Ok(None);
    }
    let part = decoded(part)?;
    if part.contains(char::is_control) {
        return Err("must not have control characters in its user name or its database");
    }
    Ok(Some(part))
}

fn decoded(part: &str) -> Result<String, &'static str> {
    let digits = |text: &str| {
        let mut digits = text.chars().take(2);
        digits.by_ref().all(|c| c.is_ascii_hexdigit()) && text.len() >= 2
    };
    if !part.split('%').skip(1).all(digits) {
        return Err("has a % without two digits after it: a % in a password is written %25");
    }
    match percent_decode_str(part).decode_utf8() {
        Ok(text) => Ok(text.into_owned()),
        Err(_) => Err("must be UTF-8 text where it is percent-encoded"),
    }
}

/// Writes the URL of a connection.
pub(crate) fn written(connection: &Connection) -> String {
    let escaped = |text: &str| utf8_percent_encode(text, ESCAPED).to_string();
    let mut out = String::from(match connection.engine {
        Engine::PostgreSql => "postgresql://",
        Engine::MySql => "mysql://",
    });
    if let Some(username) = &connection.username {
        out.push_str(&escaped(username));
        if let Some(password) = &connection.password {
            out.push(':');
            out.push_str(&escaped(password));
        }
        out.push('@');
    }
    if connection.host.contains(':') {
        out.extend(["[", &connection.host, "]"]);
    } else {
        out.push_str(&connection.host);
    }
    if let Some(port) = connection.port {
        out.push_str(&format!(":{port}"));
    }
    if let Some(database) = &connection.database {
        out.push('/');
        out.push_str(&escaped(database));
    }
    if let Some(tls) = connection.tls {
        out.push_str(match (connection.engine, tls) {
            (Engine::PostgreSql, Tls::Disable) => "?sslmode=disable",
            (Engine::PostgreSql, Tls::Require) => "?sslmode=require",
            (Engine::PostgreSql, Tls::VerifyFull) => "?sslmode=verify-full",
            (Engine::MySql, Tls::Disable) => "?ssl-mode=DISABLED",
            (Engine::MySql, Tls::Require) => "?ssl-mode=REQUIRED",
            (Engine::MySql, Tls::VerifyFull) => "?ssl-mode=VERIFY_IDENTITY",
        });
    }
    out
}
