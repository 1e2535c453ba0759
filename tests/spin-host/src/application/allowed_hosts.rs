//! `allowed_outbound_hosts`: which addresses an application may reach.
//!
//! An entry is `scheme://host:port`: the scheme may be `*`, the host `*` or `*.` and a name, the
//! port a number, a range `from..to` or `*`. Nothing that no entry names is reached.

use anyhow::{Context as _, bail};

/// What an application may reach.
#[derive(Debug, Default)]
pub struct AllowedHosts(Vec<Allowed>);

#[derive(Debug)]
struct Allowed {
    scheme: String,
    host: String,
    /// Excludes its end, as Spin's ranges do.
    ports: std::ops::Range<u32>,
}

const EVERY_PORT: std::ops::Range<u32> = 0..65_536;

impl AllowedHosts {
    /// # Errors
    /// An entry is none.
    pub fn parse(entries: &[String]) -> anyhow::Result<Self> {
        let parse = |entry: &String| {
            Allowed::parse(entry).with_context(|| format!("allowed_outbound_hosts: `{entry}`"))
        };
        entries.iter().map(parse).collect::<anyhow::Result<_>>().map(Self)
    }

    /// Whether an address may be reached, on the usual port of its scheme where it names none.
    #[must_use]
    pub fn allow(&self, scheme: &str, host: &str, port: Option<u16>) -> bool {
        let Some(port) = port.map(u32::from).or_else(|| usual_port(scheme)) else { return false };
        self.0.iter().any(|allowed| {
            (allowed.scheme == "*" || allowed.scheme == scheme)
                && is_host(&allowed.host, host)
                && allowed.ports.contains(&port)
        })
    }
}

impl Allowed {
    fn parse(entry: &str) -> anyhow::Result<Self> {
        let (scheme, rest) = entry.split_once("://").context("has no scheme")?;
        let rest = rest.strip_suffix('/').unwrap_or(rest);
        if rest.contains(['/', '?', '#', '@']) {
            bail!("has more than a host and a port");
        }
        let (host, port) = match rest.rsplit_once(':') {
            Some((host, port)) if !port.ends_with(']') => (host, Some(port)),
            _ => (rest, None),
        };
        let ports = match port {
            Some("*") => EVERY_PORT,
            Some(range) if range.contains("..") => {
                let (from, to) = range.split_once("..").context("has no range of ports")?;
                from.parse()?..to.parse()?
            }
            Some(port) => one(port.parse::<u16>()?.into()),
            None if scheme == "*" => EVERY_PORT,
            None => one(usual_port(scheme).context("needs a port")?),
        };
        Ok(Self { scheme: scheme.to_owned(), host: host.to_owned(), ports })
    }
}

const fn one(port: u32) -> std::ops::Range<u32> {
    port..port + 1
}

fn usual_port(scheme: &str) -> Option<u32> {
    match scheme {
        "http" => Some(80),
        "https" => Some(443),
        "postgres" | "postgresql" => Some(5432),
        _ => None,
    }
}

fn is_host(allowed: &str, host: &str) -> bool {
    match allowed.strip_prefix("*.") {
        Some(parent) => host.strip_suffix(parent).is_some_and(|rest| rest.ends_with('.')),
        None => allowed == "*" || allowed.eq_ignore_ascii_case(host),
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]
mod tests {
    use super::*;

    #[test]
    fn allows_what_an_entry_names_and_nothing_else() {
        let entries = ["https://api.example.org", "http://127.0.0.1:*", "postgres://db:5433"];
        let hosts = AllowedHosts::parse(&entries.map(str::to_owned)).unwrap();
        for (scheme, host, port, is_allowed) in [
            ("https", "api.example.org", None, true),
            ("https", "api.example.org", Some(443), true),
            ("https", "api.example.org", Some(444), false),
            ("http", "api.example.org", None, false),
            ("https", "example.org", None, false),
            ("http", "127.0.0.1", Some(4711), true),
            ("http", "127.0.0.2", Some(4711), false),
            ("postgres", "db", Some(5433), true),
            ("postgres", "db", None, false),
        ] {
            assert_eq!(hosts.allow(scheme, host, port), is_allowed, "{scheme} {host} {port:?}");
        }
        assert!(!AllowedHosts::default().allow("https", "example.org", None));
    }

    #[test]
    fn names_below_a_name_and_ranges_of_ports() {
        let entries = ["*://*.example.org:8000..8010".to_owned()];
        let hosts = AllowedHosts::parse(&entries).unwrap();
        assert!(hosts.allow("http", "a.example.org", Some(8009)));
        assert!(!hosts.allow("http", "a.example.org", Some(8010)));
        assert!(!hosts.allow("http", "example.org", Some(8000)));
        assert!(!hosts.allow("http", "badexample.org", Some(8000)));
    }

    #[test]
    fn refuses_entries_that_are_none() {
        for entry in ["example.org", "https://a/b", "https://a:x", "ftp://a", "https://u@a"] {
            assert!(AllowedHosts::parse(&[entry.to_owned()]).is_err(), "{entry}");
        }
    }
}
