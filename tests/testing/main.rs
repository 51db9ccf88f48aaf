//! The test kit as applications use it: aggregates by the macros, their laws, and what is said when one does not hold.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

mod bank;
mod clean;
mod faults;
mod given;
mod messages;
mod stored;
mod stores;
