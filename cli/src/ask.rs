//! Asks a person: questions go to the terminal itself, answers come from there. Standard input and
//! output may be on their way to or from a program.

use std::fs::File;
use std::io::{BufRead as _, BufReader, IsTerminal as _, Read, Write as _};

use anyhow::{Context as _, ensure};
use rustix::termios::{LocalModes, OptionalActions, Termios, tcgetattr, tcsetattr};
use strongroom_client::SecretString;
use strongroom_model::limits;
use zeroize::Zeroizing;

/// What the server takes of all of a request.
const MOST_BYTES: u64 = limits::BODY_BYTES as u64;

/// Whether somebody can be asked.
pub(crate) fn somebody() -> bool {
    std::io::stdin().is_terminal() && std::io::stderr().is_terminal()
}

/// A line. Empty where nothing was typed.
///
/// # Errors
/// There is no terminal, or it was closed.
pub(crate) fn line(question: &str) -> anyhow::Result<String> {
    let mut terminal = terminal()?;
    write!(terminal, "{question}")?;
    terminal.flush()?;
    let mut answer = String::new();
    let read = BufReader::new(&terminal).read_line(&mut answer)?;
    ensure!(read > 0, "nothing was done");
    Ok(answer.trim_end_matches(['\n', '\r']).to_owned())
}

/// A line that is not shown while it is typed.
pub(crate) fn hidden(question: &str) -> anyhow::Result<SecretString> {
    let answer = Zeroizing::new(rpassword::prompt_password(question).context("cannot ask")?);
    Ok(SecretString::from(answer.as_str()))
}

/// Lines up to one that is a dot alone, or the end of what is typed (Ctrl-D).
pub(crate) fn lines(question: &str, is_hidden: bool) -> anyhow::Result<SecretString> {
    let mut terminal = terminal()?;
    writeln!(terminal, "{question}")?;
    let _quiet = if is_hidden { Some(Quiet::new(terminal.try_clone()?)?) } else { None };
    let mut lines = Vec::new();
    for line in BufReader::new(&terminal).lines() {
        let line = Zeroizing::new(line?);
        if line.as_str() == "." {
            break;
        }
        lines.push(line);
    }
    let lines: Vec<&str> = lines.iter().map(|line| line.as_str()).collect();
    let mut text = Zeroizing::new(lines.join("\n"));
    if !lines.is_empty() {
        text.push('\n');
    }
    Ok(SecretString::from(text.as_str()))
}

/// A terminal that does not show what is typed, until it is dropped.
struct Quiet {
    terminal: File,
    before: Termios,
}

impl Quiet {
    fn new(terminal: File) -> anyhow::Result<Self> {
        let before = tcgetattr(&terminal)?;
        let mut quiet = before.clone();
        quiet.local_modes.remove(LocalModes::ECHO);
        tcsetattr(&terminal, OptionalActions::Flush, &quiet)?;
        Ok(Self { terminal, before })
    }
}

impl Drop for Quiet {
    fn drop(&mut self) {
        // Where the terminal is gone there is nothing to set right.
        let _ = tcsetattr(&self.terminal, OptionalActions::Now, &self.before);
    }
}

/// Tells something between questions.
pub(crate) fn say(text: &str) -> anyhow::Result<()> {
    Ok(writeln!(terminal()?, "{text}")?)
}

fn terminal() -> anyhow::Result<File> {
    let options = File::options().read(true).write(true).open("/dev/tty");
    options.context("there is no terminal to ask at")
}

/// All of standard input, without the one line break that a shell puts at its end.
///
/// # Errors
/// It is no text, or longer than any value.
pub(crate) fn standard_input() -> anyhow::Result<SecretString> {
    let text = all_of(std::io::stdin().lock()).context("standard input")?;
    let text = text.strip_suffix('\n').unwrap_or(&text);
    Ok(SecretString::from(text.strip_suffix('\r').unwrap_or(text)))
}

/// A text to its end.
///
/// # Errors
/// It is no text, or longer than any value.
pub(crate) fn all_of(from: impl Read) -> anyhow::Result<Zeroizing<String>> {
    let mut text = Zeroizing::new(String::new());
    from.take(MOST_BYTES + 1).read_to_string(&mut text).context("is no text of UTF-8")?;
    ensure!(text.len() as u64 <= MOST_BYTES, "is longer than {MOST_BYTES} bytes");
    Ok(text)
}
