//! `contexts.toml`: servers by name, and which is in use. It holds nothing secret; credentials are in
//! files of their own beside it.

use std::collections::BTreeMap;
use std::path::PathBuf;

use anyhow::{Context as _, anyhow};
use serde::{Deserialize, Serialize};

use crate::private_file;

#[derive(Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Book {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) current: Option<String>,
    #[serde(default)]
    pub(crate) contexts: BTreeMap<String, Entry>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(crate) struct Entry {
    pub(crate) server: String,
    /// What is meant where a command names no owner.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) project: Option<String>,
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub(crate) allow_http: bool,
}

impl Book {
    /// # Errors
    /// There is none of this name.
    pub(crate) fn named(&self, name: &str) -> anyhow::Result<&Entry> {
        self.contexts.get(name).ok_or_else(|| {
            anyhow!("there is no context of this name: `strongroom context list` has them")
        })
    }
}

/// `$XDG_CONFIG_HOME/strongroom`, else `~/.config/strongroom`.
#[derive(Debug)]
pub(crate) struct Folder(PathBuf);

impl Folder {
    /// # Errors
    /// Nothing says where.
    pub(crate) fn of_user() -> anyhow::Result<Self> {
        Self::find().context("HOME is not set, so there is no place for contexts")
    }

    /// None where nothing says where.
    pub(crate) fn find() -> Option<Self> {
        let variable = |name| std::env::var_os(name).map(PathBuf::from);
        // What is not absolute is to be ignored, says the specification of base directories.
        let config = variable("XDG_CONFIG_HOME").filter(|path| path.is_absolute());
        let config = config.or_else(|| Some(variable("HOME")?.join(".config")))?;
        Some(Self(config.join("strongroom")))
    }

    /// Empty where there is none.
    ///
    /// # Errors
    /// It cannot be read, or is not of its form.
    pub(crate) fn book(&self) -> anyhow::Result<Book> {
        let path = self.0.join("contexts.toml");
        let text = match std::fs::read_to_string(&path) {
            Err(why) if why.kind() == std::io::ErrorKind::NotFound => return Ok(Book::default()),
            other => other.with_context(|| format!("cannot read {}", path.display()))?,
        };
        toml::from_str(&text).with_context(|| path.display().to_string())
    }

    pub(crate) fn write(&self, book: &Book) -> anyhow::Result<()> {
        let path = self.0.join("contexts.toml");
        let content = toml::to_string(book)?;
        private_file::folder(&self.0)
            .and_then(|()| private_file::write(&path, content.as_bytes(), private_file::MODE))
            .with_context(|| format!("cannot write {}", path.display()))
    }

    /// Where the credential of a context is. Its name is fit for a file's.
    pub(crate) fn credential(&self, context: &str) -> PathBuf {
        self.0.join("credentials").join(context)
    }
}

/// Whether two addresses are of one server, so that what is for the one may go to the other.
pub(crate) fn is_same_server(one: &str, other: &str) -> bool {
    let parsed = |text: &str| url::Url::parse(text.trim_end_matches('/')).ok();
    parsed(one).zip(parsed(other)).is_some_and(|(one, other)| one == other)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]

    use super::*;

    #[test]
    fn a_server_is_the_same_however_its_address_is_written() {
        for (one, other, same) in [
            ("https://a.example", "https://A.example:443/", true),
            ("https://a.example", "http://a.example", false),
            ("https://a.example", "https://a.example:8443", false),
            ("https://a.example/x", "https://a.example/x/", true),
            ("https://a.example/x", "https://a.example", false),
            ("", "", false),
        ] {
            assert_eq!(is_same_server(one, other), same, "{one} {other}");
        }
    }

    #[test]
    fn contexts_are_read_as_they_were_written_and_their_file_holds_nothing_else() {
        let folder = tempfile::tempdir().unwrap();
        let folder = Folder(folder.path().join("strongroom"));
        assert_eq!(folder.book().unwrap(), Book::default());
        let entry = Entry {
            server: "https://a.example".to_owned(),
            project: Some("shop".to_owned()),
            allow_http: false,
        };
        let book = Book {
            current: Some("work".to_owned()),
            contexts: BTreeMap::from([("work".to_owned(), entry)]),
        };
        folder.write(&book).unwrap();
        assert_eq!(folder.book().unwrap(), book);
        assert_eq!(
            std::fs::read_to_string(folder.0.join("contexts.toml")).unwrap(),
            "current = \"work\"\n\n[contexts.work]\nserver = \"https://a.example\"\nproject = \"shop\"\n"
        );
    }
}
