//! Checks that any store must pass, one function a promise of [`EventStore`].
//!
//! Each check takes a fresh, empty store and panics with the promise that was broken. [`check_all`] runs them all:
//!
//! ```
//! use patterns_core::store::{MemoryStore, conformance::{block_on, check_all}};
//!
//! block_on(check_all(async || MemoryStore::new()));
//! ```
//!
//! The checks need no async runtime of their own and run on any. The concurrent ones start threads, and block the one
//! they are called on until these have ended.

mod appending;
mod blocking;
mod chains;
mod concurrency;
mod contents;
mod listing;
mod naming;
mod reading;
mod samples;
mod snapshots;

pub use appending::{
    an_empty_batch_appends_nothing, an_entry_without_events_only_checks, batches_span_streams,
    e4_a_conflict_appends_nothing, e4_expected_versions_decide, e4_versions_have_no_gaps,
    e5_positions_follow_commits, entries_see_those_before_them, recorded_at_never_descends,
};
pub use blocking::block_on;
pub use chains::{
    e10_an_untouched_store_has_no_findings, e10_hashes_cover_every_byte,
    e10_hashes_do_not_depend_on_batches, e10_what_was_signed_off_is_held_against_the_store,
    e10_what_was_signed_off_of_a_stream_is_held_against_it,
};
pub use concurrency::{
    checks_hold_until_the_events_of_their_batch_are_recorded, e4_racing_appends_succeed_once,
    e5_positions_have_no_gaps_under_load, readers_see_prefixes_while_others_write,
};
pub use contents::{
    contents_come_back_byte_exact, large_batches_come_back_whole, large_events_come_back_whole,
    what_is_too_long_is_refused,
};
pub use listing::{
    listings_miss_nothing_while_others_write, listings_show_what_was_acknowledged,
    streams_are_listed_in_the_order_of_their_bytes,
    streams_of_a_type_are_listed_in_the_order_of_keys,
};
pub use naming::{streams_are_told_apart_by_every_byte, streams_are_told_apart_by_key};
pub use reading::{
    a_stream_nobody_wrote_to_is_empty, streams_are_read_from_any_version,
    the_log_is_read_from_any_position,
};
pub use snapshots::{
    e2_a_snapshot_replaces_those_that_cover_more, e2_the_nearest_snapshot_below_is_found,
    e8_snapshots_are_found_under_their_own_key_only, e8_two_fingerprints_keep_their_own_snapshots,
    snapshots_are_replaced, snapshots_of_a_stream_are_those_that_are_found,
    snapshots_of_any_length_come_back_whole, the_newest_snapshots_are_kept,
};

use super::EventStore;

/// Runs every check, each on a store made by `fresh`.
///
/// # Panics
/// When the store breaks a promise; the message says which.
pub async fn check_all<S: EventStore>(fresh: impl AsyncFn() -> S) {
    e4_versions_have_no_gaps(&fresh().await).await;
    e5_positions_follow_commits(&fresh().await).await;
    e4_expected_versions_decide(&fresh().await).await;
    e4_a_conflict_appends_nothing(&fresh().await).await;
    batches_span_streams(&fresh().await).await;
    entries_see_those_before_them(&fresh().await).await;
    an_entry_without_events_only_checks(&fresh().await).await;
    an_empty_batch_appends_nothing(&fresh().await).await;
    recorded_at_never_descends(&fresh().await).await;

    a_stream_nobody_wrote_to_is_empty(&fresh().await).await;
    streams_are_read_from_any_version(&fresh().await).await;
    the_log_is_read_from_any_position(&fresh().await).await;

    streams_are_listed_in_the_order_of_their_bytes(&fresh().await).await;
    streams_of_a_type_are_listed_in_the_order_of_keys(&fresh().await).await;
    listings_show_what_was_acknowledged(&fresh().await).await;

    contents_come_back_byte_exact(&fresh().await).await;
    large_events_come_back_whole(&fresh().await).await;
    large_batches_come_back_whole(&fresh().await).await;
    what_is_too_long_is_refused(&fresh().await).await;
    streams_are_told_apart_by_every_byte(&fresh().await).await;
    streams_are_told_apart_by_key(&fresh().await).await;

    e10_hashes_do_not_depend_on_batches(&fresh().await).await;
    e10_hashes_cover_every_byte(&fresh().await).await;
    e10_an_untouched_store_has_no_findings(&fresh().await).await;
    e10_what_was_signed_off_is_held_against_the_store(&fresh().await).await;
    e10_what_was_signed_off_of_a_stream_is_held_against_it(&fresh().await).await;

    snapshots_are_replaced(&fresh().await).await;
    e2_the_nearest_snapshot_below_is_found(&fresh().await).await;
    the_newest_snapshots_are_kept(&fresh().await).await;
    e2_a_snapshot_replaces_those_that_cover_more(&fresh().await).await;
    e8_two_fingerprints_keep_their_own_snapshots(&fresh().await).await;
    e8_snapshots_are_found_under_their_own_key_only(&fresh().await).await;
    snapshots_of_any_length_come_back_whole(&fresh().await).await;
    snapshots_of_a_stream_are_those_that_are_found(&fresh().await).await;

    e4_racing_appends_succeed_once(&fresh().await).await;
    e5_positions_have_no_gaps_under_load(&fresh().await).await;
    checks_hold_until_the_events_of_their_batch_are_recorded(&fresh().await).await;
    readers_see_prefixes_while_others_write(&fresh().await).await;
    listings_miss_nothing_while_others_write(&fresh().await).await;
}
