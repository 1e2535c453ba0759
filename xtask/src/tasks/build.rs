//! From sources to a host that can be started: components, host, composition.
//!
//! What it is: the steps in their order. A step with nothing to do is quick and changes no file.
//! What it is not: a composer; `strongroom-compose` is built beside the host and run.
//! Depends on: cargo, `wasm` for the compiler, `dist` for where results go.

use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context as _, ensure};

use super::{native, select};
use crate::cargo::run;
use crate::console;
use crate::dist;
use crate::packages::{self, Component, Kind};
use crate::progress::{note, step};
use crate::shrink;
use crate::wasm::{self, Compiler};
use crate::workspace::Workspace;

/// The profile of components, from the workspace's manifest.
pub(super) const PROFILE: &str = "component";

/// What that profile is where components travel: an edge platform fetches, keeps and starts them, and
/// a third of the size is worth more there than the tenth of the time that it costs. Not a profile of
/// its own: cargo would build what runs in the build, such as macros, a second time for it.
const SMALL: &str = r#"profile.component.opt-level = "z""#;

/// What small components are built with besides: ciphers and hashes with their rounds in a loop.
/// Slower where there is much to hash, which nothing here has, and a fiftieth of an application.
const COMPACT: [&str; 4] =
    ["--cfg", r#"sha2_backend_soft="compact""#, "--cfg", r#"aes_backend_soft="compact""#];

/// The host: package and program.
pub(super) const HOST: &str = "strongroom";

/// The commands that ask a server, without the host: package `strongroom-cli`.
const CLIENT: &str = "strongroom-client";

/// What Docker asks for credentials: of the same package.
const DOCKER_HELPER: &str = "docker-credential-strongroom";

/// The host that stands in for Spin in the tests: package and program.
pub(super) const SPIN_HOST: &str = "strongroom-spin-host";

/// The composer: package and program.
const COMPOSER: &str = "strongroom-compose";

/// A small test target that is built beside the programs. cargo chooses the features of shared
/// dependencies by the packages selected, and counts those that tests ask for only when a test is
/// among the targets. Without it, and without selecting every package, `test` would compile the
/// engine a second time.
const SHARES_FEATURES: &str = "xtask_command_line";

/// The benchmark: package and program.
pub(super) const BENCH: &str = "strongroom-bench";

/// What is composed: a plan in `components/`, and the file it becomes in the folder of what is
/// shipped. The first is the core that the host loads where nothing else is said.
const CORES: [(&str, &str); 2] = [
    ("strongroom.wac", "strongroom-core.wasm"),
    ("strongroom-cedar.wac", "strongroom-core-cedar.wasm"),
];

/// Applications for Spin: the store, the authorizer, and the file of the composition. The first is
/// the one that `spin.toml` names.
const APPLICATIONS: [(&str, &str, &str); 3] = [
    ("sqlite", "roles", "strongroom-spin.wasm"),
    ("sqlite", "cedar", "strongroom-spin-cedar.wasm"),
    ("postgres", "roles", "strongroom-spin-postgres.wasm"),
];

/// The web console as it stands beside each of them: a plan in `components/`, and its file.
const CONSOLE: (&str, &str) = ("strongroom-console.wac", "strongroom-spin-console.wasm");

/// The core that the host loads.
pub(super) fn core(workspace: &Workspace) -> PathBuf {
    let [(_, core), _] = CORES;
    workspace.dist().join(core)
}

/// Builds what is out of date, and more native programs beside the host.
pub(super) fn all(workspace: &Workspace, more: &[&str]) -> anyhow::Result<()> {
    let lock = workspace.lock()?;
    let components = packages::list(workspace.root())?;
    ensure!(
        !components.is_empty(),
        "there is no component in {}",
        workspace.components().display()
    );
    let compiler = step("finding a compiler for the components", || wasm::set_up(workspace))?;

    console::build(workspace)?;
    let native_ones = of(&components, Kind::is_native);
    let built = step(&format!("building {} components", native_ones.len()), || {
        build_components(workspace, &compiler, &native_ones, &[])
    })?;
    dist::place(&components, &built, &workspace.dist())?;

    step("building the programs (on a new machine this takes minutes)", || {
        let mut command = native(workspace, "build", &components);
        for program in [HOST, CLIENT, DOCKER_HELPER, COMPOSER].iter().chain(more) {
            command.args(["--bin", program]);
        }
        run(command.args(["--test", SHARES_FEATURES]))
    })?;

    step("composing the cores", || compose_cores(workspace, &components, &built))?;

    // From here on the files in that folder are the small ones.
    let edge = of(&components, Kind::is_edge);
    let built_small = step(&format!("building {} components for Spin", edge.len()), || {
        build_small_components(workspace, &compiler, &edge)
    })?;
    let small = step("making them smaller", || shrink::shrink(workspace, &edge, built_small))?;
    dist::place_edge(&components, &small, &workspace.dist())?;
    step("composing the applications", || compose_applications(workspace, &components, &small))?;
    drop(lock);
    Ok(())
}

fn of(components: &[Component], wanted: fn(Kind) -> bool) -> Vec<&Component> {
    components.iter().filter(|one| wanted(one.kind)).collect()
}

/// Builds components and gives the folder that cargo leaves them in.
fn build_components(
    workspace: &Workspace,
    compiler: &Compiler,
    components: &[&Component],
    settings: &[&str],
) -> anyhow::Result<PathBuf> {
    let mut command = compiler.cargo(workspace, "build")?;
    command.args(["--profile", PROFILE, "--target", wasm::TARGET]);
    command.args(settings.iter().flat_map(|setting| ["--config", setting]));
    select(&mut command, components.iter().copied());
    run(&mut command)?;
    Ok(compiler.target_dir(workspace).join(wasm::TARGET).join(PROFILE))
}

/// As a setting of cargo's. Messages of panics name files: those of dependencies are named from where
/// they are kept, which is this machine's affair and would travel in each component.
fn small_flags() -> String {
    let home = std::env::var_os("CARGO_HOME").map(PathBuf::from);
    let home = home.or_else(|| Some(std::env::home_dir()?.join(".cargo"))).unwrap_or_default();
    let registries = fs::read_dir(home.join("registry/src")).into_iter().flatten().flatten();
    let named = |it: fs::DirEntry| format!("--remap-path-prefix={}=deps", it.path().display());
    let mut flags: Vec<String> = registries.map(named).collect();
    // Folders are listed in any order, and other flags are another build.
    flags.sort_unstable();
    let flags: Vec<String> = COMPACT.map(str::to_owned).into_iter().chain(flags).collect();
    // A list of strings is written in the same way in Rust and in TOML.
    format!("target.{}.rustflags = {flags:?}", wasm::TARGET)
}

/// Those that are libraries too, for their tests, are built by themselves and as components alone:
/// else they would not be optimized as a whole.
fn build_small_components(
    workspace: &Workspace,
    compiler: &Compiler,
    components: &[&Component],
) -> anyhow::Result<PathBuf> {
    let (types, others): (Vec<&Component>, Vec<_>) =
        components.iter().partition(|one| one.kind == Kind::Type);
    let flags = small_flags();
    let settings = [SMALL, &flags];
    for one in types {
        let mut command = compiler.cargo(workspace, "rustc")?;
        command.args(settings.iter().flat_map(|setting| ["--config", setting]));
        command.args(["--profile", PROFILE, "--target", wasm::TARGET]);
        command.args(["--package", &one.package, "--no-default-features", "--features", "ground"]);
        run(command.args(["--crate-type", "cdylib"]))?;
    }
    build_components(workspace, compiler, &others, &settings)
}

fn compose_cores(
    workspace: &Workspace,
    components: &[Component],
    built: &Path,
) -> anyhow::Result<()> {
    let parts = of(components, Kind::is_shipped);
    for (plan, file) in CORES {
        compose_plan(workspace, &parts, built, plan, file)?;
    }
    Ok(())
}

fn compose_plan(
    workspace: &Workspace,
    parts: &[&Component],
    built: &Path,
    plan: &str,
    file: &str,
) -> anyhow::Result<()> {
    let plan = workspace.components().join(plan);
    let text = fs::read(&plan).with_context(|| format!("cannot read {}", plan.display()))?;
    let arguments = ["--wac".into(), plan.into_os_string()];
    compose(workspace, parts, built, &text, &arguments, file)
}

fn compose_applications(
    workspace: &Workspace,
    components: &[Component],
    built: &Path,
) -> anyhow::Result<()> {
    let parts = of(components, Kind::is_edge);
    for (store, authorizer, file) in APPLICATIONS {
        let plan = ["--application", store, "--authorizer", authorizer];
        let mut arguments: Vec<OsString> = plan.map(Into::into).into();
        for one in parts.iter().filter(|one| one.kind == Kind::Type) {
            arguments.extend(["--type".into(), built.join(&one.artifact).into_os_string()]);
        }
        compose(workspace, &parts, built, plan.concat().as_bytes(), &arguments, file)?;
    }
    let (plan, file) = CONSOLE;
    compose_plan(workspace, &parts, built, plan, file)
}

fn compose(
    workspace: &Workspace,
    parts: &[&Component],
    built: &Path,
    plan: &[u8],
    arguments: &[OsString],
    file: &str,
) -> anyhow::Result<()> {
    let folder = workspace.target().join("composition");
    fs::create_dir_all(&folder).with_context(|| format!("cannot create {}", folder.display()))?;
    let stamp = folder.join(file).with_extension("sha256");
    let fresh = stamp.with_extension("wasm");
    let composed = workspace.dist().join(file);
    let composer = workspace.program(COMPOSER);
    let digest = dist::composition_digest(plan, parts, built, &composer)?;
    if composed.is_file() && dist::has_stamp(&stamp, &digest) {
        note(&format!("{}: nothing changed", composed.display()));
        return Ok(());
    }
    run(Command::new(&composer).args(arguments).arg("--dir").arg(built).arg("-o").arg(&fresh))?;
    let bytes = fs::read(&fresh).context("the composer wrote no file")?;
    fs::remove_file(&fresh).context("the composer's file cannot be removed")?;
    dist::write(&composed, &bytes)?;
    note(&format!("{}, {} KB", composed.display(), bytes.len() / 1000));
    dist::write(&stamp, digest.as_bytes())
}
