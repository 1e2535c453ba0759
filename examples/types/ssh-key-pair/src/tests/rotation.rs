//! New pairs, and when none is made.

use std::os::unix::fs::PermissionsExt;
use std::process::Command;

use strongroom_secret_type::http::{Error, Request, Response};
use strongroom_secret_type::testing::about;

use super::*;

/// The type talks to nobody.
fn nobody(_: Request) -> Result<Response, Error> {
    panic!("a request is sent")
}

fn fields(pairs: Pairs<'_>) -> Fields {
    testing::with(pairs, &[])
}

fn create(pairs: Pairs<'_>) -> Result<Fields, Failure> {
    SshKeyPair::create(&nobody, &about("deploy"), &fields(pairs))
}

#[test]
fn makes_a_pair_of_the_same_kind_with_the_same_comment() {
    for (private, public) in [
        (keys::ED25519, keys::ED25519_PUBLIC),
        (keys::P256, keys::P256_PUBLIC),
        (keys::P384, keys::P384_PUBLIC),
    ] {
        let current =
            [(PRIVATE_KEY, private), (PUBLIC_KEY, public.trim_end()), (ROTATION, FROM_HERE)];
        let next = SshKeyPair::validate(create(&current).unwrap()).unwrap();
        let line = next.text(PUBLIC_KEY).unwrap().unwrap();
        let words = |line: &str| -> Vec<String> { line.split(' ').map(str::to_owned).collect() };
        let (new, old) = (words(line), words(public.trim_end()));
        assert_eq!((&new[0], new.get(2)), (&old[0], old.get(2)));
        assert_ne!(new[1], old[1]);
        assert_eq!(next.text(ROTATION), Ok(Some(FROM_HERE)));
    }
}

#[test]
fn a_rotation_goes_through_its_steps_without_asking_anybody() {
    let pairs = [(PRIVATE_KEY, keys::ED25519), (ROTATION, FROM_HERE)];
    let (about, current, next) = (about("deploy"), fields(&pairs), create(&pairs).unwrap());
    for _ in 0..2 {
        SshKeyPair::set(&nobody, &about, &current, &next).unwrap();
        SshKeyPair::test(&nobody, &about, &current, &next).unwrap();
        SshKeyPair::finish(&nobody, &about, &current, &next).unwrap();
        SshKeyPair::revoke(&nobody, &about, &next, &current).unwrap();
    }
    assert_eq!(next.bytes(PUBLIC_KEY), None, "none was stored before");
}

#[test]
fn a_protected_pair_is_followed_by_a_protected_one() {
    let current =
        [(PRIVATE_KEY, keys::PROTECTED), (PASSPHRASE, keys::PASSPHRASE), (ROTATION, FROM_HERE)];
    let next = SshKeyPair::validate(create(&current).unwrap()).unwrap();
    assert!(Pair::told(&next).unwrap().is_protected());
    assert_eq!(next.text(PASSPHRASE), Ok(Some(keys::PASSPHRASE)));
    let without = [current[0], current[2]];
    assert!(matches!(create(&without), Err(Failure::Invalid(_))));
}

#[test]
fn makes_none_where_machines_were_given_the_public_key_by_hand() {
    for rotation in [&[][..], &[(ROTATION, "by-hand")][..]] {
        let mut pairs = vec![(PRIVATE_KEY, keys::ED25519)];
        pairs.extend(rotation);
        let Err(Failure::Invalid(problems)) = create(&pairs) else { panic!("is made") };
        assert!(problems.iter().all(|problem| problem.field == ROTATION));
    }
}

#[test]
fn makes_no_rsa_keys() {
    let made = create(&[(PRIVATE_KEY, keys::RSA), (ROTATION, FROM_HERE)]);
    assert!(matches!(made, Err(Failure::Failed(message)) if message.contains("ssh-keygen")));
}

#[test]
fn whether_a_key_works_is_not_pretended_to_be_known() {
    let checked = SshKeyPair::check(&nobody, &about("x"), &fields(&[(PRIVATE_KEY, keys::RSA)]));
    assert!(matches!(checked, Err(Failure::Failed(_))));
}

#[test]
#[ignore = "needs OpenSSH's ssh-keygen; run it with --ignored where there is one"]
fn openssh_itself_reads_what_was_made() {
    let protected = [(PRIVATE_KEY, keys::PROTECTED), (PASSPHRASE, keys::PASSPHRASE)];
    for (current, passphrase) in
        [(&[(PRIVATE_KEY, keys::ED25519)][..], ""), (&protected[..], keys::PASSPHRASE)]
    {
        let mut current = current.to_vec();
        current.push((ROTATION, FROM_HERE));
        let next = create(&current).unwrap();
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("key");
        std::fs::write(&path, next.bytes(PRIVATE_KEY).unwrap()).unwrap();
        std::fs::set_permissions(&path, PermissionsExt::from_mode(0o600)).unwrap();
        let output = Command::new("ssh-keygen")
            .args(["-y", "-P", passphrase, "-f"])
            .arg(&path)
            .output()
            .unwrap();
        let line = String::from_utf8(output.stdout).unwrap();
        let expected = Pair::told(&next).unwrap().line();
        let key = |line: &str| line.split(' ').nth(1).map(|key| key.trim_end().to_owned());
        assert_eq!(key(&line), key(&expected));
        assert!(key(&line).is_some(), "{}", String::from_utf8_lossy(&output.stderr));
    }
}
