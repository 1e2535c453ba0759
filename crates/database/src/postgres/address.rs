//! Where a database is: `postgres://user:password@host:port,host:port/name?key=value`, as libpq's
//! manual describes it (section "Connection URIs").
//!
//! What differs from libpq: `sslmode` is `disable`, `require` or `verify-full`, and `verify-full`
//! where it is not given and some host is not this machine; without `sslrootcert` Mozilla's roots are
//! trusted; only hosts that take writes are used. Nothing is read from the environment.

use std::fmt;
use std::net::IpAddr;
use std::path::PathBuf;
use std::str::FromStr;
use std::time::Duration;

use tokio_postgres::config::{Host, SslMode, TargetSessionAttrs};

/// What is done about TLS.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Tls {
    /// None.
    Disabled,
    /// Encryption, for whoever answers.
    Unverified,
    /// A certificate for the host's name, from a trusted authority: those in the file, or Mozilla's.
    Verified { roots: Option<PathBuf> },
}

/// Parsed once, with the password in it: neither shown nor logged.
#[derive(Clone)]
pub struct Address {
    pub(super) config: tokio_postgres::Config,
    pub(super) tls: Tls,
}

/// Why a text is no address. The text itself is never told: it may hold a password.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum AddressError {
    #[error("the database's address must begin with `postgres://`")]
    Scheme,
    #[error(
        "the database's address must be `postgres://user@host:port/database?key=value`, with what \
         is no letter or digit in a user or password written as %XX"
    )]
    Malformed,
    #[error("the database's address has no host")]
    NoHost,
    #[error("the database's address has no user")]
    NoUser,
    #[error("`sslmode` in the database's address must be disable, require or verify-full")]
    SslMode,
    #[error("`sslrootcert` in the database's address is only for `sslmode=verify-full`")]
    SslRootCert,
    #[error("`target_session_attrs` in the database's address can only be read-write")]
    TargetSessionAttrs,
}

impl FromStr for Address {
    type Err = AddressError;

    fn from_str(text: &str) -> Result<Self, AddressError> {
        if !is_address(text) {
            return Err(AddressError::Scheme);
        }
        let (mut kept, mut ssl_mode, mut roots, mut sessions) = (Vec::new(), None, None, None);
        let (base, query) = text.split_once('?').unwrap_or((text, ""));
        for pair in query.split('&').filter(|pair| !pair.is_empty()) {
            match pair.split_once('=') {
                Some(("sslmode", value)) => ssl_mode = Some(value),
                Some(("sslrootcert", value)) => roots = Some(decoded(value)?),
                Some(("target_session_attrs", value)) => sessions = Some(value),
                _ => kept.push(pair),
            }
        }
        if !matches!(sessions, None | Some("read-write")) {
            return Err(AddressError::TargetSessionAttrs);
        }
        let rest = format!("{base}?{}", kept.join("&"));
        let mut config: tokio_postgres::Config =
            rest.parse().map_err(|_| AddressError::Malformed)?;
        if config.get_hosts().is_empty() && config.get_hostaddrs().is_empty() {
            return Err(AddressError::NoHost);
        }
        if config.get_user().is_none() {
            return Err(AddressError::NoUser);
        }
        let tls = tls(ssl_mode, roots, is_local(&config))?;
        config.ssl_mode(match tls {
            Tls::Disabled => SslMode::Disable,
            Tls::Unverified | Tls::Verified { .. } => SslMode::Require,
        });
        // A standby answers too, and cannot write.
        config.target_session_attrs(TargetSessionAttrs::ReadWrite);
        notice_the_dead(&mut config);
        if config.get_application_name().is_none() {
            config.application_name("strongroom");
        }
        Ok(Self { config, tls })
    }
}

/// Whether a text is meant as the address of a PostgreSQL.
#[must_use]
pub fn is_address(text: &str) -> bool {
    text.starts_with("postgres://") || text.starts_with("postgresql://")
}

impl Address {
    /// The same place, for connections of another name: what the server's list of them shows.
    #[must_use]
    pub fn called(mut self, name: &str) -> Self {
        self.config.application_name(name);
        self
    }

    /// Whether it holds a password.
    #[must_use]
    pub fn has_password(&self) -> bool {
        self.config.get_password().is_some()
    }
}

impl fmt::Debug for Address {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, out)
    }
}

/// Hosts and database, for people: neither user nor password.
impl fmt::Display for Address {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let ports = self.config.get_ports();
        let port = |index: usize| ports.get(index).or(ports.first()).copied().unwrap_or(5432);
        let names: Vec<String> = if self.config.get_hosts().is_empty() {
            self.config.get_hostaddrs().iter().map(ToString::to_string).collect()
        } else {
            let name = |host: &Host| match host {
                Host::Tcp(name) => name.clone(),
                #[cfg(unix)]
                Host::Unix(path) => path.display().to_string(),
            };
            self.config.get_hosts().iter().map(name).collect()
        };
        let hosts: Vec<String> = names
            .iter()
            .enumerate()
            .map(|(index, name)| format!("{name}:{}", port(index)))
            .collect();
        write!(out, "postgres://{}/", hosts.join(","))?;
        out.write_str(self.config.get_dbname().or(self.config.get_user()).unwrap_or_default())
    }
}

fn tls(mode: Option<&str>, roots: Option<String>, local: bool) -> Result<Tls, AddressError> {
    let roots = roots.map(PathBuf::from);
    match (mode, roots) {
        (Some("verify-full"), roots) => Ok(Tls::Verified { roots }),
        (None, None) if local => Ok(Tls::Disabled),
        (None, roots) => Ok(Tls::Verified { roots }),
        (Some("disable" | "require"), Some(_)) => Err(AddressError::SslRootCert),
        (Some("disable"), None) => Ok(Tls::Disabled),
        (Some("require"), None) => Ok(Tls::Unverified),
        (Some(_), _) => Err(AddressError::SslMode),
    }
}

/// Whether what is sent leaves this machine nowhere.
fn is_local(config: &tokio_postgres::Config) -> bool {
    let names = config.get_hosts().iter().all(|host| match host {
        Host::Tcp(name) => {
            let address = name.parse::<IpAddr>();
            name == "localhost" || address.is_ok_and(|address| address.is_loopback())
        }
        #[cfg(unix)]
        Host::Unix(_) => true,
    });
    names && config.get_hostaddrs().iter().all(IpAddr::is_loopback)
}

/// A server that vanished without a word is noticed in seconds, not in the quarter of an hour that
/// TCP would take. What the address says beats it.
fn notice_the_dead(config: &mut tokio_postgres::Config) {
    const UNANSWERED: Duration = Duration::from_secs(10);
    if config.get_tcp_user_timeout().is_none() {
        config.tcp_user_timeout(UNANSWERED);
    }
    if config.get_keepalives_interval().is_none() {
        config.keepalives_idle(UNANSWERED);
        config.keepalives_interval(Duration::from_secs(3));
        config.keepalives_retries(3);
    }
}

/// Undoes %XX.
fn decoded(text: &str) -> Result<String, AddressError> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        if byte != b'%' {
            bytes.push(byte);
            continue;
        }
        let mut digit = || rest.next().and_then(|digit| char::from(digit).to_digit(16));
        let (Some(high), Some(low)) = (digit(), digit()) else {
            return Err(AddressError::Malformed);
        };
        bytes.push(u8::try_from(high * 16 + low).map_err(|_| AddressError::Malformed)?);
    }
    String::from_utf8(bytes).map_err(|_| AddressError::Malformed)
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;

    fn tls_of(text: &str) -> Tls {
        text.parse::<Address>().unwrap().tls
    }

    #[test]
    fn whoever_is_not_this_machine_has_to_show_a_certificate() {
        let verified = Tls::Verified { roots: None };
        for host in ["db.example.com", "10.0.0.1", "localhost,10.0.0.1", "localhost.example.com"] {
            assert_eq!(tls_of(&format!("postgres://u@{host}/d")), verified, "{host}");
        }
        for host in ["localhost", "127.0.0.1", "127.1.2.3:5433", "[::1]", "%2Frun%2Fpostgresql"] {
            assert_eq!(tls_of(&format!("postgres://u@{host}/d")), Tls::Disabled, "{host}");
        }
        assert_eq!(tls_of("postgres://u@localhost/d?hostaddr=10.0.0.1"), verified);
        assert_eq!(tls_of("postgres://u@localhost/d?sslmode=verify-full"), verified);
        assert_eq!(tls_of("postgres://u@db.example.com/d?sslmode=require"), Tls::Unverified);
        assert_eq!(tls_of("postgres://u@db.example.com/d?sslmode=disable"), Tls::Disabled);
        assert_eq!(
            tls_of("postgres://u@db.example.com/d?sslrootcert=%2Fetc%2Fca.pem&connect_timeout=5"),
            Tls::Verified { roots: Some("/etc/ca.pem".into()) }
        );
    }

    #[test]
    fn an_address_that_makes_no_sense_is_refused_with_the_reason_and_without_the_password() {
        for (text, error) in [
            ("mysql://u:hunter2@h/d", AddressError::Scheme),
            ("postgres://u:hunter2@/d", AddressError::NoHost),
            ("postgres://localhost/d", AddressError::NoUser),
            ("postgres://u:hunter2@h/d?sslmode=prefer", AddressError::SslMode),
            ("postgres://u:hunter2@h/d?sslmode=require&sslrootcert=a", AddressError::SslRootCert),
            ("postgres://u:hunter2@h/d?target_session_attrs=any", AddressError::TargetSessionAttrs),
            ("postgres://u:hunter2@h:port/d", AddressError::Malformed),
            ("postgres://u:hunter2@h/d?nonsense=1", AddressError::Malformed),
        ] {
            let refused = text.parse::<Address>().unwrap_err();
            assert_eq!(refused, error, "{text}");
            assert!(!refused.to_string().contains("hunter2"));
        }
    }

    #[test]
    fn shows_hosts_and_database_and_neither_user_nor_password() {
        let address: Address =
            "postgres://ada:hunter2@a.example.com:5433,b.example.com:5434/vault".parse().unwrap();
        let shown = "postgres://a.example.com:5433,b.example.com:5434/vault";
        assert_eq!(address.to_string(), shown);
        assert_eq!(format!("{address:?}"), shown);
        assert!(address.has_password());
    }

    #[test]
    fn a_server_that_vanished_is_noticed_in_seconds() {
        let config = "postgres://u@localhost/d".parse::<Address>().unwrap().config;
        assert_eq!(config.get_tcp_user_timeout(), Some(&Duration::from_secs(10)));
        assert_eq!(config.get_keepalives_idle(), Duration::from_secs(10));
        assert_eq!(config.get_target_session_attrs(), TargetSessionAttrs::ReadWrite);
    }
}
