//! A command with secrets in its environment.

use serde_json::json;
use strongroom_tests::said;

use crate::Job;

const HUB: &str = "sr_planted_password";

fn hub(job: &Job) -> strongroom_tests::Secret {
    let value = json!({ "server": "ghcr.io", "username": "ada", "password": HUB });
    job.secret_of("ContainerRegistry", "hub", &value)
}

#[test]
fn a_command_has_all_secrets_of_a_project_under_the_servers_names() {
    let job = Job::new();
    job.secret("stripe", "it's $5\nand `more`");
    hub(&job);
    let keys = json!({ "access_key": "AKIAIOSFODNN7EXAMPLE", "secret_key": "s3", "region": "eu-central-1" });
    job.secret_of("S3Connection", "backups", &keys);
    let script = "printf '%s|' \"$STRIPE\" \"$HUB_SERVER\" \"$HUB_USERNAME\" \"$HUB_PASSWORD\" \
                  \"$AWS_SECRET_ACCESS_KEY\" \"$AWS_DEFAULT_REGION\"";
    let out = job.does(&["run", "--", "sh", "-c", script]);
    let expected = format!("it's $5\nand `more`|ghcr.io|ada|{HUB}|s3|eu-central-1|");
    assert_eq!(out, expected);
}

#[test]
fn a_command_has_the_secrets_that_were_named_and_no_others() {
    let job = Job::new();
    hub(&job);
    job.secret("a.b", "dotted");
    let stripe = job.secret("stripe", "1");
    job.secret("other", "not asked for");
    let by_key = format!("sr://project/{}/{}", job.id(), stripe.key.replace('/', "%2F"));
    let mapped = format!("MAPPED={by_key}");
    let out = job.does(&[
        "run",
        "--secret",
        "hub.username",
        "--secret",
        "a.b",
        "--prefix",
        "APP_",
        "--env",
        &mapped,
        "-e",
        "PASSWORD=hub.password",
        "--",
        "env",
    ]);
    let mut found: Vec<&str> = out
        .lines()
        .filter(|line| {
            ["APP_", "MAPPED", "PASSWORD", "OTHER", "STRIPE", "HUB"]
                .iter()
                .any(|it| line.starts_with(it))
        })
        .collect();
    found.sort_unstable();
    let password = format!("PASSWORD={HUB}");
    assert_eq!(found, ["APP_A_B=dotted", "APP_HUB_USERNAME=ada", "MAPPED=1", password.as_str()]);
}

#[test]
fn labels_choose_and_must_all_be_there() {
    let job = Job::new();
    for (name, labels) in [
        ("one", json!({ "stage": "prod", "team": "a" })),
        ("two", json!({ "stage": "prod" })),
        ("three", json!({})),
    ] {
        let secret = job.secret(name, name);
        let _ = job.client.patch(&secret.path, &json!({ "labels": labels })).expect(200);
    }
    let values = |words: &[&str]| job.does(&[&["env", "--format", "json"], words].concat());
    assert_eq!(values(&["--label", "stage=prod"]), "{\"ONE\":\"one\",\"TWO\":\"two\"}\n");
    assert_eq!(values(&["-l", "stage=prod", "-l", "team=a"]), "{\"ONE\":\"one\"}\n");
    assert_eq!(values(&["-l", "team=a", "-s", "three"]), "{\"ONE\":\"one\",\"THREE\":\"three\"}\n");
}

#[test]
fn references_in_the_environment_and_in_files_are_resolved() {
    let job = Job::new();
    let stripe = job.secret("stripe", "sk_1");
    hub(&job);
    let reference = format!("sr://project/{}/stripe", job.id());
    job.write("app.env", &format!("# ours\nA={reference}/value\nPLAIN='x y'\n"));
    let mut command = job.command(&[
        "run",
        "--env-file",
        "app.env",
        "--",
        "sh",
        "-c",
        "echo $A,$PLAIN,$MINE,$HUB_USERNAME",
    ]);
    command.env("MINE", &reference);
    assert_eq!(said(command).out, "sk_1,x y,sk_1,\n");
    let mut command = job.command(&["run", "-s", "hub", "--", "true"]);
    command.env("BROKEN", "sr://nowhere");
    let told = said(command);
    assert!(told.code == 1 && told.err.contains("the variable BROKEN: "), "{}", told.err);
    let _ = job.client.delete(&stripe.path).expect(204);
    let told = job.run(&["run", "--env-file", "app.env", "--", "echo", "started"]);
    assert_eq!((told.code, told.out.as_str()), (3, ""), "{}", told.err);
}

#[test]
fn the_command_has_not_the_credential_unless_that_is_asked_for() {
    let job = Job::new();
    job.secret("stripe", "1");
    let script = "echo ${STRONGROOM_TOKEN+token} ${STRONGROOM_CLIENT_SECRET+client} $STRIPE";
    let run = |words: &[&str]| {
        let mut command = job.command(&[&["run"], words, &["--", "sh", "-c", script]].concat());
        command.env("STRONGROOM_CLIENT_SECRET", "unused");
        said(command).out
    };
    assert_eq!(run(&[]), "1\n");
    assert_eq!(run(&["--keep-credentials"]), "token client 1\n");
}

#[test]
fn the_command_takes_the_programs_place_and_its_code_is_the_commands() {
    let job = Job::new();
    job.secret("stripe", "1");
    assert_eq!(job.run(&["run", "--", "sh", "-c", "exit 42"]).code, 42);
    let mut command = job.command(&["run", "--", "sh", "-c", "echo $$; kill -KILL $$"]);
    let child = command.stdout(std::process::Stdio::piped()).spawn().unwrap();
    let id = child.id();
    let output = child.wait_with_output().unwrap();
    assert_eq!(String::from_utf8(output.stdout).unwrap().trim(), id.to_string());
    assert_eq!(std::os::unix::process::ExitStatusExt::signal(&output.status), Some(9));
    let told = job.run(&["run", "--", "no-such-program"]);
    assert_eq!(told.code, 1);
    assert!(told.err.contains("no-such-program cannot be started"), "{}", told.err);
}

#[test]
fn nothing_is_started_when_a_variable_cannot_be_told_from_another_or_would_say_what_runs() {
    let job = Job::new();
    job.secret("api key", "planted");
    job.secret("api-key", "planted");
    job.secret("th", "planted");
    job.secret("ld_preload", "planted");
    for (words, code, expected) in [
        (&["-s", "api key", "-s", "api-key"][..], 1, "`api key` and `api-key` both give API_KEY"),
        (&["-s", "th", "--prefix", "PA"], 1, "`th` gives PATH"),
        (&["-e", "LD_PRELOAD=th"], 1, "`th` gives LD_PRELOAD"),
        (&["-s", "ld_preload"], 7, "`ld_preload`: "),
        (&["-s", "none"], 3, "`none`: there is no secret of this name"),
        (&["-s", "th.none"], 7, "`th`: "),
        (&["-e", "1A=th"], 2, "name of a variable"),
        (&["-s", "sr://nowhere/a/b"], 2, "a reference is to secrets of"),
    ] {
        let told = job.run(&[&["run"], words, &["--", "echo", "started"]].concat());
        assert_eq!((told.code, told.out.as_str()), (code, ""), "{words:?}: {}", told.err);
        assert!(told.err.contains(expected), "{}", told.err);
        assert!(!told.err.contains("planted"), "{}", told.err);
    }
    let mut command = job.command(&["run", "--", "echo", "started"]);
    command.env_remove("STRONGROOM_PROJECT");
    let told = said(command);
    assert!(told.code == 1 && told.err.contains("whose secrets?"), "{}", told.err);
}

#[test]
fn a_token_that_may_reveal_one_secret_and_list_nothing_is_enough() {
    let job = Job::new();
    let stripe = job.secret("stripe", "1");
    let narrow = job.client.new_token(Some(&[(&job.project, &["reveal"])]));
    let reference = format!("sr://project/{}/{}", job.id(), stripe.key.replace('/', "%2F"));
    for words in [["-s", &reference], ["-e", &format!("STRIPE={reference}/value")]] {
        let mut command = job.command(&[&["env", "--format", "json"], &words[..]].concat());
        command.env("STRONGROOM_TOKEN", narrow.token());
        let told = said(command);
        assert_eq!(told.out, "{\"STRIPE\":\"1\"}\n", "{}", told.err);
    }
}
