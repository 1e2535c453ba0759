//! Does what its field `do` says, so that one component serves for many hostile ones. The field
//! `secret` is there to be leaked.

use std::hint::black_box;
use std::time::Duration;

use strongroom_secret_type::{Description, FieldDescription, Fields, Problems, SecretType};

struct OnCommand;

strongroom_secret_type::export!(OnCommand);

impl SecretType for OnCommand {
    fn describe() -> Description {
        Description::new("OnCommand", "Does as it is told")
            .field(FieldDescription::text("do", "What to do").required())
            .field(FieldDescription::password("secret", "Secret"))
    }

    fn validate(fields: Fields) -> Result<Fields, Problems> {
        let command = fields.text("do").ok().flatten().unwrap_or_default().to_owned();
        let secret = fields.text("secret").ok().flatten().unwrap_or_default().to_owned();
        match command.as_str() {
            "loop forever" => loop {
                std::hint::spin_loop();
            },
            "sleep" => std::thread::sleep(Duration::from_hours(1)),
            "eat memory" => eat_memory(),
            "recurse" => {
                black_box(recurse(black_box(0)));
            }
            "trap" => std::process::abort(),
            "exit" => std::process::exit(0),
            "give an unknown field" => return Ok(with(fields, "unknown", b"x".to_vec())),
            "drop a required field" => return Ok(without(fields, "do")),
            "give a field twice" => {
                let pairs = [("do", "x"), ("do", "y")];
                return Ok(pairs.into_iter().collect());
            }
            "give a value too large" => {
                return Ok(with(fields, "secret", vec![b'x'; 64 * 1024 + 1]));
            }
            "give a huge result" => {
                return Ok(with(fields, "secret", vec![b'x'; 8 * 1024 * 1024]));
            }
            "give too many problems" => return problems((0..10_000).map(|_| "wrong".to_owned())),
            "give no problems" => return Err(Problems::new()),
            "echo the secret" => return problem(format!("`{secret}` is not a secret")),
            "write an escape" => return problem("\u{1b}[2Jall is well".to_owned()),
            "write at length" => return problem("x".repeat(501)),
            "blame a field that is not there" => {
                let mut problems = Problems::new();
                problems.add(secret, "is wrong");
                return Err(problems);
            }
            "print the secret" => {
                use std::io::Write as _;
                let told = writeln!(std::io::stderr(), "{secret}");
                let told = told.and_then(|()| writeln!(std::io::stdout(), "{secret}"));
                if told.is_err() {
                    return problem("cannot print".to_owned());
                }
            }
            "read what is around" => return around(),
            _ => {}
        }
        Ok(fields)
    }
}

fn eat_memory() {
    let mut eaten = Vec::new();
    loop {
        eaten.push(black_box(Vec::<u8>::with_capacity(1024 * 1024)));
    }
}

/// Keeps nothing in linear memory, so that it is the host's stack that runs out, and mixes so that
/// the compiler finds no loop that does the same.
fn recurse(depth: u64) -> u64 {
    if depth == u64::MAX { 0 } else { recurse(depth + 1).wrapping_mul(31) ^ depth }
}

fn with(mut fields: Fields, name: &str, value: Vec<u8>) -> Fields {
    fields.set(name, value);
    fields
}

fn without(mut fields: Fields, name: &str) -> Fields {
    fields.remove(name);
    fields
}

fn problem(message: String) -> Result<Fields, Problems> {
    problems([message].into_iter())
}

fn problems(messages: impl Iterator<Item = String>) -> Result<Fields, Problems> {
    let mut problems = Problems::new();
    messages.for_each(|message| problems.add("secret", message));
    Err(problems)
}

/// One problem for each thing of the host that is in sight.
fn around() -> Result<Fields, Problems> {
    let mut seen = Problems::new();
    if std::env::vars_os().next().is_some() {
        seen.add("do", "sees an environment");
    }
    if std::env::args_os().next().is_some() {
        seen.add("do", "sees arguments");
    }
    if ["/", ".", "/etc/passwd", "/proc/self/environ"].iter().any(|p| std::fs::metadata(p).is_ok())
    {
        seen.add("do", "sees files");
    }
    if std::io::Read::read(&mut std::io::stdin(), &mut [0; 1]).is_ok_and(|read| read > 0) {
        seen.add("do", "sees input");
    }
    seen.or(Fields::from([("do", "read what is around")]))
}
