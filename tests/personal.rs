//! Personal data that can be forgotten: what is stored, what is read, and what is refused.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "tests"
)]
#![allow(missing_docs, reason = "tests")]

mod personal {
    mod bytes;
    mod cached;
    mod evolving;
    mod forgetting;
    mod history;
    mod keys;
    mod killing;
    #[cfg(feature = "testing")]
    mod laws;
    mod nested;
    mod racing;
    mod records;
    mod refused;
    mod sharded;
    mod subjects;
    mod types;
}
