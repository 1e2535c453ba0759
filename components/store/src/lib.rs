//! The store as a component: the store crate over `strongroom:platform/sql` and `audit-key`.
//!
//! Bindings, conversion and wiring; the SQL and its rules are the crate's.

mod audit;
mod audit_key;
mod directory;
mod principals;
mod schema;
mod secrets;
mod sql;

use strongroom_store::Store;

mod bindings {
    #![allow(unsafe_code, unreachable_pub, clippy::all, reason = "generated")]
    wit_bindgen::generate!({
        path: [
            "../../wit/types",
            "../../wit/platform",
            "../../wit/store",
            "world.wit",
        ],
        world: "strongroom:store-component/store",
        with: {
            "strongroom:types/types@0.1.0": strongroom_bindings::wire,
            "strongroom:store/rows@0.1.0": strongroom_bindings::wire_rows,
        },
        generate_all,
        async: false,
    });
    use super::Component;
    export!(Component);
}

struct Component;

fn store() -> Store<sql::Sql, audit_key::Platform> {
    Store::new(sql::Sql, audit_key::Platform)
}
