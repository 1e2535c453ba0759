//! Variables that are missing or wrong: said to whoever starts the application, and to nobody else.

use serde_json::json;
use strongroom_tests::{Client, Deployment as _, Program, SETTINGS};

use crate::Stage;

fn without_root_keys_it_does_not_start(program: Program) {
    let stage = Stage::new(program);
    let refused = stage.spin().without("root_keys").up(&stage.data());
    let Err(refused) = refused else { panic!("it serves") };
    assert!(!refused.status.success());
    assert!(refused.said.contains("root_keys"), "{}", refused.said);
}

/// The application starts, since only it can tell, and keeps no secret that it could not open.
fn root_keys_that_are_none_keep_nothing_and_are_told_to_nobody(program: Program) {
    let stage = Stage::new(program);
    let first = stage.spin().start(&stage.data()).expect("a start");
    let token = first.owner_token().expect("a token").to_owned();
    let project = Client::new(first.address()).with_token(&token).new_project();
    drop(first);
    for wrong in ["", "PLANTED-no-root-key", "root-1 UExBTlRFRC1uby1yb290LWtleQ== current"] {
        let running = stage.up_with(&stage.spin().variable("root_keys", wrong));
        let owner = Client::new(running.address()).with_token(&token);
        let body = json!({ "_type": "secret/Custom", "name": "key", "value": "a value" });
        let answer = owner.post(&format!("{SETTINGS}/{project}/"), &body);
        assert!(matches!(answer.status, 500 | 503), "{}", answer.text());
        assert!(!answer.text().contains("PLANTED"), "{}", answer.text());
        let log = running.kill();
        assert!(!log.contains("PLANTED") && !log.contains("UExBTlRFRC"), "{log}");
        assert!(log.contains("root"), "whoever runs it is told: {log}");
    }
    let running = stage.up();
    let owner = Client::new(running.address()).with_token(&token);
    let _ = owner.new_secret(&project, "key", "a value");
}

strongroom_tests::on_spin! {
    without_root_keys_it_does_not_start => super::without_root_keys_it_does_not_start,
    root_keys_that_are_none_keep_nothing_and_are_told_to_nobody =>
        super::root_keys_that_are_none_keep_nothing_and_are_told_to_nobody,
}
