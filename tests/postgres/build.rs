//! Whether there is a PostgreSQL to test with.

mod finding;

fn main() {
    finding::tell_cargo();
}
