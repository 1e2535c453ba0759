//! One text of SQL for two dialects.
//!
//! Texts are written as SQLite reads them: parameters are `?1`, `?2`, … PostgreSQL's text differs in
//! `$1`, `$2`, … alone and is made once, at first use, so that no request formats SQL. Texts never
//! contain a `?` that is not a parameter. Column types differ more; see `schema::migrations`.

use std::sync::OnceLock;

use strongroom_database::Dialect;
use strongroom_model::limits;

#[derive(Debug)]
pub(crate) struct Sql {
    sqlite: &'static str,
    postgresql: OnceLock<String>,
}

impl Sql {
    pub(crate) const fn new(sqlite: &'static str) -> Self {
        Self { sqlite, postgresql: OnceLock::new() }
    }

    pub(crate) fn text(&'static self, dialect: Dialect) -> &'static str {
        match dialect {
            Dialect::Sqlite => self.sqlite,
            Dialect::Postgresql => {
                self.postgresql.get_or_init(|| parameters_for(dialect, self.sqlite.to_owned()))
            }
        }
    }
}

pub(crate) fn parameters_for(dialect: Dialect, sqlite: String) -> String {
    match dialect {
        Dialect::Sqlite => sqlite,
        Dialect::Postgresql => sqlite.replace('?', "$"),
    }
}

/// Any text that contains the part, ASCII letters without case, for `LOWER(…) LIKE … ESCAPE '!'`.
/// `None` where no name can contain it: what cannot be in one is not for the database to judge, for a
/// NUL ends a text for one and is an error for another.
pub(crate) fn containing(part: &str) -> Option<String> {
    if part.contains('\0') || part.chars().count() > limits::NAME_CHARACTERS {
        return None;
    }
    let mut pattern = String::with_capacity(part.len() + 2);
    pattern.push('%');
    for c in part.chars() {
        if matches!(c, '%' | '_' | '!') {
            pattern.push('!');
        }
        pattern.push(c.to_ascii_lowercase());
    }
    pattern.push('%');
    Some(pattern)
}

/// Defines texts and, for the tests, a list of them all.
macro_rules! statements {
    ($($(#[$doc:meta])* $name:ident = $text:expr;)*) => {
        $($(#[$doc])* pub(crate) static $name: crate::sql::Sql = crate::sql::Sql::new($text);)*

        #[cfg(test)]
        pub(crate) static ALL: &[(&str, &crate::sql::Sql)] = &[$((stringify!($name), &$name)),*];
    };
}
pub(crate) use statements;

#[cfg(test)]
pub(crate) mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]

    use std::fmt::Write;

    use super::*;

    /// Every text there is, but those of lists, which are made.
    pub(crate) const TEXTS: &[(&str, &[(&str, &Sql)])] = &[
        ("schema", crate::schema::statements::ALL),
        ("secrets", crate::secrets::statements::ALL),
        ("principals", crate::principals::statements::ALL),
        ("sign-in", crate::principals::sign_in::statements::ALL),
        ("organizations", crate::directory::organizations::statements::ALL),
        ("projects", crate::directory::projects::statements::ALL),
        ("owners", crate::directory::owners::statements::ALL),
        ("members", crate::directory::members::statements::ALL),
        ("removal", crate::directory::removal::statements::ALL),
        ("people", crate::directory::people::statements::ALL),
        ("groups", crate::directory::groups::statements::ALL),
        ("holders", crate::directory::holders::statements::ALL),
        ("tokens", crate::directory::tokens::statements::ALL),
        ("clients", crate::directory::clients::statements::ALL),
        ("policies", crate::directory::policies::statements::ALL),
        ("audit", crate::audit::statements::ALL),
    ];

    #[test]
    fn the_texts_for_postgresql_are_as_reviewed() {
        let mut all = String::new();
        for (module, texts) in TEXTS {
            for (name, sql) in *texts {
                writeln!(all, "-- {module} {name}\n{};\n", sql.text(Dialect::Postgresql)).unwrap();
            }
        }
        insta::assert_snapshot!(all);
    }

    #[test]
    fn a_text_is_made_once() {
        static ONE: Sql = Sql::new("SELECT ?1, ?10");
        assert_eq!(ONE.text(Dialect::Sqlite), "SELECT ?1, ?10");
        assert_eq!(ONE.text(Dialect::Postgresql), "SELECT $1, $10");
        assert!(std::ptr::eq(ONE.text(Dialect::Postgresql), ONE.text(Dialect::Postgresql)));
    }
}
