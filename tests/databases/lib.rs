//! Nothing: this package is its tests. They are not in the packages they test, since those ship and
//! need no PostgreSQL to be built.
