//! The OpenAPI document that the server gives out, held against the server.

mod document;
mod management;
mod requests;

use std::collections::BTreeSet;

use document::Document;
use requests::{Arrangement, arrange};
use strongroom_tests::{On, Strongroom, on_every_deployment, raw, shared};

fn every_operation_answers_as_the_document_says(on: On) {
    // Of its own: it ends with a second organization, and others count on there being one.
    let strongroom = Strongroom::start(on);
    let document = Document::of(&strongroom.owner());
    let arrangement = arrange(strongroom.owner());
    let management = management::arrange(strongroom.owner());
    let login = ("login", management.login());
    let mut answered = BTreeSet::new();
    for (operation, ask) in arrangement.good().into_iter().chain([login]).chain(management.good()) {
        let answer = ask.send();
        assert!(answer.status < 300, "{operation}: {} {}", answer.status, answer.text());
        document.check(operation, &answer);
        answered.insert(operation.to_owned());
    }
    for (operation, ask) in management.policies() {
        document.check(operation, &ask.send().expect(501));
        answered.insert(operation.to_owned());
    }
    // None of the built-in types talks to a service: that these are done is the API suite's to see.
    answered.extend(["checkSecret", "rotateSecret"].map(str::to_owned));
    assert_eq!(answered, document.operations(), "each operation is asked for, and no other");
}

fn every_refusal_is_one_the_document_names(on: On) {
    let strongroom = shared(on);
    let document = Document::of(&strongroom.owner());
    let arrangement = arrange(strongroom.owner());
    let mut statuses = BTreeSet::new();
    for (operation, status, ask) in arrangement.refused() {
        let answer = ask.send().expect(status);
        document.check(operation, &answer);
        statuses.insert(status);
    }
    assert_eq!(statuses, BTreeSet::from([400, 403, 404, 406, 409, 412, 415, 422]));
}

fn whoever_has_no_token_gets_nothing_but_the_document(on: On) {
    let strongroom = shared(on);
    let owner = strongroom.owner();
    let document = Document::of(&owner);
    let management = management::arrange(owner.clone()).without_a_token();
    let arrangement = arrange(owner).without_a_token();
    let managing = management.good().into_iter().chain(management.policies());
    for (operation, ask) in arrangement.good().into_iter().chain(managing) {
        let answer = ask.send();
        let expected = if document.is_open(operation) { 200 } else { 401 };
        assert_eq!(answer.status, expected, "{operation}");
        document.check(operation, &answer);
    }
    let open: Vec<String> =
        document.operations().into_iter().filter(|name| document.is_open(name)).collect();
    assert_eq!(open, ["readDocument"]);
}

/// The server has no operation that the document does not have.
fn methods_that_the_document_does_not_name_are_not_allowed(on: On) {
    let strongroom = shared(on);
    let owner = strongroom.owner();
    let document = Document::of(&owner);
    let Arrangement { mut paths, .. } = arrange(owner.clone());
    paths.extend(management::arrange(owner.clone()).paths);
    assert_eq!(paths.keys().cloned().collect::<BTreeSet<_>>(), document.templates());
    let token = format!("bearer {}", owner.token());
    for (template, path) in paths {
        for method in ["GET", "PUT", "POST", "DELETE", "OPTIONS", "PATCH", "TRACE"] {
            if document.has(&template, method) {
                continue;
            }
            let headers = [("Authorization", token.as_str())];
            let answer = raw::send(owner.address(), method, &path, &headers, b"");
            assert_eq!(answer.status, 405, "{method} {path}: {}", answer.body);
        }
    }
}

/// The document is whole: what it refers to is there, and each operation has a name of its own.
fn the_document_is_sound(on: On) {
    let strongroom = shared(on);
    Document::of(&strongroom.owner()).is_sound();
}

on_every_deployment! {
    every_operation_answers_as_the_document_says,
    every_refusal_is_one_the_document_names,
    whoever_has_no_token_gets_nothing_but_the_document,
    methods_that_the_document_does_not_name_are_not_allowed,
    the_document_is_sound,
}
