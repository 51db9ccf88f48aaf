//! The past of an aggregate: corrected without being rewritten, looked at, audited.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test fails by panicking"
)]

mod as_of;
mod attributed;
mod closing;
mod correcting;
mod list;
mod once;
mod trail;
