//! Somebody who reads at a terminal and types.

use std::io::{Read as _, Write as _};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

use strongroom_tests::Terminal;

pub(crate) struct Typist {
    child: Child,
    keys: ChildStdin,
    screen: ChildStdout,
    seen: String,
}

impl Typist {
    /// `script` makes a terminal, and the command's own to read and write.
    pub(crate) fn new(terminal: &Terminal, line: &str) -> Self {
        let inner = terminal.command(line);
        let mut command = Command::new("script");
        for (name, value) in inner.get_envs() {
            match value {
                Some(value) => command.env(name, value),
                None => command.env_remove(name),
            };
        }
        let mut child = command
            .args(["-qefc", &format!("{} {line}", terminal.program.display()), "/dev/null"])
            .env("SHELL", "/bin/sh")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let (keys, screen) = (child.stdin.take().unwrap(), child.stdout.take().unwrap());
        Self { child, keys, screen, seen: String::new() }
    }

    /// Waits until this is asked, and types the answer.
    pub(crate) fn answers(mut self, question: &str, answer: &str) -> Self {
        let mut byte = [0];
        while !self.seen.ends_with(question) {
            let read = self.screen.read(&mut byte).unwrap();
            assert_eq!(read, 1, "it ended before {question}: {}", self.seen);
            self.seen.push(char::from(byte[0]));
        }
        self.keys.write_all(format!("{answer}\n").as_bytes()).unwrap();
        self
    }

    /// Everything that was on the screen, with the exit code.
    pub(crate) fn ends(mut self) -> (i32, String) {
        drop(self.keys);
        self.screen.read_to_string(&mut self.seen).unwrap();
        (self.child.wait().unwrap().code().unwrap(), self.seen)
    }
}
