//! Everything a command needs, opened in the order in which it can fail: folder, keys, database,
//! types, core.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use anyhow::Context as _;
use strongroom_database::Either;

use crate::core::bootstrap::{Bootstrap, FirstOwner};
use crate::core::{self, Core, Platform, engine};
use crate::data_folder::Layout;
use crate::database::{self, Found};
use crate::issuers::IssuerKeys;
use crate::plugins::Catalogue;
use crate::root_key;
use crate::settings::Storage;

/// How much of everything: what a server with workers needs, or one instance.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Size {
    pub(crate) workers: u16,
    /// Of the core, for each worker.
    pub(crate) instances: u16,
    pub(crate) instance_memory: usize,
    pub(crate) stuck_timeout: Duration,
}

/// Room for one instance that serves nobody.
pub(crate) const ALONE: Size = Size {
    workers: 1,
    instances: 1,
    instance_memory: 64 << 20,
    stuck_timeout: Duration::from_secs(10),
};

pub(crate) struct Arrangement {
    pub(crate) core: Core,
    pub(crate) database: Either,
    pub(crate) catalogue: Catalogue,
    pub(crate) issuer_keys: IssuerKeys,
    /// Made with this arrangement, and not used yet.
    new_root_key: Option<PathBuf>,
}

/// Whether a database may be new to a command.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Wanted {
    Any,
    SetUp,
}

pub(crate) fn layout(storage: &Storage) -> anyhow::Result<Layout> {
    Ok(Layout::open(&storage.data)?)
}

impl Arrangement {
    pub(crate) fn make(storage: &Storage, size: Size, wanted: Wanted) -> anyhow::Result<Self> {
        let layout = layout(storage)?;
        let core_file = storage.core();
        anyhow::ensure!(
            core_file.is_file(),
            "there is no core component at {}: name it with --core",
            core_file.display()
        );
        let place = database::place(storage, &layout)?;
        let name = place.to_string();
        let found = Found::at(place, storage)?;
        anyhow::ensure!(
            found.exists() || wanted == Wanted::Any,
            "there is no database at {name}: run `strongroom init` first"
        );
        // Keys first: a database that was just made must not look like one whose key is lost.
        let key_file = storage.root_key.clone().unwrap_or_else(|| layout.root_key());
        let root_keys = root_key::open(&key_file, found.exists())?;
        let new_root_key = root_keys.made_now.then_some(key_file);
        let root_keys = root_keys.keys;
        let database = found.open(size.workers, storage.durability.into())?;
        let catalogue =
            Catalogue::load(&storage.types(), &storage.plugins.options(), Some(&layout.cache()))?;
        let issuer_keys = IssuerKeys::new(&storage.providers);
        let platform = Arc::new(Platform {
            sql: database.clone(),
            root_keys,
            issuer_keys: issuer_keys.clone(),
            catalogue: catalogue.clone(),
            settings: settings(storage)?,
        });
        // One more is for setting up, beside a server that runs.
        let instances = u32::from(size.workers) * u32::from(size.instances) + 1;
        let engine = engine::engine(instances, size.instance_memory)?;
        engine::start_ticking(&engine)?;
        let core = Core::load(&engine, &core_file, &layout.cache(), platform, size.stuck_timeout)?;
        Ok(Self { core, database, catalogue, issuer_keys, new_root_key })
    }

    /// Brings the database up to date, and makes the first owner where there is none.
    ///
    /// # Errors
    /// The core failed, or another server has set the database up at the same time, with another
    /// root key: ours is taken back, since nothing was sealed with it and no later start may use it.
    pub(crate) async fn set_up(&self) -> anyhow::Result<Option<FirstOwner>> {
        let mut core = self.bootstrap().await?;
        let applied = core.migrate().await?;
        tracing::info!(applied, "the database is up to date");
        let first_owner = core.initialize().await?;
        if let (None, Some(key_file)) = (&first_owner, &self.new_root_key) {
            std::fs::remove_file(key_file)
                .with_context(|| format!("remove {}", key_file.display()))?;
            anyhow::bail!(
                "another server has set this database up: copy its root key to {}",
                key_file.display()
            );
        }
        Ok(first_owner)
    }

    /// # Errors
    /// The core cannot be instantiated.
    pub(crate) async fn bootstrap(&self) -> Result<Bootstrap, core::Error> {
        Bootstrap::new(&self.core).await
    }
}

/// What components may ask for, by the names they ask with.
fn settings(storage: &Storage) -> anyhow::Result<BTreeMap<String, String>> {
    let seconds = |lifetime: Duration| lifetime.as_secs().to_string();
    let mut settings = BTreeMap::from([
        ("owner-token-lifetime".to_owned(), seconds(storage.owner_token_lifetime)),
        ("access-token-lifetime".to_owned(), seconds(storage.access_token_lifetime)),
    ]);
    settings.extend(providers(storage)?.map(|providers| (PROVIDERS.to_owned(), providers)));
    Ok(settings)
}

/// The setting that lists identity providers.
const PROVIDERS: &str = "oidc";

/// Its value, where there are any.
pub(super) fn providers(storage: &Storage) -> anyhow::Result<Option<String>> {
    let providers = &storage.providers;
    Ok((!providers.is_empty()).then(|| serde_json::to_string(providers)).transpose()?)
}
