#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]

use super::*;

const ONE: &str = "AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQE=";
const TWO: &str = "AgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgI=";

fn problem(content: &str) -> Malformed {
    match RootKeys::parse(content.as_bytes()) {
        Err(problem) => problem,
        Ok(_) => panic!("accepted {content:?}"),
    }
}

#[test]
fn reads_keys_with_comments_blank_lines_and_one_current() {
    let content = format!("# heading\n\nold {ONE}\r\n  new-2.b_c {TWO} current \n");
    let keys = RootKeys::parse(content.as_bytes()).unwrap_or_else(|e| panic!("{e:?}"));
    assert_eq!(keys.current(), "new-2.b_c");
    assert_eq!(keys.get("old").unwrap().expose(), &[1; 32]);
    assert_eq!(keys.get("new-2.b_c").unwrap().expose(), &[2; 32]);
    assert!(keys.get("none").is_none());
}

#[test]
fn refuses_a_file_that_does_not_say_which_key_is_current() {
    assert_eq!(problem(""), Malformed::Current(0));
    assert_eq!(problem(&format!("a {ONE}")), Malformed::Current(0));
    assert_eq!(problem(&format!("a {ONE} current\nb {TWO} current")), Malformed::Current(2));
}

#[test]
fn refuses_lines_that_are_not_a_key() {
    let long = "x".repeat(65);
    for (line, expected) in [
        ("a".to_owned(), Problem::Words),
        (format!("a {ONE} Current"), Problem::Words),
        (format!("a {ONE} current more"), Problem::Words),
        (format!("a/b {ONE} current"), Problem::Id),
        (format!("{long} {ONE} current"), Problem::Id),
        ("a AQEB current".to_owned(), Problem::Key),
        (format!("a {ONE}AQEB current"), Problem::Key),
        ("a !!!! current".to_owned(), Problem::Key),
        (format!("a {} current", "A".repeat(400)), Problem::Key),
    ] {
        let content = format!("# first\n{line}");
        assert_eq!(problem(&content), Malformed::Line { line: 2, problem: expected }, "{line}");
    }
    let repeated = format!("a {ONE} current\na {TWO}");
    assert_eq!(problem(&repeated), Malformed::Line { line: 2, problem: Problem::Repeated });
}

#[test]
fn an_error_never_tells_the_key() {
    let error = problem(&format!("a {ONE} wrong"));
    assert_eq!(error.to_string(), "line 1: expected an id, a key and perhaps `current`");
}

#[test]
fn a_line_that_is_written_is_read_again() {
    let key = Key::filled(|key| key.copy_from_slice(&[7; 32]));
    let keys = RootKeys::parse(line("new", &key).expose()).unwrap_or_else(|e| panic!("{e:?}"));
    assert_eq!(keys.current(), "new");
    assert_eq!(keys.get("new").unwrap().expose(), key.expose());
}

#[test]
fn a_token_key_is_the_hkdf_of_its_root_key_and_goes_by_its_id() {
    // Made with Python: hmac.digest(bytes(range(32)), b"strongroom/v1/token-key\x01", "sha256").
    let seed = "96c5a3ad29993c83a50113a1b80b381c2f61d7c337a13c1424e54dd70cdc9122";
    let key = BASE64.encode((0..32).collect::<Vec<u8>>());
    let keys = RootKeys::parse(format!("old {key}\nnew {ONE} current\n").as_bytes()).ok().unwrap();
    let found = keys.token_seed("old").unwrap();
    let hex: String = found.expose().iter().map(|byte| format!("{byte:02x}")).collect();
    assert_eq!(hex, seed);
    assert_ne!(keys.token_seed("new").unwrap().expose(), found.expose());
    assert!(keys.token_seed("other").is_none());
}

#[test]
fn a_code_of_the_audit_log_is_an_hmac_and_good_for_its_own_message_alone() {
    // Made with Python: k = hmac.digest(bytes(range(32)), b"strongroom/v1/audit-key\x01", "sha256"),
    // then hmac.digest(k, bytes([7] * 16) + b"a record", "sha256").
    let expected = "26cdbf8fbe3770f5865358d7a74c741af62878d73fb42ccc25a2cdaccffba467";
    let key = BASE64.encode((0..32).collect::<Vec<u8>>());
    let text = format!("first {key} current\nother {ONE}\n");
    let keys = RootKeys::parse(text.as_bytes()).ok().unwrap();
    let code = keys.audit_code([7; AUDIT_NONCE], b"a record").unwrap();
    let (nonce, mac) = code.split_at(AUDIT_NONCE);
    let hex: String = mac.iter().map(|byte| format!("{byte:02x}")).collect();
    assert_eq!((nonce, hex.as_str()), (&[7; AUDIT_NONCE][..], expected));

    assert_eq!(keys.is_audit_code("first", &code, b"a record"), Some(true));
    assert_eq!(keys.is_audit_code("first", &code, b"A record"), Some(false));
    assert_eq!(keys.is_audit_code("other", &code, b"a record"), Some(false));
    assert_eq!(keys.is_audit_code("gone", &code, b"a record"), None);
    for length in 0..code.len() {
        assert_eq!(keys.is_audit_code("first", &code[..length], b"a record"), Some(false));
    }
    for place in 0..code.len() {
        let mut changed = code.clone();
        changed[place] ^= 1;
        assert_eq!(keys.is_audit_code("first", &changed, b"a record"), Some(false));
    }
}
