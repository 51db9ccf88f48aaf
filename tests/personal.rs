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
    mod clearing;
    mod costs;
    mod counted;
    mod durable;
    mod elsewhere;
    mod encrypted_later;
    mod evolving;
    mod forgetting;
    mod given_up;
    mod history;
    mod keys;
    #[cfg(feature = "testing")]
    mod laws;
    mod nested;
    mod places;
    mod racing;
    mod records;
    mod refused;
    mod sharded;
    mod snapshots;
    mod subjects;
    mod traced;
    mod types;
}
