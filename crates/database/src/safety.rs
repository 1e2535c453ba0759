//! Whether the address of a PostgreSQL keeps what goes there from others on the way, for platforms
//! whose driver would go on without TLS where a database does not offer it.

/// Never holds a piece of the address: there may be a password in the wrong place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Unsafe {
    #[error("write postgres://user:password@host/database?sslmode=require")]
    Form,
    #[error("a database on another machine needs sslmode=require")]
    NoTls,
}

/// Takes a URL. What only means this machine needs no TLS.
///
/// # Errors
/// Every case.
pub fn check(url: &str) -> Result<(), Unsafe> {
    let rest = url.strip_prefix("postgres://").or_else(|| url.strip_prefix("postgresql://"));
    let (place, query) =
        rest.map(|rest| rest.split_once('?').unwrap_or((rest, ""))).ok_or(Unsafe::Form)?;
    let (authority, _) = place.split_once('/').unwrap_or((place, ""));
    let (_, hosts) = authority.rsplit_once('@').unwrap_or(("", authority));
    let mut modes = Vec::new();
    for parameter in query.split('&').filter(|parameter| !parameter.is_empty()) {
        let (name, value) = parameter.split_once('=').ok_or(Unsafe::Form)?;
        match name {
            "sslmode" => modes.push(value),
            // These would lead elsewhere than where the address seems to. An encoded name might be
            // one of them.
            "host" | "hostaddr" => return Err(Unsafe::Form),
            _ if name.contains('%') => return Err(Unsafe::Form),
            _ => {}
        }
    }
    if hosts.is_empty() || modes.len() > 1 {
        return Err(Unsafe::Form);
    }
    if modes == ["require"] || hosts.split(',').all(is_this_machine) {
        Ok(())
    } else {
        Err(Unsafe::NoTls)
    }
}

fn is_this_machine(host: &str) -> bool {
    let name = match host.strip_prefix('[') {
        Some(inside) => inside.split_once(']').map_or(inside, |(name, _)| name),
        None => host.split_once(':').map_or(host, |(name, _)| name),
    };
    name == "localhost" || name.parse().is_ok_and(|address: std::net::IpAddr| address.is_loopback())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn another_machine_is_reached_over_tls_alone() {
        for url in [
            "postgres://u:p@db.example.com/strongroom?sslmode=require",
            "postgresql://u:p@db.example.com:5432,other:5432/s?connect_timeout=3&sslmode=require",
            "postgres://u:p@localhost/s",
            "postgres://u:p@127.0.0.1:5433/s?sslmode=disable",
            "postgres://u:p@[::1]:5433/s",
        ] {
            assert_eq!(check(url), Ok(()), "{url}");
        }
        for url in [
            "postgres://u:p@db.example.com/s",
            "postgres://u:p@db.example.com/s?sslmode=prefer",
            "postgres://u:p@localhost,db.example.com/s",
            "postgres://u:p@localhost.example.com/s",
            "postgres://u:localhost@10.0.0.1/s?application_name=sslmode%3Drequire",
        ] {
            assert_eq!(check(url), Err(Unsafe::NoTls), "{url}");
        }
    }

    #[test]
    fn what_leads_elsewhere_than_it_seems_is_no_address() {
        for url in [
            "",
            "host=localhost user=u",
            "mysql://u:p@localhost/s",
            "postgres:///s",
            "postgres://u:p@localhost/s?host=db.example.com",
            "postgres://u:p@localhost/s?hostaddr=10.0.0.1",
            "postgres://u:p@localhost/s?ho%73t=db.example.com",
            "postgres://u:p@db.example.com/s?sslmode=require&sslmode=disable",
        ] {
            assert_eq!(check(url), Err(Unsafe::Form), "{url}");
        }
    }
}
