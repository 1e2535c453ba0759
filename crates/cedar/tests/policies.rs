//! Policies that an organization writes.

#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a test")]

use strongroom_cedar::{Engine, Question, Verdict};
use strongroom_model::{
    Action, Id, Owner, OwnerKind, Principal, PrincipalKind, Role, SecretKey, Visibility,
};
use strongroom_ports::policies::Source;
use strongroom_ports::principals::Standing;

const ORGANIZATION: u8 = 1;
const PROJECT: u8 = 2;
const SECRET: u8 = 3;
const PERSON: u8 = 4;
const GROUP: u8 = 5;

fn id(number: u8) -> Id {
    Id::new(1_700_000_000, [number; 16])
}

fn source(name: &str, text: &str) -> Source {
    Source { name: name.into(), text: text.into() }
}

fn reader() -> Standing {
    Standing {
        exists: true,
        visibility: Some(Visibility::Private),
        role: Some(Role::Reader),
        organization: Some(id(ORGANIZATION)),
        organization_role: Some(Role::Contributor),
        policy_revision: 1,
    }
}

/// What a person in a group may do to a secret of a project, under these policies.
fn ask(texts: &[(&str, &str)], standing: &Standing, action: Action) -> Verdict {
    let engine = Engine::new().unwrap();
    let sources: Vec<Source> = texts.iter().map(|(name, text)| source(name, text)).collect();
    let (policies, left_out) = engine.compile(&sources).unwrap();
    assert_eq!(left_out, Vec::<String>::new());
    let secret = SecretKey { type_name: "Custom".parse().unwrap(), id: id(SECRET) };
    let question = Question {
        principal: Principal { kind: PrincipalKind::Person, id: id(PERSON) },
        groups: &[id(GROUP)],
        standing,
        action,
        owner: Owner { kind: OwnerKind::Project, id: id(PROJECT) },
        secret: Some(&secret),
    };
    engine.decide(&policies, &question).unwrap()
}

#[test]
fn a_policy_permits_what_roles_alone_do_not() {
    assert!(!ask(&[], &reader(), Action::Reveal).allowed);
    let text = format!(
        r#"permit (principal in Group::"{}", action == Action::"reveal", resource);"#,
        id(GROUP)
    );
    let verdict = ask(&[("on-call", &text)], &reader(), Action::Reveal);
    assert!(verdict.allowed);
    assert_eq!(verdict.because_of, ["on-call"]);
}

#[test]
fn a_policy_forbids_what_roles_permit_and_no_other_policy_helps() {
    let owner = Standing { role: Some(Role::Owner), ..reader() };
    assert!(ask(&[], &owner, Action::Reveal).allowed);
    let forbid = r#"forbid (principal, action == Action::"reveal", resource)
        unless { resource is Secret && resource.kind == "S3Connection" };"#;
    let permit = "permit (principal, action, resource);";
    let verdict = ask(&[("no-reveal", forbid), ("all", permit)], &owner, Action::Reveal);
    assert!(!verdict.allowed && verdict.forbidden);
    assert_eq!(verdict.because_of, ["no-reveal"]);
    assert!(ask(&[("no-reveal", forbid)], &owner, Action::Update).allowed);
}

#[test]
fn a_policy_can_speak_of_one_project_one_secret_and_the_organization() {
    for (kind, number) in [("Project", PROJECT), ("Secret", SECRET), ("Organization", ORGANIZATION)]
    {
        let of = |number| {
            format!(
                r#"permit (principal, action == Action::"reveal", resource in {kind}::"{}");"#,
                id(number)
            )
        };
        assert!(ask(&[("one", &of(number))], &reader(), Action::Reveal).allowed, "{kind}");
        assert!(!ask(&[("other", &of(99))], &reader(), Action::Reveal).allowed, "{kind}");
    }
}

#[test]
fn several_policies_of_one_text_are_told_apart() {
    let text = r#"permit (principal, action == Action::"read", resource);
        permit (principal, action == Action::"reveal", resource);"#;
    let verdict = ask(&[("two", text)], &reader(), Action::Reveal);
    assert_eq!(verdict.because_of, ["two#2"]);
}

#[test]
fn what_is_wrong_is_told_with_its_place() {
    let engine = Engine::new().unwrap();
    let cases = [
        ("syntax", "permit (principal, action, resource)\nwhen { ; };", 2, "unexpected token"),
        (
            "an action there is not",
            "permit (\n  principal,\n  action == Action::\"open\",\n  resource\n);",
            3,
            "open",
        ),
        (
            "a member there is not",
            "permit (principal, action, resource)\nwhen { context.colour == \"red\" };",
            2,
            "colour",
        ),
        (
            "a member that may be missing",
            "permit (principal, action, resource)\nwhen { context.projectRole == \"Reader\" };",
            2,
            "projectRole",
        ),
        ("a template", "permit (principal == ?principal, action, resource);", 0, "template"),
        ("nothing", "// only a comment\n", 0, "at least one"),
    ];
    for (what, text, line, word) in cases {
        let findings = engine.check(&[source("mine", text)]);
        assert!(findings.iter().any(|one| one.is_error), "{what}: {findings:?}");
        assert!(
            findings.iter().any(|one| one.line == line && one.message.contains(word)),
            "{what}: {findings:?}"
        );
        assert!(findings.iter().all(|one| one.name == "mine"), "{what}");
        let (_, left_out) = engine.compile(&[source("mine", text)]).unwrap();
        assert_eq!(left_out, ["mine"], "{what}: is not put to use");
    }
}

#[test]
fn a_doubtful_policy_is_warned_of_and_used() {
    let engine = Engine::new().unwrap();
    let text = r#"permit (principal is Client, action, resource)
        when { principal in Group::"x" };"#;
    let findings = engine.check(&[source("mine", text)]);
    assert!(!findings.is_empty() && findings.iter().all(|one| !one.is_error), "{findings:?}");
}

#[test]
fn the_built_in_texts_are_good_policies_under_their_own_schema() {
    let engine = Engine::new().unwrap();
    assert_eq!(engine.check(&[source("base", Engine::base())]), []);
    assert!(Engine::schema().contains("entity Person"));
}
