//! Several hosts on one PostgreSQL, as one Strongroom: what one has done all have done, and what
//! befalls one of them, or the database, costs nothing that was acknowledged.
//!
//! Hosts share a database and the file of root keys and nothing else. Loads are bounded by counts of
//! answers; nothing is measured against a clock.

mod failing;
mod fleet;
mod guide;
mod load;
mod racing;
mod reading;
mod revoking;
mod starting;

/// Makes a test of each function.
macro_rules! on_postgresql {
    ($($name:ident),* $(,)?) => {
        mod on_postgresql {
            $(
                #[test]
                #[cfg_attr(without_postgres, ignore = "there is no PostgreSQL on this machine")]
                fn $name() {
                    super::$name();
                }
            )*
        }
    };
}
use on_postgresql;
