//! The formats, and which connections each can say.

use strongroom_secret_type::render::dotenv::{self, Dialect};
use strongroom_secret_type::render::{Format, Variable};
use strongroom_secret_type::{About, Fields, Problems, RenderError, Rendering, common};

use crate::connection::{Connection, Engine};
use crate::{ENGINE, URL, mysql, postgresql, url};

const AS_URL: &str = "url";
const PGPASS: &str = "pgpass";
const MY_CNF: &str = "my-cnf";

pub(crate) fn all() -> Vec<Rendering> {
    const VARIABLES: &str = "Variables are DATABASE_URL and those of the engine's own clients: \
                             PGHOST and so on, or MYSQL_HOST and so on.";
    const TEXT: &str = "text/plain; charset=utf-8";
    let variables =
        |format: Format| Rendering::from(format).help(format!("{} {VARIABLES}", format.help()));
    vec![
        Rendering::new(AS_URL, "URL", TEXT).help("One line, without a newline at its end."),
        variables(Format::DotenvShell),
        variables(Format::DotenvCompose),
        variables(Format::DotenvDocker),
        Rendering::new(PGPASS, "Line for ~/.pgpass", TEXT)
            .help("For PostgreSQL. Where no database is named, it holds for each."),
        Rendering::new(MY_CNF, "Option file for MySQL", TEXT)
            .help("For ~/.my.cnf or --defaults-extra-file."),
        Format::Json.into(),
        Format::Kubernetes.into(),
    ]
}

pub(crate) fn render(format: &str, about: &About, fields: &Fields) -> Result<Vec<u8>, RenderError> {
    match (Format::of(format), format) {
        (Some(Format::Json | Format::Kubernetes), _) => common(format, about, fields),
        (Some(Format::DotenvShell), _) => variables(Dialect::Shell, fields),
        (Some(Format::DotenvCompose), _) => variables(Dialect::Compose, fields),
        (Some(Format::DotenvDocker), _) => variables(Dialect::Docker, fields),
        (None, AS_URL) => Ok(as_url(fields)?.into_bytes()),
        (None, PGPASS) => Ok(postgresql::pgpass(&whole(fields, Some(Engine::PostgreSql))?)?),
        (None, MY_CNF) => Ok(mysql::option_file(&whole(fields, Some(Engine::MySql))?)?),
        (None, _) => Err(RenderError::UnknownFormat),
    }
}

/// What was given, to the byte, where it was a URL.
fn as_url(fields: &Fields) -> Result<String, Problems> {
    let connection = Connection::of(fields)?;
    match fields.text(URL) {
        Ok(Some(given)) => Ok(given.to_owned()),
        _ => Ok(url::written(&connection)),
    }
}

fn variables(dialect: Dialect, fields: &Fields) -> Result<Vec<u8>, RenderError> {
    let connection = whole(fields, None)?;
    let parts = match connection.engine {
        Engine::PostgreSql => postgresql::variables(&connection),
        Engine::MySql => mysql::variables(&connection),
    };
    let address = as_url(fields)?;
    let mut all = vec![Variable {
        name: "DATABASE_URL".to_owned(),
        field: connection.field(ENGINE),
        value: address.as_bytes(),
    }];
    all.extend(parts.iter().map(|(name, field, value)| Variable {
        name: (*name).to_owned(),
        field: connection.field(field),
        value: value.as_bytes(),
    }));
    Ok(dotenv::render(dialect, &all)?)
}

/// A connection of which nothing would be left out, and of this engine.
fn whole(fields: &Fields, wanted: Option<Engine>) -> Result<Connection, Problems> {
    let connection = Connection::of(fields)?;
    let mut problems = Problems::new();
    if connection.says_more {
        problems.add(URL, "has parameters that this format has no place for");
    }
    match wanted {
        Some(Engine::PostgreSql) if connection.engine != Engine::PostgreSql => {
            problems.add(connection.field(ENGINE), "must be PostgreSQL for this format");
        }
        Some(Engine::MySql) if connection.engine != Engine::MySql => {
            problems.add(connection.field(ENGINE), "must be MySQL for this format");
        }
        _ => {}
    }
    problems.or(connection)
}
