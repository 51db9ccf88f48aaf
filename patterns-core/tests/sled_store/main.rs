//! What only the embedded store promises: it survives being closed, is locked, and keeps to its files.

#![cfg(feature = "sled")]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test fails by panicking"
)]

#[cfg(feature = "archive")]
mod archiving;
mod closing;
mod compacting;
mod files;
mod folding;
mod listing;
mod locking;
mod opening;
mod salvaging;
mod samples;
mod snapshots;
mod tampering;
mod time;
