//! The server process: started until it serves, ended in the ways that servers end.

use std::fmt;
use std::fs::{self, File};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use rustix::process::{Pid, Signal, kill_process};

/// Reached only by what hangs.
const PATIENCE: Duration = Duration::from_secs(60);
const MOMENT: Duration = Duration::from_millis(10);

/// How a server is told to end.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Ending {
    /// Connections are closed, and everything is written.
    Fast,
    /// At once; the next start recovers.
    Immediate,
}

/// Why it does not serve.
#[derive(Debug)]
pub(crate) enum NotStarted {
    /// Somebody else listens there.
    PortTaken,
    /// Processes of an earlier server are about to end.
    EarlierRemains,
    /// What it wrote to its log.
    Other(String),
}

impl fmt::Display for NotStarted {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::PortTaken => write!(out, "somebody else listens on its port"),
            Self::EarlierRemains => write!(out, "processes of an earlier server remain"),
            Self::Other(said) => write!(out, "{said}"),
        }
    }
}

/// A server that serves.
#[derive(Debug)]
pub(crate) struct Server(Child);

impl Server {
    /// Starts a command that runs `postgres` on the data of a folder, and waits until it serves.
    pub(crate) fn start(mut command: Command, folder: &Path) -> Result<Self, NotStarted> {
        let log = folder.join("log");
        let earlier = fs::metadata(&log).map_or(0, |log| log.len());
        let file = File::options().create(true).append(true).open(&log).expect("a log");
        let child = command
            .stdin(Stdio::null())
            .stdout(file.try_clone().expect("a second handle of the log"))
            .stderr(file)
            .spawn()
            .expect("a server program that starts");
        let mut server = Self(child);
        let started = Instant::now();
        while !server.serves(folder) {
            if server.0.try_wait().expect("a child").is_some() {
                let said = fs::read(&log).expect("a log");
                let said = said.get(usize::try_from(earlier).expect("a length")..);
                let said = String::from_utf8_lossy(said.unwrap_or_default()).into_owned();
                return Err(if said.contains("Address already in use") {
                    NotStarted::PortTaken
                } else if said.contains("is still in use") || said.contains("already exists") {
                    NotStarted::EarlierRemains
                } else {
                    NotStarted::Other(said)
                });
            }
            if started.elapsed() > PATIENCE {
                let said = fs::read_to_string(&log).unwrap_or_default();
                return Err(NotStarted::Other(format!("it starts and does not serve: {said}")));
            }
            std::thread::sleep(MOMENT);
        }
        Ok(server)
    }

    /// The file names the process that wrote it, and on its eighth line what it is about.
    fn serves(&self, folder: &Path) -> bool {
        let file = fs::read_to_string(folder.join("data/postmaster.pid")).unwrap_or_default();
        let mut lines = file.lines();
        let is_of_this = lines.next().is_some_and(|first| first == self.0.id().to_string());
        is_of_this && lines.nth(6).is_some_and(|status| status.trim_end() == "ready")
    }

    /// Tells it to end and waits for that.
    pub(crate) fn end(mut self, ending: Ending) {
        self.finish(ending);
    }

    /// Ends it and all its processes as the loss of the machine would, but for what the kernel has
    /// and the disk has not.
    pub(crate) fn kill(mut self) {
        let id = self.0.id();
        let children = fs::read_to_string(format!("/proc/{id}/task/{id}/children"));
        let _ = self.0.kill();
        // They would find out by themselves that their parent is gone, but perhaps not at once.
        for child in children.unwrap_or_default().split_whitespace() {
            let child = child.parse().ok().and_then(Pid::from_raw);
            let _ = child.map(|child| kill_process(child, Signal::KILL));
        }
        let _ = self.0.wait();
    }

    fn finish(&mut self, ending: Ending) {
        let signal = match ending {
            Ending::Fast => Signal::INT,
            Ending::Immediate => Signal::QUIT,
        };
        let _ = kill_process(Pid::from_child(&self.0), signal);
        let told = Instant::now();
        while matches!(self.0.try_wait(), Ok(None)) {
            if told.elapsed() > PATIENCE {
                let _ = self.0.kill();
            }
            std::thread::sleep(MOMENT);
        }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        if matches!(self.0.try_wait(), Ok(None)) {
            self.finish(Ending::Immediate);
        }
    }
}
