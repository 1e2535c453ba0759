//! What each built component imports, held against the table in ARCHITECTURE.md.
//!
//! A component can do what it imports and nothing else, so this is the list of authorities. One that
//! gains an authority fails here until the table, which a person reads, says so.

use std::collections::{BTreeMap, BTreeSet};

use strongroom_tests::artefacts;
use wasmparser::{Parser, Payload};

const HEADING: &str = "## Components and who sees what";

/// Interfaces of types alone: they give nothing.
const TYPES_ALONE: [&str; 3] =
    ["strongroom:types/types", "strongroom:secret-type/types", "strongroom:store/rows"];

/// What the host itself, or an adapter, provides to the composed core.
const PLATFORM: [&str; 7] = [
    "strongroom:platform/audit-key",
    "strongroom:platform/issuer-keys",
    "strongroom:platform/root-key",
    "strongroom:platform/settings",
    "strongroom:platform/sql",
    "strongroom:platform/token-key",
    "strongroom:secret-types/catalogue",
];

/// What Rust's standard library asks for whatever a component does. The host answers it with
/// emptiness.
fn is_baseline(interface: &str) -> bool {
    let Some((package, name)) = interface.split_once('/') else { return false };
    match package {
        "wasi:io" | "wasi:clocks" | "wasi:random" => true,
        "wasi:filesystem" => matches!(name, "types" | "preopens"),
        "wasi:cli" => {
            matches!(name, "environment" | "exit" | "stdin" | "stdout" | "stderr")
                || name.starts_with("terminal-")
        }
        _ => false,
    }
}

/// The names of a component's own imports, without versions.
fn imports(component: &[u8]) -> BTreeSet<String> {
    let mut depth = 0;
    let mut imports = BTreeSet::new();
    for payload in Parser::new(0).parse_all(component) {
        match payload.expect("a valid component") {
            Payload::ModuleSection { .. } | Payload::ComponentSection { .. } => depth += 1,
            Payload::End(_) => depth -= 1,
            Payload::ComponentImportSection(section) if depth == 0 => {
                for import in section {
                    let name = import.expect("a valid import").name.name;
                    imports.insert(name.split('@').next().unwrap_or(name).to_owned());
                }
            }
            _ => {}
        }
    }
    imports
}

/// The imports that give an authority: all but the baseline and types alone.
fn authorities(component: &[u8]) -> BTreeSet<String> {
    let gives = |name: &String| !is_baseline(name) && !TYPES_ALONE.contains(&name.as_str());
    imports(component).into_iter().filter(gives).collect()
}

fn read_in(folder: &str, package: &str) -> Vec<u8> {
    std::fs::read(artefacts::dist(&format!("{folder}/{package}.wasm"))).expect("a built component")
}

fn read(package: &str) -> Vec<u8> {
    std::fs::read(artefacts::component(package)).expect("a built component")
}

/// The table: each component's imports, by its name.
fn documented() -> BTreeMap<String, BTreeSet<String>> {
    let document = artefacts::source("ARCHITECTURE.md");
    let (_, section) = document.split_once(HEADING).expect("the heading of the table");
    let rows = section.lines().skip_while(|line| !line.starts_with('|'));
    let names = |cell: &str| -> BTreeSet<String> {
        cell.split('`').skip(1).step_by(2).map(str::to_owned).collect()
    };
    rows.take_while(|line| line.starts_with('|'))
        .filter_map(|row| {
            let mut cells = row.split('|').skip(1);
            let component = names(cells.next()?).into_iter().next()?;
            Some((component, names(cells.next()?)))
        })
        .collect()
}

#[test]
fn each_component_imports_what_the_architecture_says_and_no_more() {
    let documented = documented();
    assert_eq!(built("edge"), documented, "left: built, right: ARCHITECTURE.md");
    let core = built("components");
    assert!(core.iter().all(|(name, found)| documented.get(name) == Some(found)), "{core:?}");
}

/// The components of a folder, by the names that ARCHITECTURE.md gives them, and what each imports.
fn built(folder: &str) -> BTreeMap<String, BTreeSet<String>> {
    let types = artefacts::components_in("types");
    artefacts::components_in(folder)
        .into_iter()
        .filter(|package| !types.contains(package))
        .map(|package| {
            let name = package.strip_prefix("strongroom-").unwrap_or(&package);
            let name = name.strip_suffix("-component").unwrap_or(name).to_owned();
            (name, authorities(&read_in(folder, &package)))
        })
        .collect()
}

#[test]
fn a_secret_type_imports_nothing() {
    for package in artefacts::components_in("types") {
        assert_eq!(authorities(&read(&package)), BTreeSet::new(), "{package}");
    }
}

/// The one that makes SSH keys is a connected type too, and asks nobody.
#[test]
fn an_example_imports_http_where_it_asks_a_service_and_nothing_else() {
    for package in artefacts::components_in("examples") {
        let asks = package == "strongroom-example-rotating-api-key";
        let expected = asks.then(|| "strongroom:secret-type/outbound".to_owned());
        let component = std::fs::read(artefacts::example(&package));
        let found = authorities(&component.expect("a built component"));
        assert_eq!(found, expected.into_iter().collect(), "{package}");
    }
}

#[test]
fn the_composed_core_imports_the_platform_and_nothing_else() {
    let core = std::fs::read(artefacts::core()).expect("the composed core");
    let expected: BTreeSet<String> = PLATFORM.into_iter().map(str::to_owned).collect();
    assert_eq!(authorities(&core), expected);
}

/// What the tests' hostile components can do is what honest ones in their place could.
#[test]
fn a_hostile_vault_imports_what_a_vault_does() {
    let honest = authorities(&read("strongroom-vault-component"));
    let hostile = authorities(&read("strongroom-hostile-vault-component"));
    assert!(hostile.is_subset(&honest), "{hostile:?}");
}

/// Only what the table says speaks HTTP, and none of the core is among them; nothing has a socket.
#[test]
fn no_component_but_an_adapter_speaks_http_and_none_opens_a_socket() {
    for folder in ["components", "edge", "hostile", "types"] {
        for package in artefacts::components_in(folder) {
            for import in imports(&read_in(folder, &package)) {
                let is_adapter = package.starts_with("strongroom-spin-");
                let speaks = import.starts_with("wasi:http") && !is_adapter;
                let opens = import.starts_with("wasi:sockets");
                assert!(!speaks && !opens, "{package} imports {import}");
            }
        }
    }
}

/// Spin gives all variables of an application to whoever asks for one.
#[test]
fn only_the_adapters_of_keys_and_of_settings_can_ask_for_a_variable() {
    let asks =
        |package: &String| imports(&read_in("edge", package)).contains("spin:variables/variables");
    let asking: Vec<String> = artefacts::components_in("edge").into_iter().filter(asks).collect();
    assert_eq!(
        asking,
        ["strongroom-spin-root-key-component", "strongroom-spin-settings-component"]
    );
}

#[test]
fn an_application_for_spin_imports_spin_and_wasi_and_nothing_else() {
    for (file, store) in [
        ("strongroom-spin.wasm", "spin:sqlite/sqlite"),
        ("strongroom-spin-cedar.wasm", "spin:sqlite/sqlite"),
        ("strongroom-spin-postgres.wasm", "spin:postgres/postgres"),
    ] {
        let application = std::fs::read(artefacts::dist(file)).expect("an application");
        let expected: BTreeSet<String> =
            ["spin:variables/variables", "wasi:http/outgoing-handler", "wasi:http/types", store]
                .map(str::to_owned)
                .into();
        assert_eq!(authorities(&application), expected, "{file}");
    }
}

/// Its own variables are what its manifest hands on: the list of identity providers.
#[test]
fn the_console_beside_it_is_asked_over_http_and_reaches_nothing() {
    let console = std::fs::read(artefacts::dist("strongroom-spin-console.wasm"));
    let expected = ["spin:variables/variables", "wasi:http/types"].map(str::to_owned).into();
    assert_eq!(authorities(&console.expect("a composition")), expected);
}

/// What the project promises of it, in bytes.
#[test]
#[cfg_attr(without_node, ignore = "there is no Node.js to make components smaller with")]
fn an_application_for_spin_is_small() {
    let size = std::fs::metadata(artefacts::dist("strongroom-spin.wasm")).expect("it").len();
    assert!(size <= 3_000_000, "{size} bytes");
}
