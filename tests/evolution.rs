//! Code changes, and what is stored stays: upcasters, retired events, and the lock that tells of every change.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test fails by panicking"
)]

mod evolution {
    mod judging;
    mod locking;
    mod releases;
    mod replaying;
    mod shapes;
    mod upcasters;
}
