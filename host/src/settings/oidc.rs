//! OpenID Connect providers, from `[[oidc]]` tables: in the file of settings, or in one of their own.
//!
//! Everything about a provider that can be wrong is found here, at the start, and not by the first
//! person who cannot sign in. What a table can hold is `strongroom_model::provider::Provider`, and
//! `jwks-file` in the place of `jwks`.

use std::path::Path;

use serde::Deserialize as _;
use strongroom_issuer_keys::jwks;
use strongroom_model::provider::Provider;
use strongroom_model::{Id, OwnerKind, ParseError, Role, limits};

use crate::http_client::{self, BadAddress};

/// The name of the tables, and of the flag.
pub(super) const NAME: &str = "oidc";
/// Bytes of a file with keys.
const KEYS_FILE_BYTES: u64 = 1024 * 1024;

/// What is wrong, and where.
#[derive(Debug, thiserror::Error)]
pub(super) enum Error {
    #[error("{file}: {cause}")]
    Unreadable { file: String, cause: std::io::Error },
    #[error("{file}: {message}")]
    Toml { file: String, message: String },
    #[error("{file}: there is no [[oidc]] table in it")]
    Empty { file: String },
    #[error("{file}: `{name}` is not [[oidc]], and nothing else can stand in this file")]
    Other { file: String, name: String },
    #[error("{file}, [[oidc]] number {number}: {problem}")]
    Provider { file: String, number: usize, problem: Problem },
    #[error("two [[oidc]] tables have the issuer {issuer}")]
    Repeated { issuer: String },
}

#[derive(Debug, thiserror::Error)]
pub(super) enum Problem {
    #[error("{0}")]
    Table(String),
    #[error("issuer {0}")]
    Issuer(BadAddress),
    #[error("issuer must have at most {} characters", limits::IDENTIFIER_CHARACTERS)]
    LongIssuer,
    #[error("audiences must name at least one, and none may be empty")]
    Audiences,
    #[error("algorithms must name at least one, and none twice")]
    Algorithms,
    #[error("organization {0}")]
    Organization(ParseError),
    #[error("role must be Owner, Maintainer or Contributor: a role of organizations")]
    Role,
    #[error("claims.{0} must not be empty")]
    Claim(&'static str),
    #[error("console.client-id must be one of the audiences: tokens for the console name it")]
    ConsoleClient,
    #[error("console.title must have 1 to {} characters", limits::NAME_CHARACTERS)]
    ConsoleTitle,
    #[error("give jwks or jwks-file, not both")]
    TwoSets,
    #[error("jwks-file cannot be read: {0}")]
    KeysFile(std::io::Error),
    #[error("jwks-file has more than 1 MiB or is not text")]
    KeysText,
    #[error("jwks {0}")]
    Keys(jwks::Error),
}

/// The providers of both files.
///
/// # Errors
/// Every case.
pub(super) fn providers(
    settings: Option<&Path>,
    own: Option<&Path>,
) -> Result<Vec<Provider>, Error> {
    let mut providers = Vec::new();
    if let Some(file) = settings {
        // Other names in it are settings, and looked at elsewhere; so is `oidc = "FILE"`.
        if let Some(toml::Value::Array(tables)) = read(file)?.remove(NAME) {
            providers.extend(tables_in(file, tables)?);
        }
    }
    if let Some(file) = own {
        let mut table = read(file)?;
        let tables = table.remove(NAME);
        let name = || file.display().to_string();
        if let Some((other, _)) = table.into_iter().next() {
            return Err(Error::Other { file: name(), name: other });
        }
        match tables {
            Some(toml::Value::Array(tables)) if !tables.is_empty() => {
                providers.extend(tables_in(file, tables)?);
            }
            _ => return Err(Error::Empty { file: name() }),
        }
    }
    let mut issuers: Vec<&str> = providers.iter().map(|one| one.issuer.as_str()).collect();
    issuers.sort_unstable();
    if let Some([issuer, _]) = issuers.array_windows().find(|[one, next]| one == next) {
        return Err(Error::Repeated { issuer: (*issuer).to_owned() });
    }
    Ok(providers)
}

fn read(file: &Path) -> Result<toml::Table, Error> {
    let name = || file.display().to_string();
    let text =
        std::fs::read_to_string(file).map_err(|cause| Error::Unreadable { file: name(), cause })?;
    // The parser's long form quotes the file: a file named by mistake may hold anything.
    text.parse().map_err(|error| Error::Toml {
        file: name(),
        message: toml::de::Error::message(&error).to_owned(),
    })
}

fn tables_in(file: &Path, tables: Vec<toml::Value>) -> Result<Vec<Provider>, Error> {
    let folder = file.parent().unwrap_or(Path::new(""));
    let numbered = tables.into_iter().zip(1..);
    let provider = |(table, number)| {
        provider(table, folder).map_err(|problem| Error::Provider {
            file: file.display().to_string(),
            number,
            problem,
        })
    };
    numbered.map(provider).collect()
}

fn provider(mut value: toml::Value, folder: &Path) -> Result<Provider, Problem> {
    if let Some(table) = value.as_table_mut()
        && let Some(name) = table.remove("jwks-file")
    {
        let name = name.as_str().ok_or(Problem::Table("jwks-file must be a string".into()))?;
        let keys = keys_in(&folder.join(name))?;
        if table.insert("jwks".to_owned(), toml::Value::String(keys)).is_some() {
            return Err(Problem::TwoSets);
        }
    }
    let provider =
        Provider::deserialize(value).map_err(|error| Problem::Table(error.message().to_owned()))?;
    check(&provider)?;
    Ok(provider)
}

fn keys_in(file: &Path) -> Result<String, Problem> {
    use std::io::Read as _;
    let opened = std::fs::File::open(file).map_err(Problem::KeysFile)?;
    let mut text = String::new();
    let read = opened.take(KEYS_FILE_BYTES + 1).read_to_string(&mut text);
    match read {
        Ok(_) if text.len() as u64 <= KEYS_FILE_BYTES => Ok(text),
        Err(error) if error.kind() != std::io::ErrorKind::InvalidData => {
            Err(Problem::KeysFile(error))
        }
        _ => Err(Problem::KeysText),
    }
}

fn check(provider: &Provider) -> Result<(), Problem> {
    http_client::private_address(&provider.issuer).map_err(Problem::Issuer)?;
    if provider.issuer.chars().count() > limits::IDENTIFIER_CHARACTERS {
        return Err(Problem::LongIssuer);
    }
    if provider.audiences.is_empty() || provider.audiences.iter().any(String::is_empty) {
        return Err(Problem::Audiences);
    }
    let algorithms = &provider.algorithms;
    let twice = |(index, one)| algorithms.iter().skip(index + 1).any(|other| other == one);
    if algorithms.is_empty() || algorithms.iter().enumerate().any(twice) {
        return Err(Problem::Algorithms);
    }
    if let Some(organization) = &provider.organization {
        organization.parse::<Id>().map_err(Problem::Organization)?;
    }
    if let Some(role) = &provider.role {
        let role = role.parse::<Role>().map_err(|_| Problem::Role)?;
        if !role.fits(OwnerKind::Organization) {
            return Err(Problem::Role);
        }
    }
    let claims = &provider.claims;
    for (name, claim) in
        [("name", &claims.name), ("email", &claims.email), ("groups", &claims.groups)]
    {
        if claim.is_empty() {
            return Err(Problem::Claim(name));
        }
    }
    if let Some(console) = &provider.console {
        if !provider.audiences.contains(&console.client_id) {
            return Err(Problem::ConsoleClient);
        }
        let characters = console.title.trim().chars().count();
        if characters == 0 || characters > limits::NAME_CHARACTERS {
            return Err(Problem::ConsoleTitle);
        }
    }
    if let Some(keys) = &provider.jwks {
        jwks::check(keys.as_bytes()).map_err(Problem::Keys)?;
    }
    Ok(())
}

#[cfg(test)]
#[path = "oidc_tests.rs"]
mod tests;
