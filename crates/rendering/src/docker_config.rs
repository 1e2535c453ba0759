//! Docker's `config.json` with one registry in it, which nearly every tool for containers reads.
//!
//! From the fields `server`, and `username` with `password` or `identity_token` with or without
//! `username`.

use std::borrow::Cow;

use base64ct::{Base64, Encoding as _};

use crate::json::Object;
use crate::problems::{self, add};
use crate::{Fields, Problems, Rendered};

pub const SERVER: &str = "server";
pub const USERNAME: &str = "username";
pub const PASSWORD: &str = "password";
pub const IDENTITY_TOKEN: &str = "identity_token";

/// What Docker calls its own registry, wherever it writes the name down.
const DOCKER_HUB: &str = "https://index.docker.io/v1/";

/// The key under which tools look a registry up. Docker Hub's other names are its one.
#[must_use]
pub fn key(server: &str) -> Cow<'_, str> {
    const OTHERS: [&str; 3] = ["docker.io", "index.docker.io", "registry-1.docker.io"];
    if OTHERS.iter().any(|other| server.eq_ignore_ascii_case(other)) {
        Cow::Borrowed(DOCKER_HUB)
    } else {
        Cow::Borrowed(server)
    }
}

/// `{"auths":{"<server>":{…}}}`.
///
/// # Errors
/// A field that is missing or not text, and one that the format would hold as another.
pub fn render(fields: &Fields<'_>) -> Rendered {
    let mut problems = Problems::new();
    let mut text = |wanted: &str| {
        let (field, value) = fields.iter().find(|(field, _)| *field == wanted)?;
        problems::text(field, value, &mut problems)
    };
    let (server, username) = (text(SERVER), text(USERNAME));
    let (password, token) = (text(PASSWORD), text(IDENTITY_TOKEN));
    if !problems.is_empty() {
        return Err(problems);
    }

    if server.is_none_or(str::is_empty) {
        add(&mut problems, SERVER, "is required");
    }
    match username {
        Some(name) if name.contains(':') => {
            add(&mut problems, USERNAME, "must not contain a colon: the format ends a name there");
        }
        Some("") => add(&mut problems, USERNAME, "must not be empty"),
        Some(_) => {}
        None if token.is_none() => add(&mut problems, USERNAME, "is required with a password"),
        None => {}
    }
    match (password, token) {
        // Docker takes these off the end of a password.
        (Some(password), None) if password.contains('\0') => {
            add(&mut problems, PASSWORD, "must not contain a NUL character");
        }
        (Some(_), Some(_)) => {
            add(&mut problems, PASSWORD, "must not be given beside an identity token");
        }
        (None, None) => {
            add(&mut problems, PASSWORD, "is required unless there is an identity token")
        }
        (Some(_), None) | (None, Some(_)) => {}
    }

    let mut login = Object::new();
    match (username, password, token) {
        (Some(username), Some(password), None) => {
            login.text("username", username);
            login.text("password", password);
            login.text("auth", &Base64::encode_string(format!("{username}:{password}").as_bytes()));
        }
        (username, _, token) => {
            // As Docker writes it: the name with an empty password, and the token beside it.
            if let Some(username) = username {
                login.text("auth", &Base64::encode_string(format!("{username}:").as_bytes()));
            }
            login.text("identitytoken", token.unwrap_or_default());
        }
    }
    let mut auths = Object::new();
    auths.object(&key(server.unwrap_or_default()), login);
    let mut config = Object::new();
    config.object("auths", auths);
    problems::or(problems, config.end().into_bytes())
}
