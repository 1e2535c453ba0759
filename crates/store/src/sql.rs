//! One text of SQL for two dialects.
//!
//! Texts are written as SQLite reads them: parameters are `?1`, `?2`, … PostgreSQL's text differs in
//! `$1`, `$2`, … alone and is made once, at first use, so that no request formats SQL. Texts never
//! contain a `?` that is not a parameter. Column types differ more; see `schema::migrations`.

use std::sync::OnceLock;

use strongroom_database::Dialect;

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
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]

    use std::fmt::Write;

    use super::*;

    #[test]
    fn the_texts_for_postgresql_are_as_reviewed() {
        let mut all = String::new();
        for (module, texts) in [
            ("schema", crate::schema::statements::ALL),
            ("secrets", crate::secrets::statements::ALL),
            ("principals", crate::principals::statements::ALL),
            ("audit", crate::audit::statements::ALL),
        ] {
            for (name, sql) in texts {
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
