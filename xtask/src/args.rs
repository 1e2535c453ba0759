//! The command line of `cargo xtask`, parsed into one value.
//!
//! What it is: pure; arguments in, a [`Command`] or one sentence out.
//! What it is not: the meaning of what is passed on to the host, the tests or the benchmark.
//! Depends on: `lexopt`.

use std::ffi::OsString;

use lexopt::prelude::*;

/// Where the host listens unless told otherwise: this machine alone.
pub(crate) const DEFAULT_LISTEN: &str = "127.0.0.1:8200";

/// What is asked for.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Command {
    Help(Topic),
    Build,
    Serve(Serve),
    Test(Test),
    Lint,
    Doc,
    /// The arguments are the benchmark's own.
    Bench(Vec<OsString>),
}

/// What help is asked about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Topic {
    Overview,
    Build,
    Serve,
    Test,
    Lint,
    Doc,
    Bench,
}

/// `serve`.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Serve {
    pub(crate) listen: OsString,
    /// None is the default folder in the checkout.
    pub(crate) data: Option<OsString>,
    /// Passed to the host as they are.
    pub(crate) extra: Vec<OsString>,
}

/// `test`.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Test {
    /// A test runs when its name contains one of them; all run when there is none.
    pub(crate) filters: Vec<OsString>,
    /// Passed to the test programs as they are.
    pub(crate) extra: Vec<OsString>,
}

/// Parses the arguments after the program's name.
pub(crate) fn parse(args: impl Iterator<Item = OsString>) -> Result<Command, lexopt::Error> {
    let mut args = args.collect::<Vec<_>>().into_iter();
    let Some(first) = args.next() else {
        return Ok(Command::Help(Topic::Overview));
    };
    match first.to_str() {
        Some("-h" | "--help") => Ok(Command::Help(Topic::Overview)),
        Some("help") => help(args),
        Some("build") => Ok(bare(args, Topic::Build)?.unwrap_or(Command::Build)),
        Some("lint") => Ok(bare(args, Topic::Lint)?.unwrap_or(Command::Lint)),
        Some("doc") => Ok(bare(args, Topic::Doc)?.unwrap_or(Command::Doc)),
        Some("serve") => serve(args),
        Some("test") => test(args),
        Some("bench") => Ok(bench(args)),
        _ => Err(format!("there is no command `{}`", first.display()).into()),
    }
}

fn help(mut args: impl Iterator<Item = OsString>) -> Result<Command, lexopt::Error> {
    let topic = match args.next() {
        None => Topic::Overview,
        Some(name) => match name.to_str() {
            Some("build") => Topic::Build,
            Some("serve") => Topic::Serve,
            Some("test") => Topic::Test,
            Some("lint") => Topic::Lint,
            Some("doc") => Topic::Doc,
            Some("bench") => Topic::Bench,
            _ => return Err(format!("there is no command `{}`", name.display()).into()),
        },
    };
    match args.next() {
        None => Ok(Command::Help(topic)),
        Some(more) => Err(Value(more).unexpected()),
    }
}

/// A command without arguments of its own: nothing, or a call for help.
fn bare(
    args: impl Iterator<Item = OsString>,
    topic: Topic,
) -> Result<Option<Command>, lexopt::Error> {
    let mut parser = lexopt::Parser::from_args(args);
    match parser.next()? {
        None => Ok(None),
        Some(Short('h') | Long("help")) => Ok(Some(Command::Help(topic))),
        Some(other) => Err(other.unexpected()),
    }
}

fn serve(args: impl Iterator<Item = OsString>) -> Result<Command, lexopt::Error> {
    let (own, extra) = split_at_dashes(args);
    let mut parser = lexopt::Parser::from_args(own);
    let mut options = Serve { listen: DEFAULT_LISTEN.into(), data: None, extra };
    while let Some(arg) = parser.next()? {
        match arg {
            Short('h') | Long("help") => return Ok(Command::Help(Topic::Serve)),
            Long("listen") => options.listen = parser.value()?,
            Long("data") => options.data = Some(parser.value()?),
            other => return Err(other.unexpected()),
        }
    }
    Ok(Command::Serve(options))
}

fn test(args: impl Iterator<Item = OsString>) -> Result<Command, lexopt::Error> {
    let (own, extra) = split_at_dashes(args);
    let mut parser = lexopt::Parser::from_args(own);
    let mut options = Test { filters: Vec::new(), extra };
    while let Some(arg) = parser.next()? {
        match arg {
            Short('h') | Long("help") => return Ok(Command::Help(Topic::Test)),
            Value(filter) => options.filters.push(filter),
            other => return Err(other.unexpected()),
        }
    }
    Ok(Command::Test(options))
}

/// Only a leading `--help` is ours; `bench -- --help` asks the benchmark.
fn bench(args: impl Iterator<Item = OsString>) -> Command {
    let mut args = args.peekable();
    match args.peek().and_then(|first| first.to_str()) {
        Some("-h" | "--help") => return Command::Help(Topic::Bench),
        Some("--") => drop(args.next()),
        _ => {}
    }
    Command::Bench(args.collect())
}

/// Parts our own arguments from those that are passed on.
fn split_at_dashes(args: impl Iterator<Item = OsString>) -> (Vec<OsString>, Vec<OsString>) {
    let mut args = args;
    let own = args.by_ref().take_while(|arg| arg != "--").collect();
    (own, args.collect())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]

    use super::*;

    fn parsed(line: &str) -> Result<Command, String> {
        parse(line.split_whitespace().map(OsString::from)).map_err(|error| error.to_string())
    }

    fn strings(values: &[&str]) -> Vec<OsString> {
        values.iter().map(OsString::from).collect()
    }

    #[test]
    fn shows_the_overview_when_nothing_is_asked() {
        for line in ["", "--help", "-h", "help"] {
            assert_eq!(parsed(line), Ok(Command::Help(Topic::Overview)), "{line}");
        }
    }

    #[test]
    fn every_command_has_help_in_both_forms() {
        for (name, topic) in [
            ("build", Topic::Build),
            ("serve", Topic::Serve),
            ("test", Topic::Test),
            ("lint", Topic::Lint),
            ("doc", Topic::Doc),
            ("bench", Topic::Bench),
        ] {
            assert_eq!(parsed(&format!("{name} --help")), Ok(Command::Help(topic)));
            assert_eq!(parsed(&format!("{name} -h")), Ok(Command::Help(topic)));
            assert_eq!(parsed(&format!("help {name}")), Ok(Command::Help(topic)));
        }
    }

    #[test]
    fn serve_listens_on_this_machine_alone_by_default() {
        let expected = Serve { listen: "127.0.0.1:8200".into(), data: None, extra: vec![] };
        assert_eq!(parsed("serve"), Ok(Command::Serve(expected)));
    }

    #[test]
    fn serve_takes_its_options_and_passes_on_the_rest() {
        let expected = Serve {
            listen: "[::1]:9".into(),
            data: Some("d".into()),
            extra: strings(&["--log", "json", "--", "x"]),
        };
        let line = "serve --listen=[::1]:9 --data d -- --log json -- x";
        assert_eq!(parsed(line), Ok(Command::Serve(expected)));
    }

    #[test]
    fn test_takes_filters_and_passes_on_the_rest() {
        let expected =
            Test { filters: strings(&["sealing", "denies"]), extra: strings(&["--nocapture"]) };
        assert_eq!(parsed("test sealing denies -- --nocapture"), Ok(Command::Test(expected)));
    }

    #[test]
    fn bench_passes_on_everything_but_a_leading_help() {
        let passed = |values| Ok(Command::Bench(strings(values)));
        assert_eq!(parsed("bench --connections 32"), passed(&["--connections", "32"]));
        assert_eq!(parsed("bench -- --help"), passed(&["--help"]));
    }

    #[test]
    fn what_is_unknown_is_named_in_one_sentence() {
        for (line, sentence) in [
            ("sevre", "there is no command `sevre`"),
            ("help sevre", "there is no command `sevre`"),
            ("--fast", "there is no command `--fast`"),
            ("build --fast", "invalid option '--fast'"),
            ("build now", "unexpected argument \"now\""),
            ("serve now", "unexpected argument \"now\""),
            ("serve --data", "missing argument for option '--data'"),
            ("test --fast", "invalid option '--fast'"),
        ] {
            assert_eq!(parsed(line), Err(sentence.to_owned()), "{line}");
        }
    }
}
