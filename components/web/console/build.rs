//! Takes in what the console's build left in `console/dist`.

use std::io;
use std::path::Path;

use strongroom_console_files::gather;

/// What is served where the console was not built.
const STAND_IN: &str = include_str!("not-built.html");

fn main() -> io::Result<()> {
    let variable = |name| std::env::var(name).map_err(io::Error::other);
    let (here, out) = (variable("CARGO_MANIFEST_DIR")?, variable("OUT_DIR")?);
    let built = Path::new(&here).join("../../../console/dist");
    println!("cargo::rerun-if-changed={}", built.display());
    println!("cargo::rerun-if-changed=not-built.html");
    if built.join("index.html").is_file() {
        gather::gather(&built, Path::new(&out))
    } else {
        gather::stand_in(STAND_IN, Path::new(&out))
    }
}
