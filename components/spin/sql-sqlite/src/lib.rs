//! `strongroom:platform/sql` over Spin's SQLite.
//!
//! What it is not: a place for SQL of the project. It steers transactions and says what SQLite's
//! answers mean; `strongroom-database` knows SQLite's words.

mod connection;

use std::cell::RefCell;

use bindings::exports::strongroom::platform::sql::{
    Dialect, Durability, Error, Guest, Row, Statement,
};
use connection::Connection;

mod bindings {
    #![allow(unsafe_code, unreachable_pub, clippy::all, reason = "generated")]
    wit_bindgen::generate!({
        path: ["../../../wit/spin/sqlite", "../../../wit/platform", "world.wit"],
        world: "strongroom:spin-sql-sqlite-component/spin-sql-sqlite",
        generate_all,
        async: false,
    });
    use super::Component;
    export!(Component);
}

struct Component;

thread_local! {
    // Open, in no transaction, and used by nobody now. Holds nothing of any request.
    static IDLE: RefCell<Vec<Connection>> = const { RefCell::new(Vec::new()) };
}

/// Lends a connection to one call. It is another's only once this call is through with it: two
/// transactions never meet on one. One that may still be in a transaction is closed, which undoes it.
fn with_connection<T>(call: impl FnOnce(&mut Connection) -> Result<T, Error>) -> Result<T, Error> {
    let idle = IDLE.with_borrow_mut(Vec::pop);
    let mut connection = idle.map_or_else(Connection::open, Ok)?;
    let outcome = call(&mut connection);
    if connection.is_fit() {
        IDLE.with_borrow_mut(|idle| idle.push(connection));
    }
    outcome
}

impl Guest for Component {
    fn get_dialect() -> Dialect {
        Dialect::Sqlite
    }

    fn read(statements: Vec<Statement>) -> Result<Vec<Vec<Row>>, Error> {
        with_connection(|connection| connection.read(statements))
    }

    fn write(statements: Vec<Statement>, durability: Durability) -> Result<Vec<u32>, Error> {
        if statements.is_empty() {
            return Ok(Vec::new());
        }
        with_connection(|connection| connection.write(statements, durability))
    }
}
