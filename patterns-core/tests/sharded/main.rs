//! Streams spread over nodes, and moved between them.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "tests"
)]

#[cfg(feature = "archive")]
mod archiving;
mod cluster;
mod conformance;
mod failing;
mod late;
mod moves;
mod nodes;
mod policies;
mod shards;
#[cfg(feature = "sled")]
mod verifying;
