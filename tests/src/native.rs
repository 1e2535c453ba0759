//! The native host as a deployment.

use std::ffi::{OsStr, OsString};
use std::fs::{self, DirBuilder};
use std::os::unix::fs::DirBuilderExt as _;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;

use crate::databases::Databases;
use crate::deployment::{Deployment, Refused, Running};
use crate::differences::Difference;
use crate::{artefacts, sqlite};

/// `strongroom serve` on a free port, with more flags and variables where a suite needs them.
#[derive(Debug, Clone)]
pub struct Native {
    core: Option<PathBuf>,
    types: Option<PathBuf>,
    listens: bool,
    flags: Vec<OsString>,
    variables: Vec<(String, OsString)>,
    keeps_machine_code: bool,
    speaks_json: bool,
    databases: Option<Arc<Databases>>,
}

impl Default for Native {
    fn default() -> Self {
        Self::new()
    }
}

impl Native {
    #[must_use]
    pub const fn new() -> Self {
        Self {
            core: None,
            types: None,
            listens: true,
            flags: Vec::new(),
            variables: Vec::new(),
            keeps_machine_code: true,
            speaks_json: true,
            databases: None,
        }
    }

    /// On PostgreSQL: each data folder has a database of its own there.
    #[must_use]
    pub fn on_postgresql(mut self) -> Self {
        self.databases = Some(Arc::new(Databases::new()));
        self
    }

    /// With another core in the core's place.
    #[must_use]
    pub fn core(mut self, file: &Path) -> Self {
        self.core = Some(file.to_owned());
        self
    }

    /// With another folder of secret types.
    #[must_use]
    pub fn types(mut self, folder: &Path) -> Self {
        self.types = Some(folder.to_owned());
        self
    }

    #[must_use]
    pub fn flag(mut self, name: &str, value: impl AsRef<OsStr>) -> Self {
        self.flags.extend([OsString::from(name), value.as_ref().to_owned()]);
        self
    }

    #[must_use]
    pub fn variable(mut self, name: &str, value: impl AsRef<OsStr>) -> Self {
        self.variables.push((name.to_owned(), value.as_ref().to_owned()));
        self
    }

    /// Without an address of the harness's choice.
    #[must_use]
    pub const fn without_an_address(mut self) -> Self {
        self.listens = false;
        self
    }

    /// Without machine code that an earlier start left: the host compiles.
    #[must_use]
    pub const fn from_scratch(mut self) -> Self {
        self.keeps_machine_code = false;
        self
    }

    /// Speaks to a person. For commands that end: no one reads the address of a server from it.
    #[must_use]
    pub const fn without_json(mut self) -> Self {
        self.speaks_json = false;
        self
    }

    /// The program with a command of its own, on a data folder.
    #[must_use]
    pub fn command(&self, words: &[&str], data: &Path) -> Command {
        let mut command = Command::new(artefacts::host());
        // What the developer has set for a server of their own is not for these.
        for (name, _) in std::env::vars_os() {
            if name.to_str().is_some_and(|name| name.starts_with("STRONGROOM_")) {
                command.env_remove(name);
            }
        }
        let core = self.core.clone().unwrap_or_else(artefacts::core);
        let types = self.types.clone().unwrap_or_else(artefacts::types);
        if self.keeps_machine_code {
            MachineCode::bring(data);
        }
        command.args(words);
        if self.speaks_json {
            command.arg("--json");
        }
        command.arg("--core").arg(core).arg("--types").arg(types).arg("--data").arg(data);
        if let Some(databases) = &self.databases {
            command.env("STRONGROOM_DATABASE", databases.url(data));
        }
        command.args(&self.flags);
        command.envs(self.variables.iter().map(|(name, value)| (name, value)));
        command
    }
}

impl Deployment for Native {
    fn name(&self) -> &'static str {
        if self.databases.is_some() { "native on PostgreSQL" } else { "native" }
    }

    fn start(&self, data: &Path) -> Result<Running, Refused> {
        let mut command = self.command(&["serve"], data);
        if self.listens {
            command.args(["--listen", "127.0.0.1:0"]);
        }
        let running = Running::start(command)?;
        if self.keeps_machine_code && self.core.is_none() {
            MachineCode::keep(data);
        }
        Ok(running)
    }

    fn count(&self, data: &Path, sql: &str) -> i64 {
        match &self.databases {
            Some(databases) => databases.count(data, sql),
            None => sqlite::count(&data.join("strongroom.db"), sql),
        }
    }

    fn database(&self, data: &Path) -> PathBuf {
        data.join("strongroom.db")
    }

    /// It is what the others are held against.
    fn differs(&self, _by: Difference) -> bool {
        false
    }
}

/// Compiling the core takes seconds, and each suite has data folders of its own. So the code that
/// one start leaves is brought to the next, also of another run. The host judges it as it judges
/// any: what does not fit is compiled anew.
struct MachineCode;

impl MachineCode {
    /// Beside the host: a folder that only who builds can write to.
    fn kept() -> PathBuf {
        artefacts::host().with_file_name("strongroom-tests-machine-code")
    }

    fn bring(data: &Path) {
        let cache = data.join("cache");
        if cache.exists() || !Self::kept().exists() {
            return;
        }
        let mut folder = DirBuilder::new();
        folder.recursive(true).mode(0o700);
        folder.create(&cache).expect("a data folder");
        Self::copy(&Self::kept(), &cache);
    }

    fn keep(data: &Path) {
        let mut folder = DirBuilder::new();
        folder.recursive(true).mode(0o700);
        folder.create(Self::kept()).expect("a folder beside the host");
        let cache = data.join("cache");
        Self::copy(&cache, &Self::kept());
        // What an older core left only takes space. Secret types differ from suite to suite.
        for entry in fs::read_dir(Self::kept()).into_iter().flatten().flatten() {
            let is_of_a_core = entry.file_name().to_string_lossy().starts_with("core-");
            if is_of_a_core && !cache.join(entry.file_name()).exists() {
                let _ = fs::remove_file(entry.path());
            }
        }
    }

    fn is_code(path: &Path) -> bool {
        path.extension().is_some_and(|extension| extension == "cwasm")
    }

    /// Another test may copy at the same moment: a file appears whole or not at all.
    fn copy(from: &Path, to: &Path) {
        for entry in fs::read_dir(from).into_iter().flatten().flatten() {
            let target = to.join(entry.file_name());
            if !Self::is_code(&entry.path()) || target.exists() {
                continue;
            }
            let partial = tempfile::NamedTempFile::new_in(to).expect("a temporary file");
            if fs::copy(entry.path(), partial.path()).is_ok() {
                let _ = partial.persist(&target);
            }
        }
    }
}
