//! From files: the plan first, then all of it, then nothing more to do.

use serde_json::json;
use strongroom_tests::said_with_input;

use super::Place;

const DOTENV: &str = "\
STRIPE_KEY=sk_planted
export PEM=\"a\\nb\"
EMPTY=
";

#[test]
fn a_plan_is_shown_without_a_value_and_nothing_is_done_until_it_is_agreed_to() {
    let place = Place::new();
    let file = place.file(".env", DOTENV);
    for line in ["--dry-run", ""] {
        let planned = place.import(format!("dotenv {} {line}", file.display()).trim_end());
        assert!(planned.out.contains("create") && planned.out.contains("STRIPE_KEY"));
        assert!(planned.out.contains("2 to create, 1 left out."), "{}", planned.out);
        assert!(!planned.out.contains("planted"), "{}", planned.out);
        // Without a terminal nobody can be asked.
        assert_eq!(planned.code, i32::from(line.is_empty()), "{}", planned.err);
    }
    assert!(place.names().is_empty());
}

#[test]
fn what_was_imported_is_the_same_the_next_time() {
    let place = Place::new();
    let file = place.file(".env", DOTENV);
    let line = format!("dotenv {} --prefix shop/ --label team=web", file.display());
    let report = place.imports(&line);
    assert_eq!(report["applied"], true);
    assert_eq!(report["source"], "dotenv");
    assert_eq!(report["entries"][0]["outcome"], "created");
    assert!(!report.to_string().contains("planted"), "{report}");
    let secret =
        |name: &str, value: &str| (name.to_owned(), "secret/Custom".to_owned(), json!(value));
    let expected = [secret("shop/PEM", "a\nb"), secret("shop/STRIPE_KEY", "sk_planted")];
    assert_eq!(place.secrets(), expected);

    let again = place.imports(&line);
    assert_eq!((&again["counts"]["same"], &again["applied"]), (&json!(2), &json!(false)));
}

#[test]
fn each_kind_of_file_becomes_secrets_of_its_type() {
    let place = Place::new();
    let files = [
        (
            "aws",
            "[store]\naws_access_key_id = AKIAIOSFODNN7EXAMPLE\naws_secret_access_key = abc\n\
                  region = eu-central-1\nendpoint_url = https://s3.example.com\n",
        ),
        (
            "docker",
            r#"{"auths": {"https://index.docker.io/v1/": {"auth": "YWRhOnA="},
                        "ghcr.io": {"auth": "YWRhOnA="}}}"#,
        ),
        ("kubernetes", "kind: Secret\nmetadata: {name: db}\ndata: {password: aHVudGVyMg==}\n"),
        ("doppler", r#"{"API": "1", "DOPPLER_PROJECT": "demo"}"#),
        ("infisical", r#"[{"key": "K", "value": "v", "secretPath": "/x"}]"#),
    ];
    for (source, content) in files {
        let file = place.file(source, content);
        place.imports(&format!("{source} {}", file.display()));
        let again = place.imports(&format!("{source} {}", file.display()));
        assert_eq!(again["counts"]["create"], 0, "{source}: {again}");
        assert_eq!(again["counts"]["conflict"], 0, "{source}: {again}");
    }
    let kinds: Vec<_> = place.secrets().into_iter().map(|(name, kind, _)| (name, kind)).collect();
    let expected = [
        ("API", "Custom"),
        ("db/password", "Custom"),
        ("docker.io", "ContainerRegistry"),
        ("ghcr.io", "ContainerRegistry"),
        ("store", "S3Connection"),
        ("x/K", "Custom"),
    ];
    assert_eq!(kinds, expected.map(|(name, kind)| (name.to_owned(), format!("secret/{kind}"))));
}

#[test]
fn files_are_found_where_their_tools_keep_them() {
    let place = Place::new();
    for folder in [".aws", ".docker"] {
        std::fs::create_dir(place.folder.path().join(folder)).unwrap();
    }
    let keys = "[default]\naws_access_key_id = AKIAIOSFODNN7EXAMPLE\naws_secret_access_key = abc\n";
    place.file(".aws/credentials", keys);
    place.file(".aws/config", "[default]\nregion = eu-central-1\n");
    place.file(".docker/config.json", r#"{"auths": {"ghcr.io": {"auth": "YWRhOnA="}}}"#);
    place.imports("aws");
    place.imports("docker");
    let secrets = place.secrets();
    assert_eq!(secrets[0].2["region"], "eu-central-1");
    assert_eq!(secrets[1].2["password"], "p");
}

#[test]
fn a_file_is_read_from_standard_input_too() {
    let place = Place::new();
    let id = place.project.trim_start_matches("project/");
    let command = place.terminal.command(&format!("import dotenv - --project {id} --yes"));
    let done = said_with_input(command, "A=1\n");
    assert_eq!(done.code, 0, "{}", done.err);
    assert_eq!(place.names(), ["A"]);
}

#[test]
fn what_the_server_would_refuse_is_named_before_anything_is_written() {
    let place = Place::new();
    let long = "x".repeat(70_000);
    let file =
        place.file("export.json", &json!({ "GOOD": "1", "LONG": long, "BAD\n": "2" }).to_string());
    let line = format!("doppler {}", file.display());
    let refused = place.import(&format!("{line} --yes"));
    assert_eq!(refused.code, 1);
    assert!(refused.out.contains("2 that do not fit"), "{}", refused.out);
    assert!(!refused.out.contains("BAD\n") && !refused.out.contains("xxx"), "{}", refused.out);
    assert!(place.names().is_empty());
    let report = place.imports(&format!("{line} --skip-unfit"));
    assert_eq!(report["counts"]["unfit"], 2, "{report}");
    assert_eq!(place.names(), ["GOOD"]);
}

#[test]
fn what_no_reader_should_take_is_refused_and_not_repeated() {
    let place = Place::new();
    let deep = format!("{}{}", "{\"a\":".repeat(5_000), "}".repeat(5_000));
    let many = format!(
        "{{{}\"z\":\"1\"}}",
        (0..10_001).map(|n| format!("\"a{n}\":\"1\",")).collect::<String>()
    );
    for (source, content, why) in [
        ("doppler", deep.as_str(), "no JSON"),
        ("doppler", many.as_str(), "more than 10000"),
        ("doppler", "[\"planted\"]", "not an export of Doppler"),
        ("kubernetes", "a: &a [planted]\nb: *c\n", "no YAML"),
        ("kubernetes", "kind: ConfigMap\n", "no Secret"),
        ("dotenv", "A='planted\n", "a quote has no end"),
        ("aws", "planted\n", "line 1"),
    ] {
        let file = place.file("hostile", content);
        let refused = place.import(&format!("{source} {} --yes", file.display()));
        assert_eq!(refused.code, 1, "{source}: {}", refused.out);
        assert!(refused.err.contains(why), "{source}: {}", refused.err);
        assert!(!refused.err.contains("planted"), "{}", refused.err);
    }
    std::fs::write(place.folder.path().join("binary"), [0xff, 0xfe]).unwrap();
    let binary = place.import(&format!("dotenv {}/binary", place.folder.path().display()));
    assert!(binary.err.contains("no text in UTF-8"), "{}", binary.err);
}
