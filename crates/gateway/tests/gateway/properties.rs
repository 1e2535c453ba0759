//! Whatever comes in: an answer goes out, and a planted value is nowhere in a refusal.

use proptest::prelude::*;

use crate::support::*;

const PLANTED: &str = "pl4nted-v4lue";

/// JSON of any shape with names of ours and of others, in which every text is the planted one.
fn json() -> impl Strategy<Value = String> {
    let leaf = prop_oneof![
        Just(format!("\"{PLANTED}\"")),
        Just(format!("\"{PLANTED}\\u0000\"")),
        Just("null".to_owned()),
        Just("-1.5e3".to_owned()),
        Just("\"secret/Custom\"".to_owned()),
        Just(PLANTED.to_owned()),
        Just(format!("\"{PLANTED}")),
    ];
    let name = prop_oneof![
        Just("name"),
        Just("value"),
        Just("labels"),
        Just("_type"),
        Just("description"),
        Just("scopes"),
        Just("on"),
        Just("permissions"),
        Just("secrets"),
        Just("key"),
        Just("fields"),
        Just("identity"),
        Just("issuer"),
        Just("claim"),
        Just("policies"),
        Just("text"),
        Just("principal"),
        Just("client_secret"),
        Just("grant_type"),
        Just("expires_in"),
        Just("other"),
        Just("not an identifier"),
    ];
    leaf.prop_recursive(4, 24, 6, move |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4)
                .prop_map(|list| format!("[{}]", list.join(","))),
            prop::collection::vec((name.clone(), inner), 0..6).prop_map(|members| {
                let member = |(name, value): &(&str, String)| format!("\"{name}\":{value}");
                format!("{{{}}}", members.iter().map(member).collect::<Vec<_>>().join(","))
            }),
        ]
    })
}

/// Every operation that takes a body.
fn writing() -> Vec<(String, String)> {
    let mut writing = Vec::new();
    for (template, methods) in document_paths() {
        for method in methods {
            if example_body(&template, &method).is_some() {
                writing.push((method.to_uppercase(), example(&template)));
            }
        }
    }
    writing
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn no_refusal_echoes_a_planted_value(body in json()) {
        let world = World::that_fails();
        for (method, target) in writing() {
            let response = now(gateway(&world).handle(send(&method, &target, body.as_bytes())));
            let text = String::from_utf8(response.body.expose().to_vec()).unwrap();
            prop_assert!(response.status >= 400);
            prop_assert!(!text.contains(PLANTED), "{method} {target} {body}: {text}");
            for header in &response.headers {
                prop_assert!(!header.value.contains(PLANTED));
            }
        }
    }

    #[test]
    fn every_request_has_an_answer(
        method in "(GET|HEAD|POST|PUT|PATCH|DELETE|\\PC{0,8})",
        target in "(/api/identity/v[12]/(settings|audit|me|tokens|projects|types|people|groups|clients|organizations|permissions)/)?[/%a-zA-Z0-9?&=.+]{0,60}",
        body in prop::collection::vec(any::<u8>(), 0..64),
    ) {
        let response = now(gateway(&World::default()).handle(send(&method, &target, &body)));
        prop_assert!((200..600).contains(&response.status));
    }

    #[test]
    fn arbitrary_bytes_are_refused_with_a_status_of_the_callers(
        body in prop::collection::vec(any::<u8>(), 0..256),
    ) {
        for (method, target) in writing() {
            let response = now(gateway(&World::default()).handle(send(&method, &target, &body)));
            prop_assert!(matches!(response.status, 400 | 422));
        }
    }
}

fn send(method: &str, target: &str, body: &[u8]) -> strongroom_gateway::Request {
    ask(method, target).header("content-type", "application/json").bytes(body).into_request()
}
