//! `strongroom-compose (--wac FILE | --application STORE [--authorizer NAME] [--type FILE]…)
//! --dir FOLDER -o FILE`
//!
//! For the build. Types given here are those without `rotation`; `strongroom bundle` takes any.

use std::ffi::OsString;
use std::fs;
use std::path::PathBuf;
use std::process::ExitCode;

use lexopt::{Arg, ValueExt as _};
use strongroom_compose::application::{Authorizer, Kind, Store, Type, application};
use strongroom_compose::{Folder, compose};

fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            eprintln!("strongroom-compose: {message}");
            ExitCode::FAILURE
        }
    }
}

fn run() -> Result<(), String> {
    let (mut wac, mut store, mut authorizer, mut folder, mut output) =
        (None, None, None, None, None);
    let mut types = Vec::new();
    let mut arguments = lexopt::Parser::from_env();
    while let Some(argument) = arguments.next().map_err(|error| error.to_string())? {
        let slot = match argument {
            Arg::Long("wac") => &mut wac,
            Arg::Long("application") => &mut store,
            Arg::Long("authorizer") => &mut authorizer,
            Arg::Long("type") => {
                types.push(None);
                types.last_mut().ok_or("there is room for a type")?
            }
            Arg::Long("dir") => &mut folder,
            Arg::Short('o') | Arg::Long("output") => &mut output,
            other => return Err(other.unexpected().to_string()),
        };
        let value = arguments.value().and_then(|value| value.parse::<OsString>());
        *slot = Some(value.map_err(|error| error.to_string())?);
    }
    let folder = PathBuf::from(folder.ok_or("--dir names the folder of the built components")?);
    let output = PathBuf::from(output.ok_or("-o names the file to write")?);
    let folder = Folder(&folder);
    let composed = match (wac, store) {
        (Some(wac), None) => {
            let wac = PathBuf::from(wac);
            let source = fs::read_to_string(&wac)
                .map_err(|error| format!("cannot read `{}`: {error}", wac.display()))?;
            compose(&source, &folder)
                .map_err(|error| format!("cannot compose `{}`: {error}", wac.display()))?
        }
        (None, Some(store)) => {
            let store = match store.to_str() {
                Some("sqlite") => Store::Sqlite,
                Some("postgres") => Store::Postgres,
                _ => return Err("--application is for `sqlite` or `postgres`".to_owned()),
            };
            let authorizer = match authorizer.as_ref().map(|name| name.to_str()) {
                None | Some(Some("roles")) => Authorizer::Roles,
                Some(Some("cedar")) => Authorizer::Cedar,
                Some(_) => return Err("--authorizer is `roles` or `cedar`".to_owned()),
            };
            let types: Vec<Type> =
                types.into_iter().flatten().map(plain).collect::<Result<_, _>>()?;
            application(store, authorizer, &types, &folder)
                .map_err(|error| format!("cannot compose the application: {error}"))?
        }
        _ => return Err("give either --wac or --application".to_owned()),
    };
    fs::write(&output, composed)
        .map_err(|error| format!("cannot write `{}`: {error}", output.display()))
}

fn plain(file: OsString) -> Result<Type, String> {
    let file = PathBuf::from(file);
    let component =
        fs::read(&file).map_err(|error| format!("cannot read `{}`: {error}", file.display()))?;
    Ok(Type { component, kind: Kind::PlugIn, grants: Vec::new() })
}
