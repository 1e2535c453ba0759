#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]

use std::io::{Read as _, Write as _};

use super::*;

const PAGE: &str = "<!doctype html><title>Strongroom</title>";

/// `index.html`, hashed and not, with real compressed bytes.
fn files() -> Vec<File> {
    let mut encoder = flate2::write::DeflateEncoder::new(Vec::new(), flate2::Compression::best());
    encoder.write_all(PAGE.as_bytes()).unwrap();
    let deflated: &'static [u8] = encoder.finish().unwrap().leak();
    let mut crc = flate2::Crc::new();
    crc.update(PAGE.as_bytes());
    let file = |path, is_hashed| File {
        path,
        media_type: "text/html; charset=utf-8",
        deflated,
        crc: crc.sum(),
        length: PAGE.len() as u32,
        etag: "\"e\"",
        is_hashed,
    };
    vec![
        file("assets/index-1.js", true),
        file("index.html", false),
        file("swagger/index.html", false),
    ]
}

fn request(target: &str) -> Request<'_> {
    Request { method: "GET", target, accept_encoding: None, if_none_match: None }
}

fn header<'a>(response: &'a Response, name: &str) -> Option<&'a str> {
    response.headers.iter().find(|(known, _)| *known == name).map(|(_, value)| value.as_ref())
}

#[test]
fn the_root_leads_to_the_console_and_the_console_to_its_page() {
    for target in ["/", "/console", "/?x=1"] {
        let response = answer(&files(), &request(target));
        assert_eq!((response.status, header(&response, "location")), (302, Some("/console/")));
    }
    for target in
        ["/console/", "/console/index.html", "/console/?code=1", "/api/identity/v1/swagger/"]
    {
        let response = answer(&files(), &request(target));
        assert_eq!((response.status, response.body.as_slice()), (200, PAGE.as_bytes()), "{target}");
    }
}

#[test]
fn only_the_consoles_paths_are_the_consoles() {
    for path in ["/", "/console", "/console/", "/console/x", "/api/identity/v1/swagger/index.html"]
    {
        assert!(is_ours(path), "{path}");
    }
    for path in
        ["", "/consoles", "/healthz", "/api", "/api/identity/v1/swagger/doc.json", "//console/"]
    {
        assert!(!is_ours(path), "{path}");
    }
}

#[test]
fn names_are_compared_whole() {
    for target in [
        "/console/../console/",
        "/console/%69ndex.html",
        "/console//index.html",
        "/console/assets/",
        "/console/swagger",
        "/console/INDEX.html",
        "/api/identity/v1/swagger/../index.html",
    ] {
        assert_eq!(answer(&files(), &request(target)).status, 404, "{target}");
    }
}

#[test]
fn who_takes_gzip_gets_a_gzip_member_and_others_the_content() {
    for (accepted, zipped) in [
        ("gzip", true),
        ("br, GZIP;q=0.5", true),
        ("*", true),
        ("identity", false),
        ("gzip;q=0", false),
        ("gzip;q=0.000, *", false),
        ("", false),
    ] {
        let accept_encoding = Some(accepted);
        let response = answer(&files(), &Request { accept_encoding, ..request("/console/") });
        assert_eq!(header(&response, "content-encoding").is_some(), zipped, "{accepted}");
        let mut content = String::new();
        if zipped {
            flate2::read::GzDecoder::new(&*response.body).read_to_string(&mut content).unwrap();
        } else {
            content = String::from_utf8(response.body).unwrap();
        }
        assert_eq!(content, PAGE);
    }
}

#[test]
fn what_a_client_has_is_not_sent_again() {
    for tags in ["\"e\"", "W/\"e\"", "\"a\", \"e\"", "*"] {
        let if_none_match = Some(tags);
        let response = answer(&files(), &Request { if_none_match, ..request("/console/") });
        assert_eq!((response.status, response.body.len()), (304, 0), "{tags}");
    }
    let if_none_match = Some("\"other\"");
    let response = answer(&files(), &Request { if_none_match, ..request("/console/") });
    assert_eq!(response.status, 200);
}

#[test]
fn hashed_names_are_kept_for_ever_and_others_asked_about() {
    let caching = |target| {
        let response = answer(&files(), &request(target));
        header(&response, "cache-control").unwrap().to_owned()
    };
    assert!(caching("/console/assets/index-1.js").contains("immutable"));
    assert_eq!(caching("/console/"), "no-cache");
}

#[test]
fn every_answer_has_the_policy_and_only_get_and_head_are_answered() {
    for (method, target, status, has_body) in [
        ("GET", "/console/", 200, true),
        ("HEAD", "/console/", 200, false),
        ("GET", "/console/none", 404, true),
        ("POST", "/console/", 405, true),
    ] {
        let response = answer(&files(), &Request { method, ..request(target) });
        assert_eq!((response.status, !response.body.is_empty()), (status, has_body));
        let policy = header(&response, "content-security-policy").unwrap();
        assert!(policy.starts_with("default-src 'none'; script-src 'self';"), "{policy}");
        assert!(!policy.contains("unsafe"), "{policy}");
        assert!(policy.ends_with("trusted-types 'none'"), "{policy}");
        assert_eq!(header(&response, "x-content-type-options"), Some("nosniff"));
    }
}
