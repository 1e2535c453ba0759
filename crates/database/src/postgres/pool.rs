//! Connections, made ready for use.

use std::sync::atomic::{AtomicBool, Ordering::Relaxed};
use std::time::{Duration, Instant};

use deadpool_postgres::{
    Client, ClientWrapper, Hook, HookError, Manager, ManagerConfig, Object, RecyclingMethod,
    Runtime, Status, Timeouts,
};

use super::address::Address;
use super::failure::Failure;
use super::options::{OpenError, Options};
use super::tls;
use crate::postgresql::{TUNING, session};

/// For all hosts of an address together.
const CREATE_TIMEOUT: Duration = Duration::from_secs(10);

pub(super) struct Pool {
    pool: deadpool_postgres::Pool,
    /// The last attempt at a connection failed. Kept so that the log tells it once.
    away: AtomicBool,
}

impl Pool {
    pub(super) fn new(address: &Address, options: &Options) -> Result<Self, OpenError> {
        let mut config = address.config.clone();
        if config.get_connect_timeout().is_none() {
            config.connect_timeout(options.connect_timeout);
        }
        // A connection that was closed is thrown away; one that is broken tells when it is used.
        let recycling = ManagerConfig { recycling_method: RecyclingMethod::Fast };
        let manager = Manager::from_config(config, tls::connector(&address.tls)?, recycling);
        let settings = session(options.statement_timeout);
        let ready = Hook::async_fn(move |client: &mut ClientWrapper, _| {
            let settings = settings.clone();
            Box::pin(async move {
                client.batch_execute(&settings).await.map_err(HookError::Backend)?;
                match client.batch_execute(TUNING).await {
                    Err(error) if error.code().is_none() => Err(HookError::Backend(error)),
                    Ok(()) | Err(_) => Ok(()),
                }
            })
        });
        let pool = deadpool_postgres::Pool::builder(manager)
            .max_size(options.connections.max(1))
            .timeouts(Timeouts {
                wait: Some(options.wait_timeout),
                create: Some(CREATE_TIMEOUT),
                recycle: None,
            })
            .post_create(ready)
            .runtime(Runtime::Tokio1)
            .build()
            .map_err(|error| OpenError::Unreachable(error.to_string()))?;
        Ok(Self { pool, away: AtomicBool::new(false) })
    }

    pub(super) async fn get(&self) -> Result<Client, Failure> {
        match self.pool.get().await {
            Ok(client) => {
                if self.away.load(Relaxed) && self.away.swap(false, Relaxed) {
                    tracing::info!("the database is there again");
                }
                Ok(client)
            }
            Err(error) => {
                let failure = Failure::from(error);
                if !matches!(failure, Failure::Busy) && !self.away.swap(true, Relaxed) {
                    let reason = failure.reason();
                    tracing::warn!(reason, "the database is away");
                }
                Err(failure)
            }
        }
    }

    /// Closes a connection that is of no use, and the idle ones that are as old: most likely they
    /// led to the same server.
    pub(super) fn discard(&self, client: Client) {
        drop(Object::take(client));
        let now = Instant::now();
        drop(self.pool.retain(|_, metrics| metrics.created > now));
    }

    pub(super) fn status(&self) -> Status {
        self.pool.status()
    }
}
