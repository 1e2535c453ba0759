//! Puts the file of settings under flags and variables.
//!
//! What the file says becomes the default of the flag of the same name before the command line is
//! read for good. So one parser checks a value wherever it comes from.

use std::collections::BTreeSet;
use std::ffi::OsString;
use std::path::PathBuf;

use clap::error::ErrorKind;
use clap::{Command, CommandFactory as _, Error, FromArgMatches as _};

use super::{CommandLine, database, oidc};

/// Reads the command line, the environment, and the file that either of them names.
///
/// # Errors
/// Any of them is not right, or help was asked for: the error prints itself.
pub(crate) fn parse(arguments: impl IntoIterator<Item = OsString>) -> Result<CommandLine, Error> {
    let arguments: Vec<OsString> = arguments.into_iter().collect();
    let command = CommandLine::command();
    let matches = command.clone().try_get_matches_from(&arguments)?;
    let matches = match config(&matches) {
        Some(file) => under(command, &file)?.try_get_matches_from(&arguments)?,
        None => matches,
    };
    let mut line = CommandLine::from_arg_matches(&matches)?;
    if let Some(storage) = line.command.storage_mut() {
        database::check(&matches, &storage.database).map_err(|error| {
            CommandLine::command().error(ErrorKind::ValueValidation, error.to_string())
        })?;
        let found = oidc::providers(storage.config.as_deref(), storage.oidc.as_deref());
        storage.providers = found.map_err(|error| {
            CommandLine::command().error(ErrorKind::ValueValidation, error.to_string())
        })?;
    }
    Ok(line)
}

fn config(matches: &clap::ArgMatches) -> Option<PathBuf> {
    let mut matches = matches;
    while let Some((_, inner)) = matches.subcommand() {
        matches = inner;
    }
    matches.try_get_one::<PathBuf>("config").ok().flatten().cloned()
}

/// The command with the file's settings for defaults.
fn under(command: Command, file: &std::path::Path) -> Result<Command, Error> {
    let refuse = |command: Command, message: String| {
        let message = format!("{}: {message}", file.display());
        command.clone().error(ErrorKind::ValueValidation, message)
    };
    let text = match std::fs::read_to_string(file) {
        Ok(text) => text,
        Err(error) => return Err(refuse(command, error.to_string())),
    };
    let table: toml::Table = match text.parse() {
        Ok(table) => table,
        // The parser's long form quotes the file: a file named by mistake may hold anything.
        Err(error) => {
            let message = toml::de::Error::message(&error).to_owned();
            return Err(refuse(command, message));
        }
    };
    let known = names(&command);
    let mut defaults = Vec::new();
    for (name, value) in table {
        if name == oidc::NAME && value.is_array() {
            continue;
        }
        if !known.contains(&name) {
            return Err(refuse(command, format!("no setting is called `{name}`")));
        }
        match text_of(&value) {
            Some(value) => defaults.push((name, value)),
            None => {
                let message = format!("`{name}` must be a string, a number or a boolean");
                return Err(refuse(command, message));
            }
        }
    }
    Ok(with_defaults(command, &defaults))
}

/// What can stand in a file: every setting of every command that reads one, but not the file itself.
/// What has no variable is no setting but an argument of one deed.
fn names(command: &Command) -> BTreeSet<String> {
    let own = command.get_arguments().filter(|arg| arg.get_env().is_some());
    let own = own.filter_map(clap::Arg::get_long).map(str::to_owned);
    let own = own.filter(|_| reads_a_file(command));
    own.chain(command.get_subcommands().flat_map(names))
        .filter(|name| name != "config" && name != "help")
        .collect()
}

fn reads_a_file(command: &Command) -> bool {
    command.get_arguments().any(|arg| arg.get_long() == Some("config"))
}

fn text_of(value: &toml::Value) -> Option<String> {
    match value {
        toml::Value::String(text) => Some(text.clone()),
        toml::Value::Integer(number) => Some(number.to_string()),
        toml::Value::Boolean(truth) => Some(truth.to_string()),
        _ => None,
    }
}

fn with_defaults(command: Command, defaults: &[(String, String)]) -> Command {
    let command = command.mut_args(|arg| {
        let of_arg = arg.get_long().and_then(|long| defaults.iter().find(|(name, _)| name == long));
        match of_arg {
            Some((_, value)) => {
                let value = value.clone();
                arg.default_value(value)
            }
            None => arg,
        }
    });
    command.mut_subcommands(|inner| with_defaults(inner, defaults))
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::panic, reason = "tests")]
mod tests {
    use super::super::{Command as Chosen, LogFormat, Serve};
    use super::*;
    use std::time::Duration;

    fn serve(file: &str, flags: &[&str]) -> Result<Box<Serve>, String> {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("strongroom.toml");
        std::fs::write(&path, file).unwrap();
        let mut arguments: Vec<OsString> = vec!["strongroom".into(), "serve".into()];
        arguments.extend(["--config".into(), path.into_os_string()]);
        arguments.extend(flags.iter().map(OsString::from));
        match parse(arguments).map_err(|error| error.to_string())?.command {
            Chosen::Serve(serve) => Ok(serve),
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn a_flag_beats_the_file_and_the_file_beats_the_default() {
        let file = "listen = \"127.0.0.1:1\"\nworkers = 3\nlog-format = \"json\"\njson = true\n";
        let settings = serve(file, &["--listen", "127.0.0.1:2"]).unwrap();
        assert_eq!(settings.listen.port(), 2);
        assert_eq!(settings.limits.workers, Some(3));
        assert_eq!(settings.storage.logs.log_format, LogFormat::Json);
        assert!(settings.storage.output.json);
        assert_eq!(settings.limits.request_timeout, Duration::from_secs(30));
    }

    #[test]
    fn a_variable_stands_between_flag_and_file() {
        // Clap asks the environment only where the flag is absent, and takes a default only where
        // both are: shown on the arguments themselves, since tests share one environment.
        let command = with_defaults(
            CommandLine::command(),
            &[("listen".to_owned(), "127.0.0.1:1".to_owned())],
        );
        let serve = command.find_subcommand("serve").unwrap();
        let listen = serve.get_arguments().find(|arg| arg.get_long() == Some("listen")).unwrap();
        assert_eq!(listen.get_env().unwrap(), "STRONGROOM_LISTEN");
        assert_eq!(listen.get_default_values(), ["127.0.0.1:1"]);
    }

    #[test]
    fn every_setting_has_a_variable_of_its_name() {
        fn check(command: &Command) {
            // Of what is set for a server. Other commands take arguments of one deed too.
            let is_of_a_server = command.get_arguments().any(|arg| arg.get_long() == Some("data"));
            for arg in command.get_arguments().filter(|arg| arg.get_long() != Some("help")) {
                let name = arg.get_id().as_str();
                assert!(arg.get_help().is_some(), "{name} of {} has no help", command.get_name());
                if is_of_a_server {
                    let long = arg.get_long().unwrap();
                    let variable = format!("STRONGROOM_{}", long.replace('-', "_").to_uppercase());
                    assert_eq!(arg.get_env().unwrap().to_str(), Some(variable.as_str()));
                }
            }
            command.get_subcommands().for_each(check);
        }
        check(&CommandLine::command());
        CommandLine::command().debug_assert();
    }

    #[test]
    fn refuses_a_file_with_a_name_or_a_value_that_is_none() {
        for (file, expected) in [
            ("listem = \"127.0.0.1:1\"", "no setting is called `listem`"),
            ("config = \"other\"", "no setting is called `config`"),
            ("memory-mib = 1", "no setting is called `memory-mib`"),
            ("listen = [1]", "`listen` must be a string"),
            ("listen = \"nowhere\"", "--listen"),
            ("max-in-flight = 0", "--max-in-flight"),
            ("listen = ", "strongroom.toml"),
        ] {
            let error = serve(file, &[]).err().unwrap();
            assert!(error.contains(expected), "{file}: {error}");
        }
    }

    #[test]
    fn a_setting_of_another_command_may_stand_in_the_file() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("strongroom.toml");
        std::fs::write(&path, "listen = \"127.0.0.1:1\"\ndata = \"elsewhere\"").unwrap();
        let arguments = ["strongroom", "init", "--config"].map(OsString::from);
        let parsed = parse(arguments.into_iter().chain([path.into_os_string()])).unwrap();
        let Chosen::Init(storage) = parsed.command else { panic!("not init") };
        assert_eq!(storage.data, PathBuf::from("elsewhere"));
    }
}
