//! The HTTP API, as a client sees it: shapes, lists, changes, refusals, and who may see what.
//!
//! Tests of one module run side by side on one server, each on projects of its own.

mod audit;
mod changes;
mod deleted;
mod drafts;
mod formats;
mod health;
mod isolation;
mod limits;
mod lists;
mod paths;
mod races;
mod refusals;
mod schedules;
mod services;
mod shapes;
mod tokens;
mod verification;
