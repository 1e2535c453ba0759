//! Policies: who may reach them, and what an authorizer without them says.

use strongroom_model::{Action, Permission, Role};
use strongroom_ports::administration::Error;
use strongroom_ports::policies::{Policies, Question, Source};
use strongroom_ports::sessions::{Reason, Session};

use crate::engine::HAS_POLICIES;
use crate::support::{
    ADMINISTRATOR, Caller, ME, ORGANIZATION, Stage, THEIRS, id, organization, run, scope, wide,
};

fn source(text: &str) -> Source {
    Source { name: "a policy".to_owned(), text: text.to_owned() }
}

fn attempts(stage: &Stage, session: &Caller) -> [Result<(), Error>; 5] {
    let (authorizer, on) = (&stage.authorizer, id(ORGANIZATION));
    let question = Question {
        principal: session.caller().principal,
        action: Action::Read,
        owner: organization(),
        secret: None,
    };
    [
        run(authorizer.list_policies(session, on)).map(drop),
        run(authorizer.set_policy(session, on, source(""))).map(drop),
        run(authorizer.delete_policy(session, on, "a policy".to_owned())),
        run(authorizer.check_policies(session, on, vec![])).map(drop),
        run(authorizer.explain(session, on, question, vec![])).map(drop),
    ]
}

fn all(error: Error) -> [Result<(), Error>; 5] {
    std::array::from_fn(|_| Err(error.clone()))
}

#[test]
fn owners_of_the_organization_alone_reach_its_policies() {
    let stage = Stage::new();
    for stranger in [ME, THEIRS] {
        assert_eq!(attempts(&stage, &stage.whole(stranger)), all(Error::NotFound));
    }
    for role in [Role::Contributor, Role::Maintainer] {
        stage.hold(ME, organization(), role);
        assert_eq!(attempts(&stage, &stage.whole(ME)), all(Error::Forbidden(Reason::Role)));
    }
    use Permission::{Manage, Metadata, Reveal, Write};
    let scopes = vec![wide(&[Metadata, Reveal, Write])];
    let scoped = stage.session(ADMINISTRATOR, Some(scopes));
    assert_eq!(attempts(&stage, &scoped), all(Error::Forbidden(Reason::Scope)));
    let manager = stage.session(ADMINISTRATOR, Some(vec![scope(organization(), &[Manage])]));
    for answer in attempts(&stage, &manager) {
        assert!(!matches!(answer, Err(Error::Forbidden(_))), "{answer:?}");
    }
}

#[test]
fn without_policies_an_owner_is_told_so() {
    if HAS_POLICIES {
        return;
    }
    let stage = Stage::new();
    assert_eq!(attempts(&stage, &stage.whole(ADMINISTRATOR)), all(Error::NotSupported));
    assert!(stage.events().is_empty());
}
