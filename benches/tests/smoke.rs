//! The benchmark against the built host, for as short as it will: that it runs, that every figure
//! is there, and that it leaves no server behind.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "tests"
)]

use std::path::PathBuf;
use std::process::{Command, Output};

use serde_json::Value;

const OPERATIONS: [&str; 7] =
    ["health", "list", "read", "reveal", "reveal-jwt", "reveal-token", "create"];
const CONNECTIONS: [u64; 2] = [1, 32];

/// What `variable` names, or what the workspace's build leaves at `default`.
fn artefact(variable: &str, default: &str) -> PathBuf {
    let workspace = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("..");
    let path = std::env::var_os(variable).map_or_else(|| workspace.join(default), PathBuf::from);
    assert!(
        path.exists(),
        "{} is missing: run `cargo xtask test`, which builds it",
        path.display()
    );
    path
}

fn bench(scratch: &std::path::Path, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_strongroom-bench"))
        .args(arguments)
        .env("STRONGROOM_BIN", artefact("STRONGROOM_BIN", "target/release/strongroom"))
        .env("STRONGROOM_DIST", artefact("STRONGROOM_DIST", "dist"))
        .env("TMPDIR", scratch)
        .output()
        .expect("the benchmark starts")
}

fn assert_is_measured(result: &Value, server: &str) {
    let figures = &result[server];
    for name in ["requests_per_second", "p50_microseconds", "p99_microseconds"] {
        assert!(figures[name].as_f64().is_some_and(|it| it > 0.0), "{name} of {server}: {result}");
    }
    assert!(figures["p50_microseconds"].as_f64() <= figures["p99_microseconds"].as_f64());
}

#[test]
fn measures_every_operation_of_host_and_baseline_and_leaves_nothing_behind() {
    let scratch = tempfile::tempdir().unwrap();
    let output = bench(scratch.path(), &["--quick", "--json"]);
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{said}");
    let report: Value = serde_json::from_slice(&output.stdout).expect("a report in JSON");
    assert_eq!(report["secrets"], 500);
    assert_eq!(report["servers"], serde_json::json!(["baseline", "host"]));

    let results = report["results"].as_array().unwrap();
    let measured: Vec<_> = results
        .iter()
        .map(|result| {
            (result["operation"].as_str().unwrap(), result["connections"].as_u64().unwrap())
        })
        .collect();
    let expected: Vec<_> =
        OPERATIONS.iter().flat_map(|name| CONNECTIONS.map(|count| (*name, count))).collect();
    assert_eq!(measured, expected);
    for result in results {
        assert!(result["rate_ratio"].as_f64().is_some_and(|ratio| ratio > 0.0), "{result}");
        assert_is_measured(result, "baseline");
        assert_is_measured(result, "host");
    }
    for server in ["baseline", "host"] {
        for moment in ["fresh", "loaded", "measured"] {
            let resident = report["resident_kib"][server][moment].as_u64().unwrap();
            assert!(resident > 1024, "{server} {moment}: {resident}");
        }
    }

    let left: Vec<_> = std::fs::read_dir(scratch.path()).unwrap().collect();
    assert!(left.is_empty(), "{left:?}");
}

#[test]
#[cfg_attr(without_postgres, ignore = "there is no PostgreSQL on this machine")]
fn measures_one_host_and_two_on_postgresql_against_one_on_sqlite_and_leaves_nothing_behind() {
    let scratch = tempfile::tempdir().unwrap();
    // The server's user has to get through to its data.
    let anyone = std::os::unix::fs::PermissionsExt::from_mode(0o711);
    std::fs::set_permissions(scratch.path(), anyone).unwrap();
    let output = bench(scratch.path(), &["--postgres", "--quick", "--json"]);
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{said}");
    let reports: Value = serde_json::from_slice(&output.stdout).expect("reports in JSON");
    for (report, shared) in reports.as_array().unwrap().iter().zip(["postgres", "2 hosts"]) {
        assert_eq!(report["servers"], serde_json::json!(["sqlite", shared]));
        let results = report["results"].as_array().unwrap();
        assert_eq!(results.len(), 2 * CONNECTIONS.len(), "{report}");
        for result in results {
            assert_is_measured(result, "sqlite");
            assert_is_measured(result, shared);
        }
    }
    assert_eq!(reports.as_array().unwrap().len(), 2);
    let left: Vec<_> = std::fs::read_dir(scratch.path()).unwrap().collect();
    assert!(left.is_empty(), "{left:?}");
}

#[test]
fn says_what_is_missing() {
    let scratch = tempfile::tempdir().unwrap();
    let output = bench(scratch.path(), &["--quick", "--core", "/nowhere/core.wasm"]);
    assert!(!output.status.success());
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(said.contains("/nowhere/core.wasm is missing"), "{said}");
}
