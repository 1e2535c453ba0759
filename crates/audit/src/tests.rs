#![allow(clippy::unwrap_used, reason = "tests")]

use proptest::prelude::*;
use strongroom_model::audit::{AuthenticationFailure, Event};

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
        // A denial is of an owner or of a secret.
        let denied = matches!(event, Event::Denied { .. });
        prop_assume!(!there && !(failed && which == 0) && !(denied && which == 1));
        prop_assert_eq!(facts.event(None), Err(Broken));
    }
}

#[test]
fn facts_of_no_event_are_refused() {
    let event =
        Event::AuthenticationFailed { reason: AuthenticationFailure::Unknown, principal: None };
    let facts = Facts::of(&event, None);
    assert_eq!(facts.detail.as_deref(), Some(r#"{"reason":"unknown"}"#));
    for detail in [None, Some(""), Some("{}"), Some("null"), Some(r#"{"reason":"other"}"#)] {
        let detail = detail.map(str::to_owned);
        assert_eq!(Facts { detail, ..facts.clone() }.event(None), Err(Broken));
    }
    assert_eq!(Facts { name: "another-event".into(), ..facts }.event(None), Err(Broken));
}
