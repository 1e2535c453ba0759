//! What `components/strongroom.wac` says, in types: which crate is given which.

use strongroom_authorization::Authorizer;
use strongroom_authorization::session::{AuthPermit, AuthSession};
use strongroom_database::sqlite::Sqlite;
use strongroom_gateway::Gateway;
use strongroom_sealer::Sealer;
use strongroom_store::Store;
use strongroom_vault::VaultService;

use super::catalogue::Types;
use super::platform::{RootKey, SystemRandom, WallClock};

type Rows = Store<Sqlite>;
type Auth = Authorizer<Rows, WallClock, SystemRandom>;
type Session = AuthSession<Rows, WallClock>;
type Permit = AuthPermit<WallClock>;
type Vault = VaultService<Rows, Sealer<Permit, RootKey>, Types, WallClock, SystemRandom, Session>;

pub(super) type App = Gateway<Auth, Auth, Vault, WallClock>;

pub(super) const fn authorizer(store: Rows) -> Auth {
    Authorizer::new(store, WallClock, SystemRandom)
}

/// One worker's. Like an instance of the core it keeps unwrapped keys for itself.
pub(super) fn app(store: Rows, root_key: RootKey) -> App {
    let authorizer = authorizer(store.clone());
    let vault =
        VaultService::new(store, Sealer::new(root_key), Types::new(), WallClock, SystemRandom);
    Gateway::new(authorizer.clone(), authorizer, vault, WallClock)
}
