//! Whether there is a PostgreSQL to measure with.

#[path = "../tests/postgres/finding.rs"]
mod finding;

fn main() {
    finding::tell_cargo();
}
