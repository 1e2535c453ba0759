//! Amazon's command line and its SDK for Python, against an S3 server that checks signatures.

use std::io::{BufRead as _, BufReader};
use std::path::Path;
use std::process::{Child, ChildStdin, Command, Stdio};

use serde_json::{Value, json};
use strongroom_tests::{Said, said};

use crate::{CLIENT, Project};

const WRITES_AND_READS: &str = "
import boto3
s3 = boto3.client('s3')
s3.put_object(Bucket='backups', Key='from-python', Body=b'kept')
print(s3.get_object(Bucket='backups', Key='from-python')['Body'].read().decode())
print(boto3.Session().get_credentials().method)
";

/// The server, for as long as its standard input is open.
struct S3 {
    process: Child,
    _alive: ChildStdin,
    address: String,
    keys: Value,
}

impl S3 {
    fn start() -> Self {
        let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/tools/s3.py");
        let mut process = Command::new("python3")
            .arg(script)
            // Signatures are not checked while the user is made.
            .env("INITIAL_NO_AUTH_ACTION_COUNT", "1000")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut line = String::new();
        BufReader::new(process.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let said: Value = serde_json::from_str(&line).expect("the S3 server starts");
        Self {
            _alive: process.stdin.take().unwrap(),
            process,
            address: said["address"].as_str().unwrap().to_owned(),
            keys: json!({ "access_key": said["id"], "secret_key": said["secret"] }),
        }
    }

    fn wrong_keys(&self) -> Value {
        let secret = format!("{}x", &self.keys["secret_key"].as_str().unwrap()[1..]);
        json!({ "access_key": self.keys["access_key"], "secret_key": secret })
    }

    /// With its address, with an empty home, and with no keys from elsewhere.
    fn of(&self, home: &Path, mut command: Command) -> Said {
        for (name, _) in std::env::vars_os() {
            if name.to_str().is_some_and(|name| name.starts_with("AWS_")) {
                command.env_remove(name);
            }
        }
        self.of_containers(home, command)
    }

    /// The same, with the variables of containers that it was given.
    fn of_containers(&self, home: &Path, mut command: Command) -> Said {
        command
            .env("AWS_CONFIG_FILE", home.join("config"))
            .env("AWS_SHARED_CREDENTIALS_FILE", home.join("credentials"))
            .env("AWS_EC2_METADATA_DISABLED", "true")
            .env("AWS_ENDPOINT_URL_S3", &self.address)
            .env("AWS_REGION", "us-east-1");
        said(command)
    }
}

impl Drop for S3 {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

#[test]
#[cfg_attr(any(without_aws, without_moto), ignore = "there is no aws, or no boto3 and moto")]
fn the_command_line_of_amazon_runs_the_credential_process() {
    let (project, s3, home) = (Project::new(), S3::start(), tempfile::tempdir().unwrap());
    project.has("S3Connection", "backups", &s3.keys);
    project.has("S3Connection", "wrong", &s3.wrong_keys());
    let config = format!(
        "[default]\ncredential_process = \"{CLIENT}\" aws credential-process backups\n\
         [profile wrong]\ncredential_process = \"{CLIENT}\" aws credential-process wrong\n\
         [profile none]\ncredential_process = \"{CLIENT}\" aws credential-process none\n"
    );
    std::fs::write(home.path().join("config"), config).unwrap();
    let aws = |words: &[&str]| s3.of(home.path(), project.of("aws", words));

    let listed = aws(&["s3", "ls"]);
    assert!(listed.code == 0 && listed.out.contains("backups"), "{}{}", listed.out, listed.err);
    let refused = aws(&["s3", "ls", "--profile", "wrong"]);
    assert!(refused.err.contains("SignatureDoesNotMatch"), "{}", refused.err);
    let missing = aws(&["s3", "ls", "--profile", "none"]);
    assert!(missing.err.contains("there is no secret of this name"), "{}", missing.err);
}

#[test]
#[cfg_attr(any(without_aws, without_moto), ignore = "there is no aws, or no boto3 and moto")]
fn the_command_line_of_amazon_reads_rendered_profiles() {
    let (project, s3, home) = (Project::new(), S3::start(), tempfile::tempdir().unwrap());
    project.has("S3Connection", "backups", &s3.keys);
    let credentials = project.says(&["render", "aws-credentials"]);
    std::fs::write(home.path().join("credentials"), credentials).unwrap();
    let words = ["s3", "ls", "--profile", "backups"];
    let listed = s3.of(home.path(), project.of("aws", &words));
    assert!(listed.code == 0 && listed.out.contains("backups"), "{}{}", listed.out, listed.err);
}

#[test]
#[cfg_attr(without_moto, ignore = "python3 has no boto3 and moto")]
fn an_sdk_gets_keys_from_the_endpoint_that_its_program_was_given() {
    let (project, s3, home) = (Project::new(), S3::start(), tempfile::tempdir().unwrap());
    project.has("S3Connection", "backups", &s3.keys);
    project.has("S3Connection", "wrong", &s3.wrong_keys());
    let run = |name: &str| {
        let words = ["aws", "run", name, "--", "python3", "-c", WRITES_AND_READS];
        s3.of(home.path(), project.command(&words))
    };
    let done = run("backups");
    assert_eq!((done.code, done.out.as_str()), (0, "kept\ncontainer-role\n"), "{}", done.err);
    let refused = run("wrong");
    assert!(refused.code == 1 && refused.err.contains("SignatureDoesNotMatch"), "{}", refused.err);
}

/// The two variables that a program needs, for keys from the server itself.
fn asks_the_server(project: &Project, key: &str, token: &str, command: &mut Command) {
    let settings = project.settings();
    let address = project.terminal.strongroom.running().address().to_owned();
    let query = "decrypt=true&format=container-credentials";
    command
        .env("AWS_CONTAINER_CREDENTIALS_FULL_URI", format!("{address}{settings}{key}?{query}"))
        .env("AWS_CONTAINER_AUTHORIZATION_TOKEN", format!("Bearer {token}"));
}

#[test]
#[cfg_attr(any(without_aws, without_moto), ignore = "there is no aws, or no boto3 and moto")]
fn an_sdk_and_the_command_line_get_keys_from_the_server_with_two_variables_alone() {
    let (project, s3, home) = (Project::new(), S3::start(), tempfile::tempdir().unwrap());
    let key = project.has("S3Connection", "backups", &s3.keys);
    let wrong = project.has("S3Connection", "wrong", &s3.wrong_keys());
    let scope = format!("token create ci --scope project/{}:reveal --lifetime 1d", project.id());
    let made = project.terminal.does(&format!("{scope} --json")).json();
    let token = made["token"].as_str().unwrap();
    let run = |line: &[&str], key: &str, token: &str| {
        let mut command = project.of(line[0], &line[1..]);
        command.env_remove("STRONGROOM_TOKEN");
        asks_the_server(&project, key, token, &mut command);
        s3.of_containers(home.path(), command)
    };
    let python = ["python3", "-c", WRITES_AND_READS];

    let done = run(&python, &key, token);
    assert_eq!((done.code, done.out.as_str()), (0, "kept\ncontainer-role\n"), "{}", done.err);
    let listed = run(&["aws", "s3", "ls"], &key, token);
    assert!(listed.code == 0 && listed.out.contains("backups"), "{}{}", listed.out, listed.err);

    let refused = run(&python, &wrong, token);
    assert!(refused.code == 1 && refused.err.contains("SignatureDoesNotMatch"), "{}", refused.err);
    let other = run(&["aws", "s3", "ls"], &key, "srt_wrong");
    assert!(other.code != 0 && other.err.contains("401"), "{}", other.err);
}

#[test]
fn the_endpoint_is_for_its_program_alone_which_has_no_keys_and_no_token_of_ours() {
    let project = Project::new();
    let keys = json!({ "access_key": "AKIAIOSFODNN7EXAMPLE", "secret_key": "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY" });
    project.has("S3Connection", "keys", &keys);
    let script = "
        env | grep -E '^(STRONGROOM_TOKEN|AWS_ACCESS_KEY_ID)=' && exit 1
        ask() { curl -sS -w '%{http_code}' \"$@\"; echo; }
        ask $AWS_CONTAINER_CREDENTIALS_FULL_URI
        ask -H 'Authorization: wrong' $AWS_CONTAINER_CREDENTIALS_FULL_URI
        ask -H \"Authorization: $AWS_CONTAINER_AUTHORIZATION_TOKEN\" ${AWS_CONTAINER_CREDENTIALS_FULL_URI}/x
        ask -H \"Authorization: $AWS_CONTAINER_AUTHORIZATION_TOKEN\" $AWS_CONTAINER_CREDENTIALS_FULL_URI
        exit 42";
    let said = said(project.command(&["aws", "run", "keys", "--", "sh", "-c", script]));
    assert_eq!(said.code, 42, "{}{}", said.out, said.err);
    let lines: Vec<&str> = said.out.lines().collect();
    for (line, end) in lines.iter().zip(["401", "401", "404", "200"]) {
        assert!(line.ends_with(end), "{line}");
        let body: Value = serde_json::from_str(line.strip_suffix(end).unwrap()).unwrap();
        if end == "200" {
            assert_eq!(body["AccessKeyId"], "AKIAIOSFODNN7EXAMPLE");
            assert!(body["Token"] == "" && body["Expiration"].is_string(), "{body}");
        } else {
            assert!(body["code"].is_string() && body["message"].is_string(), "{body}");
        }
    }
}

#[test]
fn asked_to_end_it_has_its_program_end_first() {
    let project = Project::new();
    let keys = json!({ "access_key": "AKIAIOSFODNN7EXAMPLE", "secret_key": "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY" });
    project.has("S3Connection", "keys", &keys);
    // Its parent is who is asked.
    let script = "trap 'exit 7' TERM; kill -TERM $PPID; while :; do sleep 0.1; done";
    let said = said(project.command(&["aws", "run", "keys", "--", "sh", "-c", script]));
    assert_eq!(said.code, 7, "{}", said.err);
}

#[test]
fn what_has_no_keys_is_said_before_a_program_runs() {
    let project = Project::new();
    project.has("Custom", "text", &json!("planted"));
    for words in [
        &["aws", "credential-process", "text"][..],
        &["aws", "run", "text", "--", "echo", "ran"],
        &["aws", "run", "none", "--", "echo", "ran"],
        &["aws", "run", "text", "--listen", "0.0.0.0:0", "--", "echo", "ran"],
    ] {
        let said = said(project.command(words));
        assert!(said.code != 0 && said.out.is_empty(), "{words:?}: {}", said.out);
        assert!(!said.err.contains("planted"), "{}", said.err);
    }
}
