//! Hostile compositions: a vault that tries to open what it has no permit for, in the vault's place.
//!
//! It is wired to the real authorizer, sealer and store, runs in the real host, and works on a
//! database that the real core made. Asked to reveal, it does what the name of the field says.

use std::path::Path;
use std::sync::Arc;

use serde_json::Value;
use strongroom_compose::{Components, Error, compose};
use strongroom_tests::{Client, Native, Secret, Strongroom, artefacts};

const VALUE: &str = "the value that no attack may see";

/// Components as the build leaves them, by the names that compositions give them.
struct Built;

impl Components for Built {
    fn component(&self, package: &str) -> Result<Vec<u8>, Error> {
        let path = artefacts::component(&format!("{}-component", package.replace(':', "-")));
        std::fs::read(&path).map_err(|source| Error::Unreadable { path, source })
    }
}

fn hostile_core(file: &Path) -> Native {
    let source = artefacts::source("components/hostile/vault.wac");
    let core = compose(&source, &Built).expect("a hostile composition");
    std::fs::write(file, core).expect("a file of the hostile core");
    // One worker has one instance of the core: what an attack keeps, the next one finds.
    Native::new().core(file).flag("--workers", "1")
}

/// A hostile server over a secret that an honest one made.
struct Arrangement {
    strongroom: Strongroom,
    secret: Secret,
    reader: String,
}

fn arrange() -> Arrangement {
    let mut strongroom = Strongroom::start(Arc::new(Native::new()));
    let owner = strongroom.owner();
    let project = owner.new_project();
    let secret = owner.new_secret(&project, "target", VALUE);
    let reader = owner.new_token(Some(&[(&project, "Reader")])).token().to_owned();
    assert!(strongroom.stop().success());
    let hostile = hostile_core(&strongroom.folder().join("hostile.wasm"));
    strongroom.move_to(Arc::new(hostile));
    strongroom.start_again();
    Arrangement { strongroom, secret, reader }
}

fn attack(client: &Client, secret: &Secret, name: &str) -> String {
    let answer = client.get(&format!("{}&field={name}", secret.revealed())).expect(200).json();
    match &answer["value"] {
        Value::String(outcome) => outcome.clone(),
        Value::Object(fields) => fields[name].as_str().expect("a text").to_owned(),
        other => panic!("{name}: {other}"),
    }
}

#[test]
fn a_vault_opens_nothing_but_what_its_permit_covers() {
    let Arrangement { strongroom, secret, reader } = arrange();
    let owner = strongroom.owner();
    // Without this one, the others could fail for any reason.
    assert_eq!(attack(&owner, &secret, "with-the-right-permit"), format!("opened {VALUE}"));
    for name in [
        "with-a-permit-to-read",
        "with-a-permit-to-update",
        "with-a-permit-for-another-secret",
        "with-a-permit-for-another-version",
        "with-a-permit-for-no-version",
        "with-a-permit-for-another-type",
        "with-a-permit-for-another-owner",
    ] {
        assert_eq!(attack(&owner, &secret, name), "refused", "{name}");
    }
    let reader = owner.with_token(&reader);
    assert_eq!(attack(&reader, &secret, "with-a-permit-to-read"), "refused");
    assert_eq!(attack(&reader, &secret, "with-the-right-permit"), "denied Denial::Forbidden");
}

#[test]
fn a_permit_does_not_outlive_its_request() {
    let Arrangement { strongroom, secret, .. } = arrange();
    let owner = strongroom.owner();
    assert_eq!(attack(&owner, &secret, "keep-the-permit"), "kept");
    assert_eq!(attack(&owner, &secret, "with-the-permit-of-an-earlier-request"), "refused");
}

#[test]
fn permits_of_another_make_do_not_compose() {
    let source = artefacts::source("components/hostile/forged-permits.wac");
    let error = compose(&source, &Built).expect_err("a composition with forged permits");
    let said = error.to_string();
    assert!(said.contains("permit"), "{said}");
    // The same parts compose where the permits are of one make.
    let honest = source.replace("...forger", "...authorizer");
    assert!(compose(&honest, &Built).is_ok());
}

#[test]
fn a_vault_that_is_given_no_permits_does_not_compose() {
    let source = artefacts::source("components/hostile/vault.wac");
    let without = source.replace("{ ...authorizer, ...sealer, ...store, ... }", "{ ...sealer, ...store, ... }");
    assert_ne!(source, without);
    let error = compose(&without, &Built).expect_err("a vault wired to nobody's permits");
    let said = error.to_string();
    assert!(said.contains("permit") || said.contains("session"), "{said}");
}
