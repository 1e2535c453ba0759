//! The HTTP API, as a client sees it: shapes, lists, changes, refusals, and who may see what.
//!
//! Tests of one module run side by side on one server, each on projects of its own.

mod audit;
mod changes;
mod drafts;
mod formats;
mod isolation;
mod limits;
mod lists;
mod paths;
mod races;
mod refusals;
mod services;
mod shapes;
mod tokens;
