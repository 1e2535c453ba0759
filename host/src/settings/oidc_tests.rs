#![allow(clippy::unwrap_used, reason = "tests")]

use super::*;
use strongroom_model::provider::Algorithm;

const KEYS: &str = r#"{"keys":[{"kty":"OKP","crv":"Ed25519","x":"AA"}]}"#;
const LEAST: &str = "[[oidc]]\nissuer = \"https://a.example\"\naudiences = [\"strongroom\"]\n";

fn read_own(text: &str) -> Result<Vec<Provider>, String> {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("oidc.toml");
    std::fs::write(&file, text).unwrap();
    std::fs::write(folder.path().join("keys.json"), KEYS).unwrap();
    providers(None, Some(&file)).map_err(|error| error.to_string())
}

#[test]
fn an_issuer_and_an_audience_are_all_that_is_needed() {
    let found = read_own(LEAST).unwrap();
    let [provider] = found.as_slice() else { unreachable!("one table") };
    assert_eq!(provider.issuer, "https://a.example");
    assert_eq!(provider.algorithms, Algorithm::ALL);
    assert_eq!((&provider.organization, &provider.role, &provider.jwks), (&None, &None, &None));
    assert_eq!(provider.claims.groups, "groups");
}

#[test]
fn everything_about_a_provider_can_be_said() {
    let text = format!(
        "{LEAST}algorithms = [\"ES256\"]\norganization = \"0ujtsYcgvSTl8PAuAdqWYSMnLOv\"\n\
         role = \"Contributor\"\njwks-file = \"keys.json\"\n\
         claims = {{ groups = \"roles\", email = \"mail\", name = \"cn\" }}\n\
         console = {{ client-id = \"strongroom\", title = \"Example\" }}\n"
    );
    let found = read_own(&text).unwrap();
    let [provider] = found.as_slice() else { unreachable!("one table") };
    assert_eq!(provider.algorithms, [Algorithm::Es256]);
    assert_eq!(provider.role.as_deref(), Some("Contributor"));
    assert_eq!(provider.claims.groups, "roles");
    assert_eq!(provider.jwks.as_deref(), Some(KEYS), "found beside the file that names it");
    assert_eq!(provider.console.as_ref().unwrap().title, "Example");
}

#[test]
fn tables_of_both_files_count() {
    let folder = tempfile::tempdir().unwrap();
    let (settings, own) = (folder.path().join("strongroom.toml"), folder.path().join("oidc.toml"));
    std::fs::write(&settings, format!("listen = \"127.0.0.1:1\"\n{LEAST}")).unwrap();
    std::fs::write(&own, LEAST.replace("a.example", "b.example")).unwrap();
    let found = providers(Some(&settings), Some(&own)).unwrap();
    let issuers: Vec<&str> = found.iter().map(|one| one.issuer.as_str()).collect();
    assert_eq!(issuers, ["https://a.example", "https://b.example"]);

    std::fs::write(&own, LEAST).unwrap();
    let error = providers(Some(&settings), Some(&own)).unwrap_err().to_string();
    assert_eq!(error, "two [[oidc]] tables have the issuer https://a.example");
}

#[test]
fn says_what_is_wrong_with_which_table() {
    let second = |line: &str| {
        format!("{LEAST}[[oidc]]\nissuer = \"https://b.example\"\naudiences = [\"a\"]\n{line}\n")
    };
    for (line, expected) in [
        ("algorithms = []", "algorithms must name at least one, and none twice"),
        ("algorithms = [\"RS256\", \"RS256\"]", "algorithms must name at least one"),
        ("algorithms = [\"HS256\"]", "unknown variant `HS256`"),
        ("algorithms = [\"none\"]", "unknown variant `none`"),
        ("organization = \"acme\"", "organization must be a KSUID"),
        ("role = \"Writer\"", "role must be Owner, Maintainer or Contributor"),
        ("role = \"owner\"", "role must be Owner, Maintainer or Contributor"),
        ("claims = { groups = \"\" }", "claims.groups must not be empty"),
        ("claims = { group = \"a\" }", "unknown field `group`"),
        ("jwks = \"{}\"", "jwks has no list `keys`"),
        ("jwks = \"nothing\"", "jwks is not JSON"),
        ("jwks = \"{}\"\njwks-file = \"keys.json\"", "give jwks or jwks-file, not both"),
        ("jwks-file = \"missing.json\"", "jwks-file cannot be read"),
        ("jwks-file = 1", "jwks-file must be a string"),
        ("console = { client-id = \"b\", title = \"B\" }", "console.client-id must be one of"),
        ("console = { client-id = \"a\", title = \" \" }", "console.title must have 1 to 255"),
        ("console = { client-id = \"a\" }", "missing field `title`"),
        ("client-secret = \"x\"", "unknown field `client-secret`"),
    ] {
        let error = read_own(&second(line)).unwrap_err();
        assert!(error.contains("oidc.toml, [[oidc]] number 2: "), "{line}: {error}");
        assert!(error.contains(expected), "{line}: {error}");
    }
}

#[test]
fn refuses_issuers_and_audiences_that_nothing_can_be_trusted_from() {
    for (old, new, expected) in [
        ("https://a.example", "http://a.example", "issuer must be an https URL, or an http URL on"),
        ("https://a.example", "a.example", "issuer must be a URL with a host"),
        ("https://a.example", "https://a.example?b", "issuer must be a URL with a host"),
        ("[\"strongroom\"]", "[]", "audiences must name at least one"),
        ("[\"strongroom\"]", "[\"\"]", "none may be empty"),
        ("audiences = [\"strongroom\"]", "", "missing field `audiences`"),
    ] {
        let error = read_own(&LEAST.replace(old, new)).unwrap_err();
        assert!(error.contains(expected), "{new}: {error}");
    }
    let long = format!("https://{}.example", "a".repeat(limits::IDENTIFIER_CHARACTERS));
    let error = read_own(&LEAST.replace("https://a.example", &long)).unwrap_err();
    assert!(error.contains("issuer must have at most 255 characters"), "{error}");
}

#[test]
fn a_file_of_providers_holds_providers_and_nothing_else() {
    for (text, expected) in [
        ("", "there is no [[oidc]] table in it"),
        ("oidc = []", "there is no [[oidc]] table in it"),
        ("oidc = \"other.toml\"", "there is no [[oidc]] table in it"),
        (&format!("listen = \"a\"\n{LEAST}"), "`listen` is not [[oidc]]"),
        ("[[oidc]", "oidc.toml: "),
    ] {
        let error = read_own(text).unwrap_err();
        assert!(error.contains(expected), "{text}: {error}");
    }
}
