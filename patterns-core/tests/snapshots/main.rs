//! When snapshots are taken, and that nothing waits for them.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test fails by panicking"
)]

mod background;
mod closing;
mod demand;
mod gated;
mod history;
mod policies;
mod tally;
mod unusable;
