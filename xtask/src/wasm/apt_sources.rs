//! Which Debian archive this machine uses, read from its apt sources in both of their forms.
//!
//! What it is: pure; text in, an [`Archive`] out.
//! What it is not: a full reader of sources.list(5): only what names the main archive is kept.
//! Depends on: nothing.

/// Releases and suites of the main archive. Suites beside it (`-security`, `-updates`) may lie in
/// another archive and are passed over.
const RELEASES: [&str; 10] = [
    "buster",
    "bullseye",
    "bookworm",
    "trixie",
    "forky",
    "sid",
    "oldstable",
    "stable",
    "testing",
    "unstable",
];

/// An archive and what its signatures are checked against.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Archive {
    pub(super) uri: String,
    /// The value of `Signed-By`: a path, a fingerprint, or the lines of a key block. Without it
    /// apt uses the keys the machine trusts anyway.
    pub(super) signed_by: Option<String>,
}

impl Archive {
    /// The source entry for one suite of this archive. Signatures are checked as ever: nothing
    /// here marks the archive as trusted.
    pub(super) fn source(&self, suite: &str) -> String {
        let mut entry =
            format!("Types: deb\nURIs: {}\nSuites: {suite}\nComponents: main\n", self.uri);
        if let Some(signed_by) = &self.signed_by {
            entry.push_str("Signed-By: ");
            entry.push_str(signed_by);
            entry.push('\n');
        }
        entry
    }
}

/// Finds the archive in a `.sources` file: paragraphs of `Field: value`.
pub(super) fn find_in_sources(text: &str) -> Option<Archive> {
    let mut paragraph = Vec::new();
    // One more empty line, so that the last paragraph ends too.
    for line in text.lines().chain([""]) {
        if line.trim().is_empty() {
            if let Some(archive) = from_paragraph(&paragraph) {
                return Some(archive);
            }
            paragraph.clear();
        } else if !line.starts_with('#') {
            paragraph.push(line);
        }
    }
    None
}

fn from_paragraph(lines: &[&str]) -> Option<Archive> {
    if field(lines, "Enabled").is_some_and(|value| value.eq_ignore_ascii_case("no")) {
        return None;
    }
    let has = |name: &str, test: fn(&str) -> bool| {
        field(lines, name).is_some_and(|value| value.split_whitespace().any(test))
    };
    if !has("Types", |kind| kind == "deb")
        || !has("Suites", is_release)
        || !has("Components", |component| component == "main")
    {
        return None;
    }
    let uris = field(lines, "URIs")?;
    let uri = uris.split_whitespace().find(|uri| is_reachable(uri))?;
    Some(Archive { uri: uri.to_owned(), signed_by: field(lines, "Signed-By") })
}

/// The value of a field with its continuation lines, which keep their indent.
fn field(lines: &[&str], name: &str) -> Option<String> {
    let mut lines = lines.iter();
    let first = lines.find_map(|line| {
        let (key, value) = line.split_once(':')?;
        key.eq_ignore_ascii_case(name).then_some(value.trim())
    })?;
    let mut value = first.to_owned();
    for line in lines.take_while(|line| line.starts_with([' ', '\t'])) {
        value.push('\n');
        value.push_str(line);
    }
    Some(value)
}

/// Finds the archive in a `.list` file: one entry a line.
pub(super) fn find_in_list(text: &str) -> Option<Archive> {
    text.lines().find_map(from_line)
}

fn from_line(line: &str) -> Option<Archive> {
    let line = line.split('#').next()?.trim();
    let rest = line.strip_prefix("deb")?;
    if !rest.starts_with([' ', '\t', '[']) {
        return None;
    }
    let rest = rest.trim_start();
    let (options, rest) = match rest.strip_prefix('[') {
        Some(rest) => rest.split_once(']')?,
        None => ("", rest),
    };
    let mut words = rest.split_whitespace();
    let uri = words.next().filter(|uri| is_reachable(uri))?;
    words.next().filter(|suite| is_release(suite))?;
    if !words.any(|component| component == "main") {
        return None;
    }
    let signed_by = options
        .split_whitespace()
        .find_map(|option| option.strip_prefix("signed-by="))
        .map(|keys| keys.replace(',', " "));
    Some(Archive { uri: uri.to_owned(), signed_by })
}

fn is_release(suite: &str) -> bool {
    RELEASES.contains(&suite)
}

/// Whether another suite can be expected there: a disc holds the one it was made for.
fn is_reachable(uri: &str) -> bool {
    uri.contains(':') && !uri.starts_with("cdrom:")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn archive(uri: &str, signed_by: Option<&str>) -> Option<Archive> {
        Some(Archive { uri: uri.into(), signed_by: signed_by.map(str::to_owned) })
    }

    #[test]
    fn finds_the_main_archive_among_paragraphs() {
        let text = "\
Types: deb
URIs: https://other.example/node
Suites: nodistro
Components: main

Types: deb
URIs: http://archive.example/debian-security
Suites: bookworm-security
Components: main

# a comment
Types: deb deb-src
# another
URIs: http://archive.example/debian
Suites: bookworm bookworm-updates
Components: main contrib
Signed-By: /usr/share/keyrings/debian.gpg
";
        let found = find_in_sources(text);
        let expected =
            archive("http://archive.example/debian", Some("/usr/share/keyrings/debian.gpg"));
        assert_eq!(found, expected);
    }

    #[test]
    fn passes_over_paragraphs_that_cannot_serve() {
        let good = "Types: deb\nURIs: http://a.example/\nSuites: trixie\nComponents: main\n";
        assert!(find_in_sources(good).is_some());
        for (from, to) in [
            ("Types: deb", "Types: deb-src"),
            ("trixie", "noble"),
            ("trixie", "trixie-backports"),
            ("main", "contrib"),
            ("http://a.example/", "cdrom:[Debian]/"),
            ("Types: deb", "Enabled: no\nTypes: deb"),
        ] {
            assert_eq!(find_in_sources(&good.replace(from, to)), None, "{to}");
        }
    }

    #[test]
    fn keeps_a_key_block_as_it_is() {
        let text = "\
Types: deb
URIs: http://a.example/
Suites: trixie
Components: main
Signed-By:
 -----BEGIN PGP PUBLIC KEY BLOCK-----
 .
 abc=
 -----END PGP PUBLIC KEY BLOCK-----
";
        let entry = find_in_sources(text).map(|archive| archive.source("trixie"));
        let expected = text.replace("Signed-By:\n", "Signed-By: \n");
        assert_eq!(entry.as_deref(), Some(expected.as_str()));
    }

    #[test]
    fn finds_the_main_archive_among_lines() {
        let text = "\
# deb http://commented.example/debian bookworm main
deb cdrom:[Debian 12]/ bookworm main
deb-src http://source.example/debian bookworm main
deb http://security.example/debian-security bookworm-security main
deb [ arch=amd64 signed-by=/a.gpg,/b.gpg ] http://archive.example/debian bookworm contrib main
";
        let expected = archive("http://archive.example/debian", Some("/a.gpg /b.gpg"));
        assert_eq!(find_in_list(text), expected);
    }

    #[test]
    fn reads_a_line_without_options() {
        let expected = archive("http://archive.example/debian", None);
        assert_eq!(find_in_list("deb\thttp://archive.example/debian  stable main"), expected);
    }

    #[test]
    fn finds_nothing_on_other_distributions() {
        assert_eq!(find_in_list("deb http://ubuntu.example/ubuntu noble main universe"), None);
        assert_eq!(find_in_list(""), None);
        assert_eq!(find_in_sources(""), None);
    }

    #[test]
    fn an_entry_asks_for_one_suite_and_trusts_nothing_unsigned() {
        let archive = Archive { uri: "http://a.example/debian".into(), signed_by: None };
        let expected =
            "Types: deb\nURIs: http://a.example/debian\nSuites: forky\nComponents: main\n";
        assert_eq!(archive.source("forky"), expected);
    }
}
