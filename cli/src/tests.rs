//! What can be said on the command line, and what answers look like.
#![allow(clippy::unwrap_used, clippy::panic, reason = "tests")]

use clap::{CommandFactory as _, Parser, Subcommand};
use serde_json::{Value, json};

use crate::output::show::{Fact, Form, rows};
use crate::words;

/// The commands of a program that has them all.
#[derive(Debug, Parser)]
struct CommandLine {
    #[command(subcommand)]
    _command: Program,
}

#[derive(Debug, Subcommand)]
enum Program {
    #[command(subcommand)]
    Token(crate::Token),
    #[command(flatten)]
    Other(crate::Command),
}

const ID: &str = "0ujtsYcgvSTl8PAuAdqWYSMnLOv";

fn parses(line: &str) -> Result<(), String> {
    let arguments =
        format!("strongroom {line}").replace("ID", ID).replace("HEAD", &"0a".repeat(48));
    let parsed = CommandLine::try_parse_from(arguments.split(' '));
    parsed.map(|_| ()).map_err(|error| error.to_string())
}

#[test]
fn every_command_is_there() {
    for line in [
        "whoami",
        "permissions project/ID",
        "permissions user/me --secret secret/Custom/ID",
        "organization list --json",
        "organization create Acme",
        "organization rename ID Acme",
        "project list --organization ID",
        "project create shop --organization ID --visibility internal",
        "project change ID --visibility private",
        "project delete ID --yes",
        "member list organization/ID",
        "member set project/ID user/ID writer",
        "member remove organization/ID group/ID --yes",
        "person list --search ada",
        "person create Ada --organization ID --role Owner --email a@b.c --token-lifetime 1d",
        "person create Ada --organization ID --issuer https://a.b --subject 1",
        "person show ID",
        "person suspend ID",
        "person reinstate ID",
        "person remove ID",
        "group list --organization ID",
        "group create ops --organization ID --claim ops",
        "group change ID --no-claim",
        "group delete ID",
        "group members ID",
        "group add ID ID",
        "group remove ID ID",
        "client list project/ID",
        "client create project/ID ci --scope project/ID:metadata,reveal --lifetime 30d",
        "client show ID",
        "client renew ID --yes",
        "client revoke ID --yes",
        "token list --server https://strongroom.example --token-file t",
        "token create ci --lifetime 1d --scope project/ID:reveal@secret/Custom/ID#value",
        "token revoke ID",
        "policy list --organization ID",
        "policy set --organization ID deny-night deny.cedar",
        "policy delete --organization ID deny-night",
        "policy check --organization ID a.cedar b.cedar",
        "policy explain --organization ID --principal person/ID --action reveal --owner project/ID",
        "audit verify project/ID",
        "audit verify user/me --from 7d --json",
        "audit verify organization/ID --from 2026-11-01 --head HEAD",
        "login --server https://strongroom.example --as work --project shop",
        "login --with token --token-file -",
        "login --client ID",
        "login --with provider --provider Example --oidc-client cli",
        "logout --context work",
        "context list --json",
        "context add work --server https://strongroom.example --project shop",
        "context use work",
        "context show",
        "context rm work",
        "whoami --context work",
        "secret list --search a --type Custom --label env=prod --sort last-reveal --desc --limit 9",
        "secret list --deleted --me",
        "secret get stripe --field value --version 2 --output f",
        "secret get secret/Custom/ID --format json -p shop",
        "secret set stripe --field a=b --from-file c=d --from-stdin e --unset f --expires 30d",
        "secret set stripe --rotate-every 90d --label a=b --no-label c --description d --rename e",
        "secret new stripe --type Custom --expires never",
        "secret edit stripe --editor vi",
        "secret rm stripe --purge --yes",
        "secret restore stripe --as other",
        "secret purge stripe --yes",
        "secret versions stripe",
        "secret rollback stripe 2",
        "secret history stripe --limit 9",
        "secret history stripe --consumers",
        "secret rotate stripe --give-up",
        "secret check stripe",
        "secret move stripe --to organization/Acme --yes",
        "completion zsh --name strongroom",
        "man man1",
    ] {
        assert_eq!(parses(line), Ok(()), "{line}");
    }
    CommandLine::command().debug_assert();
}

#[test]
fn what_makes_no_sense_is_a_usage_error() {
    for (line, expected) in [
        ("organization rename acme Acme", "must be a KSUID"),
        ("member list user/ID", "must be project/<id> or organization/<id>"),
        ("member set project/ID person/ID Owner", "must be `user` or `group`"),
        ("member set project/ID user/ID Boss", "must be Owner, Maintainer"),
        ("project change ID", "required"),
        ("project create a --visibility secret", "must be `public`"),
        ("person create Ada --organization ID --issuer https://a.b", "--subject"),
        ("group change ID --claim a --no-claim", "cannot be used with"),
        ("client create project/ID ci", "--scope"),
        ("client create project/ID ci --scope project/ID", "OWNER:PERMISSION"),
        ("client create project/ID ci --scope project/ID:all", "must be `metadata`"),
        ("token create ci --lifetime 400d", "1s to 366d"),
        ("policy set --organization ID a/b f", "must be 1 to 64 of"),
        ("audit verify shop", "must be project/<id>"),
        ("audit verify user/me --from yesterday", "a span before now such as 7d"),
        ("audit verify user/me --head 0123", "must be 96 of"),
        ("whoami --token srt_x", "--token"),
        ("context add ../a --server https://a.b", "must be 1 to 64 of"),
        ("secret get a --format json --field b", "cannot be used with"),
        ("secret set a --expires soon", "a span such as 30d"),
        ("secret set a --rotate-every 2027-01-31", "a span such as 90d"),
        ("secret move a --to shop", "must be project/"),
        ("secret list --deleted --search a", "cannot be used with"),
    ] {
        let error = parses(line).unwrap_err();
        assert!(error.contains(expected), "{line}: {error}");
    }
}

#[test]
fn no_help_shows_a_token() {
    fn check(command: &clap::Command) {
        for arg in command.get_arguments() {
            assert_ne!(arg.get_env().and_then(|name| name.to_str()), Some("STRONGROOM_TOKEN"));
            assert_ne!(arg.get_long(), Some("token"));
        }
        command.get_subcommands().for_each(check);
    }
    check(&CommandLine::command());
}

#[test]
fn a_scope_is_read_and_written_alike() {
    for (text, expected) in [
        (
            format!("project/{ID}:metadata,reveal"),
            json!({"on": format!("project/{ID}"), "projects": false,
                   "permissions": ["metadata", "reveal"]}),
        ),
        (
            format!("organization/{ID}+projects:manage"),
            json!({"on": format!("organization/{ID}"), "projects": true,
                   "permissions": ["manage"]}),
        ),
        (
            format!("project/{ID}:reveal@secret/Custom/{ID}#a,b@secret/Custom/{ID}"),
            json!({"on": format!("project/{ID}"), "projects": false, "permissions": ["reveal"],
                   "secrets": [{"key": format!("secret/Custom/{ID}"), "fields": ["a", "b"]},
                               {"key": format!("secret/Custom/{ID}")}]}),
        ),
    ] {
        assert_eq!(words::scope(&text), Ok(expected.clone()), "{text}");
        assert_eq!(words::scope_words(&expected), text);
    }
    for text in ["", "project/x:reveal", "reveal", "user:reveal"] {
        assert!(words::scope(text).is_err(), "{text}");
    }
    for rest in ["", ":", ":reveal,", ":reveal@", ":reveal@secret/Custom/x", ":reveal@a#b"] {
        let text = format!("project/{ID}{rest}");
        assert!(words::scope(&text).is_err(), "{text}");
    }
}

#[test]
fn an_answer_is_a_table() {
    const FACTS: [Fact; 5] = [
        ("MEMBER", "", Form::KindAndId),
        ("NAME", "name", Form::Text),
        ("SEEN", "seen", Form::LastTime),
        ("EXPIRES", "expires", Form::Time),
        ("SCOPES", "scopes", Form::Scopes),
    ];
    let entries: [Value; 2] = [
        json!({"kind": "user", "id": "1", "name": "Ada", "seen": 0, "expires": 1_700_000_000,
               "scopes": [{"on": "project/1", "permissions": ["reveal"]}]}),
        json!({"kind": "group", "id": "2", "name": "a\u{1b}[31m", "seen": null, "expires": null,
               "scopes": null}),
    ];
    assert_eq!(
        rows(&entries, &FACTS, None),
        "MEMBER   NAME    SEEN               EXPIRES            SCOPES\n\
         user/1   Ada     1970-01-01 00:00Z  2023-11-14 22:13Z  project/1:reveal\n\
         group/2  a\u{fffd}[31m  never                                 all of its person\n"
    );
}
