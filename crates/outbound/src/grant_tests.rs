#![allow(clippy::unwrap_used, reason = "tests")]

use super::*;

fn grants(hosts: &[&str], private: bool) -> Grants {
    Grants { hosts: hosts.iter().map(|host| host.parse().unwrap()).collect(), private }
}

fn origin(scheme: Scheme, authority: &str) -> Origin {
    Origin::parse(scheme, authority).unwrap()
}

#[test]
fn a_grant_is_read_and_written_in_one_form() {
    for (text, canonical) in [
        ("api.example.com", "https://api.example.com"),
        ("API.Example.com:443", "https://api.example.com"),
        ("*.example.com:8443", "https://*.example.com:8443"),
        ("http://localhost:9000", "http://localhost:9000"),
        ("http://10.0.0.5", "http://10.0.0.5"),
        ("https://[::1]:8200", "https://[::1]:8200"),
    ] {
        let grant: Grant = text.parse().unwrap();
        assert_eq!(grant.to_string(), canonical);
        assert_eq!(grant.to_string().parse::<Grant>().unwrap(), grant);
    }
}

#[test]
fn what_grants_too_much_or_says_nothing_is_refused() {
    for (text, why) in [
        ("*", Malformed::Wildcard),
        ("*.com", Malformed::Wildcard),
        ("*.*.example.com", Malformed::Name),
        ("a*.example.com", Malformed::Wildcard),
        ("*.10.0.0.1", Malformed::Wildcard),
        ("example.com/path", Malformed::Form),
        ("user@example.com", Malformed::Form),
        ("ftp://example.com", Malformed::Form),
        ("", Malformed::Name),
        ("example..com", Malformed::Name),
        ("example.com.", Malformed::Name),
        ("bücher.example", Malformed::Name),
        ("exa mple.com", Malformed::Name),
        ("example.com:", Malformed::Port),
        ("example.com:0", Malformed::Port),
        ("example.com:+1", Malformed::Port),
        ("example.com:65536", Malformed::Port),
        ("[::1", Malformed::Form),
        ("[::1]x", Malformed::Form),
        ("::1", Malformed::Name),
    ] {
        assert_eq!(text.parse::<Grant>(), Err(why), "{text}");
    }
}

#[test]
fn a_grant_covers_its_scheme_host_and_port_alone() {
    let grants = grants(&["api.example.com", "*.example.org:8443", "http://localhost:9000"], false);
    for (scheme, authority, covered) in [
        (Scheme::Https, "api.example.com", true),
        (Scheme::Https, "API.EXAMPLE.COM", true),
        (Scheme::Https, "api.example.com:443", true),
        (Scheme::Https, "api.example.com:444", false),
        (Scheme::Http, "api.example.com", false),
        (Scheme::Http, "api.example.com:443", false),
        (Scheme::Https, "example.com", false),
        (Scheme::Https, "x.api.example.com", false),
        (Scheme::Https, "api.example.com.attacker.net", false),
        (Scheme::Https, "a.example.org:8443", true),
        (Scheme::Https, "a.b.example.org:8443", true),
        (Scheme::Https, "example.org:8443", false),
        (Scheme::Https, "notexample.org:8443", false),
        (Scheme::Https, "a.example.org", false),
        (Scheme::Http, "localhost:9000", true),
        (Scheme::Http, "127.0.0.1:9000", false),
    ] {
        assert_eq!(grants.covers(&origin(scheme, authority)), covered, "{scheme:?} {authority}");
    }
}

#[test]
fn an_address_that_is_not_public_takes_a_word_of_the_operator() {
    let name = Host::Name("api.example.com".to_owned());
    let literal = |text: &str| Host::Address(text.parse().unwrap());
    for (host, address, without, with) in [
        (name.clone(), "1.1.1.1", true, true),
        (name.clone(), "127.0.0.1", false, true),
        (name.clone(), "10.1.2.3", false, true),
        (name.clone(), "::ffff:10.1.2.3", false, true),
        (name.clone(), "169.254.169.254", false, false),
        (name.clone(), "64:ff9b::a9fe:a9fe", false, false),
        (literal("169.254.169.254"), "169.254.169.254", false, true),
        (name, "224.0.0.1", false, false),
        (literal("0.0.0.0"), "0.0.0.0", false, false),
    ] {
        let address = address.parse().unwrap();
        assert_eq!(grants(&[], false).reaches(&host, address), without, "{address}");
        assert_eq!(grants(&[], true).reaches(&host, address), with, "{address}, private");
    }
}
