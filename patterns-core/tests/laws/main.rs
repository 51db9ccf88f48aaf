//! The laws of keys, events, folds and commands, as properties over an aggregate that is written by hand.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test fails by panicking"
)]

mod account;
mod chains;
mod codec;
mod evolving;
mod folding;
mod keys;
mod replaying;
mod snapshots;
mod upcasting;
mod updating;
