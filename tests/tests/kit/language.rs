//! The languages of the kit: whether their tools are there, and a project of each, made and set up
//! once.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::{Mutex, OnceLock};

use strongroom_tests::artefacts;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Language {
    Rust,
    Js,
    Python,
}

impl Language {
    pub(crate) const ALL: [Self; 3] = [Self::Rust, Self::Js, Self::Python];

    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Rust => "rust",
            Self::Js => "js",
            Self::Python => "python",
        }
    }

    /// Why its tests cannot run here.
    pub(crate) fn missing(self) -> Option<String> {
        match self {
            Self::Rust => {
                let sysroot = said("rustc", &["--print", "sysroot"]).unwrap_or_default();
                let std = Path::new(sysroot.trim()).join("lib/rustlib/wasm32-wasip2/lib");
                let is_there = fs::read_dir(std).is_ok_and(|mut entries| entries.next().is_some());
                (!is_there).then(|| "the active toolchain lacks wasm32-wasip2".to_owned())
            }
            Self::Js => {
                let version = said("node", &["--version"]);
                let major = version.as_deref().and_then(|it| it.trim().strip_prefix('v'));
                let major = major.and_then(|it| it.split('.').next()?.parse::<u32>().ok());
                let is_fit =
                    major.is_some_and(|it| it >= 20) && said("npm", &["--version"]).is_some();
                (!is_fit).then(|| "Node.js 20 or later with npm is not installed".to_owned())
            }
            Self::Python => {
                let fit = "import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 10))";
                said("python3", &["-c", fit])
                    .is_none()
                    .then(|| "Python 3.10 or later with venv is not installed".to_owned())
            }
        }
    }

    /// A project as `strongroom type new` makes it, with what it builds with. One for all tests of
    /// the language, so that they ask for it in turn.
    pub(crate) fn project(self) -> &'static Mutex<Project> {
        static PROJECTS: [OnceLock<Mutex<Project>>; 3] = [const { OnceLock::new() }; 3];
        PROJECTS[self as usize].get_or_init(|| Mutex::new(Project::new(self)))
    }
}

fn said(program: &str, words: &[&str]) -> Option<String> {
    let output = Command::new(program).args(words).output().ok()?;
    output.status.success().then(|| String::from_utf8_lossy(&output.stdout).into_owned())
}

/// A folder of a language below the build's own, that is still there for the next run.
fn kept(language: Language) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("kit").join(language.name());
    fs::create_dir_all(&folder).expect("a folder for the kit");
    folder
}

pub(crate) struct Project {
    language: Language,
    pub(crate) folder: PathBuf,
}

impl Project {
    fn new(language: Language) -> Self {
        let name = "conformance";
        let folder = kept(language).join(name);
        let _ = fs::remove_dir_all(&folder);
        strongroom(&kept(language), &["type", "new", "--lang", language.name(), name]);
        let project = Self { language, folder };
        project.keep_the_build();
        match language {
            Language::Rust => {}
            Language::Js => shell(&project.folder, "npm ci --no-audit --no-fund --prefer-offline"),
            Language::Python => shell(
                &project.folder,
                "python3 -m venv .venv && .venv/bin/pip install -q -r requirements.txt",
            ),
        }
        project
    }

    /// What cargo built in an earlier run is of use in this one.
    pub(crate) fn keep_the_build(&self) {
        keep_the_build(self.language, &self.folder);
    }

    /// Builds the project with another type in its type's place.
    pub(crate) fn build(&self, source: &str, component: &str) -> PathBuf {
        let output = self.folder.join(component);
        match self.language {
            Language::Rust => {
                fs::write(self.folder.join("src/lib.rs"), source).expect("a project");
                let built = "target/wasm32-wasip2/release/conformance_secret_type.wasm";
                let build = "cargo build --quiet --release --target wasm32-wasip2";
                shell(&self.folder, &format!("{build} && cp {built} {component}"));
            }
            Language::Js => {
                fs::write(self.folder.join("other.js"), source).expect("a project");
                shell(&self.folder, &format!("npx strongroom-build other.js -o {component}"));
            }
            Language::Python => {
                fs::write(self.folder.join("other.py"), source).expect("a project");
                let build = ".venv/bin/python -m strongroom_secret_type.build other.py";
                shell(&self.folder, &format!("{build} -o {component}"));
            }
        }
        output
    }
}

/// Leads a project's `target` to a folder that stays.
pub(crate) fn keep_the_build(language: Language, project: &Path) {
    if language == Language::Rust {
        let target = kept(language).join("target");
        fs::create_dir_all(&target).expect("a folder for the kit");
        std::os::unix::fs::symlink(target, project.join("target")).expect("a link");
    }
}

/// The host, told to do something in a folder; what it said.
pub(crate) fn strongroom(folder: &Path, words: &[&str]) -> String {
    let output = attempt(folder, words);
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "strongroom {}: {text}{said}", words.join(" "));
    text
}

pub(crate) fn attempt(folder: &Path, words: &[&str]) -> Output {
    let mut command = Command::new(artefacts::host());
    quiet(&mut command);
    command.args(words).current_dir(folder).output().expect("the host runs")
}

/// Without what the developer has set for a server of their own and what cargo has set for tests, and
/// with a cache that is not the developer's.
pub(crate) fn quiet(command: &mut Command) {
    for (name, _) in std::env::vars_os() {
        let name = name.to_string_lossy().into_owned();
        let is_cargos = name.starts_with("CARGO_PKG_") || name.starts_with("CARGO_BIN_");
        if name.starts_with("STRONGROOM_") || is_cargos {
            command.env_remove(name);
        }
    }
    command.env("XDG_CACHE_HOME", Path::new(env!("CARGO_TARGET_TMPDIR")).join("kit/cache"));
    command.env_remove("CARGO_TARGET_DIR").env_remove("CARGO_MANIFEST_DIR");
}

fn shell(folder: &Path, script: &str) {
    let mut command = Command::new("bash");
    quiet(&mut command);
    let output = command.args(["-euc", script]).current_dir(folder).output().expect("a shell");
    assert!(
        output.status.success(),
        "{script}: {}{}",
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr)
    );
}
