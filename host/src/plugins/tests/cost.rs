//! What a component costs: to compile, to load again, and for each call. Figures, not checks.
//!
//! `STRONGROOM_MEASURE=my-type.wasm cargo test --release -p strongroom cost -- --ignored --nocapture`

use std::time::Instant;

use super::super::failure::Failure;
use super::*;

const CALLS: usize = 300;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "measures the component that STRONGROOM_MEASURE names"]
async fn what_a_component_costs() {
    let bytes = std::env::var_os("STRONGROOM_MEASURE")
        .map_or_else(|| built(SINGLE_VARIABLE), |path| std::fs::read(path).unwrap());
    let folder = Folder::new().with_lines("a.wasm", &bytes, "memory-mib = 512\ntime-ms = 20000");
    folder.write();
    let cache = folder.place.path().join("cache");
    let load = || {
        let begun = Instant::now();
        let options = Options::default();
        let catalogue = Catalogue::load(folder.place.path(), &options, Some(&cache)).unwrap();
        assert_eq!(catalogue.types().len(), 1, "{:?}", catalogue.statuses());
        (catalogue, begun.elapsed())
    };
    let (_, cold) = load();
    let code = std::fs::read_dir(&cache).unwrap().next().unwrap().unwrap().metadata().unwrap();
    let (catalogue, warm) = load();
    let kib = |bytes: u64| bytes / 1024;
    eprintln!("component {} KiB, machine code {} KiB", kib(bytes.len() as u64), kib(code.len()));
    eprintln!("loaded: compiled {cold:?}, from the cache {warm:?}");

    let description = catalogue.types()[0].description.clone();
    let plugin = catalogue.attempted(&description.id);
    let names: Vec<_> = description.fields.iter().map(|field| field.name.to_string()).collect();
    let pairs: Vec<_> = names.iter().map(|name| (name.as_str(), "x")).collect();
    let mut took = Vec::new();
    for _ in 0..CALLS {
        let (plugin, fields) = (std::sync::Arc::clone(&plugin), fields(&pairs));
        let begun = Instant::now();
        let answer = plugin.attempt(fields).await;
        took.push(begun.elapsed());
        assert!(
            !matches!(answer, Err(Failure::Time | Failure::Memory | Failure::Host)),
            "{answer:?}"
        );
    }
    tell("one call, one at a time", &mut took);

    let mut took = Vec::new();
    for _ in 0..CALLS {
        let begun = Instant::now();
        plugin.instantiated().await;
        took.push(begun.elapsed());
    }
    tell("an instance made and dropped", &mut took);

    let begun = Instant::now();
    let mut running = tokio::task::JoinSet::new();
    for _ in 0..4 {
        let (plugin, pairs) = (std::sync::Arc::clone(&plugin), names.clone());
        running.spawn(async move {
            let pairs: Vec<_> = pairs.iter().map(|name| (name.as_str(), "x")).collect();
            for _ in 0..CALLS {
                let _ = plugin.attempt(fields(&pairs)).await;
            }
        });
    }
    running.join_all().await;
    let all = begun.elapsed();
    eprintln!("side by side, {:.0} calls a second", (4 * CALLS) as f64 / all.as_secs_f64());
}

fn tell(what: &str, took: &mut [Duration]) {
    let first = took[0];
    took.sort();
    let (median, slow) = (took[took.len() / 2], took[took.len() * 99 / 100]);
    eprintln!("{what}: first {first:?}, median {median:?}, 99th percentile {slow:?}");
}
