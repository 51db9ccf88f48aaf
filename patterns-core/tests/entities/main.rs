//! Records kept by key, on every store.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test fails by panicking"
)]

mod editing;
mod encoding;
mod keys;
mod model;
mod reading;
mod samples;
mod scanning;
mod unreadable;
mod writing;
