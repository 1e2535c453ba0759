//! What fails costs the requests it hit, and nothing else.
//!
//! A core that traps and one that never ends, in the real host.

use strongroom_tests::hostile::{Arrangement, VALUE, arrange, attack, path};
use strongroom_tests::{Answer, Client, Strongroom, raw};

fn metric(strongroom: &Strongroom, name: &str) -> u64 {
    let metrics = raw::send(strongroom.running().address(), "GET", "/metrics", &[], b"").body;
    let value = metrics.lines().find_map(|line| line.strip_prefix(name)?.trim().parse().ok());
    value.unwrap_or_else(|| panic!("{name}: {metrics}"))
}

/// Answered, logged with its id, and the reason in the log as well.
fn was_failed_by_the_core(strongroom: &Strongroom, answer: &Answer) {
    let running = strongroom.running();
    running.wait_for_line(&["the core failed under this request", answer.request_id()]);
    running.wait_for_line(&["an instance of the core failed"]);
    answer.clone().refused(500, "internal");
    let log = strongroom.log();
    assert!(!log.contains(VALUE), "{log}");
}

#[test]
fn a_trap_fails_its_request_and_a_fresh_instance_serves_the_next() {
    let Arrangement { strongroom, secret, .. } = arrange(&[]);
    let owner = strongroom.owner();
    assert_eq!(attack(&owner, &secret, "keep-the-permit"), "kept");
    was_failed_by_the_core(&strongroom, &owner.get(&path(&secret, "trap")));
    assert_eq!(attack(&owner, &secret, "with-the-right-permit"), format!("opened {VALUE}"));
    // Nothing of the old instance is in the new one.
    let kept = attack(&owner, &secret, "with-the-permit-of-an-earlier-request");
    assert_eq!(kept, "no permit was kept");
    assert_eq!(metric(&strongroom, "strongroom_core_traps_total"), 1);
}

/// The thread that computes for ever still answers others while it does, until it is ended.
#[test]
fn what_never_ends_is_ended_and_starves_no_connection_of_its_thread() {
    let Arrangement { strongroom, secret, .. } = arrange(&[("--stuck-timeout", "1s")]);
    let owner = strongroom.owner();
    std::thread::scope(|scope| {
        let spinning = scope.spawn(|| owner.get(&path(&secret, "spin")));
        // Counted by the one worker there is: it sees the other request under way.
        while metric(&strongroom, "strongroom_http_requests_in_flight") < 2 {
            assert!(!spinning.is_finished(), "it ended and was never seen");
        }
        let healthy = Client::new(owner.address()).get("/healthz");
        assert_eq!(healthy.expect(200).text(), "up\n");
        was_failed_by_the_core(&strongroom, &spinning.join().expect("an answer"));
    });
    assert_eq!(attack(&owner, &secret, "with-the-right-permit"), format!("opened {VALUE}"));
    assert_eq!(metric(&strongroom, "strongroom_core_traps_total"), 1);
}

#[test]
fn one_trap_after_another_does_not_end_the_server() {
    let Arrangement { strongroom, secret, .. } = arrange(&[]);
    let owner = strongroom.owner();
    for _ in 0..5 {
        was_failed_by_the_core(&strongroom, &owner.get(&path(&secret, "trap")));
        let ready = Client::new(owner.address()).get("/readyz");
        assert_eq!(ready.expect(200).text(), "ready\n");
    }
    assert_eq!(metric(&strongroom, "strongroom_core_traps_total"), 5);
}
