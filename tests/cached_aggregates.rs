//! Aggregates under `#[cached]`: what a cached state may change, and what it may not.
#![allow(
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test fails by panicking"
)]

mod cached_aggregates {
    mod commands;
    mod reading;
    mod sessions;
    mod store;
}
