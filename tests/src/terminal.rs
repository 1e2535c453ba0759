//! A person or a machine at a terminal: commands that ask a server, run as they are run.

use std::io::Write as _;
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::sync::Arc;

use serde_json::Value;

use crate::{Native, Strongroom, shared};

/// What a command did.
pub struct Said {
    pub code: i32,
    pub out: String,
    pub err: String,
}

impl Said {
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.out)
            .unwrap_or_else(|why| panic!("{why}: {} {}", self.out, self.err))
    }

    /// What stands behind a heading.
    pub fn fact(&self, heading: &str) -> &str {
        let line = self.out.lines().find_map(|line| line.strip_prefix(heading));
        line.unwrap_or_else(|| panic!("no {heading} in {}", self.out)).trim()
    }
}

/// A person or a machine at a terminal, whose server is this one.
pub struct Terminal {
    /// The program that is run.
    pub program: PathBuf,
    pub strongroom: Arc<Strongroom>,
    pub token: Option<String>,
}

impl Terminal {
    /// Of the first owner, at a server that all tests of a process share.
    #[must_use]
    pub fn owner(program: impl Into<PathBuf>) -> Self {
        let strongroom = shared(Arc::new(Native::new()));
        let token = Some(strongroom.owner_token().to_owned());
        Self { program: program.into(), strongroom, token }
    }

    #[must_use]
    pub fn without_token(&self) -> Self {
        Self {
            program: self.program.clone(),
            strongroom: Arc::clone(&self.strongroom),
            token: None,
        }
    }

    #[must_use]
    pub fn with_token(&self, token: &str) -> Self {
        Self { token: Some(token.to_owned()), ..self.without_token() }
    }

    /// Without variables of the one who runs the tests, and without a terminal.
    pub fn command(&self, line: &str) -> Command {
        let mut command = Command::new(&self.program);
        for (name, _) in std::env::vars_os() {
            if name.to_str().is_some_and(|name| name.starts_with("STRONGROOM_")) {
                command.env_remove(name);
            }
        }
        command.env("STRONGROOM_URL", self.strongroom.running().address());
        if let Some(token) = &self.token {
            command.env("STRONGROOM_TOKEN", token);
        }
        command.args(line.split(' ')).stdin(Stdio::null());
        command
    }

    pub fn run(&self, line: &str) -> Said {
        said(self.command(line))
    }

    /// What it must be able to do.
    pub fn does(&self, line: &str) -> Said {
        let said = self.run(line);
        assert_eq!(said.code, 0, "{line}: {}{}", said.out, said.err);
        said
    }

    pub fn organization(&self) -> String {
        let found = self.does("organization list --json").json();
        found["data"][0]["id"].as_str().expect("an organization").to_owned()
    }
}

pub fn said(mut command: Command) -> Said {
    let output = command.output().expect("the program runs");
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("text");
    let code = output.status.code().expect("it was not killed");
    Said { code, out: text(output.stdout), err: text(output.stderr) }
}

pub fn said_with_input(mut command: Command, input: &str) -> Said {
    let mut child = command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program runs");
    child.stdin.take().expect("piped").write_all(input.as_bytes()).expect("it reads");
    let output = child.wait_with_output().expect("it ends");
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("text");
    let code = output.status.code().expect("it was not killed");
    Said { code, out: text(output.stdout), err: text(output.stderr) }
}

pub fn unique(what: &str) -> String {
    use std::sync::atomic::{AtomicU32, Ordering};
    static COUNT: AtomicU32 = AtomicU32::new(0);
    format!("{what}-{}", COUNT.fetch_add(1, Ordering::Relaxed))
}
