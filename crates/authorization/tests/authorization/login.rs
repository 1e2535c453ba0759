//! A client signs in where something that is needed cannot be had.

use strongroom_model::Permission;
use strongroom_ports::authentication::Failure;

use crate::support::{Stage, project, scope};

#[test]
fn keys_that_cannot_be_had_are_an_outage() {
    let stage = Stage::with_token_key();
    let made = stage.client(project(), vec![scope(project(), &[Permission::Reveal])]);
    let token = stage.login(made.client.id, &made.secret).unwrap().credential;
    stage.platform.cut_off(true);
    let found = stage.login(made.client.id, &made.secret);
    assert_eq!(found.err(), Some(Failure::Unavailable));
    let found = stage.authenticate(token, None);
    assert_eq!(found.err(), Some(Failure::Unavailable));
}

#[test]
fn a_sign_in_that_cannot_be_recorded_gives_no_token() {
    let stage = Stage::with_token_key();
    let made = stage.client(project(), vec![scope(project(), &[Permission::Reveal])]);
    stage.database.fail_writes(true);
    let found = stage.login(made.client.id, &made.secret);
    assert_eq!(found.err(), Some(Failure::Unavailable));
}
