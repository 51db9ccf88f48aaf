//! Keys of personal data, and processes that are killed. In a program of its own: a process that is just being started holds the locks of all
//! files that are open in the one that starts it.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]
#![allow(missing_docs, reason = "tests")]

#[path = "personal/killing.rs"]
mod killing;
