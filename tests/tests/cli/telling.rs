//! How refusals and faults are told, and what is kept from others.

use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;

use strongroom_tests::{said, said_with_input};

#[test]
fn a_refusal_has_its_title_its_fields_and_the_requests_id() {
    let owner = crate::owner();
    let mut command = owner.command("organization create");
    command.arg("");
    let refused = said(command);
    assert_eq!((refused.code, refused.out.as_str()), (7, ""));
    assert!(refused.err.contains("\n  name: "), "{}", refused.err);
    let request = refused.err.lines().last().and_then(|line| line.strip_prefix("request "));
    let log = owner.strongroom.running();
    log.wait_for_line(&[request.expect("the id of the request")]);
}

#[test]
fn what_makes_no_sense_ends_with_2_and_asks_nobody() {
    let owner = crate::owner();
    for line in ["project delete nothing", "member set x y z", "token create", "nothing"] {
        let refused = owner.run(line);
        assert_eq!((refused.code, refused.out.as_str()), (2, ""), "{line}");
        assert!(refused.err.starts_with("error: "), "{}", refused.err);
    }
}

#[test]
fn a_token_comes_from_a_variable_a_file_or_standard_input_and_never_an_argument() {
    let owner = crate::owner();
    let token = owner.token.clone().unwrap();
    let nobody = owner.without_token();
    let refused = nobody.run("whoami");
    assert_eq!(refused.code, 1);
    assert!(refused.err.contains("STRONGROOM_TOKEN"), "{}", refused.err);

    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("token");
    std::fs::write(&file, format!("{token}\n")).unwrap();
    let mode =
        |mode| std::fs::set_permissions(&file, std::fs::Permissions::from_mode(mode)).unwrap();
    let with_file = |file: &Path| {
        let mut command = nobody.command("whoami --token-file");
        command.arg(file);
        said(command)
    };
    mode(0o600);
    assert_eq!(with_file(&file).code, 0);
    mode(0o644);
    let refused = with_file(&file);
    assert_eq!(refused.code, 1);
    assert!(refused.err.contains("chmod 600"), "{}", refused.err);

    let piped = said_with_input(nobody.command("whoami --token-file -"), &token);
    assert_eq!(piped.code, 0, "{}", piped.err);
    assert_eq!(nobody.run(&format!("whoami --token {token}")).code, 2);
}

#[test]
fn a_wrong_token_is_not_repeated() {
    let owner = crate::owner();
    let wrong = owner.with_token("srt_wrong");
    let refused = wrong.run("whoami");
    assert_eq!(refused.code, 4);
    assert!(!refused.err.contains("srt_wrong"), "{}", refused.err);
    let refused = owner.with_token("two words").run("whoami");
    assert!(refused.err.contains("as a token is none"), "{}", refused.err);
}

#[test]
fn a_token_does_not_leave_the_machine_in_the_clear() {
    let owner = crate::owner();
    let refused = owner.run("whoami --server http://192.0.2.1:8200");
    assert_eq!(refused.code, 1);
    assert!(refused.err.contains("use https, or say --allow-http"), "{}", refused.err);
    for server in ["ftp://127.0.0.1", "127.0.0.1:8200", "https://a@b"] {
        let refused = owner.run(&format!("whoami --server {server}"));
        assert_eq!(refused.code, 1, "{server}");
        assert!(refused.err.contains("--server"), "{}", refused.err);
    }
}

#[test]
fn a_server_that_is_not_there_is_named() {
    let owner = crate::owner();
    let refused = owner.run("whoami --server http://127.0.0.1:1");
    assert_eq!(refused.code, 5);
    assert!(refused.err.contains("http://127.0.0.1:1 cannot be reached"), "{}", refused.err);
}

#[test]
fn json_is_what_the_server_said() {
    let owner = crate::owner();
    let said = owner.does("whoami --json").json();
    assert_eq!(said, owner.strongroom.owner().get("/api/identity/v2/me").json());
    assert!(owner.does("token list --json").json()["data"].is_array());
}
