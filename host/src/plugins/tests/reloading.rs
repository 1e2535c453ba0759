//! A folder that changes while its types are in use.

use std::time::Instant;

use super::super::watch::Watch;
use super::*;

/// Writes a manifest anew over the one a catalogue was loaded from.
fn rewrite(folder: &Folder, manifest: &str) {
    std::fs::write(folder.place.path().join("manifest.toml"), manifest).unwrap();
}

fn put(folder: &Folder, file: &str, bytes: &[u8]) -> String {
    std::fs::write(folder.place.path().join(file), bytes).unwrap();
    format!("[[type]]\nfile = \"{file}\"\nsha256 = \"{}\"\n", hex(bytes))
}

fn reasons(catalogue: &Catalogue) -> Vec<String> {
    let statuses = catalogue.statuses();
    let reason = |status: &std::sync::Arc<Status>| {
        status.state.as_ref().err().map(|why| format!("{}: {why}", status.file))
    };
    statuses.iter().filter_map(reason).collect()
}

#[tokio::test]
async fn types_are_added_replaced_and_removed() {
    let folder = Folder::new();
    let catalogue = folder.load(&Options::default());
    assert!(ids(&catalogue).is_empty());
    let honest = put(&folder, "honest.wasm", &built(SINGLE_VARIABLE));
    let hostile = put(&folder, "hostile.wasm", &built(ON_COMMAND));
    rewrite(&folder, &honest);
    catalogue.reload();
    assert_eq!(ids(&catalogue), ["Custom"]);
    let custom = catalogue.attempted(&"Custom".parse().unwrap());
    rewrite(&folder, &format!("{honest}{hostile}"));
    catalogue.reload();
    assert_eq!(ids(&catalogue), ["Custom", "OnCommand"]);
    let still = catalogue.attempted(&"Custom".parse().unwrap());
    assert!(std::sync::Arc::ptr_eq(&custom, &still), "what did not change was not touched");
    rewrite(&folder, &format!("{honest}memory-mib = 32\n{hostile}"));
    catalogue.reload();
    let replaced = catalogue.attempted(&"Custom".parse().unwrap());
    assert!(!std::sync::Arc::ptr_eq(&custom, &replaced));
    rewrite(&folder, &hostile);
    catalogue.reload();
    assert_eq!(ids(&catalogue), ["OnCommand"]);
    assert_eq!(validate(&catalogue, "Custom", &[("value", "x")]).await, Err(Error::Unknown));
}

#[tokio::test]
async fn a_manifest_that_cannot_be_read_leaves_everything_as_it_was() {
    let folder = Folder::new().with("honest.wasm", &built(SINGLE_VARIABLE));
    let catalogue = folder.load(&Options::default());
    for manifest in ["[[type]\n", "type = 7", "[[types]]\n"] {
        rewrite(&folder, manifest);
        catalogue.reload();
        assert_eq!(ids(&catalogue), ["Custom"], "{manifest}");
        let [reason] = &reasons(&catalogue)[..] else { panic!("{:?}", reasons(&catalogue)) };
        assert!(reason.starts_with("manifest.toml: the manifest is not valid"), "{reason}");
        assert!(validate(&catalogue, "Custom", &[("value", "x")]).await.is_ok());
    }
    std::fs::remove_file(folder.place.path().join("manifest.toml")).unwrap();
    catalogue.reload();
    assert_eq!(ids(&catalogue), ["Custom"]);
    folder.write();
    catalogue.reload();
    assert!(reasons(&catalogue).is_empty());
}

#[test]
fn a_new_version_that_is_no_good_takes_its_own_type_away_and_no_other() {
    let folder = Folder::new();
    let honest = put(&folder, "honest.wasm", &built(SINGLE_VARIABLE));
    let hostile = put(&folder, "hostile.wasm", &built(ON_COMMAND));
    rewrite(&folder, &format!("{honest}{hostile}"));
    let catalogue = Catalogue::load(folder.place.path(), &Options::default(), None).unwrap();
    let trap = built("hostile/strongroom-hostile-type-trap-in-describe.wasm");
    let bad = put(&folder, "honest.wasm", &trap);
    rewrite(&folder, &format!("{bad}{hostile}"));
    catalogue.reload();
    assert_eq!(ids(&catalogue), ["OnCommand"]);
    let reason = "honest.wasm: it failed to describe itself: it trapped";
    assert!(reasons(&catalogue)[0].starts_with(reason), "{:?}", reasons(&catalogue));
}

#[tokio::test]
async fn a_call_that_runs_ends_on_the_plug_in_it_began_on() {
    let folder = Folder::new().with("hostile.wasm", &built(ON_COMMAND));
    let options = Options { time: Duration::from_millis(600), ..Options::default() };
    let catalogue = folder.load(&options);
    let running = {
        let catalogue = catalogue.clone();
        tokio::spawn(async move { tell(&catalogue, "sleep").await })
    };
    tokio::time::sleep(Duration::from_millis(100)).await;
    let begun = Instant::now();
    rewrite(&folder, "");
    catalogue.reload();
    assert!(ids(&catalogue).is_empty());
    assert_eq!(tell(&catalogue, "behave").await, Err(Error::Unknown));
    assert!(begun.elapsed() < Duration::from_millis(400), "the reload did not wait for the call");
    // It ran into its own limit, and not into a type that is unknown.
    assert_eq!(running.await.unwrap(), Err(Error::Failed));
}

#[tokio::test]
async fn numbers_go_on_where_a_type_is_replaced() {
    let folder = Folder::new().with("honest.wasm", &built(SINGLE_VARIABLE));
    let catalogue = folder.load(&Options::default());
    validate(&catalogue, "Custom", &[("value", "x")]).await.unwrap();
    rewrite(&folder, &format!("{}time-ms = 500\n", folder.manifest));
    catalogue.reload();
    validate(&catalogue, "Custom", &[("value", "x")]).await.unwrap();
    assert_eq!(catalogue.counts()[0].1.accepted, 2);
}

fn wait_until(what: &str, is_so: impl Fn() -> bool) {
    let begun = Instant::now();
    while !is_so() {
        assert!(begun.elapsed() < Duration::from_secs(20), "{what}");
        std::thread::sleep(Duration::from_millis(20));
    }
}

#[test]
fn what_changes_in_the_folder_is_noticed() {
    let folder = Folder::new();
    let catalogue = folder.load(&Options::default());
    let watch = Watch::start(catalogue.clone()).unwrap();
    let entry = put(&folder, "honest.wasm", &built(SINGLE_VARIABLE));
    std::fs::remove_file(folder.place.path().join("honest.wasm")).unwrap();
    rewrite(&folder, &entry);
    wait_until("the manifest is read", || !reasons(&catalogue).is_empty());
    assert!(reasons(&catalogue)[0].contains("cannot be read"));
    // The file comes after the manifest, in two pieces.
    let whole = built(SINGLE_VARIABLE);
    let path = folder.place.path().join("honest.wasm");
    std::fs::write(&path, &whole[..1000]).unwrap();
    std::thread::sleep(Duration::from_millis(1500));
    std::fs::write(&path, &whole).unwrap();
    wait_until("the file is taken up", || ids(&catalogue) == ["Custom"]);
    rewrite(&folder, "");
    watch.reload();
    wait_until("the type is gone", || ids(&catalogue).is_empty());
}
