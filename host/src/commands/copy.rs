//! `strongroom database copy`: everything from one database to another, while nobody writes.

use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use anyhow::Context as _;
use serde_json::{Value as Json, json};
use strongroom_database::postgres::{self, Address, Postgres};
use strongroom_database::sqlite::{self, Sqlite};
use strongroom_database::{Database as _, Either, Statement, Value};
use strongroom_transfer::{Compared, Progress};

use super::output;
use crate::data_folder::{self, Lock};
use crate::logs;
use crate::settings::{Copy, Place};

/// Between two lines of progress.
const OFTEN: Duration = Duration::from_secs(1);

/// What a server's connections are called, and what this command's are.
const SERVERS: &str = "strongroom";

/// An open database that nobody else uses, as far as that can be seen.
struct Ours {
    engine: Either,
    /// Held for as long as the copy goes on.
    _lock: Option<Lock>,
}

pub(crate) fn copy(settings: &Copy) -> anyhow::Result<()> {
    logs::start(&settings.logs);
    let (from, to) = (settings.from.place()?, settings.to.place()?);
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    if let Place::Sqlite(file) = &from {
        anyhow::ensure!(file.is_file(), "there is no database at {}", file.display());
    }
    let source = open(&from).with_context(|| from.to_string())?;
    let target = open(&to).with_context(|| to.to_string())?;
    let compared = runtime.block_on(async {
        nobody_else(&source.engine).await.with_context(|| from.to_string())?;
        nobody_else(&target.engine).await.with_context(|| to.to_string())?;
        let mut told = Told { at: Instant::now(), table: "" };
        let copied = strongroom_transfer::copy(&source.engine, &target.engine, |progress| {
            told.tell(progress);
        });
        let compared = copied.await?;
        // Who came meanwhile may have written behind the comparison.
        nobody_else(&source.engine).await.with_context(|| from.to_string())?;
        anyhow::Ok(compared)
    })?;
    report(settings.output.json, &compared)
}

fn open(place: &Place) -> anyhow::Result<Ours> {
    match place {
        Place::Sqlite(file) => {
            let folder = file.parent().filter(|folder| !folder.as_os_str().is_empty());
            let folder = folder.map_or_else(|| PathBuf::from("."), Path::to_owned);
            let lock = data_folder::lock_in(&folder).map_err(|error| match error {
                // Its own advice names a flag that this command does not have.
                data_folder::Error::InUse(folder) => anyhow::anyhow!(
                    "another strongroom is running on {}: stop it first",
                    folder.display()
                ),
                other => other.into(),
            })?;
            let engine = Sqlite::open(file, sqlite::Options::default())?;
            Ok(Ours { engine: Either::Sqlite(engine), _lock: Some(lock) })
        }
        Place::Postgres(address) => {
            let options = postgres::Options { connections: 2, ..postgres::Options::default() };
            let address = Address::clone(address).called("strongroom copy");
            let engine = Postgres::open(&address, &options)?;
            Ok(Ours { engine: Either::Postgres(engine), _lock: None })
        }
    }
}

/// A file has its lock; of a PostgreSQL its list of connections is asked.
async fn nobody_else(engine: &Either) -> anyhow::Result<()> {
    let Either::Postgres(engine) = engine else { return Ok(()) };
    let statement = Statement {
        sql: postgres::CONNECTED.into(),
        parameters: vec![Value::Text(SERVERS.to_owned())],
        expect: None,
    };
    let rows = engine.read(vec![statement]).await?.concat();
    let connected = match rows.first().map(Vec::as_slice) {
        Some([Value::Integer(connected)]) => *connected,
        _ => 0,
    };
    anyhow::ensure!(
        connected == 0,
        "servers are connected ({connected} connections): stop them, since what they write meanwhile \
         would be lost, and run the command again"
    );
    Ok(())
}

/// What was told last.
struct Told {
    at: Instant,
    table: &'static str,
}

impl Told {
    fn tell(&mut self, progress: Progress) {
        let (table, line) = match progress {
            Progress::Copied { table, rows } => (table, format!("{table}: {rows} rows copied")),
            Progress::Comparing { table } => (table, format!("{table}: comparing")),
        };
        if self.table == table && self.at.elapsed() < OFTEN {
            return;
        }
        *self = Self { at: Instant::now(), table };
        // Standard error may be gone; the copy goes on.
        let _ = writeln!(io::stderr(), "{line}");
    }
}

fn report(as_json: bool, compared: &[Compared]) -> anyhow::Result<()> {
    let hexadecimal =
        |digest: &[u8; 32]| -> String { digest.iter().map(|byte| format!("{byte:02x}")).collect() };
    if as_json {
        let table = |table: &Compared| {
            let digest = hexadecimal(&table.digest);
            json!({ "table": table.table, "rows": table.rows, "sha256": digest })
        };
        let tables: Vec<Json> = compared.iter().map(table).collect();
        return output::line(&json!({ "tables": tables }).to_string());
    }
    for table in compared {
        let digest = hexadecimal(&table.digest);
        output::line(&format!("{:<16}{:>10} rows  sha256 {digest}", table.table, table.rows))?;
    }
    output::line("Everything is there. The root keys are not in a database: copy their file too.")
}
