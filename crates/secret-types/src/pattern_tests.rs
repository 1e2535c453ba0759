#![allow(clippy::unwrap_used, reason = "tests")]

use super::*;

#[test]
fn a_pattern_is_about_the_whole_value() {
    for (pattern, yes, no) in [
        ("AKIA[A-Z0-9]{16}", "AKIAIOSFODNN7EXAMPLE", "xAKIAIOSFODNN7EXAMPLE"),
        ("a|bc", "bc", "abc"),
        ("a|bc", "a", "bca"),
        (r"\d{4}", "1234", "12345"),
        ("^[a-z]+$", "abc", "abc\n"),
        ("", "", "x"),
        (r"[^\s]+", "abc", "a c"),
        (r"[\w.-]+@\w+", "a.b-c@d", "a b@d"),
        (r"\.\*\/[\-]", ".*/-", "xxxx"),
        ("[a-c-]+", "b-", "d"),
        (r"[-\w.]+", "a-b", "a b"),
        (r"[(){}/|&&~~^]+", "(){}/|&~^", "a"),
        (r"[+\--9]+", "+-09", "a"),
        ("(a+?b*?){2}?", "abab", "ab"),
        (r"(?:ab){1,2}(c)?", "ababc", "c"),
        (r"\x41\t", "A\t", "B\t"),
        (".+", "héllo", "a\nb"),
    ] {
        let compiled: Pattern = pattern.parse().unwrap();
        assert!(compiled.matches(yes.as_bytes()), "{pattern} {yes}");
        assert!(!compiled.matches(no.as_bytes()), "{pattern} {no}");
    }
}

#[test]
fn classes_are_those_of_a_browser() {
    for (pattern, no) in [(r"\d", "٣"), (r"\w", "é"), (r"\s", "\u{3000}"), (".", "\u{2028}")] {
        assert!(!pattern.parse::<Pattern>().unwrap().matches(no.as_bytes()), "{pattern}");
    }
}

#[test]
fn bytes_that_are_no_text_match_nothing() {
    assert!(!".*".parse::<Pattern>().unwrap().matches(b"\xff"));
}

#[test]
fn what_languages_read_differently_is_refused() {
    for pattern in [
        "(?=a)",
        "(?!a)",
        "(?<=a)",
        "(?<name>a)",
        "(?P<name>a)",
        "(?i)a",
        "(?i:a)",
        "(?x) a",
        r"(a)\1",
        r"\p{L}",
        r"\A",
        r"\z",
        r"\Qa\E",
        r"\u0041",
        r"\x{41}",
        r"\x4",
        r"\0",
        r"\B",
        r"\cA",
        r"\v",
        r"\-",
        r"\@",
        r"\<",
        "[]a]",
        "[^]",
        "[[:alpha:]]",
        "[a--b]",
        "[a[b]]",
        r"[\S]",
        r"[\b]",
        r"[\w-a]",
        r"[a-\d]",
        "[a-c-e]",
        "a{,2}",
        "a{",
        "a}",
        "a]",
        "{2}",
        "a{2,1}",
        "[b-a]",
        "a)(b",
        "(a",
        "[a",
        r"a\",
        "*a",
        "a**",
        "a*+",
        "a{2}{3}",
        "^*",
        r"\b+",
        "(?:)(*)",
        "a|*",
        "a???",
    ] {
        assert_eq!(pattern.parse::<Pattern>().err(), Some(NotCommon), "{pattern}");
    }
}

#[test]
fn patterns_are_bounded_in_length_and_in_what_they_become() {
    assert!("a".repeat(1_000).parse::<Pattern>().is_ok());
    for pattern in
        ["a".repeat(1_001), "((a{100}){100}){100}".into(), "(".repeat(100) + &")".repeat(100)]
    {
        assert!(pattern.parse::<Pattern>().is_err(), "{pattern}");
    }
}
