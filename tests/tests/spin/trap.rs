//! A trap ends every request of its instance, and nothing else.

use strongroom_tests::hostile::{self, Arrangement, VALUE, attack};
use strongroom_tests::{Program, Spin, raw};

use crate::{apart, count};

#[test]
fn the_next_request_finds_a_fresh_instance() {
    let Arrangement { strongroom, secret, .. } =
        hostile::arrange_on_spin(&Spin::by(Program::TestHost));
    let owner = strongroom.owner();
    assert_eq!(attack(&owner, &secret, "keep-the-permit"), "kept");
    for traps in 1..=3 {
        let bearer = format!("Bearer {}", owner.token());
        let headers = [("Authorization", bearer.as_str())];
        let path = hostile::path(&secret, "trap");
        let answer = raw::send(owner.address(), "GET", &path, &headers, b"");
        assert_eq!((answer.status, answer.body.as_str()), (500, ""));
        assert_eq!(count(owner.address(), "traps"), traps);
        // Nothing of the old instance is in the new one.
        let kept = attack(&owner, &secret, "with-the-permit-of-an-earlier-request");
        assert_eq!(kept, "no permit was kept");
        assert_eq!(attack(&owner, &secret, "with-the-right-permit"), format!("opened {VALUE}"));
        assert_eq!(attack(&owner, &secret, "keep-the-permit"), "kept");
    }
    assert!(!strongroom.log().contains(VALUE));
}

/// What was acknowledged stays, and every request gets an answer, if only that it failed.
#[test]
fn others_in_the_instance_get_an_answer() {
    let spin = Spin::by(Program::TestHost).flag("--delay-statements", "4");
    let Arrangement { strongroom, secret, .. } = hostile::arrange_on_spin(&spin);
    let owner = strongroom.owner();
    std::thread::scope(|scope| {
        for thread in 0..8 {
            let (client, secret) = (apart(&owner), &secret);
            scope.spawn(move || {
                let bearer = format!("Bearer {}", client.token());
                let headers = [("Authorization", bearer.as_str())];
                for round in 0..10 {
                    let is_trap = thread == 0 && round % 2 == 1;
                    let deed = if is_trap { "trap" } else { "with-the-right-permit" };
                    let path = hostile::path(secret, deed);
                    let answer = raw::send(client.address(), "GET", &path, &headers, b"");
                    assert!(matches!(answer.status, 200 | 500), "{}", answer.head);
                    assert!(!is_trap || answer.status == 500, "{}", answer.head);
                }
            });
        }
    });
    assert_eq!(attack(&owner, &secret, "with-the-right-permit"), format!("opened {VALUE}"));
    assert_eq!(count(owner.address(), "traps"), 5);
}
