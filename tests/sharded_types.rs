//! Aggregates and records on a store of several nodes: the three patterns on one type.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "tests"
)]
#![allow(missing_docs, reason = "tests")]

#[path = "sharded_types/history.rs"]
mod history;
#[path = "sharded_types/moves.rs"]
mod moves;
#[path = "sharded_types/questions.rs"]
mod questions;
#[path = "sharded_types/types.rs"]
mod types;
#[path = "sharded_types/verifying.rs"]
mod verifying;
