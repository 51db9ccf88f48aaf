//! Shapes that must work, under the strictest lints.
#![deny(warnings, clippy::pedantic)]
#![allow(unreachable_pub, reason = "the shapes are written as in a library")]
#![allow(clippy::indexing_slicing, clippy::unwrap_used, reason = "a test fails by panicking")]
#![allow(
    clippy::must_use_candidate,
    clippy::unused_self,
    reason = "examples of commands that decide little"
)]

// A dependency under another name, for `crate = ..`.
extern crate data_patterns as renamed;

mod macros {
    mod account;
    mod collisions;
    mod conditional;
    mod deprecated;
    mod entities;
    mod generics;
    mod hand_written;
    mod identity;
    mod inside;
    mod keys_read_back;
    mod modules;
    mod options;
    mod raw_identifiers;
    mod routes;
    mod shadowed;
    mod shard_keys;
}

/// Reads the crate under a path of this one.
pub mod reexported {
    pub use data_patterns::*;
}
