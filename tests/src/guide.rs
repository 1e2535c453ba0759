//! A guide's commands, run in their order as a reader would run them.
//!
//! All blocks marked `sh` of a page are one script of bash, at the lines that they have in the page,
//! so that what fails is told by page and line. It ends at the first command that fails. A block
//! marked `sh ignore` is not run; the page says why. Depends on [`Terminal`] for server and
//! credential.

use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use tempfile::TempDir;

use crate::terminal::{Said, Terminal, said};

/// Read by bash before the script: what a failure is told with.
const TELLS: &str = r#"trap 'echo "line $LINENO failed with $?: $BASH_COMMAND" >&2' ERR
"#;

/// A reader at a shell: an empty home, the program on `PATH` as `strongroom`, and server and token
/// as the variables that every guide begins with.
pub struct Reader {
    home: TempDir,
    command: Command,
}

impl Reader {
    #[must_use]
    pub fn new(terminal: &Terminal) -> Self {
        let home = tempfile::tempdir().expect("a temporary folder");
        for folder in ["bin", "work"] {
            std::fs::create_dir(home.path().join(folder)).expect("a folder");
        }
        let path = std::env::var("PATH").expect("PATH");
        let bin = home.path().join("bin");
        let mut command = Command::new("bash");
        command
            .env_clear()
            .env("PATH", format!("{}:{path}", bin.display()))
            .env("HOME", home.path())
            .env("LANG", "C.UTF-8")
            .env("BASH_ENV", home.path().join("tells"))
            .env("STRONGROOM_URL", terminal.strongroom.running().address())
            .current_dir(home.path().join("work"))
            .stdin(Stdio::null());
        if let Some(token) = &terminal.token {
            command.env("STRONGROOM_TOKEN", token);
        }
        std::fs::write(home.path().join("tells"), TELLS).expect("it is written");
        Self { home, command }.with_program("strongroom", &terminal.program)
    }

    /// Under this name on `PATH`, before whatever else is called so.
    #[must_use]
    pub fn with_program(self, name: &str, program: &Path) -> Self {
        symlink(program, self.home.path().join("bin").join(name)).expect("a link");
        self
    }

    #[must_use]
    pub fn with_variable(mut self, name: &str, value: &str) -> Self {
        self.command.env(name, value);
        self
    }

    /// In the folder where the commands are run.
    #[must_use]
    pub fn with_file(self, name: &str, content: &str) -> Self {
        std::fs::write(self.work().join(name), content).expect("it is written");
        self
    }

    /// Where the commands are run.
    #[must_use]
    pub fn work(&self) -> PathBuf {
        self.home.path().join("work")
    }

    /// Runs the commands of a page of `docs/`, which all must succeed. What they said, together.
    pub fn follow(&mut self, page: &str) -> Said {
        let script = self.home.path().join(page.replace('/', "-"));
        std::fs::write(&script, commands(page)).expect("it is written");
        self.command.args(["-eEu", "-o", "pipefail"]).arg(&script);
        let said = said(std::mem::replace(&mut self.command, Command::new("false")));
        assert_eq!(said.code, 0, "docs/{page}: {}\n{}", said.err, said.out);
        said
    }
}

/// What is to be run of a page, each line where it is in the page.
fn commands(page: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs").join(page);
    let text = std::fs::read_to_string(&path).unwrap_or_else(|why| panic!("docs/{page}: {why}"));
    let script = script(&text).unwrap_or_else(|why| panic!("docs/{page}: {why}"));
    assert!(!script.trim().is_empty(), "docs/{page} has no commands to run");
    script
}

fn script(page: &str) -> Result<String, String> {
    let mut script = String::new();
    // What ends the block, and whether it is run.
    let mut block: Option<bool> = None;
    for (position, line) in page.lines().enumerate() {
        let fence = line.trim_start().strip_prefix("```");
        match (block, fence) {
            (None, Some(language)) => block = Some(is_run(language, position + 1)?),
            (Some(_), Some("")) => block = None,
            (Some(true), _) => script.push_str(line),
            (Some(false) | None, _) => {}
        }
        script.push('\n');
    }
    if block.is_some() { Err("its last block has no end".to_owned()) } else { Ok(script) }
}

fn is_run(language: &str, line: usize) -> Result<bool, String> {
    match language.trim() {
        "sh" => Ok(true),
        "bash" | "shell" | "console" | "zsh" | "" => Err(format!(
            "line {line}: commands are in blocks marked `sh`, all else says what it is"
        )),
        _ => Ok(false),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn commands_stand_where_the_page_has_them() {
        let page = "# A\n```sh\na\n```\n```json\n{}\n```\n```sh ignore\nb\n```\n```sh\nc\n```\n";
        assert_eq!(script(page).unwrap().trim_end(), "\n\na\n\n\n\n\n\n\n\n\nc");
    }

    #[test]
    fn no_command_is_hidden_from_the_test() {
        for page in ["```bash\na\n```\n", "```\na\n```\n", "```sh\na\n"] {
            assert!(script(page).is_err(), "{page}");
        }
    }
}
