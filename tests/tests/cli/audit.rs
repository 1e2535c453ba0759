//! `audit verify`: a log that is as it was written, and one that was changed in the database.

use std::sync::Arc;

use rusqlite::{Connection, params};
use serde_json::Value;
use strongroom_tests::{Native, Said, Strongroom, Terminal, artefacts};

/// A terminal at a server of its own, which can be stopped and its database written to.
struct Own {
    terminal: Terminal,
    project: String,
}

impl Own {
    fn start() -> Self {
        let strongroom = Arc::new(Strongroom::start(Arc::new(Native::new())));
        let token = Some(strongroom.owner_token().to_owned());
        let terminal = Terminal { program: artefacts::host(), strongroom, token };
        let organization = terminal.organization();
        let made =
            terminal.does(&format!("project create shop --organization {organization} --json"));
        let project = made.json()["id"].as_str().unwrap().to_owned();
        Self { terminal, project }
    }

    fn verify(&self, more: &str) -> Said {
        self.terminal.run(&format!("audit verify project/{}{more}", self.project))
    }

    /// Writes to the database past the server, while it is stopped. Gives how many rows that changed.
    fn past_the_server(&mut self, write: impl FnOnce(&Connection) -> usize) {
        let strongroom = Arc::get_mut(&mut self.terminal.strongroom).unwrap();
        assert!(strongroom.stop().success());
        let database = Connection::open(strongroom.database()).unwrap();
        assert_eq!(write(&database), 1);
        drop(database);
        strongroom.start_again();
    }
}

/// A record of two hours ago, as servers wrote them before there were codes.
fn put_in_before_there_were_codes(database: &Connection) -> usize {
    let mut about = database.prepare("PRAGMA table_info(audit)").unwrap();
    let names = about.query_map([], |row| row.get::<_, String>(1)).unwrap();
    let left_out = ["number", "at", "mac", "mac_key"];
    let names: Vec<String> =
        names.map(Result::unwrap).filter(|name| !left_out.contains(&name.as_str())).collect();
    let names = names.join(", ");
    let sql = format!(
        "INSERT INTO audit (at, {names}) SELECT at - 7200, {names} FROM audit
         WHERE event = 'project-created'"
    );
    database.execute(&sql, []).unwrap()
}

#[test]
fn a_log_as_it_was_written_is_told_with_up_to_when_it_is_complete() {
    let mut own = Own::start();
    let said = own.verify("");
    assert_eq!(said.code, 0, "{}", said.err);
    assert_eq!((said.fact("Intact"), said.fact("Records"), said.fact("Newer")), ("yes", "1", "1"));
    // What is not ten minutes old has no checkpoint yet, and so no head.
    assert!(!said.out.contains("Head") && !said.out.contains("Unsigned"), "{}", said.out);
    assert_eq!(said.err, "");

    own.past_the_server(put_in_before_there_were_codes);
    let said = own.verify("");
    assert_eq!(said.code, 0, "{}", said.err);
    assert_eq!((said.fact("Checkpoints"), said.fact("Unsigned")), ("1", "1"));
    assert!(said.fact("Complete until").ends_with('Z'), "{}", said.out);
    assert!(said.err.contains("Note the head"), "{}", said.err);
    let head = said.fact("Head").to_owned();

    let json = own.verify(&format!(" --head {head} --json"));
    assert_eq!((json.code, json.err.as_str()), (0, ""));
    let found = json.json();
    assert_eq!((&found["intact"], &found["broken"]), (&Value::Bool(true), &Value::Null));
    assert_eq!(found["head"], head.as_str());
    assert_eq!(own.verify(" --from 1h").fact("Records"), "1");

    // An older database is put back: the checkpoint that was noted is not there.
    own.past_the_server(|database| {
        database.execute("DELETE FROM audit_checkpoints", []).unwrap();
        database
            .execute("DELETE FROM audit WHERE event = 'project-created' AND mac IS NULL", [])
            .unwrap()
    });
    assert_eq!(own.verify("").code, 0);
    let missing = own.verify(&format!(" --head {head}"));
    assert_eq!(missing.code, 8);
    assert!(missing.err.contains("no checkpoint of it any more"), "{}", missing.err);
}

#[test]
fn a_record_that_was_changed_or_removed_in_the_database_ends_with_8() {
    let mut own = Own::start();
    own.past_the_server(put_in_before_there_were_codes);
    assert_eq!(own.verify("").code, 0);

    own.past_the_server(|database| {
        let sql = "UPDATE audit SET peer = '192.0.2.1' WHERE event = 'project-created' AND mac IS NOT NULL";
        database.execute(sql, []).unwrap()
    });
    let said = own.verify("");
    assert_eq!(said.code, 8);
    assert_eq!(said.fact("Intact"), "no");
    assert!(said.err.contains("the audit log is not as it was written: record "), "{}", said.err);
    assert!(said.err.contains("find out who can write to it"), "{}", said.err);
    let json = own.verify(" --json");
    assert_eq!(json.code, 8);
    assert_eq!(json.json()["broken"]["problem"], "record-changed");
    // What a checkpoint covers is intact still.
    assert_eq!(json.json()["checkpoints"], 1);

    own.past_the_server(|database| {
        let sql = "DELETE FROM audit WHERE event = ?1 AND mac IS NULL";
        database.execute(sql, params!["project-created"]).unwrap()
    });
    let said = own.verify("");
    assert_eq!(said.code, 8);
    assert!(said.err.contains("records before "), "{}", said.err);
    assert!(said.err.contains("were removed or added"), "{}", said.err);
}

#[test]
fn who_may_not_read_a_log_may_not_verify_it() {
    let owner = crate::owner();
    let organization = owner.organization();
    let made = owner.does(&format!("project create guarded --organization {organization} --json"));
    let project = made.json()["id"].as_str().unwrap().to_owned();
    let scope = format!("project/{project}:metadata");
    let token = owner.does(&format!("token create narrow --lifetime 1h --scope {scope} --json"));
    let narrow = owner.with_token(token.json()["token"].as_str().unwrap());
    let said = narrow.run(&format!("audit verify project/{project}"));
    assert!(matches!(said.code, 3 | 4), "{} {}", said.code, said.err);
    assert_eq!(said.out, "");
}
