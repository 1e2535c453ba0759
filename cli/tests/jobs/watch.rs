//! A command that hears of changes.

use std::io::{BufRead as _, BufReader};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

use strongroom_tests::{Client, Proxy};

use crate::Job;

/// A command under `run --watch`, and what it writes, line by line.
struct Watched {
    child: Child,
    out: Receiver<String>,
    err: Receiver<String>,
}

impl Watched {
    fn start(mut command: Command) -> Self {
        let mut child =
            command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("it starts");
        let out = lines(child.stdout.take().unwrap());
        let err = lines(child.stderr.take().unwrap());
        Self { child, out, err }
    }

    fn says(&self) -> String {
        self.out.recv_timeout(Duration::from_secs(60)).expect("a line")
    }

    fn tells(&self, what: &str) {
        loop {
            let line = self.err.recv_timeout(Duration::from_secs(60)).expect(what);
            if line.contains(what) {
                return;
            }
        }
    }

    fn send(&self, signal: &str) {
        let id = self.child.id().to_string();
        assert!(Command::new("kill").args(["-s", signal, &id]).status().unwrap().success());
    }

    fn code(mut self) -> i32 {
        self.child.wait().unwrap().code().expect("a code")
    }
}

fn lines(from: impl std::io::Read + Send + 'static) -> Receiver<String> {
    let (to, lines) = channel();
    std::thread::spawn(move || {
        for line in BufReader::new(from).lines().map_while(Result::ok) {
            let _ = to.send(line);
        }
    });
    lines
}

const WAITS: &str = "trap 'echo stopped; exit 3' TERM; trap 'echo told $STRIPE' USR1; \
                     echo began $STRIPE; while :; do sleep 0.1; done";

fn watch(job: &Job, more: &[&str], script: &str) -> Command {
    let words = ["run", "--watch", "--interval", "200ms", "-s", "stripe"];
    job.command(&[&words[..], more, &["--", "sh", "-c", script]].concat())
}

#[test]
fn a_command_starts_anew_when_a_value_changes_and_only_then() {
    let job = Job::new();
    let secret = job.secret("stripe", "1");
    let watched = Watched::start(watch(&job, &[], WAITS));
    assert_eq!(watched.says(), "began 1");
    // Neither a description nor the same value once more is anything to a command.
    let change = serde_json::json!({ "description": "other" });
    let _ = job.client.patch(&secret.path, &change).expect(200);
    job.change(&secret, "1");
    job.change(&secret, "2");
    assert_eq!(watched.says(), "stopped");
    assert_eq!(watched.says(), "began 2");
    watched.send("TERM");
    assert_eq!(watched.says(), "stopped");
    assert_eq!(watched.code(), 3);
}

#[test]
fn a_command_is_told_by_a_signal_where_that_is_asked_for() {
    let job = Job::new();
    let secret = job.secret("stripe", "1");
    let watched = Watched::start(watch(&job, &["--signal", "USR1"], WAITS));
    assert_eq!(watched.says(), "began 1");
    job.change(&secret, "2");
    assert_eq!(watched.says(), "told 1");
    // Handed on, as any.
    watched.send("USR1");
    assert_eq!(watched.says(), "told 1");
    watched.send("TERM");
    assert_eq!(watched.says(), "stopped");
    assert_eq!(watched.code(), 3);
}

#[test]
fn a_command_that_does_not_end_is_killed_after_its_grace() {
    let job = Job::new();
    let secret = job.secret("stripe", "1");
    let script =
        "trap 'echo no' TERM; echo began $STRIPE; while [ $STRIPE = 1 ]; do sleep 0.1; done";
    let watched = Watched::start(watch(&job, &["--grace", "500ms"], script));
    assert_eq!(watched.says(), "began 1");
    job.change(&secret, "2");
    assert_eq!(watched.says(), "no");
    assert_eq!(watched.says(), "began 2");
    assert_eq!(watched.code(), 0);
}

#[test]
fn the_code_is_the_commands_and_128_more_than_the_signal_that_killed_it() {
    let job = Job::new();
    job.secret("stripe", "1");
    assert_eq!(Watched::start(watch(&job, &[], "exit 42")).code(), 42);
    assert_eq!(Watched::start(watch(&job, &[], "kill -KILL $$")).code(), 137);
}

#[test]
fn a_command_goes_on_while_the_server_is_away_or_refuses_and_hears_of_what_it_missed() {
    let mut job = Job::alone();
    let secret = job.secret("stripe", "1");
    let proxy = Proxy::over(&[job.terminal.strongroom.running().address()]);
    let mut command = watch(&job, &[], WAITS);
    command.env("STRONGROOM_URL", proxy.address());
    let watched = Watched::start(command);
    assert_eq!(watched.says(), "began 1");
    job.server().kill();
    watched.tells("sh goes on with what it has: ");
    job.server().start_again();
    let server = job.terminal.strongroom.running().address().to_owned();
    job.client = Client::new(&server).with_token(job.client.token());
    job.change(&secret, "2");
    proxy.replace(0, &server);
    watched.tells("the server answers again");
    assert_eq!(watched.says(), "stopped");
    assert_eq!(watched.says(), "began 2");
    let _ = job.client.delete(&secret.path).expect(204);
    watched.tells("there is no secret of this name");
    watched.send("TERM");
    assert_eq!(watched.says(), "stopped");
    assert_eq!(watched.code(), 3);
}
