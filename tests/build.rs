//! Whether there is a PostgreSQL to test with.

#[path = "postgres/finding.rs"]
mod finding;

fn main() {
    finding::tell_cargo();
}
