//! What a cache promises to those who use it.
#![allow(
    clippy::expect_used,
    clippy::panic,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test fails by panicking"
)]

mod ageing;
mod bounds;
mod fences;
mod flights;
mod many;
mod source;
