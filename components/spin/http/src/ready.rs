//! The database is brought up to date before the first request of an instance is served.

use std::cell::Cell;

use strongroom_front::Problem;

use crate::bindings::strongroom::store::schema::{self, Error};

thread_local! {
    // Of this instance, and nothing of any request.
    static READY: Cell<bool> = const { Cell::new(false) };
}

/// Several requests may come here at once: a migration that is applied already is nothing to do.
///
/// # Errors
/// [`Problem::Unavailable`]; the log says why.
pub(crate) async fn make_ready() -> Result<(), Problem> {
    if READY.get() {
        return Ok(());
    }
    migrate().await?;
    READY.set(true);
    Ok(())
}

/// # Errors
/// [`Problem::Unavailable`]; the log says why.
pub(crate) async fn migrate() -> Result<(), Problem> {
    let why = match schema::migrate().await {
        Ok(0) => return Ok(()),
        Ok(applied) => {
            eprintln!("{applied} migrations were applied to the database");
            return Ok(());
        }
        Err(Error::TooNew((found, known))) => format!(
            "it was changed by a newer program (migration {found}, and {known} is the newest known \
             here): run that one"
        ),
        Err(Error::Unavailable) => "it cannot be used now".to_owned(),
        Err(Error::Internal) => "it cannot be brought up to date".to_owned(),
    };
    eprintln!("the database is not ready: {why}");
    Err(Problem::Unavailable)
}
