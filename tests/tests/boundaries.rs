//! Which package may use which, held against what cargo resolves.

use std::collections::{BTreeMap, BTreeSet};
use std::process::Command;

use serde_json::Value;
use strongroom_tests::artefacts;

/// What no logic may reach, however far down.
const ENGINES: [&str; 3] = ["wasmtime", "wasmtime-wasi", "spin-sdk"];

/// What no logic may use. Further down it may stand: the source of randomness has bindings too.
const BINDINGS: &str = "wit-bindgen";

/// The crate that composes components reads them with the same libraries as an engine does.
const COMPOSER: &str = "strongroom-compose";

/// Which packages of ours each package of ours may use. A component of the core uses its own logic
/// beside what all of them use.
const MAY_USE: &[(&str, &[&str])] = &[
    ("crates/model", &[]),
    ("crates/secret-bytes", &[]),
    ("crates/database", &[]),
    ("crates/front", &[]),
    ("crates/issuer-keys", &[]),
    ("crates/outbound", &[]),
    ("crates/compose", &[]),
    ("crates/rendering", &[]),
    ("crates/audit", &["model"]),
    ("crates/console", &["model"]),
    ("crates/ports", &["model", "secret-bytes", "audit"]),
    ("crates/root-keys", &["secret-bytes", "ports"]),
    ("crates/secret-types", &["model", "secret-bytes", "ports"]),
    ("crates/sealing", &["model", "secret-bytes"]),
    ("crates/jwt", &["model", "secret-bytes"]),
    ("crates/authorization", &["model", "secret-bytes", "ports", "jwt", "audit"]),
    ("crates/cedar", &["model", "ports", "authorization"]),
    ("crates/gateway", &["model", "secret-bytes", "ports", "rendering", "audit"]),
    ("crates/vault", &["model", "secret-bytes", "ports", "rendering", "audit"]),
    ("crates/sealer", &["model", "secret-bytes", "ports", "sealing"]),
    ("crates/store", &["model", "secret-bytes", "ports", "database", "audit"]),
    ("crates/transfer", &["database", "store"]),
    ("components/ground", &[]),
    ("components/bindings", &["model", "secret-bytes", "ports", "audit", "ground"]),
    (
        "components/authorizer",
        &["model", "secret-bytes", "ports", "bindings", "authorization", "audit"],
    ),
    (
        "components/authorizer-cedar",
        &["model", "secret-bytes", "ports", "bindings", "authorization", "cedar", "audit"],
    ),
    ("components/gateway", &["model", "secret-bytes", "ports", "bindings", "gateway", "audit"]),
    ("components/vault", &["model", "secret-bytes", "ports", "bindings", "vault", "audit"]),
    ("components/sealer", &["model", "secret-bytes", "ports", "bindings", "sealer", "sealing"]),
    (
        "components/store",
        &["model", "secret-bytes", "ports", "bindings", "store", "database", "audit"],
    ),
    ("components/web/*", &["console-files"]),
    ("components/spin/files", &["spin-http-server"]),
    (
        "components/spin/http",
        &["model", "secret-bytes", "ports", "bindings", "front", "spin-http-server"],
    ),
    ("components/spin/http-server", &[]),
    ("components/spin/http-client", &[]),
    ("components/spin/settings", &["bindings"]),
    ("components/spin/root-key", &["secret-bytes", "bindings", "root-keys"]),
    ("components/spin/sql-sqlite", &["bindings", "database"]),
    ("components/spin/sql-postgres", &["secret-bytes", "ports", "bindings", "database"]),
    ("components/spin/issuer-keys", &["model", "bindings", "issuer-keys", "spin-http-client"]),
    ("components/spin/outbound", &["bindings", "outbound", "spin-http-client"]),
    ("components/link/contract", &["model", "secret-bytes", "ports", "bindings", "secret-types"]),
    ("components/link/*", &["bindings"]),
    ("components/web/console", &["console-files", "ground"]),
    ("components/types/*", &["secret-type", "ground"]),
    ("components/hostile/*", &["bindings", "secret-type"]),
    ("examples/types/*", &["secret-type"]),
    ("sdk/rust", &["rendering"]),
    (
        "host",
        &[
            "cli",
            "model",
            "secret-bytes",
            "ports",
            "database",
            "transfer",
            "compose",
            "console-files",
            "front",
            "issuer-keys",
            "outbound",
            "root-keys",
            "secret-types",
        ],
    ),
    ("clients/rust", &[]),
    ("cli", &["model", "secret-bytes", "rendering", "sealing", "client"]),
    ("tests/databases", &[]),
    ("tests/postgres", &[]),
    ("tests", &["compose", "test-postgres"]),
    ("tests/spin-host", &[]),
    ("xtask", &[]),
];

/// May link anything natively: that is what a baseline is.
const BASELINE: &str = "benches";

/// Where anything of ours runs.
const PLATFORMS: [&str; 3] =
    ["x86_64-unknown-linux-gnu", "aarch64-unknown-linux-gnu", "wasm32-wasip2"];

struct Package {
    /// Its folder, from the workspace's.
    folder: String,
    /// Names of the packages it uses when it runs, of ours and of others.
    uses: BTreeSet<String>,
}

/// Every package that cargo resolves, by name, and the workspace's own among them.
struct Graph {
    packages: BTreeMap<String, Package>,
    ours: BTreeSet<String>,
}

fn graph() -> Graph {
    let output = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
        .args(["metadata", "--format-version", "1", "--locked"])
        // Without these, cargo fetches what only other systems would use.
        .args(PLATFORMS.iter().flat_map(|platform| ["--filter-platform", platform]))
        .current_dir(artefacts::workspace())
        .output()
        .expect("cargo runs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let metadata: Value = serde_json::from_slice(&output.stdout).expect("JSON");
    let root = metadata["workspace_root"].as_str().expect("a root");
    let text = |value: &Value| value.as_str().expect("a text").to_owned();
    let list = |value: &Value| value.as_array().expect("a list").clone();

    let names: BTreeMap<String, (String, String)> = list(&metadata["packages"])
        .iter()
        .map(|package| {
            let manifest = text(&package["manifest_path"]);
            let folder = manifest.trim_end_matches("/Cargo.toml").trim_start_matches(root);
            let folder = folder.trim_start_matches('/').to_owned();
            (text(&package["id"]), (text(&package["name"]), folder))
        })
        .collect();
    let name = |id: &Value| names[&text(id)].0.clone();
    let ours = list(&metadata["workspace_members"]).iter().map(name).collect();
    let mut packages: BTreeMap<String, Package> = BTreeMap::new();
    for node in list(&metadata["resolve"]["nodes"]) {
        let is_normal = |dependency: &&Value| {
            list(&dependency["dep_kinds"]).iter().any(|kind| kind["kind"].is_null())
        };
        let dependencies = list(&node["deps"]);
        let uses = dependencies.iter().filter(is_normal).map(|dep| name(&dep["pkg"]));
        let folder = names[&text(&node["id"])].1.clone();
        // Two versions of one package count as one.
        packages
            .entry(name(&node["id"]))
            .or_insert_with(|| Package { folder, uses: BTreeSet::new() })
            .uses
            .extend(uses);
    }
    Graph { packages, ours }
}

impl Graph {
    /// Everything that a package reaches when it runs.
    fn reach(&self, package: &str) -> BTreeSet<&str> {
        let mut reached = BTreeSet::new();
        let mut ahead = vec![package];
        while let Some(next) = ahead.pop() {
            for used in &self.packages[next].uses {
                if reached.insert(used.as_str()) {
                    ahead.push(used);
                }
            }
        }
        reached
    }

    fn in_folder(&self, folder: &str) -> Vec<&str> {
        let prefix = format!("{folder}/");
        let is_there = |name: &&String| self.packages[*name].folder.starts_with(&prefix);
        self.ours.iter().filter(is_there).map(String::as_str).collect()
    }
}

#[test]
fn no_logic_reaches_an_engine_or_bindings() {
    let graph = graph();
    let crates = graph.in_folder("crates");
    assert!(crates.len() > 8, "{crates:?}");
    for name in crates.into_iter().filter(|name| *name != COMPOSER) {
        let reached = graph.reach(name);
        let engines: Vec<&&str> =
            ENGINES.iter().filter(|engine| reached.contains(**engine)).collect();
        assert!(engines.is_empty(), "{name} reaches {engines:?}");
        let of_ours = reached.into_iter().filter(|used| graph.ours.contains(*used));
        for user in of_ours.chain([name]) {
            assert!(!graph.packages[user].uses.contains(BINDINGS), "{name} uses it by {user}");
        }
    }
}

/// And the host that stands in for Spin in the tests, which is not shipped.
#[test]
fn only_the_host_runs_an_engine() {
    let graph = graph();
    for name in &graph.ours {
        let runs_one = graph.reach(name).contains("wasmtime");
        let is_a_host = ["strongroom", "strongroom-spin-host"].contains(&name.as_str());
        assert_eq!(runs_one, is_a_host, "{name}");
    }
}

#[test]
fn only_adapters_for_spin_reach_its_sdk() {
    let graph = graph();
    for name in &graph.ours {
        let is_adapter = graph.packages[name].folder.starts_with("components/spin/");
        assert!(is_adapter || !graph.reach(name).contains("spin-sdk"), "{name}");
    }
}

#[test]
fn each_package_uses_what_it_may_and_no_more() {
    let graph = graph();
    for name in &graph.ours {
        let package = &graph.packages[name];
        if package.folder == BASELINE {
            continue;
        }
        let is_row = |(folder, _): &&(&str, &[&str])| match folder.strip_suffix('*') {
            Some(prefix) => package.folder.starts_with(prefix),
            None => package.folder == *folder,
        };
        let Some((_, allowed)) = MAY_USE.iter().find(is_row) else {
            panic!("{} has no row in the table of who may use what", package.folder)
        };
        for used in package.uses.intersection(&graph.ours) {
            let used = used.strip_prefix("strongroom-").unwrap_or(used);
            assert!(allowed.contains(&used), "{} uses {used}", package.folder);
        }
    }
}
