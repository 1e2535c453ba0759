//! The command line for people, run as they run it: against a server, with a token in a variable.

mod access;
mod audit;
mod people;
mod telling;
mod tls;

use strongroom_tests::{Terminal, artefacts};

fn owner() -> Terminal {
    Terminal::owner(artefacts::host())
}
