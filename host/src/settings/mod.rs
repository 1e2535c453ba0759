//! Everything an operator can set, each thing once: the structs here are the flags, and from them
//! come the variables, the file's names, and the help.
//!
//! A flag beats a variable, a variable beats the file, the file beats the default. Nothing secret
//! is a setting, but for a database's address that has a password in it: see `database`.

mod bundle;
mod database;
mod layers;
mod logs;
mod oidc;
mod plugins;
mod secret_types;

use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::time::Duration;

use clap::{Args, Parser, Subcommand, ValueEnum};
use strongroom_cli::durations;
use strongroom_database::Durability;
use strongroom_model::provider::Provider;

pub(crate) use bundle::{Authorizer, Bundle, Store};
pub(crate) use database::{Copy, Database, DatabaseCommand, Place};
pub(crate) use layers::parse;
pub(crate) use logs::{LogFormat, LogLevel, Logs};
pub(crate) use plugins::Plugins;
pub(crate) use secret_types::{
    Add, Allowed, Check, Inspect, Language, List, New, Remove, Test, Type,
};

/// Strongroom keeps secrets for the people and the jobs of an organization's projects.
///
/// Each setting is a flag, a variable of the environment, and a name in the file given with
/// --config, which is TOML: `listen = "127.0.0.1:8200"`. A flag beats a variable, a variable beats
/// the file.
///
/// `serve`, `init`, `token create-owner` and `database copy` work on what a server keeps. All other commands ask a server:
/// the one at --server, with the token in STRONGROOM_TOKEN or --token-file.
#[derive(Debug, Parser)]
#[command(name = "strongroom", version, disable_version_flag = true, propagate_version = true,
          after_help = strongroom_cli::failure::EXIT_CODES)]
pub(crate) struct CommandLine {
    #[command(subcommand)]
    pub(crate) command: Command,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Run the server; on the first start, set it up and print a first owner token
    Serve(Box<Serve>),
    /// Set up a data folder, print a first owner token, and do not serve
    Init(Box<Storage>),
    /// Tokens: your own, and the owner's for who has lost theirs
    #[command(subcommand)]
    Token(Token),
    /// Move a database elsewhere
    #[command(subcommand)]
    Database(DatabaseCommand),
    #[command(flatten)]
    Remote(Box<strongroom_cli::Command>),
    /// Write, check and add secret types
    #[command(subcommand)]
    Type(Type),
    /// Put an application for Spin together: core, adapters and secret types, and its spin.toml
    Bundle(Box<Bundle>),
    /// Print the version
    Version(Output),
}

#[derive(Debug, Subcommand)]
pub(crate) enum Token {
    /// Make a new token of the first owner, for who has lost theirs; works beside a running server
    CreateOwner(Box<Storage>),
    #[command(flatten)]
    Remote(strongroom_cli::Token),
}

#[derive(Debug, Args)]
pub(crate) struct Output {
    /// Print JSON, for machines
    #[arg(long, env = "STRONGROOM_JSON")]
    pub(crate) json: bool,
}

/// What every command that works on a data folder needs.
#[derive(Debug, Args)]
pub(crate) struct Storage {
    /// File of settings
    #[arg(long, env = "STRONGROOM_CONFIG", value_name = "FILE")]
    pub(crate) config: Option<PathBuf>,

    /// Folder that holds the database (unless it is elsewhere), the root key and the cache; made with
    /// mode 0700
    #[arg(long, env = "STRONGROOM_DATA", value_name = "DIR", default_value = ".strongroom")]
    pub(crate) data: PathBuf,

    /// File of root keys; made with mode 0600 beside a new database [default: root-key in the data folder]
    #[arg(long, env = "STRONGROOM_ROOT_KEY", value_name = "FILE")]
    pub(crate) root_key: Option<PathBuf>,

    /// The core component [default: strongroom-core.wasm beside this program, or in dist/]
    #[arg(long, env = "STRONGROOM_CORE", value_name = "FILE")]
    pub(crate) core: Option<PathBuf>,

    /// Folder of secret types, with their manifest; what changes in it is taken up while serving
    /// [default: types beside the core]
    #[arg(long, env = "STRONGROOM_TYPES", value_name = "DIR")]
    pub(crate) types: Option<PathBuf>,

    /// The web console's component [default: strongroom-console.wasm beside the core, where it is there]
    #[arg(long, env = "STRONGROOM_CONSOLE", value_name = "FILE")]
    pub(crate) console: Option<PathBuf>,

    /// How long an owner token lives that is made here: 1s to 366d
    #[arg(long, env = "STRONGROOM_OWNER_TOKEN_LIFETIME", value_name = "TIME", default_value = "30d",
          value_parser = durations::token_lifetime)]
    pub(crate) owner_token_lifetime: Duration,

    /// How long an access token lives that a service client is given: 1s to 24h
    #[arg(long, env = "STRONGROOM_ACCESS_TOKEN_LIFETIME", value_name = "TIME", default_value = "15m",
          value_parser = durations::access_token_lifetime)]
    pub(crate) access_token_lifetime: Duration,

    /// File with [[oidc]] tables: OpenID Connect providers whose tokens are accepted, beside those in
    /// the file of settings
    #[arg(long, env = "STRONGROOM_OIDC", value_name = "FILE")]
    pub(crate) oidc: Option<PathBuf>,

    /// From both files, checked.
    #[arg(skip)]
    pub(crate) providers: Vec<Provider>,

    /// What an acknowledged write survives, where it need not survive more
    #[arg(long, env = "STRONGROOM_DURABILITY", value_name = "WHAT", default_value = "process")]
    pub(crate) durability: Survives,

    #[command(flatten)]
    pub(crate) database: Database,

    #[command(flatten)]
    pub(crate) plugins: Plugins,

    #[command(flatten)]
    pub(crate) logs: Logs,

    #[command(flatten)]
    pub(crate) output: Output,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Survives {
    /// The process being killed
    Process,
    /// Loss of power: every write waits for the disk
    Power,
}

impl From<Survives> for Durability {
    fn from(survives: Survives) -> Self {
        match survives {
            Survives::Process => Self::Process,
            Survives::Power => Self::Power,
        }
    }
}

#[derive(Debug, Args)]
pub(crate) struct Serve {
    /// Address to listen on
    #[arg(long, env = "STRONGROOM_LISTEN", value_name = "ADDR", default_value = "127.0.0.1:8200")]
    pub(crate) listen: SocketAddr,

    /// Serve /healthz, /readyz and /metrics on this address instead
    #[arg(long, env = "STRONGROOM_METRICS_LISTEN", value_name = "ADDR")]
    pub(crate) metrics_listen: Option<SocketAddr>,

    #[command(flatten)]
    pub(crate) storage: Storage,

    #[command(flatten)]
    pub(crate) limits: Limits,
}

/// Bounds on clients and on the core.
#[derive(Debug, Clone, Args)]
#[command(next_help_heading = "Limits")]
pub(crate) struct Limits {
    /// Threads that serve, each with instances of the core of its own [default: one for each processor]
    #[arg(long, env = "STRONGROOM_WORKERS", value_name = "N",
          value_parser = clap::value_parser!(u16).range(1..=256))]
    pub(crate) workers: Option<u16>,

    /// Instances of the core that a worker may have; each runs one request at a time
    #[arg(long, env = "STRONGROOM_INSTANCES", value_name = "N", default_value_t = 16,
          value_parser = clap::value_parser!(u16).range(1..=256))]
    pub(crate) instances: u16,

    /// Connections open at once; more wait to be accepted
    #[arg(long, env = "STRONGROOM_MAX_CONNECTIONS", value_name = "N", default_value_t = 10_000,
          value_parser = clap::value_parser!(u32).range(1..))]
    pub(crate) max_connections: u32,

    /// Requests of one worker under way at once; more are answered with 503
    #[arg(long, env = "STRONGROOM_MAX_IN_FLIGHT", value_name = "N", default_value_t = 512,
          value_parser = clap::value_parser!(u32).range(1..=65_536))]
    pub(crate) max_in_flight: u32,

    /// From the end of a request's head to the start of its answer; then 503
    #[arg(long, env = "STRONGROOM_REQUEST_TIMEOUT", value_name = "TIME", default_value = "30s",
          value_parser = durations::duration)]
    pub(crate) request_timeout: Duration,

    /// For a request's head to arrive, and for a connection to be idle
    #[arg(long, env = "STRONGROOM_HEADER_TIMEOUT", value_name = "TIME", default_value = "30s",
          value_parser = durations::duration)]
    pub(crate) header_timeout: Duration,

    /// To finish what is running when told to stop
    #[arg(long, env = "STRONGROOM_STOP_TIMEOUT", value_name = "TIME", default_value = "30s",
          value_parser = durations::duration)]
    pub(crate) stop_timeout: Duration,

    /// An instance of the core that computes for so long and gets nowhere is ended
    #[arg(long, env = "STRONGROOM_STUCK_TIMEOUT", value_name = "TIME", default_value = "2s",
          value_parser = durations::duration)]
    pub(crate) stuck_timeout: Duration,

    /// Requests after which an instance of the core is replaced
    #[arg(long, env = "STRONGROOM_INSTANCE_REQUESTS", value_name = "N", default_value_t = 1_000_000,
          value_parser = clap::value_parser!(u64).range(1..))]
    pub(crate) instance_requests: u64,

    /// Age at which an instance of the core is replaced
    #[arg(long, env = "STRONGROOM_INSTANCE_LIFETIME", value_name = "TIME", default_value = "1h",
          value_parser = durations::duration)]
    pub(crate) instance_lifetime: Duration,

    /// MiB that each memory of an instance may grow to
    #[arg(long, env = "STRONGROOM_INSTANCE_MEMORY", value_name = "MIB", default_value_t = 64,
          value_parser = clap::value_parser!(u16).range(8..=2048))]
    pub(crate) instance_memory: u16,
}

impl Command {
    /// Of a command that works on a data folder.
    fn storage_mut(&mut self) -> Option<&mut Storage> {
        match self {
            Self::Serve(serve) => Some(&mut serve.storage),
            Self::Init(storage) | Self::Token(Token::CreateOwner(storage)) => Some(storage),
            Self::Token(Token::Remote(_))
            | Self::Database(_)
            | Self::Remote(_)
            | Self::Type(_)
            | Self::Bundle(_)
            | Self::Version(_) => None,
        }
    }
}

impl Limits {
    pub(crate) fn workers(&self) -> u16 {
        let processors = || std::thread::available_parallelism().map_or(1, usize::from);
        self.workers.unwrap_or_else(|| u16::try_from(processors()).unwrap_or(u16::MAX).min(256))
    }
}

const CORE: &str = "strongroom-core.wasm";
const CONSOLE: &str = "strongroom-console.wasm";

impl Storage {
    /// The core's file: the one named, or the first that is there.
    pub(crate) fn core(&self) -> PathBuf {
        self.core.clone().unwrap_or_else(default_core)
    }

    /// The console's file: the one named, or the one beside the core where there is one.
    pub(crate) fn console(&self) -> Option<PathBuf> {
        let beside = || Some(self.core().with_file_name(CONSOLE)).filter(|file| file.is_file());
        self.console.clone().or_else(beside)
    }

    /// The folder of secret types: the one named, or the one beside the core.
    pub(crate) fn types(&self) -> PathBuf {
        self.types.clone().unwrap_or_else(|| self.core().with_file_name("types"))
    }
}

/// The core beside this program, or in `dist`.
fn default_core() -> PathBuf {
    let program = std::env::current_exe().ok();
    let beside = program.as_deref().and_then(Path::parent).map(|folder| folder.join(CORE));
    beside.filter(|file| file.exists()).unwrap_or_else(|| Path::new("dist").join(CORE))
}
