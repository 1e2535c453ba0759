//! What is kept for when the server is away.

use std::fs::{self, Permissions};
use std::os::unix::fs::PermissionsExt as _;
use std::path::PathBuf;
use std::process::Command;

use strongroom_tests::{Proxy, Said, said};

use crate::Job;

/// A port of this machine that nothing listens at.
const NOWHERE: &str = "http://127.0.0.1:1";

/// A job whose server can be taken away, and brought back.
struct Way {
    job: Job,
    proxy: Proxy,
}

impl Way {
    fn new() -> Self {
        let job = Job::new();
        let proxy = Proxy::over(&[job.terminal.strongroom.running().address()]);
        Self { job, proxy }
    }

    fn cut(&self) {
        self.proxy.replace(0, NOWHERE);
    }

    fn mend(&self) {
        self.proxy.replace(0, self.job.terminal.strongroom.running().address());
    }

    fn command(&self, words: &[&str]) -> Command {
        let mut command = self.job.command(words);
        command.env("STRONGROOM_URL", self.proxy.address());
        command
    }

    fn run(&self, words: &[&str]) -> Said {
        said(self.command(&[&["run"], words, &["--", "sh", "-c", "echo $STRIPE"]].concat()))
    }

    /// The one file that was kept.
    fn file(&self) -> PathBuf {
        let files: Vec<PathBuf> = self.files();
        assert_eq!(files.len(), 1, "{files:?}");
        files.into_iter().next().unwrap()
    }

    fn files(&self) -> Vec<PathBuf> {
        let folder = fs::read_dir(self.job.path().join("kept"));
        folder.map_or_else(|_| Vec::new(), |it| it.map(|entry| entry.unwrap().path()).collect())
    }
}

const KEEP: &str = "--cache=kept";

fn refused(said: &Said, why: &str) {
    assert_eq!((said.code, said.out.as_str()), (5, ""), "{}", said.err);
    assert!(said.err.contains(why), "{}", said.err);
    assert!(said.err.contains("cannot be reached"), "{}", said.err);
    assert!(!said.err.contains("planted"), "{}", said.err);
}

#[test]
fn a_job_starts_while_its_server_is_away_and_says_how_old_its_secrets_are() {
    let way = Way::new();
    let secret = way.job.secret("stripe", "planted");
    let first = way.run(&[KEEP]);
    assert_eq!((first.out.as_str(), first.err.as_str()), ("planted\n", ""));
    let mode = |path: &PathBuf| path.metadata().unwrap().permissions().mode() & 0o777;
    assert_eq!((mode(&way.job.path().join("kept")), mode(&way.file())), (0o700, 0o600));
    let bytes = fs::read(way.file()).unwrap();
    assert!(
        !bytes.windows(6).any(|it| it == b"STRIPE") && !bytes.windows(7).any(|it| it == b"planted")
    );

    way.cut();
    let offline = way.run(&[KEEP]);
    assert_eq!((offline.code, offline.out.as_str()), (0, "planted\n"), "{}", offline.err);
    assert!(
        offline.err.contains("cannot be reached: going on with what was read"),
        "{}",
        offline.err
    );
    assert!(!offline.err.contains("planted"));
    let without = way.run(&[]);
    assert_eq!((without.code, without.out.as_str()), (5, ""), "{}", without.err);

    way.mend();
    way.job.change(&secret, "newer");
    assert_eq!(way.run(&[KEEP]).out, "newer\n");
    way.cut();
    assert_eq!(way.run(&[KEEP]).out, "newer\n");
}

#[test]
fn templates_and_files_are_kept_too_each_for_itself() {
    let way = Way::new();
    way.job.secret("stripe", "planted");
    way.job.write("in", &format!("{{{{ sr://project/{}/stripe }}}}", way.job.id()));
    let all = [&["inject", "-i", "in", KEEP][..], &["env", "--format", "json", KEEP]];
    let online: Vec<Said> = all.iter().map(|words| said(way.command(words))).collect();
    assert_eq!(way.files().len(), 2);
    way.cut();
    for (words, online) in all.iter().zip(online) {
        let offline = said(way.command(words));
        assert_eq!((offline.out, offline.code), (online.out, 0), "{}", offline.err);
    }
    refused(&said(way.command(&["env", KEEP, "--prefix", "A_"])), "there is nothing in kept for");
}

#[test]
fn what_is_too_old_changed_of_another_credential_or_open_to_others_is_refused() {
    let way = Way::new();
    way.job.secret("stripe", "planted");
    way.run(&[KEEP]);
    let whole = fs::read(way.file()).unwrap();
    way.cut();

    // An hour ago, as far as the file can say: its time is under the seal.
    let mut older = whole.clone();
    let at = u64::from_be_bytes(whole[8..16].try_into().unwrap());
    older[8..16].copy_from_slice(&(at + 600).to_be_bytes());
    fs::write(way.file(), older).unwrap();
    refused(&way.run(&[KEEP]), "it was changed");
    let mut changed = whole.clone();
    *changed.last_mut().unwrap() ^= 1;
    fs::write(way.file(), changed).unwrap();
    refused(&way.run(&[KEEP]), "it was changed");
    fs::write(way.file(), &whole[..40]).unwrap();
    refused(&way.run(&[KEEP]), "too short");

    fs::write(way.file(), &whole).unwrap();
    let other = way.job.client.new_token(None);
    let mut command = way.command(&["run", KEEP, "--", "true"]);
    command.env("STRONGROOM_TOKEN", other.token());
    refused(&said(command), "there is nothing in kept for this server, credential and selection");

    fs::set_permissions(way.file(), Permissions::from_mode(0o644)).unwrap();
    refused(&way.run(&[KEEP]), "chmod 600");
    fs::set_permissions(way.file(), Permissions::from_mode(0o600)).unwrap();
    let folder = way.job.path().join("kept");
    fs::set_permissions(&folder, Permissions::from_mode(0o755)).unwrap();
    refused(&way.run(&[KEEP]), "chmod 700");
    fs::set_permissions(&folder, Permissions::from_mode(0o700)).unwrap();
    assert_eq!(way.run(&[KEEP]).out, "planted\n");
    std::thread::sleep(std::time::Duration::from_millis(2_100));
    refused(&way.run(&[KEEP, "--max-age", "1s"]), "may be used for 1 s");
}

#[test]
fn a_refusal_is_honoured_and_takes_away_what_was_kept() {
    for how in ["revoked", "deleted"] {
        let way = Way::new();
        let secret = way.job.secret("stripe", "planted");
        let issued = way.job.client.issue(None);
        let run = || {
            let mut command =
                way.command(&["run", KEEP, "-s", "stripe", "--", "sh", "-c", "echo $STRIPE"]);
            command.env("STRONGROOM_TOKEN", issued["token"].as_str().unwrap());
            said(command)
        };
        assert_eq!(run().out, "planted\n");
        assert_eq!(way.files().len(), 1);
        let code = if how == "revoked" {
            let path =
                format!("{}/tokens/{}", strongroom_tests::API, issued["id"].as_str().unwrap());
            let _ = way.job.client.delete(&path).expect(204);
            4
        } else {
            let _ = way.job.client.delete(&secret.path).expect(204);
            3
        };
        let told = run();
        assert_eq!((told.code, told.out.as_str()), (code, ""), "{how}: {}", told.err);
        assert_eq!(way.files(), [] as [PathBuf; 0]);
        way.cut();
        refused(&run(), "there is nothing in kept");
    }
}

#[test]
fn a_client_that_signs_in_is_kept_for_too_and_the_folder_can_be_the_usual_one() {
    let way = Way::new();
    way.job.secret("stripe", "planted");
    let body = serde_json::json!({ "name": "job", "expires_in": 3600, "scopes": [
        { "on": way.job.project, "permissions": ["metadata", "reveal"] }] });
    let path = format!("{}/clients/{}", strongroom_tests::API, way.job.project);
    let made = way.job.client.post(&path, &body).expect(201).json();
    let run = || {
        let mut command = way.command(&["run", "--", "sh", "-c", "echo $STRIPE"]);
        command.env_remove("STRONGROOM_TOKEN").env("STRONGROOM_CACHE", "auto");
        command.env("STRONGROOM_CLIENT_ID", made["id"].as_str().unwrap_or_default());
        command.env("STRONGROOM_CLIENT_SECRET", made["client_secret"].as_str().unwrap_or_default());
        said(command)
    };
    let online = run();
    assert_eq!(online.out, "planted\n", "{}", online.err);
    way.cut();
    let offline = run();
    assert_eq!(offline.out, "planted\n", "{}", offline.err);
    assert!(offline.err.contains("cache/strongroom"), "{}", offline.err);
}
