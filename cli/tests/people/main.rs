//! `strongroom-client` as people run it.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "tests"
)]

use strongroom_tests::Terminal;

fn owner() -> Terminal {
    Terminal::owner(env!("CARGO_BIN_EXE_strongroom-client"))
}

#[test]
fn what_manages_is_there_too() {
    let said = owner().does("whoami");
    assert_eq!(said.fact("Administrator"), "yes");
}
