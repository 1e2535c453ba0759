//! What is let in, and what is reported and left out.

use super::super::failure::Failure;
use super::super::inspect::inspect;
use super::*;

/// A component that is empty but for one import.
fn importing(name: &str) -> Vec<u8> {
    let length = u8::try_from(name.len()).unwrap();
    let mut bytes = b"\0asm\x0d\0\x01\0".to_vec();
    // A type section with an empty instance type, and an import of that type.
    bytes.extend([7, 3, 1, 0x42, 0, 10, length + 5, 1, 0, length]);
    bytes.extend(name.as_bytes());
    bytes.extend([5, 0]);
    bytes
}

#[test]
fn a_missing_manifest_is_reported_and_loads_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let catalogue = Catalogue::load(folder.path(), &Options::default(), None).unwrap();
    assert!(matches!(*only_refusal(&catalogue), Refusal::Manifest(_)));
}

#[test]
fn a_manifest_that_is_no_toml_is_reported() {
    let catalogue = Folder::new().with_entry("= nonsense").load(&Options::default());
    assert!(matches!(*only_refusal(&catalogue), Refusal::ManifestInvalid(_)));
}

#[test]
fn an_entry_with_an_unknown_key_is_reported() {
    let catalogue =
        Folder::new().with_lines("a.wasm", b"", "files = [\"/\"]").load(&Options::default());
    assert!(matches!(*only_refusal(&catalogue), Refusal::ManifestInvalid(_)));
}

#[test]
fn a_file_outside_the_folder_is_refused() {
    for file in ["../a.wasm", "/etc/passwd", "sub/a.wasm", ".", "..", "", "a.wasm/"] {
        let entry = format!("file = \"{file}\"\nsha256 = \"{}\"", hex(b""));
        let catalogue = Folder::new().with_entry(&entry).load(&Options::default());
        assert!(matches!(*only_refusal(&catalogue), Refusal::FileName), "{file}");
    }
}

#[test]
fn a_link_is_not_followed() {
    let outside = tempfile::NamedTempFile::new().unwrap();
    let folder =
        Folder::new().with_entry(&format!("file = \"link.wasm\"\nsha256 = \"{}\"", hex(b"")));
    std::os::unix::fs::symlink(outside.path(), folder.place.path().join("link.wasm")).unwrap();
    let catalogue = folder.load(&Options::default());
    assert!(matches!(*only_refusal(&catalogue), Refusal::NotAFile));
}

#[test]
fn a_digest_must_be_one() {
    for digest in ["", "00", &"g".repeat(64), &"+0".repeat(32), &"0".repeat(65)] {
        let entry = format!("file = \"a.wasm\"\nsha256 = \"{digest}\"");
        let catalogue = Folder::new().with_entry(&entry).load(&Options::default());
        assert!(matches!(*only_refusal(&catalogue), Refusal::DigestForm), "{digest}");
    }
}

#[test]
fn the_digest_is_checked_before_anything_is_decoded() {
    // What is no component at all is reported for its digest, not for that.
    let folder = Folder::new().with("a.wasm", b"no component");
    std::fs::write(folder.place.path().join("a.wasm"), b"something else").unwrap();
    let catalogue = folder.load(&Options::default());
    assert!(matches!(*only_refusal(&catalogue), Refusal::Digest));
}

#[test]
fn the_size_is_checked_before_the_digest() {
    let options = Options { file_bytes: 10, ..Options::default() };
    let catalogue = Folder::new().with("a.wasm", b"eleven long").load(&options);
    assert!(matches!(*only_refusal(&catalogue), Refusal::TooLarge { limit: 10 }));
}

#[test]
fn what_is_no_component_is_refused() {
    for bytes in [&b""[..], b"nonsense", b"\0asm\x01\0\0\0", b"\0asm\x0d\0\x01\0\xff"] {
        let catalogue = Folder::new().with("a.wasm", bytes).load(&Options::default());
        assert!(matches!(*only_refusal(&catalogue), Refusal::NotAComponent(_)), "{bytes:?}");
    }
}

#[test]
fn a_component_of_another_contract_is_refused() {
    let catalogue = Folder::new().with("a.wasm", b"\0asm\x0d\0\x01\0").load(&Options::default());
    assert!(matches!(*only_refusal(&catalogue), Refusal::Contract(_)));
}

#[test]
fn an_import_beyond_the_baseline_is_refused_by_name() {
    for import in [
        "wasi:http/outgoing-handler@0.2.6",
        "wasi:keyvalue/store@0.2.0",
        "strongroom:sealer/sealing@0.1.0",
        "strongroom:platform/root-key@0.1.0",
        "strongroom:secret-types/catalogue@0.1.0",
        "spin:sqlite/sqlite@3.1.0",
    ] {
        let catalogue = Folder::new().with("a.wasm", &importing(import)).load(&Options::default());
        let refusal = only_refusal(&catalogue);
        assert!(matches!(*refusal, Refusal::Import(_)), "{}", *refusal);
        assert!(refusal.to_string().contains(import), "{}", *refusal);
    }
}

#[test]
fn the_built_in_type_describes_itself_and_imports_the_baseline_alone() {
    let catalogue = Folder::new().with("a.wasm", &built(SINGLE_VARIABLE)).load(&Options::default());
    let types = catalogue.types();
    assert_eq!(types.len(), 1, "{:?}", catalogue.statuses());
    assert!(!types[0].connected);
    let description = &types[0].description;
    assert_eq!(description.id.as_str(), "Custom");
    assert_eq!(description.title, "Single Variable");
    assert_eq!(description.fields.len(), 1);
}

#[test]
fn types_come_in_the_order_of_their_ids() {
    assert_eq!(ids(&hostile()), ["Custom", "OnCommand"]);
}

#[test]
fn an_id_that_is_taken_stays_with_the_first() {
    let bytes = built(SINGLE_VARIABLE);
    let catalogue =
        Folder::new().with("a.wasm", &bytes).with("b.wasm", &bytes).load(&Options::default());
    assert_eq!(catalogue.types().len(), 1);
    assert!(catalogue.statuses()[0].state.is_ok());
    assert!(matches!(catalogue.statuses()[1].state, Err(Refusal::Taken(_))));
}

#[test]
fn bad_plug_ins_leave_the_good_one_alone() {
    let options = Options { time: Duration::from_millis(300), ..Options::default() };
    let catalogue = Folder::new()
        .with("trap.wasm", &built("hostile/strongroom-hostile-type-trap-in-describe.wasm"))
        .with("loop.wasm", &built("hostile/strongroom-hostile-type-loop-in-describe.wasm"))
        .with("escape.wasm", &built("hostile/strongroom-hostile-type-escape-in-title.wasm"))
        .with("fickle.wasm", &built("hostile/strongroom-hostile-type-fickle.wasm"))
        .with("tables.wasm", &table_bomb())
        .with("garbage.wasm", b"garbage")
        .with_entry("file = 7")
        .with("good.wasm", &built(SINGLE_VARIABLE))
        .load(&options);
    let reasons: Vec<_> = catalogue
        .statuses()
        .iter()
        .map(|status| match &status.state {
            Ok(loaded) => format!("{} loaded as {}", status.file, loaded.id),
            Err(refusal) => format!("{}: {refusal}", status.file),
        })
        .collect();
    let expected = [
        "trap.wasm: it failed to describe itself: it trapped",
        "loop.wasm: it failed to describe itself: it took too long",
        "escape.wasm: it failed to describe itself: it broke the contract: a title is",
        "fickle.wasm: it described itself in two ways when asked twice",
        "tables.wasm: it failed to describe itself: it wanted more memory than it is allowed",
        "garbage.wasm: it is not a component that can be compiled",
        "manifest.toml: the manifest is not valid",
        "good.wasm loaded as Custom",
    ];
    assert_eq!(reasons.len(), expected.len());
    for (reason, beginning) in reasons.iter().zip(expected) {
        assert!(reason.starts_with(beginning), "{reason}");
        assert!(!reason.contains(char::is_control), "{reason:?}");
    }
}

/// A component in the text format: no language's compiler makes it.
fn table_bomb() -> Vec<u8> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../components/hostile");
    wat::parse_file(folder.join("table-bomb.wat")).unwrap()
}

#[test]
fn a_type_that_sends_requests_needs_a_host_to_send_them_to() {
    let load = |lines| {
        Folder::new().with_lines("a.wasm", &built(CONNECTED), lines).load(&Options::default())
    };
    let refusal = only_refusal(&load("")).to_string();
    assert!(refusal.contains("strongroom:secret-type/outbound@1.0.0"), "{refusal}");
    assert!(refusal.contains("`hosts`"), "{refusal}");
    let catalogue = load("hosts = [\"api.example.com\"]");
    assert_eq!(ids(&catalogue), ["Connected"]);
    assert!(catalogue.types()[0].connected);
}

#[test]
fn a_type_that_rotates_nothing_is_given_no_requests() {
    let import = "strongroom:secret-type/outbound@1.0.0";
    let catalogue = Folder::new()
        .with_lines("a.wasm", &importing(import), "hosts = [\"api.example.com\"]")
        .load(&Options::default());
    assert!(matches!(*only_refusal(&catalogue), Refusal::NotConnected(_)));
}

#[test]
fn hosts_must_be_hosts_and_what_is_about_them_needs_some() {
    for (lines, words) in [
        ("hosts = [\"*\"]", "the manifest's host `*` is none"),
        ("hosts = [\"https://example.com/path\"]", "is none"),
        ("private = true", "the manifest names no `hosts`"),
        ("ca = \"ca.pem\"", "the manifest names no `hosts`"),
        ("hosts = [\"example.com\"]\nca = \"../ca.pem\"", "by its name alone"),
    ] {
        let folder = Folder::new().with_lines("a.wasm", b"", lines);
        let refusal = only_refusal(&folder.load(&Options::default())).to_string();
        assert!(refusal.contains(words), "{lines}: {refusal}");
    }
}

#[test]
fn certificates_must_be_some() {
    for (pem, words) in [(None, "cannot be read"), (Some("no certificate"), "holds no certificate")]
    {
        let lines = "hosts = [\"example.com\"]\nca = \"ca.pem\"";
        let folder = Folder::new().with_lines("a.wasm", b"", lines);
        if let Some(pem) = pem {
            std::fs::write(folder.place.path().join("ca.pem"), pem).unwrap();
        }
        let refusal = only_refusal(&folder.load(&Options::default())).to_string();
        assert!(refusal.contains("its file of certificates is of no use"), "{refusal}");
        assert!(refusal.contains(words), "{refusal}");
    }
}

#[test]
fn what_was_compiled_once_is_kept_and_what_is_gone_is_not() {
    let folder = Folder::new().with("a.wasm", &built(SINGLE_VARIABLE));
    folder.write();
    let cache = folder.place.path().join("cache");
    let load = || Catalogue::load(folder.place.path(), &Options::default(), Some(&cache)).unwrap();
    let files = || std::fs::read_dir(&cache).unwrap().map(|f| f.unwrap()).collect::<Vec<_>>();
    assert_eq!(ids(&load()), ["Custom"]);
    let [file] = &files()[..] else { panic!("not one file") };
    let made = file.metadata().unwrap().modified().unwrap();
    let catalogue = load();
    assert_eq!(ids(&catalogue), ["Custom"]);
    assert_eq!(files()[0].metadata().unwrap().modified().unwrap(), made);
    std::fs::write(folder.place.path().join("manifest.toml"), "").unwrap();
    catalogue.reload();
    assert!(ids(&catalogue).is_empty());
    assert!(files().is_empty());
}

#[test]
fn a_component_is_inspected_without_being_let_in() {
    let report = inspect(&built(SINGLE_VARIABLE), &Options::default(), None).unwrap();
    assert_eq!(report.sha256.to_string(), hex(&built(SINGLE_VARIABLE)));
    assert!(report.imports.beyond.is_empty() && report.imports.outbound.is_none());
    assert!(!report.imports.connected);
    assert_eq!(report.description.unwrap().id.as_str(), "Custom");

    let report = inspect(&built(CONNECTED), &Options::default(), None).unwrap();
    assert!(report.imports.connected && report.imports.outbound.is_some());
    assert_eq!(report.description.unwrap().id.as_str(), "Connected");

    let report = inspect(&importing("wasi:http/types@0.2.6"), &Options::default(), None).unwrap();
    assert_eq!(report.imports.beyond, ["wasi:http/types@0.2.6"]);
    assert!(matches!(report.description, Err(Refusal::Import(_))));

    assert!(inspect(b"no component", &Options::default(), None).is_err());
}

#[test]
fn the_manifest_sets_the_memory_of_one_type() {
    let load = |lines: &str, memory| {
        let options = Options { memory, ..Options::default() };
        Folder::new().with_lines("a.wasm", &built(SINGLE_VARIABLE), lines).load(&options)
    };
    assert_eq!(load("memory-mib = 2", 0).types().len(), 1);
    // A Rust program begins with a stack of one MiB, and its data beyond.
    for catalogue in [load("memory-mib = 1", 64 << 20), load("", 1 << 20)] {
        assert!(matches!(*only_refusal(&catalogue), Refusal::Describe(_)));
    }
}

#[test]
fn the_manifest_sets_the_time_of_one_type() {
    let bytes = built("hostile/strongroom-hostile-type-loop-in-describe.wasm");
    let options = Options { time: Duration::from_secs(3600), ..Options::default() };
    let begun = std::time::Instant::now();
    let catalogue = Folder::new().with_lines("a.wasm", &bytes, "time-ms = 200").load(&options);
    assert!(matches!(*only_refusal(&catalogue), Refusal::Describe(Failure::Time)));
    assert!(begun.elapsed() < Duration::from_secs(60));
}
