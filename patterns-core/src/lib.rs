//! The runtime of data-patterns. Applications depend on the `data-patterns` crate, which re-exports this one.
//!
//! Rooms, from the ground up; each imports only those before it: [`key`], [`event`], [`cache`], [`aggregate`], [`store`],
//! [`shard`], [`repository`], [`entity`].

#![cfg_attr(
    test,
    allow(
        clippy::expect_used,
        clippy::panic,
        clippy::unwrap_used,
        reason = "a test fails by panicking"
    )
)]

pub mod aggregate;
pub mod cache;
pub mod entity;
pub mod event;
pub mod key;
pub mod repository;
pub mod shard;
pub mod store;
