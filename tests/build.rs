//! Whether there is a PostgreSQL and a Spin to test with: whether a test is ignored is decided when it
//! is built.

#[path = "postgres/finding.rs"]
mod finding;
#[path = "spin-host/finding.rs"]
mod finding_spin;

fn main() {
    finding::tell_cargo();
    finding_spin::tell_cargo();
}
