//! A connection, out of a URL or out of fields.

use std::net::{Ipv4Addr, Ipv6Addr};

use strongroom_secret_type::{Fields, Problems, line};

use crate::{DATABASE, ENGINE, HOST, PASSWORD, PORT, TLS, URL, USERNAME, url};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Engine {
    PostgreSql,
    MySql,
}

impl Engine {
    pub(crate) const fn port(self) -> u16 {
        match self {
            Self::PostgreSql => 5432,
            Self::MySql => 3306,
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Tls {
    Disable,
    Require,
    VerifyFull,
}

impl Tls {
    pub(crate) fn read(text: &str) -> Option<Self> {
        match text {
            "disable" => Some(Self::Disable),
            "require" => Some(Self::Require),
            "verify-full" => Some(Self::VerifyFull),
            _ => None,
        }
    }
}

/// All that a client is told. Without `Debug`: there is a password in it.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct Connection {
    pub(crate) engine: Engine,
    /// A name or an address, an IPv6 one without brackets.
    pub(crate) host: String,
    pub(crate) port: Option<u16>,
    pub(crate) database: Option<String>,
    pub(crate) username: Option<String>,
    pub(crate) password: Option<String>,
    pub(crate) tls: Option<Tls>,
    /// Whether it came as a URL, which is then what a problem names.
    pub(crate) is_url: bool,
    /// Whether the URL says more than is in here.
    pub(crate) says_more: bool,
}

impl Connection {
    pub(crate) fn of(fields: &Fields) -> Result<Self, Problems> {
        let mut problems = Problems::new();
        let connection = match text(fields, URL, &mut problems) {
            Some(given) => {
                for (name, _) in fields.iter().filter(|(name, _)| *name != URL) {
                    problems.add(name, "must not be given beside a URL: put it into the URL");
                }
                match line::single(given).and_then(|()| url::read(given)) {
                    Ok(connection) => Some(connection),
                    Err(message) => {
                        problems.add(URL, message);
                        None
                    }
                }
            }
            None => Self::of_fields(fields, &mut problems),
        };
        match connection {
            Some(connection) => problems.or(connection),
            None => Err(problems),
        }
    }

    fn of_fields(fields: &Fields, problems: &mut Problems) -> Option<Self> {
        for name in [ENGINE, HOST, USERNAME] {
            if fields.bytes(name).is_none() {
                problems.add(name, "is required unless there is a URL");
            }
        }
        let mut checked = |name: &str, check: fn(&str) -> Result<(), &'static str>| {
            let given = text(fields, name, problems)?;
            match check(given) {
                Ok(()) => Some(given.to_owned()),
                Err(message) => {
                    problems.add(name, message);
                    None
                }
            }
        };
        let engine = checked(ENGINE, |text| match text {
            "postgresql" | "mysql" => Ok(()),
            _ => Err("must be postgresql or mysql"),
        });
        let host = checked(HOST, |text| line::single(text).and_then(|()| named(text)));
        let port = checked(PORT, |text| port(text).map(drop));
        let database = checked(DATABASE, |text| line::single(text).and_then(|()| no_folder(text)));
        let username = checked(USERNAME, line::single);
        let password = checked(PASSWORD, plausible_password);
        let tls = checked(TLS, |text| match Tls::read(text) {
            Some(_) => Ok(()),
            None => Err("must be disable, require or verify-full"),
        });
        Some(Self {
            engine: if engine? == "mysql" { Engine::MySql } else { Engine::PostgreSql },
            host: host?,
            port: port.and_then(|text| text.parse().ok()),
            database,
            username: Some(username?),
            password,
            tls: tls.as_deref().and_then(Tls::read),
            is_url: false,
            says_more: false,
        })
    }

    /// What a problem names.
    pub(crate) const fn field<'a>(&self, name: &'a str) -> &'a str {
        if self.is_url { URL } else { name }
    }
}

fn text<'a>(fields: &'a Fields, name: &str, problems: &mut Problems) -> Option<&'a str> {
    match fields.text(name) {
        Ok(text) => text,
        Err(_) => {
            problems.add(name, "must be UTF-8 text");
            None
        }
    }
}

/// A DNS name or an address, an IPv6 one without brackets.
pub(crate) fn named(host: &str) -> Result<(), &'static str> {
    if host.contains("://") || host.contains(['/', '@', '?', '#']) {
        return Err("must be a host name or an address alone; give a URL as the URL");
    }
    if host.contains(':') {
        return match host.parse::<Ipv6Addr>() {
            Ok(_) => Ok(()),
            Err(_) => Err("must be a host name or an address, without a port"),
        };
    }
    let inside = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_');
    let label = |label: &str| {
        (1..=63).contains(&label.len())
            && label.bytes().all(inside)
            && !label.starts_with('-')
            && !label.ends_with('-')
    };
    let name = host.strip_suffix('.').unwrap_or(host);
    if name.len() > 253 || !name.split('.').all(label) {
        return Err("must be a host name or an IP address");
    }
    let last = name.rsplit('.').next().unwrap_or_default();
    if last.bytes().all(|b| b.is_ascii_digit()) && name.parse::<Ipv4Addr>().is_err() {
        return Err("must have an IPv4 address of four numbers from 0 to 255");
    }
    Ok(())
}

/// Readers of URLs take these for folders, however they are escaped.
pub(crate) fn no_folder(database: &str) -> Result<(), &'static str> {
    if matches!(database, "." | "..") {
        Err("must not be one dot or two, which a URL does not hold")
    } else {
        Ok(())
    }
}

pub(crate) fn port(text: &str) -> Result<u16, &'static str> {
    match text.parse::<u16>() {
        Ok(port @ 1..) if text.bytes().all(|b| b.is_ascii_digit()) => Ok(port),
        _ => Err("must have a port from 1 to 65535"),
    }
}

/// Blanks and signs are people's choice; a newline at an end is the shell's or the editor's.
pub(crate) fn plausible_password(password: &str) -> Result<(), &'static str> {
    if password.is_empty() {
        return Err("must not be empty; leave it out where there is none");
    }
    if password.contains('\0') {
        return Err("must not contain a NUL character");
    }
    if password.starts_with(['\n', '\r', '\u{feff}']) || password.ends_with(['\n', '\r']) {
        return Err("must not begin or end with a newline or a byte order mark");
    }
    Ok(())
}
