//! Hostile compositions: a vault that tries to open what it has no permit for, in the vault's place.
//!
//! It is wired to the real authorizer, sealer and store, runs in the real host, and works on a
//! database that the real core made. Asked to reveal, it does what the name of the field says.

use strongroom_tests::artefacts;
use strongroom_tests::hostile::{Arrangement, VALUE, arrange, arrange_on_spin, attack, compose};

fn a_vault_opens_nothing_but_what_its_permit_covers(arranged: Arrangement) {
    let Arrangement { strongroom, secret, reader } = arranged;
    let owner = strongroom.owner();
    // Without this one, the others could fail for any reason.
    assert_eq!(attack(&owner, &secret, "with-the-right-permit"), format!("opened {VALUE}"));
    for name in [
        "with-a-permit-to-read",
        "with-a-permit-to-update",
        "with-a-permit-for-another-secret",
        "with-a-permit-for-another-version",
        "with-a-permit-for-no-version",
        "with-a-permit-for-another-field",
        "with-a-permit-for-another-type",
        "with-a-permit-for-another-owner",
    ] {
        assert_eq!(attack(&owner, &secret, name), "refused", "{name}");
    }
    let reader = owner.with_token(&reader);
    assert_eq!(attack(&reader, &secret, "with-a-permit-to-read"), "refused");
    let denied = attack(&reader, &secret, "with-the-right-permit");
    assert!(denied.starts_with("denied") && denied.contains("forbidden"), "{denied}");
}

fn a_permit_does_not_outlive_its_request(arranged: Arrangement) {
    let Arrangement { strongroom, secret, .. } = arranged;
    let owner = strongroom.owner();
    assert_eq!(attack(&owner, &secret, "keep-the-permit"), "kept");
    assert_eq!(attack(&owner, &secret, "with-the-permit-of-an-earlier-request"), "refused");
}

#[test]
fn permits_of_another_make_do_not_compose() {
    let source = artefacts::source("components/hostile/forged-permits.wac");
    let error = compose(&source).expect_err("a composition with forged permits");
    let said = error.to_string();
    assert!(said.contains("permit"), "{said}");
    // The same parts compose where the permits are of one make.
    let honest = source.replace("...forger", "...authorizer");
    assert!(compose(&honest).is_ok());
}

#[test]
fn a_vault_that_is_given_no_permits_does_not_compose() {
    let source = artefacts::source("components/hostile/vault.wac");
    let wiring = "{ ...authorizer, ...sealer, ...store, ... }";
    let without = source.replace(wiring, "{ ...sealer, ...store, ... }");
    assert_ne!(source, without);
    let error = compose(&without).expect_err("a vault wired to nobody's permits");
    let said = error.to_string();
    assert!(said.contains("permit") || said.contains("session"), "{said}");
}

/// Makes a test of each function for each platform that a hostile vault is composed into.
macro_rules! in_the_vaults_place {
    ($($name:ident),* $(,)?) => {
        mod in_the_native_host {
            $(
                #[test]
                fn $name() {
                    super::$name(super::arrange(&[]));
                }
            )*
        }
        strongroom_tests::on_spin! {
            $($name => |program| {
                super::$name(super::arrange_on_spin(&strongroom_tests::Spin::by(program)));
            }),*
        }
    };
}

in_the_vaults_place! {
    a_vault_opens_nothing_but_what_its_permit_covers,
    a_permit_does_not_outlive_its_request,
}
