//! Makes the outline of the OpenAPI document, which the component then takes in compressed.

use std::path::Path;
use std::{env, fs, io};

use strongroom_gateway::Outline;

fn main() -> io::Result<()> {
    let out = env::var("OUT_DIR").map_err(io::Error::other)?;
    println!("cargo::rerun-if-changed=build.rs");
    fs::write(Path::new(&out).join("outline"), Outline::made().packed())
}
