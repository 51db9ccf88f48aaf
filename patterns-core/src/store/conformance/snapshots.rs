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
    put_of(store, key, snapshot, 1).await;
}

async fn put_of(store: &dyn EventStore, key: &SnapshotKey, snapshot: &Snapshot, keep: usize) {
    let put = store.put_snapshot(key, snapshot.clone(), keep).await;
    succeeds(put, "keeping a snapshot");
}

async fn get(store: &dyn EventStore, key: &SnapshotKey) -> Option<Snapshot> {
    get_at(store, key, u64::MAX).await
}

async fn get_at(store: &dyn EventStore, key: &SnapshotKey, at_most: u64) -> Option<Snapshot> {
    succeeds(store.snapshot(key, at_most).await, "reading a snapshot")
}

/// The versions that are kept under `key`, found by asking for every version up to `last`.
async fn versions(store: &dyn EventStore, key: &SnapshotKey, last: u64) -> Vec<u64> {
    let mut found = Vec::new();
    for at_most in 0..=last {
        found.extend(get_at(store, key, at_most).await.map(|snapshot| snapshot.version));
    }
    found.dedup();
    found
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

/// The snapshot nearest to a version is found: at it or below it, never above.
pub async fn e2_the_nearest_snapshot_below_is_found(store: &dyn EventStore) {
    let key = key(&stream("a"), 1);
    let kept = [(3, 10), (7, 9_000), (8, 0), (300, 200_000), (1 << 40, 20_000)];
    let kept = kept.map(|(version, length)| snapshot(version, noise(version, length)));
    for snapshot in &kept {
        put_of(store, &key, snapshot, kept.len()).await;
    }
    let asked = kept.iter().flat_map(|snapshot| {
        let version = snapshot.version;
        [version - 1, version, version + 1, version + 200]
    });
    for at_most in asked.chain([0, u64::MAX]) {
        let nearest = kept.iter().rev().find(|snapshot| snapshot.version <= at_most);
        let found = get_at(store, &key, at_most).await;
        assert!(found.as_ref() == nearest, "the nearest one that covers at most {at_most}");
    }
}

/// As many snapshots are kept as were asked for, the newest ones, and fewer as soon as fewer are asked for.
pub async fn the_newest_snapshots_are_kept(store: &dyn EventStore) {
    let key = key(&stream("a"), 1);
    let puts: [(u64, usize, &[u64]); 9] = [
        (2, 3, &[2]),
        (4, 3, &[2, 4]),
        (5, 3, &[2, 4, 5]),
        (9, 3, &[4, 5, 9]),
        (9, 3, &[4, 5, 9]),
        (10, 2, &[9, 10]),
        (12, 9, &[9, 10, 12]),
        (13, 1, &[13]),
        (14, 0, &[14]),
    ];
    for (version, keep, kept) in puts {
        put_of(store, &key, &snapshot(version, noise(version, 5_000)), keep).await;
        assert_eq!(versions(store, &key, 20).await, kept, "the newest {keep} after {version}");
    }
}

/// What was put last is the newest: snapshots that cover more were ahead of their stream.
pub async fn e2_a_snapshot_replaces_those_that_cover_more(store: &dyn EventStore) {
    let key = key(&stream("a"), 1);
    for version in [1, 3, 6, 9] {
        put_of(store, &key, &snapshot(version, noise(version, 9_000)), 4).await;
    }
    put_of(store, &key, &snapshot(5, "five"), 4).await;
    assert_eq!(versions(store, &key, 20).await, [1, 3, 5], "those beyond the last one are gone");
    assert_eq!(get(store, &key).await, Some(snapshot(5, "five")), "the last one counts");
}

/// Two releases beside each other, each with as many snapshots as it asks for: neither drops or finds those of the other (E8).
pub async fn e8_two_fingerprints_keep_their_own_snapshots(store: &dyn EventStore) {
    let (old, new) = (key(&stream("a"), 1), key(&stream("a"), 2));
    for version in [2, 4, 6] {
        put_of(store, &old, &snapshot(version, "old"), 2).await;
        put_of(store, &new, &snapshot(version + 1, "new"), 3).await;
    }
    let (of_old, of_new) = (versions(store, &old, 9).await, versions(store, &new, 9).await);
    assert_eq!(of_new, [3, 5, 7], "the fingerprint that was put last keeps its own");
    // A store may drop the snapshots of other code.
    assert!([4, 6].ends_with(&of_old), "the other keeps its own or none: {of_old:?}");
    for (key, state) in [(old, "old"), (new, "new")] {
        let found = get(store, &key).await.map_or(state.into(), |snapshot| snapshot.state);
        assert_eq!(found, state, "a fingerprint never answers for another");
    }
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
        let kept = get_at(store, at, snapshot.version).await;
        assert!(kept.as_ref() == Some(snapshot), "each is found under its key");
    }
    let last = (key(&a, 2), snapshot(4, noise(4, 9_000)));
    assert!(found.is_empty() || found.contains(&last), "the last snapshot is among them");
    let of_last = |found: &[(SnapshotKey, Snapshot)]| {
        let own = found.iter().filter(|(at, _)| *at == last.0);
        own.map(|(_, snapshot)| snapshot.version).collect::<Vec<_>>()
    };
    assert!([4].ends_with(&of_last(&found)), "the key that keeps one has one");
    put_of(store, &last.0, &snapshot(9, noise(9, 5_000)), 2).await;
    let of_last = of_last(&of(store, &a).await);
    assert!(of_last.is_empty() || of_last == [4, 9], "all that are kept, the oldest first");
}

async fn of(store: &dyn EventStore, stream: &StreamId) -> Vec<(SnapshotKey, Snapshot)> {
    succeeds(store.snapshots_of(stream).await, "reading the snapshots of a stream")
}
