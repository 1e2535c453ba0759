//! Bindings of what Spin offers, generated from `wit/`.
#![allow(unreachable_pub, reason = "the visibility of generated items is not ours to choose")]

wasmtime::component::bindgen!({
    path: "wit",
    world: "host",
    // As Spin has them: what is declared `async` lets its instance go on meanwhile, everything else
    // keeps the whole instance waiting.
    imports: { default: async | trappable },
    with: {
        "spin:sqlite/sqlite.connection": crate::sqlite::Connection,
        "spin:postgres/postgres.connection": crate::postgres::Connection,
        "spin:postgres/postgres.connection-builder": crate::postgres::Builder,
    },
});
