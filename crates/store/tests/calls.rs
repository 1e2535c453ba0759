//! How often the store calls its database, and what each write must survive.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]

mod support;

use std::sync::{Arc, Mutex};

use strongroom_database::sqlite::Sqlite;
use strongroom_database::{Database, Dialect, Durability, Error, Row, Statement};
use strongroom_model::Action;
use strongroom_model::audit::Event;
use strongroom_model::metadata::{ListQuery, SortBy};
use strongroom_ports::audit::AuditStore;
use strongroom_ports::principals::PrincipalStore;
use strongroom_ports::secrets::SecretStore;
use strongroom_store::Store;
use support::*;

#[derive(Debug, PartialEq, Eq)]
enum Call {
    /// With this many statements.
    Read(usize),
    Write(Durability),
}

/// The real database, with a note of every call.
struct Noting {
    database: Sqlite,
    calls: Arc<Mutex<Vec<Call>>>,
}

impl Noting {
    fn note(&self, call: Call) {
        self.calls.lock().unwrap().push(call);
    }
}

impl Database for Noting {
    fn dialect(&self) -> Dialect {
        self.database.dialect()
    }

    async fn read(&self, statements: Vec<Statement>) -> Result<Vec<Vec<Row>>, Error> {
        self.note(Call::Read(statements.len()));
        self.database.read(statements).await
    }

    async fn write(
        &self,
        statements: Vec<Statement>,
        durability: Durability,
    ) -> Result<Vec<u32>, Error> {
        self.note(Call::Write(durability));
        self.database.write(statements, durability).await
    }
}

#[tokio::test]
async fn a_reveal_reads_once_for_the_token_once_for_the_secret_and_waits_for_no_disk() {
    let world = world().await;
    world.secret(project(1), 10, "db").await;
    let calls = Arc::new(Mutex::new(vec![]));
    let noting = Noting { database: world.database.clone(), calls: Arc::clone(&calls) };
    let store = Store::new(noting);
    let noted = || std::mem::take(&mut *calls.lock().unwrap());

    store.present_token(id(TOKEN), Some(project(1))).await.unwrap();
    assert_eq!(noted(), [Call::Read(1)]);
    store.sealed(project(1), &key(10), None, None).await.unwrap();
    assert_eq!(noted(), [Call::Read(2)]);
    let reveal = revealed(project(1), &key(10));
    store.record_reveal(project(1), &key(10), reveal).await.unwrap();
    assert_eq!(noted(), [Call::Write(Durability::Process)]);
    let denied = Event::Denied { action: Action::Reveal, owner: project(1), secret: None };
    store.append(record(denied)).await.unwrap();
    assert_eq!(noted(), [Call::Write(Durability::Process)]);
}

#[tokio::test]
async fn a_usual_page_is_read_at_once_and_the_longest_in_batches() {
    let world = world().await;
    for number in 1000..1130 {
        world.secret(project(1), number, &format!("secret {number}")).await;
    }
    let calls = Arc::new(Mutex::new(vec![]));
    let noting = Noting { database: world.database.clone(), calls: Arc::clone(&calls) };
    let store = Store::new(noting);
    // With 127 the one row more is the 128th; 128 needs a second read for its own.
    for (limit, reads) in [(1, 1), (100, 1), (127, 1), (128, 2), (1000, 2)] {
        let query = ListQuery { limit, ..query(SortBy::Created) };
        let page = SecretStore::list(&store, project(1), query).await.unwrap();
        assert_eq!(page.entries.len(), limit.min(130) as usize);
        assert_eq!(page.next.is_some(), limit < 130);
        let calls = std::mem::take(&mut *calls.lock().unwrap());
        assert_eq!(calls.len(), reads, "{limit} {calls:?}");
        assert!(calls.iter().all(|call| *call == Call::Read(1)), "{limit} {calls:?}");
    }
}

#[tokio::test]
async fn every_other_effect_is_on_the_disk_before_it_is_acknowledged() {
    let world = world().await;
    let calls = Arc::new(Mutex::new(vec![]));
    let noting = Noting { database: world.database.clone(), calls: Arc::clone(&calls) };
    let store = Store::new(noting);
    let writes = || -> Vec<Call> {
        let calls = std::mem::take(&mut *calls.lock().unwrap());
        calls.into_iter().filter(|call| !matches!(call, Call::Read(_))).collect()
    };
    let on_disk = [Call::Write(Durability::Power)];

    let made = record(Event::Initialized { organization: id(1), user: id(USER) });
    store.initialize(organization_row(1), token_row(TOKEN, USER), made).await.unwrap();
    assert_eq!(writes(), on_disk);
    let made = Event::ProjectCreated { project: id(20), name: "alpha".parse().unwrap() };
    store.insert_project(project_row(20, 1, "alpha"), record(made)).await.unwrap();
    assert_eq!(writes(), on_disk);
    let issued = record(Event::TokenCreated { token: id(910), grants: None });
    store.insert_token(token_row(910, USER), issued).await.unwrap();
    assert_eq!(writes(), on_disk);
    let revoked = record(Event::TokenRevoked { token: id(910) });
    store.delete_token(id(910), id(USER), revoked).await.unwrap();
    assert_eq!(writes(), on_disk);

    let new = new_secret(project(20), 10, "db");
    let made = created(project(20), &new.key);
    store.insert(new, made).await.unwrap();
    assert_eq!(writes(), on_disk);
    let change = next_value(2, &["value"]);
    let changed = updated(project(20), &key(10), 2);
    store.update(project(20), &key(10), seen(1, 1), change, changed).await.unwrap();
    assert_eq!(writes(), on_disk);
    store.delete(project(20), &key(10), None, deleted(project(20), &key(10))).await.unwrap();
    assert_eq!(writes(), on_disk);
}
