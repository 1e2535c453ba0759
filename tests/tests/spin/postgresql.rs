//! On PostgreSQL: nothing is kept beside it, and native hosts may share it.

use std::fs::{self, Permissions};
use std::os::unix::fs::PermissionsExt as _;
use std::sync::Arc;

use serde_json::json;
use strongroom_test_postgres::shared;
use strongroom_tests::{
    API, Client, Deployment as _, Native, Program, SETTINGS, Spin, Strongroom, count, patient, race,
};

use crate::{Stage, apart};

fn secrets_are_kept_there_and_found_by_the_next_start(program: Program) {
    let mut strongroom = Strongroom::start(Arc::new(Spin::by(program).on_postgresql()));
    let owner = strongroom.owner();
    let project = owner.new_project();
    let secret = owner.new_secret(&project, "kept", "a value");
    assert!(!strongroom.database().exists(), "there is a database beside PostgreSQL");
    strongroom.kill();
    strongroom.start_again();
    assert_eq!(strongroom.owner().reveal(&secret), "a value");
}

/// One wins, whichever instance the others are in.
fn of_many_who_change_the_same_version_one_does(program: Program) {
    let strongroom = Strongroom::start(Arc::new(Spin::by(program).on_postgresql()));
    let owner = strongroom.owner();
    let project = owner.new_project();
    let secret = owner.new_secret(&project, "raced", "the first value");
    let clients: Vec<Client> = (0..8).map(|_| apart(&owner)).collect();
    let answers = race(&clients, |client, number| {
        let body = json!({ "value": format!("of {number}") });
        let ask = || client.ask("PATCH", &secret.path).header("if-match", "\"1\"").json(&body);
        patient(|| ask().send())
    });
    assert_eq!((count(&answers, 200), count(&answers, 412)), (1, 7));
}

/// The keys are the same text on both, and the data is the same rows.
fn a_native_host_serves_the_same_secrets(program: Program) {
    let stage = Stage::new(program);
    let database = shared().database();
    let url = database.url();
    let place = url.split_once('@').expect("a password").1;
    let spin = stage
        .spin()
        .on_postgresql()
        .variable("database_url", &url)
        .variable("database_host", place.split_once('/').expect("a database").0);
    let edge = spin.start(&stage.data()).expect("a start");
    let token = edge.owner_token().expect("a token").to_owned();
    let at_the_edge = Client::new(edge.address()).with_token(&token);
    let project = at_the_edge.new_project();
    let secret = at_the_edge.new_secret(&project, "shared", "made at the edge");

    let keys = stage.folder.path().join("root-keys");
    fs::write(&keys, stage.root_keys()).expect("a file");
    fs::set_permissions(&keys, Permissions::from_mode(0o600)).expect("a file of ours");
    let native = Native::new().variable("STRONGROOM_DATABASE", &url).flag("--root-key", &keys);
    let native = native.start(&stage.folder.path().join("native")).expect("a start");
    let natively = Client::new(native.address()).with_token(&token);
    assert_eq!(natively.reveal(&secret), "made at the edge");
    let body = json!({ "value": "changed natively" });
    let _ = natively.patch(&secret.path, &body).expect(200);
    assert_eq!(at_the_edge.reveal(&secret), "changed natively");

    // A token that one takes back is none at the other.
    let made = natively.issue(None);
    let short = at_the_edge.with_token(made["token"].as_str().expect("a token"));
    let list = format!("{SETTINGS}/{project}/");
    let _ = short.get(&list).expect(200);
    let id = made["id"].as_str().expect("an id");
    let _ = natively.delete(&format!("{API}/tokens/{id}")).expect(204);
    short.get(&list).refused(401, "unauthenticated");
}

macro_rules! with_a_postgresql {
    ($($name:ident),* $(,)?) => {
        mod on_the_test_host_of_spin {
            $(
                #[test]
                #[cfg_attr(without_postgres, ignore = "there is no PostgreSQL on this machine")]
                fn $name() {
                    super::$name(strongroom_tests::Program::TestHost);
                }
            )*
        }
        mod on_spin {
            $(
                #[test]
                #[cfg_attr(
                    any(without_postgres, not(there_is_spin)),
                    ignore = "there is no Spin 4.1 or no PostgreSQL on this machine"
                )]
                fn $name() {
                    super::$name(strongroom_tests::Program::Spin);
                }
            )*
        }
    };
}

with_a_postgresql! {
    secrets_are_kept_there_and_found_by_the_next_start,
    of_many_who_change_the_same_version_one_does,
    a_native_host_serves_the_same_secrets,
}
