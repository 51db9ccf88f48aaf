//! The runtime of data-patterns. Applications depend on the `data-patterns` crate, which re-exports this one.
//!
//! Rooms, from the ground up; each imports only those before it: [`key`], [`event`], [`cache`], [`aggregate`], [`schema_lock`], [`store`],
//! [`shard`], [`repository`], [`history`], [`entity`]. With the features of their names come `personal`, after [`key`], and `testing`, last.

#![cfg_attr(
    test,
    allow(
        clippy::expect_used,
        clippy::indexing_slicing,
        clippy::panic,
        clippy::unwrap_used,
        reason = "a test fails by panicking"
    )
)]

pub mod aggregate;
pub mod cache;
pub mod entity;
pub mod event;
pub mod history;
pub mod key;
#[cfg(feature = "personal")]
pub mod personal;
pub mod repository;
pub mod schema_lock;
pub mod shard;
pub mod store;
#[cfg(feature = "testing")]
pub mod testing;
