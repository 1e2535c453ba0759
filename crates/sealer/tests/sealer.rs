//! The guard in front of the cipher: what it asks of a permit, and which keys it fetches.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use strongroom_model::access::Deed;
use strongroom_model::sealed::{SealedVersion, WrappedOwnerKey};
use strongroom_model::{Action, Id, Owner, OwnerKind, VersionNumber};
use strongroom_ports::catalogue::Field;
use strongroom_ports::root_key::{self, RootKeys};
use strongroom_ports::sealing::{Error, Place, Sealing};
use strongroom_ports::sessions::Permit;
use strongroom_sealer::Sealer;
use strongroom_secret_bytes::SecretBytes;

/// A permit for the deeds that it is made of, as long as its session lives.
struct Given(Vec<Deed>, Rc<Cell<bool>>);

impl Permit for Given {
    fn covers(&self, deed: &Deed) -> bool {
        let is_given = |given: &Deed| {
            let Deed { action, owner, secret, version, fields } = given;
            let covers_fields = match (fields, &deed.fields) {
                (None, _) => true,
                (Some(_), None) => false,
                (Some(given), Some(asked)) => asked.iter().all(|name| given.contains(name)),
            };
            (action, owner, secret, version)
                == (&deed.action, &deed.owner, &deed.secret, &deed.version)
                && covers_fields
        };
        self.1.get() && self.0.iter().any(is_given)
    }
}

/// A key file in memory that remembers what it was asked, and ends a session when told to.
#[derive(Clone, Default)]
struct Keys(Rc<State>);

#[derive(Default)]
struct State {
    lost: Cell<bool>,
    asked: RefCell<Vec<String>>,
    ends: RefCell<Option<Rc<Cell<bool>>>>,
}

impl RootKeys for Keys {
    async fn current(&self) -> Result<String, root_key::Error> {
        Ok("root-1".to_owned())
    }

    async fn get(&self, id: &str) -> Result<SecretBytes, root_key::Error> {
        self.0.asked.borrow_mut().push(id.to_owned());
        if let Some(session) = self.0.ends.take() {
            session.set(false);
        }
        if self.0.lost.get() {
            return Err(root_key::Error::Unknown);
        }
        Ok(SecretBytes::new(vec![7; 32]))
    }
}

type Guard = Sealer<Given, Keys>;

fn place() -> Place {
    Place {
        owner: Owner { kind: OwnerKind::Project, id: Id::from_bytes([1; 20]) },
        secret: "secret/Custom/0ujtsYcgvSTl8PAuAdqWYSMnLOv".parse().unwrap(),
        version: VersionNumber::new(2).unwrap(),
    }
}

fn deed(action: Action) -> Deed {
    let Place { owner, secret, version } = place();
    Deed { action, owner, secret: Some(secret), version: Some(version), fields: None }
}

fn permit(deed: Deed) -> Given {
    Given(vec![deed], Rc::new(Cell::new(true)))
}

fn fields() -> Vec<Field> {
    vec![Field { name: "value".parse().unwrap(), value: SecretBytes::from("hunter2".to_owned()) }]
}

/// What a sealed value needs to be opened again.
async fn sealed(guard: &Guard) -> (WrappedOwnerKey, SealedVersion) {
    let key = guard.new_owner_key(place().owner, 1).await.unwrap();
    let sealed = guard.seal(&permit(deed(Action::Create)), &key, &place(), fields()).await.unwrap();
    (key, sealed)
}

fn no_value(outcome: Result<Vec<Field>, Error>) -> Result<usize, Error> {
    outcome.map(|fields| fields.len())
}

#[tokio::test]
async fn opens_with_a_permit_to_reveal_exactly_this() {
    let guard = Guard::new(Keys::default());
    let (key, sealed) = sealed(&guard).await;
    let opened = guard.open(&permit(deed(Action::Reveal)), &key, &place(), &sealed).await.unwrap();
    assert_eq!(opened[0].value.expose(), b"hunter2");
}

#[tokio::test]
async fn opens_nothing_with_a_permit_for_anything_else() {
    let guard = Guard::new(Keys::default());
    let (key, sealed) = sealed(&guard).await;
    let reveal = || deed(Action::Reveal);
    let other_owner = Owner { kind: OwnerKind::User, ..place().owner };
    let mut other_secret = place().secret;
    other_secret.id = Id::from_bytes([9; 20]);
    let mut others: Vec<Deed> = Action::ALL.into_iter().map(deed).collect();
    others.retain(|deed| deed.action != Action::Reveal);
    others.extend([
        Deed { owner: other_owner, ..reveal() },
        Deed { secret: Some(other_secret), ..reveal() },
        Deed { secret: None, ..reveal() },
        Deed { version: Some(VersionNumber::FIRST), ..reveal() },
        Deed { version: None, ..reveal() },
    ]);
    for other in others {
        let outcome = guard.open(&permit(other.clone()), &key, &place(), &sealed).await;
        assert_eq!(no_value(outcome), Err(Error::NotPermitted), "{other:?}");
    }
}

#[tokio::test]
async fn seals_only_what_may_be_created_or_updated() {
    let guard = Guard::new(Keys::default());
    let key = guard.new_owner_key(place().owner, 1).await.unwrap();
    for action in Action::ALL {
        let outcome = guard.seal(&permit(deed(action)), &key, &place(), fields()).await;
        let may = matches!(action, Action::Create | Action::Update);
        assert_eq!(outcome.is_ok(), may, "{action}");
    }
}

/// A permit to reveal these fields of [`place`].
fn permit_for(names: &[&str]) -> Given {
    let fields = names.iter().map(|name| name.parse().unwrap()).collect();
    permit(Deed { fields: Some(fields), ..deed(Action::Reveal) })
}

/// `user` and `password`, sealed, and a version made of those of its fields that are named.
async fn two_fields(guard: &Guard) -> (WrappedOwnerKey, impl Fn(&[&str]) -> SealedVersion) {
    let fields = ["user", "password"].map(|name| Field {
        name: name.parse().unwrap(),
        value: SecretBytes::from(format!("the {name}")),
    });
    let key = guard.new_owner_key(place().owner, 1).await.unwrap();
    let leave = permit(deed(Action::Create));
    let sealed = guard.seal(&leave, &key, &place(), fields.into()).await.unwrap();
    let some = move |names: &[&str]| {
        let mut sealed = sealed.clone();
        sealed.fields.retain(|field| names.contains(&field.name.as_str()));
        sealed
    };
    (key, some)
}

#[tokio::test]
async fn opens_the_fields_that_a_permit_names() {
    let guard = Guard::new(Keys::default());
    let (key, some) = two_fields(&guard).await;
    for (names, permit) in [
        (&["user"][..], permit_for(&["user"])),
        (&["password"], permit_for(&["password"])),
        (&["user"], permit_for(&["password", "user"])),
        (&["user", "password"], permit_for(&["password", "user"])),
        (&["user", "password"], permit(deed(Action::Reveal))),
        (&["password"], permit(deed(Action::Reveal))),
    ] {
        let opened = guard.open(&permit, &key, &place(), &some(names)).await.unwrap();
        let opened: Vec<_> = opened.iter().map(|field| field.name.as_str()).collect();
        assert_eq!(opened, names);
    }
}

#[tokio::test]
async fn a_vault_that_adds_a_field_gets_none() {
    let guard = Guard::new(Keys::default());
    let (key, some) = two_fields(&guard).await;
    for permit in [permit_for(&["user"]), permit_for(&["password"]), permit_for(&[])] {
        let both = some(&["user", "password"]);
        let outcome = guard.open(&permit, &key, &place(), &both).await;
        assert_eq!(no_value(outcome), Err(Error::NotPermitted));
    }
    // The same ciphertext twice, once under a name that is covered.
    let mut twice = some(&["password"]);
    let mut posing = twice.fields[0].clone();
    posing.name = "user".parse().unwrap();
    twice.fields.push(posing);
    let outcome = guard.open(&permit_for(&["user"]), &key, &place(), &twice).await;
    assert_eq!(no_value(outcome), Err(Error::NotPermitted));
}

#[tokio::test]
async fn a_vault_that_swaps_fields_gets_none() {
    let guard = Guard::new(Keys::default());
    let (key, some) = two_fields(&guard).await;
    // Another field than the permit's.
    let outcome = guard.open(&permit_for(&["user"]), &key, &place(), &some(&["password"])).await;
    assert_eq!(no_value(outcome), Err(Error::NotPermitted));
    // Another field under the permit's name: covered, and it does not open.
    let mut posing = some(&["password"]);
    posing.fields[0].name = "user".parse().unwrap();
    let outcome = guard.open(&permit_for(&["user"]), &key, &place(), &posing).await;
    assert_eq!(no_value(outcome), Err(Error::Corrupt));
    // Both, with their names exchanged.
    let mut exchanged = some(&["user", "password"]);
    let (first, second) = exchanged.fields.split_at_mut(1);
    std::mem::swap(&mut first[0].name, &mut second[0].name);
    let all = permit(deed(Action::Reveal));
    let outcome = guard.open(&all, &key, &place(), &exchanged).await;
    assert_eq!(no_value(outcome), Err(Error::Corrupt));
}

#[tokio::test]
async fn a_permit_for_some_fields_seals_nothing() {
    let guard = Guard::new(Keys::default());
    let key = guard.new_owner_key(place().owner, 1).await.unwrap();
    for action in [Action::Create, Action::Update] {
        let some = Deed { fields: Some(vec!["value".parse().unwrap()]), ..deed(action) };
        let outcome = guard.seal(&permit(some), &key, &place(), fields()).await;
        assert_eq!(outcome.map(drop), Err(Error::NotPermitted), "{action}");
    }
}

#[tokio::test]
async fn opens_nothing_for_a_session_that_ended_while_a_key_was_fetched() {
    let (key, sealed) = sealed(&Guard::new(Keys::default())).await;
    let keys = Keys::default();
    let permit = permit(deed(Action::Reveal));
    *keys.0.ends.borrow_mut() = Some(Rc::clone(&permit.1));
    let outcome = Guard::new(keys).open(&permit, &key, &place(), &sealed).await;
    assert_eq!(no_value(outcome), Err(Error::NotPermitted));
}

#[tokio::test]
async fn fetches_a_root_key_once() {
    let keys = Keys::default();
    let guard = Guard::new(keys.clone());
    let (key, sealed) = sealed(&guard).await;
    for _ in 0..3 {
        let permit = permit(deed(Action::Reveal));
        assert_eq!(no_value(guard.open(&permit, &key, &place(), &sealed).await), Ok(1));
    }
    assert_eq!(*keys.0.asked.borrow(), ["root-1"]);
}

#[tokio::test]
async fn a_lost_root_key_is_an_outage_and_no_damage() {
    let (key, sealed) = sealed(&Guard::new(Keys::default())).await;
    let keys = Keys::default();
    keys.0.lost.set(true);
    let guard = Guard::new(keys.clone());
    let permit = permit(deed(Action::Reveal));
    let outcome = guard.open(&permit, &key, &place(), &sealed).await;
    assert_eq!(no_value(outcome), Err(Error::Unavailable));
    keys.0.lost.set(false);
    assert_eq!(no_value(guard.open(&permit, &key, &place(), &sealed).await), Ok(1));
}

#[tokio::test]
async fn a_kept_owner_key_serves_its_owner_and_its_own_bytes_alone() {
    let guard = Guard::new(Keys::default());
    let (key, sealed) = sealed(&guard).await;
    let permit = |place: &Place| {
        let Place { owner, secret, version } = place.clone();
        let version = Some(version);
        permit(Deed { action: Action::Reveal, owner, secret: Some(secret), version, fields: None })
    };
    let elsewhere =
        Place { owner: Owner { kind: OwnerKind::Project, id: Id::from_bytes([2; 20]) }, ..place() };
    let outcome = guard.open(&permit(&elsewhere), &key, &elsewhere, &sealed).await;
    assert_eq!(no_value(outcome), Err(Error::Corrupt));
    let mut changed = key.clone();
    changed.blob[50] ^= 1;
    let outcome = guard.open(&permit(&place()), &changed, &place(), &sealed).await;
    assert_eq!(no_value(outcome), Err(Error::Corrupt));
}
