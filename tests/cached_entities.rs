//! Entities under `#[cached]`: what a cached record may change, and what it may not.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test fails by panicking"
)]

mod cached_entities {
    mod profile;
    mod reading;
    mod sessions;
    mod writing;
}

#[allow(dead_code, reason = "what the tests of cached aggregates need beyond it")]
#[path = "cached_aggregates/store.rs"]
mod store;
