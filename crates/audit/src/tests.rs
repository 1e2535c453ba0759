#![allow(clippy::unwrap_used, reason = "tests")]

use proptest::prelude::*;
use strongroom_model::audit::{AuthenticationFailure, Event};
use strongroom_model::{Owner, OwnerKind, Principal, PrincipalKind};

use crate::strategies::{caller, event, owner, secret, version};
use crate::{Broken, Facts};

proptest! {
    #[test]
    fn an_event_comes_back_from_its_facts(event in event(), caller in prop::option::of(caller())) {
        let facts = Facts::of(&event, caller.as_ref());
        prop_assert_eq!(facts.event(caller.as_ref()), Ok(event));
    }

    #[test]
    fn a_fact_that_the_event_does_not_have_is_refused(
        event in event(),
        owner in owner(),
        secret in secret(),
        version in version(),
        which in 0_usize..4,
    ) {
        let mut facts = Facts::of(&event, None);
        let there = match which {
            0 => facts.owner.replace(owner).is_some(),
            1 => facts.secret.replace(secret).is_some(),
            2 => facts.version.replace(version).is_some(),
            _ => facts.detail.replace(r#"{"reason":"expired"}"#.to_owned()).is_some(),
        };
        // A failed authentication may be in any log: that of the client's owner is looked up.
        let failed = matches!(event, Event::AuthenticationFailed { .. });
        // A refusal may be about a secret and may not be.
        let denied = matches!(event, Event::Denied { .. });
        prop_assume!(!(there || failed && which == 0 || denied && which == 1));
        prop_assert_eq!(facts.event(None), Err(Broken));
    }
}

#[test]
fn of_a_failed_authentication_the_client_is_known_without_the_event() {
    let id = strongroom_model::Id::from_bytes([7; 20]);
    let failed = |kind| {
        let principal = Some(Principal { kind, id });
        let event =
            Event::AuthenticationFailed { reason: AuthenticationFailure::Unknown, principal };
        Facts::of(&event, None)
    };
    assert_eq!(failed(PrincipalKind::Client).failed_client(), Some(id));
    assert_eq!(failed(PrincipalKind::Person).failed_client(), None);
    let revoked =
        Event::ClientRevoked { owner: Owner { kind: OwnerKind::Project, id }, client: id };
    assert_eq!(Facts::of(&revoked, None).failed_client(), None);
    let broken = Facts { detail: None, ..failed(PrincipalKind::Client) };
    assert_eq!(broken.failed_client(), None);
}

#[test]
fn facts_of_no_event_are_refused() {
    let event =
        Event::AuthenticationFailed { reason: AuthenticationFailure::Unknown, principal: None };
    let facts = Facts::of(&event, None);
    assert_eq!(facts.detail.as_deref(), Some(r#"{"reason":"unknown"}"#));
    for detail in [
        None,
        Some(""),
        Some("{}"),
        Some("null"),
        Some(r#"{"reason":"other"}"#),
        Some(r#"{"reason":"unknown","more":1}"#),
        Some(r#"{"reason":"unknown","name":"n"}"#),
    ] {
        let detail = detail.map(str::to_owned);
        assert_eq!(Facts { detail, ..facts.clone() }.event(None), Err(Broken));
    }
    assert_eq!(Facts { name: "another-event".into(), ..facts }.event(None), Err(Broken));
}
