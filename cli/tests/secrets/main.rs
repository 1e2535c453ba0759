//! `strongroom secret`, as people and scripts use it.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "tests"
)]

mod typist;

use std::fs;
use std::os::unix::fs::PermissionsExt as _;

use strongroom_tests::{Said, Terminal, said, said_with_input, unique};
use typist::Typist;

/// An owner, and a project that is theirs alone.
struct Scene {
    terminal: Terminal,
    project: String,
}

impl Scene {
    fn new() -> Self {
        let terminal = Terminal::owner(env!("CARGO_BIN_EXE_strongroom-client"));
        let project = unique("secrets");
        terminal.does(&format!("project create {project}"));
        Self { terminal, project }
    }

    fn line(&self, line: &str) -> String {
        format!("secret {line} --project {}", self.project)
    }

    fn run(&self, line: &str) -> Said {
        self.terminal.run(&self.line(line))
    }

    fn does(&self, line: &str) -> Said {
        self.terminal.does(&self.line(line))
    }

    /// With a value on standard input.
    fn gives(&self, line: &str, value: &str) -> Said {
        said_with_input(self.terminal.command(&self.line(line)), value)
    }

    fn value(&self, name: &str) -> String {
        self.does(&format!("get {name}")).out
    }
}

#[test]
fn a_value_comes_back_to_the_byte_and_the_line_break_of_a_shell_is_no_part_of_it() {
    let scene = Scene::new();
    for (given, kept) in [("a\n", "a"), ("a", "a"), ("a\n\n", "a\n"), (" ä\tb \r\n", " ä\tb ")] {
        assert_eq!(scene.gives("set key --from-stdin value", given).code, 0);
        assert_eq!(scene.value("key"), kept, "{given:?}");
    }
    let folder = tempfile::tempdir().unwrap();
    let (from, to) = (folder.path().join("from"), folder.path().join("to"));
    fs::write(&from, "-----BEGIN\na\n-----END\n").unwrap();
    scene.does(&format!("set key --from-file value={}", from.display()));
    scene.does(&format!("get key -o {}", to.display()));
    assert_eq!(fs::read(&to).unwrap(), fs::read(&from).unwrap());
    assert_eq!(to.metadata().unwrap().permissions().mode() & 0o777, 0o600);
    let reference = format!("secret get sr://project/{}/key/value", scene.project);
    assert_eq!(scene.terminal.does(&reference).out, fs::read_to_string(&from).unwrap());
}

#[test]
fn a_secret_in_an_argument_is_warned_of_and_never_repeated() {
    let scene = Scene::new();
    let said = scene.does("set key --field value=planted");
    assert!(said.err.contains("in your shell's history"), "{}", said.err);
    assert!(!said.err.contains("planted") && !said.out.contains("planted"));
    assert_eq!(scene.does("set key --field value=planted --no-warning").err, "");
    for line in ["set key --field planted", "set key --field =planted"] {
        let said = scene.run(line);
        assert_ne!(said.code, 0);
        assert!(!said.err.contains("planted"), "{}", said.err);
    }
    let line = "set hub --type ContainerRegistry --field server=ghcr.io --field username=ada \
                --from-stdin password";
    let said = scene.gives(&line.split_whitespace().collect::<Vec<_>>().join(" "), "p");
    assert_eq!((said.code, said.err.as_str()), (0, ""));
}

#[test]
fn fields_that_are_not_given_stay_and_what_is_told_is_not_the_value() {
    let scene = Scene::new();
    let made = scene.gives(
        "set hub --type containerregistry --field server=ghcr.io --field username=ada --from-stdin password",
        "planted",
    );
    assert!(!made.out.contains("planted"), "{}", made.out);
    scene.does("set hub --field username=bob");
    assert_eq!(scene.value("hub"), "password  planted\nserver    ghcr.io\nusername  bob\n");
    assert_eq!(scene.does("get hub --field username").out, "bob");
    assert_eq!(scene.does("get hub --json").json()["value"]["password"], "planted");
    assert_eq!(scene.does("get hub --version 1 --field username").out, "ada");
    let rendered = scene.does("get hub --format dockerconfigjson").json();
    assert_eq!(rendered["auths"]["ghcr.io"]["username"], "bob");
    let said = scene.run("set hub --field bogus=1");
    assert!(said.err.contains("has no field bogus"), "{}", said.err);
    assert_eq!(scene.run("set hub --unset username").code, 7);
}

#[test]
fn what_is_about_a_secret_changes_without_its_value() {
    let scene = Scene::new();
    scene.gives("set key --from-stdin value --label env=prod --label team=a", "1");
    scene.does("set key --description Paid --no-label team --label env=test --rotate-every 90d");
    let found = scene.does("list --json").json();
    let found = &found["data"][0];
    assert_eq!(found["labels"], serde_json::json!({ "env": "test" }));
    assert_eq!((&found["_version"], &found["rotate_every"]), (&1.into(), &7_776_000.into()));
    scene.does("set key --expires 2040-01-31 --rotate-every never --rename other");
    let found = scene.does("list --json").json();
    assert_eq!(found["data"][0]["expires_at"], 2_211_580_800_u64);
    assert!(found["data"][0]["rotate_every"].is_null());
    assert_eq!(scene.value("other"), "1");
    let said = scene.run("new other --field value=2 --no-warning");
    assert_eq!(said.code, 6, "{}", said.err);
    let said = scene.run("set other");
    assert!(said.err.contains("nothing to change"), "{}", said.err);
}

#[test]
fn a_list_is_chosen_from_by_name_type_and_label() {
    let scene = Scene::new();
    assert_eq!(scene.does("list").err, "There are none.\n");
    for (name, label) in [("stripe", "env=prod"), ("stripe-test", "env=test"), ("mail", "old=")] {
        scene.gives(&format!("set {name} --from-stdin value --label {label}"), "planted");
    }
    for (line, names) in [
        ("list", vec!["mail", "stripe", "stripe-test"]),
        ("list --desc --limit 2", vec!["stripe-test", "stripe"]),
        ("list --search STRIPE", vec!["stripe", "stripe-test"]),
        ("list --label env", vec!["stripe", "stripe-test"]),
        ("list --label env=test", vec!["stripe-test"]),
        ("list --label env=prod --label old", vec![]),
        ("list --type S3Connection", vec![]),
    ] {
        let said = scene.does(line);
        let lines = said.out.lines().skip(1).map(|line| line.split(' ').next().unwrap());
        assert_eq!(lines.collect::<Vec<_>>(), names, "{line}");
        assert!(!said.out.contains("planted"));
    }
}

#[test]
fn what_is_deleted_can_be_restored_and_what_is_purged_cannot() {
    let scene = Scene::new();
    scene.gives("set key --from-stdin value", "1");
    let said = scene.run("rm key");
    assert!(said.err.contains("--yes"), "{}", said.err);
    let said = scene.does("rm key --yes");
    assert!(said.out.contains("can be restored until"), "{}", said.out);
    assert_eq!(scene.run("get key").code, 3);
    scene.gives("set key --from-stdin value", "2");
    assert_eq!(scene.run("restore key").code, 6);
    scene.does("restore key --as older");
    assert_eq!((scene.value("older"), scene.value("key")), ("1".to_owned(), "2".to_owned()));
    scene.does("rm older --yes");
    scene.does("purge older --yes");
    scene.does("rm key --purge --yes");
    assert_eq!(scene.does("list --deleted --json").json()["data"], serde_json::json!([]));
    assert_eq!(scene.run("restore key").code, 3);
}

#[test]
fn earlier_values_come_back_and_the_history_says_who_did_what() {
    let scene = Scene::new();
    for value in ["1", "2"] {
        scene.gives("set key --from-stdin value", value);
    }
    scene.does("rollback key 1");
    assert_eq!(scene.value("key"), "1");
    let versions = scene.does("versions key --json").json();
    assert_eq!(versions["data"].as_array().unwrap().len(), 3);
    let history = scene.does("history key");
    for event in ["secret-created", "secret-updated", "secret-revealed"] {
        assert!(history.out.contains(event), "{}", history.out);
    }
    assert!(scene.does("history key --consumers").out.contains("api-token"));
    assert_eq!(scene.does("history key --limit 1").out.lines().count(), 2);
    assert_eq!(scene.run("rotate key").code, 7);
}

#[test]
fn weak_and_reused_values_are_told_and_none_is_shown() {
    let scene = Scene::new();
    scene.gives("set a --from-stdin value", "hunter2");
    for name in ["b", "c"] {
        scene.gives(&format!("set {name} --from-stdin value"), "a long value in two places 7");
    }
    let said = scene.does("examine");
    for told in ["a well-known password", "also in c", "also in b"] {
        assert!(said.out.contains(told), "{}", said.out);
    }
    assert!(said.err.contains("3 secrets were looked at."), "{}", said.err);
    assert!(!said.out.contains("hunter2") && !said.out.contains("two places"), "{}", said.out);
    assert_eq!(scene.does("examine --json").json()["examined"], 3);
}

#[test]
fn a_secret_moves_with_what_is_said_about_it() {
    let scene = Scene::new();
    let other = unique("moved-to");
    scene.terminal.does(&format!("project create {other}"));
    scene.gives("set key --from-stdin value --expires 2040-01-31 --label a=b", "1");
    scene.does(&format!("move key --to project/{other} --yes"));
    let there = scene.terminal.does(&format!("secret list --json --project {other}")).json();
    assert_eq!(there["data"][0]["expires_at"], 2_211_580_800_u64);
    assert_eq!(there["data"][0]["labels"]["a"], "b");
    assert_eq!(scene.run("get key").code, 3);
}

#[test]
fn an_editor_changes_a_value_and_leaves_nothing_behind() {
    let scene = Scene::new();
    scene.gives("set key --from-stdin value", "before\nand more");
    let runtime = tempfile::tempdir().unwrap();
    let edits = |editor: &str| {
        let mut command = scene.terminal.command(&scene.line("edit key"));
        command.env_remove("VISUAL").env("EDITOR", editor).env("TMPDIR", runtime.path());
        command.env("XDG_RUNTIME_DIR", runtime.path());
        said(command)
    };
    let done = edits("sed -i s/before/after/");
    assert_eq!(done.code, 0, "{}", done.err);
    assert_eq!(scene.value("key"), "after\nand more");
    assert_eq!(edits("true").out, "Nothing was changed.\n");
    assert_eq!(edits("false").code, 1);
    let broken = edits("sed -i s/value/planted/");
    assert_eq!(broken.code, 7, "{}", broken.err);
    assert_eq!(fs::read_dir(runtime.path()).unwrap().count(), 0);
    // Somebody else was faster.
    let meanwhile = format!(
        "STRONGROOM_TOKEN={} STRONGROOM_URL={} {} secret set key --field value=theirs --no-warning \
         --project {} && sed -i s/after/mine/",
        scene.terminal.token.as_ref().unwrap(),
        scene.terminal.strongroom.running().address(),
        scene.terminal.program.display(),
        scene.project
    );
    assert_eq!(edits(&meanwhile).code, 6);
    assert_eq!(scene.value("key"), "theirs");
}

#[test]
fn what_is_not_given_is_asked_for_and_a_password_is_not_shown() {
    let scene = Scene::new();
    let (code, screen) =
        Typist::new(&scene.terminal, &scene.line("set hub --type ContainerRegistry"))
            .answers("Server: ", "not a server")
            .answers("Server: ", "ghcr.io")
            .answers("User name [none]: ", "ada")
            .answers("Password [none]: ", "planted")
            .answers("Identity token [none]: ", "")
            .ends();
    assert_eq!(code, 0, "{screen}");
    assert!(!screen.contains("planted"), "{screen}");
    assert_eq!(scene.does("get hub --field password").out, "planted");

    let (code, screen) = Typist::new(&scene.terminal, &scene.line("set hub"))
        .answers("Server [unchanged]: ", "")
        .answers("User name [unchanged]: ", "bob")
        .answers("Password [unchanged]: ", "")
        .answers("Identity token [none]: ", "")
        .ends();
    assert_eq!(code, 0, "{screen}");
    assert_eq!(scene.value("hub"), "password  planted\nserver    ghcr.io\nusername  bob\n");

    let (code, screen) = Typist::new(&scene.terminal, &scene.line("new key"))
        .answers("Number [1]: ", "9")
        .answers("Number [1]: ", "")
        .answers("Value: ", "")
        .answers("Value: ", "planted")
        .ends();
    assert_eq!(code, 0, "{screen}");
    assert_eq!(scene.value("key"), "planted");
    let (_, screen) = Typist::new(&scene.terminal, &scene.line("get key")).ends();
    assert!(screen.contains("planted\r\n"), "{screen:?}");
}
