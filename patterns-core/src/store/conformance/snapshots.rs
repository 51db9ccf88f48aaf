//! Snapshots may be lost, but never mixed up.

use super::samples::{noise, stream, succeeds};
use crate::{
    event::{Fingerprint, StreamId},
    store::{EventStore, Snapshot, SnapshotKey},
};

fn key(stream: &StreamId, fingerprint: u64) -> SnapshotKey {
    SnapshotKey { stream: stream.clone(), fingerprint: Fingerprint::new(fingerprint) }
}

fn snapshot(version: u64, state: impl Into<Vec<u8>>) -> Snapshot {
    Snapshot { version, state: state.into().into() }
}

async fn put(store: &dyn EventStore, key: &SnapshotKey, snapshot: &Snapshot) {
    let put = store.put_snapshot(key, snapshot.clone()).await;
    succeeds(put, "keeping a snapshot");
}

async fn get(store: &dyn EventStore, key: &SnapshotKey) -> Option<Snapshot> {
    succeeds(store.snapshot(key).await, "reading a snapshot")
}

/// A snapshot is found after it was put, and replaces the one before it.
pub async fn snapshots_are_replaced(store: &dyn EventStore) {
    let key = key(&stream("a"), 1);
    assert_eq!(get(store, &key).await, None, "at first there is no snapshot");
    let versions = [1, 5, u64::MAX, 0, 3];
    for (version, state) in versions.into_iter().zip(["one", "five", "most", "", "\0"]) {
        let newest = snapshot(version, state);
        put(store, &key, &newest).await;
        assert_eq!(get(store, &key).await, Some(newest), "the last snapshot counts");
    }
}

/// A snapshot is found by the code that made it and by its stream only (E8).
pub async fn e8_snapshots_are_found_under_their_own_key_only(store: &dyn EventStore) {
    let (a, b) = (stream("a"), stream("b"));
    put(store, &key(&a, 1), &snapshot(1, "old code")).await;
    for foreign in [key(&a, 2), key(&a, 0), key(&a, u64::MAX), key(&b, 1)] {
        assert_eq!(get(store, &foreign).await, None, "a snapshot answers to its own key only");
    }
    put(store, &key(&a, 2), &snapshot(2, "new code")).await;
    put(store, &key(&b, 1), &snapshot(3, "other stream")).await;
    assert_eq!(get(store, &key(&a, 2)).await, Some(snapshot(2, "new code")), "of the new code");
    assert_eq!(get(store, &key(&b, 1)).await, Some(snapshot(3, "other stream")), "of the other");
    // A store may drop the snapshots of other code, but never show one in place of another.
    let old = get(store, &key(&a, 1)).await;
    assert!(old.is_none_or(|old| old == snapshot(1, "old code")), "of the old code");
}

/// Large states come back whole, and nothing of them is left behind by smaller ones.
pub async fn snapshots_of_any_length_come_back_whole(store: &dyn EventStore) {
    let key = key(&stream("a"), 1);
    let lengths = [300 << 10, 20_000, 100, 0, 7_000, 1, 1 << 20, 6_500];
    for (version, length) in (1..).zip(lengths) {
        let newest = snapshot(version, noise(version, length));
        put(store, &key, &newest).await;
        assert!(get(store, &key).await == Some(newest), "a state of {length} bytes comes back");
    }
}

/// A store that hands out the snapshots of a stream hands out the last one, and none that is not found under its key.
pub async fn snapshots_of_a_stream_are_those_that_are_found(store: &dyn EventStore) {
    let (a, b) = (stream("a"), stream("b"));
    assert_eq!(of(store, &a).await, [], "at first there is no snapshot");
    let puts = [(key(&a, 1), 300), (key(&b, 1), 5), (key(&a, 2), 20_000), (key(&a, 2), 9_000)];
    for (version, (key, length)) in (1..).zip(puts) {
        put(store, &key, &snapshot(version, noise(version, length))).await;
    }
    let found = of(store, &a).await;
    for (at, snapshot) in &found {
        assert_eq!(at.stream, a, "snapshots of other streams are not asked for");
        assert!(get(store, at).await.as_ref() == Some(snapshot), "each is found under its key");
    }
    let last = (key(&a, 2), snapshot(4, noise(4, 9_000)));
    assert!(found.is_empty() || found.contains(&last), "the last snapshot is among them");
    let once = |at| found.iter().filter(|(found, _)| found == at).count() == 1;
    assert!(found.iter().all(|(at, _)| once(at)), "a key has one snapshot");
}

async fn of(store: &dyn EventStore, stream: &StreamId) -> Vec<(SnapshotKey, Snapshot)> {
    succeeds(store.snapshots_of(stream).await, "reading the snapshots of a stream")
}
