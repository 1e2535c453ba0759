//! `strongroom:platform/sql` over Spin's PostgreSQL.
//!
//! Bindings and wiring: `strongroom_database::postgresql` knows the course of a write that is never
//! applied twice, and what errors mean. `address` is where the database is, `connection` speaks to
//! it, `course` does what the course says.

mod address;
mod connection;
mod course;

use bindings::exports::strongroom::platform::sql::{
    Dialect, Durability, Error, Guest, Row, Statement,
};

mod bindings {
    #![allow(unsafe_code, unreachable_pub, clippy::all, reason = "generated")]
    wit_bindgen::generate!({
        path: [
            "../../../wit/spin/clocks",
            "../../../wit/spin/postgres",
            "../../../wit/platform",
            "world.wit",
        ],
        world: "strongroom:spin-sql-postgres-component/spin-sql-postgres",
        generate_all,
        async: false,
    });
    use super::Component;
    export!(Component);
}

struct Component;

impl Guest for Component {
    fn get_dialect() -> Dialect {
        Dialect::Postgresql
    }

    fn read(statements: Vec<Statement>) -> Result<Vec<Vec<Row>>, Error> {
        course::read(&statements).map_err(error_out)
    }

    /// Whatever is asked, PostgreSQL waits for its disk before it answers a commit.
    fn write(statements: Vec<Statement>, _: Durability) -> Result<Vec<u32>, Error> {
        if statements.is_empty() {
            return Ok(Vec::new());
        }
        course::write(&statements).map_err(error_out)
    }
}

fn error_out(error: strongroom_database::Error) -> Error {
    match error {
        strongroom_database::Error::UnexpectedRows(index) => Error::UnexpectedRows(index),
        strongroom_database::Error::Duplicate(index) => Error::Duplicate(index),
        strongroom_database::Error::Unavailable => Error::Unavailable,
        strongroom_database::Error::Internal => Error::Internal,
    }
}
