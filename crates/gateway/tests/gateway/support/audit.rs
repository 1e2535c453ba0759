//! An audit log with one event of each kind.

use strongroom_audit::{Entry, written};
use strongroom_model::audit::{AuthenticationFailure, Caller, Context, Credential, Event, Record};
use strongroom_model::log::{Break, BreakKind, Consumer, Proof, Verification};
use strongroom_model::{
    Action, Member, MemberKind, Outcome, Owner, Principal, PrincipalKind, Role, RotationStep,
    VersionNumber, Visibility,
};

use super::administration::scopes;
use super::vault::key;
use super::{CUSTOM, ORGANIZATION, PROJECT, REGISTRY, USER, id};

/// By a person with an API token, a client and a person with a provider's token in turn.
pub(super) fn entry((index, event): (usize, Event)) -> Entry {
    let is_known = !matches!(event, Event::AuthenticationFailed { .. });
    let context = Context {
        request_id: format!("r-{index}"),
        peer: is_known.then(|| "192.0.2.1".to_owned()),
    };
    let (kind, credential) = match index % 3 {
        0 => (PrincipalKind::Person, Credential::ApiToken(id(CUSTOM))),
        1 => (PrincipalKind::Client, Credential::AccessToken(id(CUSTOM))),
        _ => (PrincipalKind::Person, Credential::IdentityToken),
    };
    let caller =
        is_known.then(|| Caller { principal: Principal { kind, id: id(USER) }, credential });
    let record = Record { at: 1_722_887_600, context, caller, event };
    Entry { number: 99 - index as u64, record: written(record) }
}

/// A break, with all there is to say of one.
pub(super) fn verification() -> Verification {
    let broken = Break {
        kind: BreakKind::RecordChanged,
        record: Some(7),
        since: Some(1_722_887_600),
        until: Some(1_722_887_700),
    };
    Verification {
        checkpoints: 2,
        records: 1_500,
        unsigned: 3,
        uncovered: 500,
        covered_until: Some(1_722_887_600),
        head: Some("0f".repeat(48)),
        broken: Some(broken),
        next: Some("2.1722887600.99".to_owned()),
    }
}

/// One with each kind of proof.
pub(super) fn consumers() -> [Consumer; 3] {
    let consumer = |kind, proof, reveals| Consumer {
        principal: Principal { kind, id: id(USER) },
        proof,
        reveals,
        first: 1_722_887_600,
        last: 1_722_887_700,
    };
    [
        consumer(PrincipalKind::Person, Proof::ApiToken(id(CUSTOM)), 3),
        consumer(PrincipalKind::Client, Proof::AccessToken, 20_000),
        consumer(PrincipalKind::Person, Proof::IdentityToken, 1),
    ]
}

/// One of each kind, and of those that have two forms both.
pub(crate) fn events(owner: Owner) -> Vec<Event> {
    let principal = Some(Principal { kind: PrincipalKind::Client, id: id(CUSTOM) });
    let mut events: Vec<Event> = AuthenticationFailure::ALL
        .into_iter()
        .map(|reason| Event::AuthenticationFailed { reason, principal: None })
        .collect();
    let reason = AuthenticationFailure::Revoked;
    events.push(Event::AuthenticationFailed { reason, principal });
    events.extend(of_secrets(owner));
    events.extend(of_places());
    events.extend(of_people());
    events.extend(of_machines(owner));
    events
}

fn of_secrets(owner: Owner) -> Vec<Event> {
    let (secret, version) = (key("Custom", CUSTOM), VersionNumber::FIRST);
    let denied = |secret| Event::Denied { action: Action::Reveal, owner, secret };
    let revealed = |fields, format| Event::SecretRevealed {
        owner,
        secret: secret.clone(),
        version,
        fields,
        format,
    };
    vec![
        denied(None),
        denied(Some(secret.clone())),
        Event::SecretCreated { owner, secret: secret.clone(), version },
        Event::SecretUpdated { owner, secret: secret.clone(), version },
        Event::SecretDeleted { owner, secret: secret.clone(), version },
        Event::SecretRestored { owner, secret: secret.clone(), version },
        Event::SecretPurged { owner, secret: secret.clone(), version },
        revealed(None, None),
        revealed(Some(vec!["value".parse().unwrap()]), None),
        revealed(None, Some("dotenv-docker".parse().unwrap())),
        Event::SecretChecked { owner, secret: secret.clone(), version, outcome: Outcome::Rejected },
        Event::ValuesExamined { owner, examined: 12 },
        Event::RotationStepped {
            owner,
            secret: secret.clone(),
            version,
            step: RotationStep::Test,
            outcome: Outcome::Done,
        },
        Event::RotationDropped { owner, secret: secret.clone(), version },
    ]
}

fn of_places() -> Vec<Event> {
    let (organization, project, user) = (id(ORGANIZATION), id(PROJECT), id(USER));
    let name = || "Search".parse().unwrap();
    let visibility = Visibility::Internal;
    let owner = Owner { kind: strongroom_model::OwnerKind::Project, id: project };
    let member = |kind| Member { kind, id: user };
    vec![
        Event::Initialized { organization, user },
        Event::OrganizationCreated { organization, name: name() },
        Event::OrganizationRenamed { organization, name: name() },
        Event::ProjectCreated { project, name: name(), visibility },
        Event::ProjectChanged { project, name: name(), visibility },
        Event::ProjectDeleted { organization, project, name: name() },
        Event::MemberSet { owner, member: member(MemberKind::User), role: Role::Writer },
        Event::MemberRemoved { owner, member: member(MemberKind::Group) },
    ]
}

fn of_people() -> Vec<Event> {
    let (organization, user, group) = (id(ORGANIZATION), id(USER), id(CUSTOM));
    let name = || "Staff".parse().unwrap();
    vec![
        Event::PersonCreated { organization: Some(organization), user },
        Event::PersonCreated { organization: None, user },
        Event::PersonRenamed { user },
        Event::PersonSuspended { user },
        Event::PersonReinstated { user },
        Event::PersonRemoved { user },
        Event::GroupsSynchronized {
            organization,
            user,
            joined: vec![group, id(REGISTRY)],
            left: vec![],
        },
        Event::GroupCreated { organization, group, name: name() },
        Event::GroupChanged { organization, group, name: name() },
        Event::GroupDeleted { organization, group },
        Event::GroupMemberAdded { organization, group, user },
        Event::GroupMemberRemoved { organization, group, user },
    ]
}

fn of_machines(owner: Owner) -> Vec<Event> {
    let (client, token, access_token) = (id(CUSTOM), id(CUSTOM), id(REGISTRY));
    let (organization, name) = (id(ORGANIZATION), || "build".parse().unwrap());
    vec![
        Event::ClientCreated { owner, client, name: name(), scopes: scopes() },
        Event::ClientSecretRenewed { owner, client },
        Event::ClientRevoked { owner, client },
        Event::ClientSignedIn { owner, client, access_token },
        Event::TokenCreated { token, scopes: None },
        Event::TokenCreated { token, scopes: Some(scopes()) },
        Event::TokenRevoked { token },
        Event::PolicySet { organization, name: name() },
        Event::PolicyDeleted { organization, name: name() },
    ]
}
