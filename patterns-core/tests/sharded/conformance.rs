//! A sharded store is an event store: it keeps what any store promises, but for what needs a single log.
//!
//! Left out are
//! * `an_empty_batch_appends_nothing`, which asks for the position of the log without naming a stream, and so a node;
//! * `streams_are_listed_in_the_order_of_their_bytes`, whose names are the beginnings of one another. Names of types and keys never are; for
//!   those that are, nodes have another order;
//! * over several nodes also what spans streams in one batch or compares positions of several.

use async_trait::async_trait;
use patterns_core::{
    event::{RecordedEvent, Route, StreamHash, StreamId},
    key::Place,
    shard::{LogCursor, ShardedStore},
    store::{
        Append, AppendError, Appended, Direction, EventStore, ExpectedVersion, SignOff, Snapshot,
        SnapshotKey, StoreError, StreamHead, StreamPage, Verification, conformance::*,
    },
};

use crate::cluster::{BY_NUMBER, cluster};

/// So many events of its own a node has in its log, before all others: its name and its fences.
const OWN: u64 = 2;

/// A sharded store with the one log of its nodes, as far as there is one.
#[derive(Debug)]
struct Adapted {
    store: ShardedStore,
    /// Where all streams are; each by its name if there is no one place.
    route: Option<Route>,
}

impl Adapted {
    fn routed(&self, stream: &StreamId) -> StreamId {
        stream.clone().routed(self.route)
    }

    fn key(&self, key: &SnapshotKey) -> SnapshotKey {
        SnapshotKey { stream: self.routed(&key.stream), fingerprint: key.fingerprint }
    }
}

fn counted_from_own(event: RecordedEvent) -> RecordedEvent {
    RecordedEvent { position: event.position - OWN, ..event }
}

#[async_trait]
impl EventStore for Adapted {
    async fn append(&self, mut batch: Vec<Append>) -> Result<Appended, AppendError> {
        batch.iter_mut().for_each(|entry| entry.stream = self.routed(&entry.stream));
        let appended = self.store.append(batch).await?;
        Ok(Appended { position: appended.position.saturating_sub(OWN), ..appended })
    }

    async fn read_stream(
        &self,
        stream: &StreamId,
        from: u64,
        direction: Direction,
        limit: usize,
    ) -> Result<StreamPage, StoreError> {
        let page = self.store.read_stream(&self.routed(stream), from, direction, limit).await?;
        let events = page.events.into_iter().map(counted_from_own).collect();
        Ok(StreamPage { events, ..page })
    }

    async fn read_log(&self, from: u64, limit: usize) -> Result<Vec<RecordedEvent>, StoreError> {
        let page = self.store.read_logs(&LogCursor::default(), usize::MAX).await?;
        let events = page.events.into_iter().map(|event| counted_from_own(event.event));
        Ok(events.filter(|event| event.position >= from).take(limit).collect())
    }

    async fn stream_hash(&self, stream: &StreamId) -> Result<StreamHash, StoreError> {
        self.store.stream_hash(&self.routed(stream)).await
    }

    async fn verify_stream(
        &self,
        stream: &StreamId,
        signed: &[StreamHash],
    ) -> Result<Verification, StoreError> {
        self.store.verify_stream(&self.routed(stream), signed).await
    }

    async fn sign_off(&self) -> Result<SignOff, StoreError> {
        self.store.sign_off().await
    }

    async fn verify_against(&self, signed: &SignOff) -> Result<Verification, StoreError> {
        self.store.verify_against(signed).await
    }

    async fn list_streams(
        &self,
        prefix: &[u8],
        after: Option<&StreamId>,
        limit: usize,
    ) -> Result<Vec<StreamHead>, StoreError> {
        self.store.list_streams(prefix, after, limit).await
    }

    /// A type has no node before its first event, and snapshots of it are dropped.
    async fn put_snapshot(
        &self,
        key: &SnapshotKey,
        snapshot: Snapshot,
        keep: usize,
    ) -> Result<(), StoreError> {
        let (stream, expected) = (self.routed(&key.stream), ExpectedVersion::Any);
        let check = Append { stream, expected, events: Vec::new() };
        self.store.append(vec![check]).await.unwrap();
        self.store.put_snapshot(&self.key(key), snapshot, keep).await
    }

    async fn snapshot(
        &self,
        key: &SnapshotKey,
        at_most: u64,
    ) -> Result<Option<Snapshot>, StoreError> {
        self.store.snapshot(&self.key(key), at_most).await
    }

    async fn snapshots_of(
        &self,
        stream: &StreamId,
    ) -> Result<Vec<(SnapshotKey, Snapshot)>, StoreError> {
        let found = self.store.snapshots_of(&self.routed(stream)).await?;
        let plain = |key: SnapshotKey| SnapshotKey { stream: stream.clone(), ..key };
        Ok(found.into_iter().map(|(key, snapshot)| (plain(key), snapshot)).collect())
    }
}

async fn fresh(route: Option<Route>) -> Adapted {
    Adapted { store: cluster(3).await, route }
}

macro_rules! checks {
    ($module:ident, $route:expr, $($check:ident),* $(,)?) => {
        mod $module {
            use super::*;

            $(#[test]
            fn $check() {
                block_on(async { super::$check(&fresh($route).await).await });
            })*
        }
    };
}

checks! {
    streams_of_one_key_are_as_in_one_store,
    Some(Route::new(Place::new(1 << 40), &BY_NUMBER)),
    e4_versions_have_no_gaps,
    e5_positions_follow_commits,
    e4_expected_versions_decide,
    e4_a_conflict_appends_nothing,
    batches_span_streams,
    entries_see_those_before_them,
    an_entry_without_events_only_checks,
    recorded_at_never_descends,
    a_stream_nobody_wrote_to_is_empty,
    streams_are_read_from_any_version,
    the_log_is_read_from_any_position,
    streams_of_a_type_are_listed_in_the_order_of_keys,
    listings_show_what_was_acknowledged,
    contents_come_back_byte_exact,
    large_events_come_back_whole,
    large_batches_come_back_whole,
    what_is_too_long_is_refused,
    streams_are_told_apart_by_every_byte,
    streams_are_told_apart_by_key,
    e10_hashes_do_not_depend_on_batches,
    e10_hashes_cover_every_byte,
    e10_an_untouched_store_has_no_findings,
    e10_what_was_signed_off_is_held_against_the_store,
    e10_what_was_signed_off_of_a_stream_is_held_against_it,
    snapshots_are_replaced,
    e2_the_nearest_snapshot_below_is_found,
    the_newest_snapshots_are_kept,
    e2_a_snapshot_replaces_those_that_cover_more,
    e8_two_fingerprints_keep_their_own_snapshots,
    e8_snapshots_are_found_under_their_own_key_only,
    snapshots_of_any_length_come_back_whole,
    snapshots_of_a_stream_are_those_that_are_found,
    e4_racing_appends_succeed_once,
    e5_positions_have_no_gaps_under_load,
    checks_hold_until_the_events_of_their_batch_are_recorded,
    readers_see_prefixes_while_others_write,
    listings_miss_nothing_while_others_write,
}

checks! {
    streams_anywhere_are_as_in_one_store,
    None,
    e4_versions_have_no_gaps,
    e4_expected_versions_decide,
    a_stream_nobody_wrote_to_is_empty,
    listings_show_what_was_acknowledged,
    large_events_come_back_whole,
    what_is_too_long_is_refused,
    streams_are_told_apart_by_every_byte,
    streams_are_told_apart_by_key,
    e10_hashes_cover_every_byte,
    e10_what_was_signed_off_is_held_against_the_store,
    e10_what_was_signed_off_of_a_stream_is_held_against_it,
    snapshots_are_replaced,
    e2_the_nearest_snapshot_below_is_found,
    the_newest_snapshots_are_kept,
    e2_a_snapshot_replaces_those_that_cover_more,
    e8_two_fingerprints_keep_their_own_snapshots,
    e8_snapshots_are_found_under_their_own_key_only,
    snapshots_of_any_length_come_back_whole,
    snapshots_of_a_stream_are_those_that_are_found,
    e4_racing_appends_succeed_once,
}
