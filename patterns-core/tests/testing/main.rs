//! The kit for tests of applications: what it makes up, what it finds, and what it lets pass.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test fails by panicking"
)]

mod made_up;
