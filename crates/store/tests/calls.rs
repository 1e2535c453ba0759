//! How often the store calls its database, and what each write must survive.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]

mod support;

use std::sync::{Arc, Mutex};

use strongroom_database::{Database, Dialect, Durability, Error, Row, Statement};
use strongroom_model::audit::Event;
use strongroom_model::metadata::{ListQuery, SortBy};
use strongroom_model::{Action, Role};
use strongroom_ports::audit::AuditStore;
use strongroom_ports::directory_store::DirectoryStore;
use strongroom_ports::principals::{Arrival, PrincipalStore};
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
    database: Engine,
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
    let world = installation().await;
    let client = client_row(80, project(ALPHA), "ci");
    world.store.insert_client(client, note()).await.unwrap();
    world.secret(project(ALPHA), 10, "db").await;
    let calls = Arc::new(Mutex::new(vec![]));
    let noting = Noting { database: world.database.clone(), calls: Arc::clone(&calls) };
    let store = Store::new(noting, keys());
    let noted = || std::mem::take(&mut *calls.lock().unwrap());

    let alpha = project(ALPHA);
    for about in [None, Some(alpha), Some(organization(ACME)), Some(user(USER))] {
        assert!(store.present_token(id(TOKEN), about).await.unwrap().is_some());
        assert_eq!(noted(), [Call::Read(1)]);
        assert!(store.present_person(&identity("ada"), about).await.unwrap().is_none());
        assert_eq!(noted(), [Call::Read(1)]);
        assert!(store.present_client(id(80), about).await.unwrap().is_some());
        assert_eq!(noted(), [Call::Read(1)]);
    }
    store.sealed(alpha, &key(10), None, None).await.unwrap();
    assert_eq!(noted(), [Call::Read(2)]);
    store.record_reveal(alpha, &key(10), revealed(alpha, &key(10))).await.unwrap();
    assert_eq!(noted(), [Call::Write(Durability::Process)]);
    let denied = Event::Denied { action: Action::Reveal, owner: alpha, secret: None };
    store.append(record(denied)).await.unwrap();
    assert_eq!(noted(), [Call::Write(Durability::Process)]);
    store.token_used(id(TOKEN), NOW).await.unwrap();
    store.person_seen(id(USER), NOW).await.unwrap();
    store.client_used(id(80), NOW).await.unwrap();
    let uses = noted();
    assert!(uses.len() == 3 && uses.iter().all(|use_| *use_ == Call::Write(Durability::Process)));
}

#[tokio::test]
async fn a_usual_page_is_read_at_once_and_the_longest_in_batches() {
    let world = world().await;
    for number in 1000..1130 {
        world.secret(project(1), number, &format!("secret {number}")).await;
    }
    let calls = Arc::new(Mutex::new(vec![]));
    let noting = Noting { database: world.database.clone(), calls: Arc::clone(&calls) };
    let store = Store::new(noting, keys());
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
    let world = empty().await;
    let calls = Arc::new(Mutex::new(vec![]));
    let noting = Noting { database: world.database.clone(), calls: Arc::clone(&calls) };
    let store = Store::new(noting, keys());
    let writes = || -> Vec<Call> {
        let calls = std::mem::take(&mut *calls.lock().unwrap());
        calls.into_iter().filter(|call| !matches!(call, Call::Read(_))).collect()
    };
    let on_disk = [Call::Write(Durability::Power)];

    let made = record(Event::Initialized { organization: id(1), user: id(USER) });
    let ada = person_row(USER, "Ada");
    store.initialize(organization_row(1), ada, token_row(TOKEN, USER), made).await.unwrap();
    assert_eq!(writes(), on_disk);
    store.insert_project(project_row(20, 1, "alpha"), None, note()).await.unwrap();
    assert_eq!(writes(), on_disk);
    store.insert_token(token_row(910, USER), note()).await.unwrap();
    assert_eq!(writes(), on_disk);
    store.delete_token(id(910), id(USER), note()).await.unwrap();
    assert_eq!(writes(), on_disk);
    store.insert_person(new_person(2, "Bob", Some(Role::Owner)), note()).await.unwrap();
    assert_eq!(writes(), on_disk);
    store.remove_member(organization(1), a_user(2), note()).await.unwrap();
    assert_eq!(writes(), on_disk);
    let mut arrival = Arrival {
        identity: identity("cy"),
        new_person: person_row(3, "Cy"),
        organization: Some(id(1)),
        role: None,
        claimed_groups: vec![],
        issued_at: NOW,
    };
    store.sign_in(arrival.clone(), note()).await.unwrap();
    assert_eq!(writes(), on_disk);
    // That a newer token says the same it will say again.
    arrival.issued_at += 1;
    store.sign_in(arrival.clone(), note()).await.unwrap();
    assert_eq!(writes(), [Call::Write(Durability::Process)]);
    store.sign_in(arrival, note()).await.unwrap();
    assert_eq!(writes(), []);

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
