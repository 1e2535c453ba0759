//! The help texts, one a command.
//!
//! What it is: text. Depends on: nothing.

use crate::args::Topic;

/// The text that answers a call for help.
pub(crate) fn text(topic: Topic) -> &'static str {
    match topic {
        Topic::Overview => OVERVIEW,
        Topic::Build => BUILD,
        Topic::Serve => SERVE,
        Topic::Test => TEST,
        Topic::Lint => LINT,
        Topic::Doc => DOC,
        Topic::Bench => BENCH,
    }
}

const OVERVIEW: &str = "\
Sets up, builds, serves, tests and measures Strongroom.

Usage: cargo xtask <COMMAND>

Commands:
  serve   Build what is out of date and start a server on an embedded database
  test    Build what is out of date and run every test suite
  build   Build the components, compose the core, build the host
  lint    Check formatting, and run clippy with warnings as errors
  doc     Build the API documentation, with warnings as errors
  bench   Build what is out of date and run the benchmark
  help    Show the help of a command

Options:
  -h, --help   Show this help; `cargo xtask <COMMAND> --help` tells more

Environment:
  STRONGROOM_WASM_TOOLCHAIN   How to come by the wasm32-wasip2 target; without it each of these
                              is tried in turn:
                                installed   the active toolchain has it
                                rustup      `rustup target add wasm32-wasip2`
                                debian      rustc and its target from Debian's archive, unpacked
                                            below the target folder; needs no root
  STRONGROOM_POSTGRES_BIN     The folder of PostgreSQL's programs, for the tests
  CARGO_TARGET_DIR            Where cargo builds (default: target)
";

const SERVE: &str = "\
Builds what is out of date and starts a server on an embedded database.

On a fresh machine this sets up the WebAssembly target first. The server prints its address, its
data folder and, on the first start only, an owner token. A second start changes nothing.

Usage: cargo xtask serve [--listen ADDR] [--data DIR] [-- ARGS...]

Arguments:
  ARGS...   Passed on to `strongroom serve`; `cargo xtask serve -- --help` lists them

Options:
  --listen ADDR   The address and port to listen on (default: 127.0.0.1:8200)
  --data DIR      The folder of the database and the keys (default: .strongroom in the checkout)
  -h, --help      Show this help
";

const TEST: &str = "\
Builds what is out of date and runs every test suite.

Suites on PostgreSQL start servers of their own, in temporary folders. Where its programs are found
neither on PATH nor in /usr/lib/postgresql, root's `apt-get` installs them, without a cluster and
without a service; where that cannot be, these suites are ignored.

Usage: cargo xtask test [FILTER...] [-- ARGS...]

Arguments:
  FILTER...   Run only tests whose names contain one of these
  ARGS...     Passed on to the test programs, for example --nocapture

Options:
  -h, --help   Show this help
";

const BUILD: &str = "\
Builds the components, composes the cores and builds the host, each only if it is out of date.

Usage: cargo xtask build

What it makes:
  target/release/strongroom        the native host
  dist/strongroom-core.wasm        the core, composed by components/strongroom.wac
  dist/strongroom-core-cedar.wasm  the core that decides by policies, by strongroom-cedar.wac
  dist/types/                      the built-in secret types, and manifest.toml with their digests
  dist/components/                 each component by itself
  dist/hostile/                    components that misbehave on purpose, for the tests

Options:
  -h, --help   Show this help
";

const LINT: &str = "\
Checks formatting, and runs clippy with warnings as errors, on the native crates and on the
components.

Usage: cargo xtask lint

Options:
  -h, --help   Show this help
";

const DOC: &str = "\
Builds the API documentation of the native crates into target/doc, with warnings as errors.

Usage: cargo xtask doc

Options:
  -h, --help   Show this help
";

const BENCH: &str = "\
Builds what is out of date and runs the benchmark.

Usage: cargo xtask bench [ARGS...]

Arguments:
  ARGS...   Passed on to `strongroom-bench`; `cargo xtask bench -- --help` lists them

Options:
  -h, --help   Show this help
";
