//! What `components/strongroom.wac` says, in types: which crate is given which.

use strongroom_authorization::decisions::ByRole;
use strongroom_authorization::session::{AuthPermit, AuthSession};
use strongroom_authorization::{Authorizer, Wiring};
use strongroom_database::sqlite::Sqlite;
use strongroom_gateway::{Gateway, Outline};
use strongroom_root_keys::Held;
use strongroom_sealer::Sealer;
use strongroom_store::Store;
use strongroom_vault::VaultService;

use super::catalogue::Types;
use super::platform::{KeyFile, Platform, SystemRandom, WallClock};

pub(super) type Rows = Store<Sqlite, Held>;
type Ports = Wiring<Rows, WallClock, SystemRandom, Platform>;
type Auth = Authorizer<Ports, ByRole>;
type Session = AuthSession<Ports, ByRole>;
type Permit = AuthPermit<WallClock>;
type Vault = VaultService<Rows, Sealer<Permit, KeyFile>, Types, WallClock, SystemRandom, Session>;

pub(super) type App = Gateway<Auth, Auth, Vault, WallClock>;

/// What every worker is made from.
#[derive(Clone)]
pub(super) struct Parts {
    pub(super) store: Rows,
    pub(super) root_key: KeyFile,
    pub(super) platform: Platform,
}

pub(super) fn authorizer(parts: &Parts) -> Auth {
    let (store, platform) = (parts.store.clone(), parts.platform.clone());
    Authorizer::new(Wiring { store, clock: WallClock, random: SystemRandom, platform }, ByRole)
}

/// One worker's. Like an instance of the core it keeps unwrapped keys and the tokens that it has
/// verified for itself.
pub(super) fn app(parts: Parts) -> App {
    let authorizer = authorizer(&parts);
    let sealer = Sealer::new(parts.root_key);
    let vault = VaultService::new(parts.store, sealer, Types::new(), WallClock, SystemRandom);
    Gateway::new(authorizer.clone(), authorizer, vault, WallClock, Outline::made())
}
