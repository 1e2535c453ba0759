//! Signals: which can be asked for by name, and those of this program's own that are handed on.

use rustix::process::Signal;
use tokio::signal::unix::{self, SignalKind};

const NAMES: [(&str, Signal); 7] = [
    ("HUP", Signal::HUP),
    ("INT", Signal::INT),
    ("QUIT", Signal::QUIT),
    ("TERM", Signal::TERM),
    ("USR1", Signal::USR1),
    ("USR2", Signal::USR2),
    ("WINCH", Signal::WINCH),
];

/// `HUP` or `SIGHUP`.
pub(super) fn read(text: &str) -> Result<Signal, String> {
    let name = text.to_ascii_uppercase();
    let name = name.strip_prefix("SIG").unwrap_or(&name);
    let found = NAMES.iter().find(|(known, _)| *known == name);
    let known = || NAMES.map(|(name, _)| name).join(", ");
    found.map(|(_, signal)| *signal).ok_or_else(|| format!("must be one of {}", known()))
}

/// Signals that were sent to this program, and end it no more.
pub(crate) struct Received {
    hup: unix::Signal,
    int: unix::Signal,
    quit: unix::Signal,
    term: unix::Signal,
    usr1: unix::Signal,
    usr2: unix::Signal,
}

impl Received {
    pub(crate) fn new() -> std::io::Result<Self> {
        Ok(Self {
            hup: unix::signal(SignalKind::hangup())?,
            int: unix::signal(SignalKind::interrupt())?,
            quit: unix::signal(SignalKind::quit())?,
            term: unix::signal(SignalKind::terminate())?,
            usr1: unix::signal(SignalKind::user_defined1())?,
            usr2: unix::signal(SignalKind::user_defined2())?,
        })
    }

    pub(crate) async fn next(&mut self) -> Signal {
        tokio::select! {
            _ = self.hup.recv() => Signal::HUP,
            _ = self.int.recv() => Signal::INT,
            _ = self.quit.recv() => Signal::QUIT,
            _ = self.term.recv() => Signal::TERM,
            _ = self.usr1.recv() => Signal::USR1,
            _ = self.usr2.recv() => Signal::USR2,
        }
    }
}

/// Whether it asks a program to end.
pub(super) fn ends(signal: Signal) -> bool {
    [Signal::HUP, Signal::INT, Signal::QUIT, Signal::TERM].contains(&signal)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_signal_has_its_name_with_or_without_sig() {
        assert_eq!(read("HUP"), Ok(Signal::HUP));
        assert_eq!(read("sigusr1"), Ok(Signal::USR1));
        assert!(read("KILL").is_err() && read("1").is_err());
    }
}
