//! Snapshots in parts, replaced while they are read, and cut off on the way.

use std::sync::atomic::{AtomicBool, Ordering::Relaxed};

use patterns_core::{
    event::Fingerprint,
    store::{EventStore, SledStore, Snapshot, SnapshotKey, conformance::block_on},
};

use super::samples::{open, open_as_sled, stream};

/// So many bytes of a state are in one part.
const PART: usize = 4_096;

fn key() -> SnapshotKey {
    SnapshotKey { stream: stream("a"), fingerprint: Fingerprint::new(1) }
}

fn put(store: &SledStore, version: u64, length: usize, keep: usize) {
    let snapshot = Snapshot { version, state: vec![version as u8; length].into() };
    block_on(store.put_snapshot(&key(), snapshot, keep)).unwrap();
}

fn version(store: &SledStore, at_most: u64) -> Option<u64> {
    block_on(store.snapshot(&key(), at_most)).unwrap().map(|snapshot| snapshot.version)
}

#[test]
fn there_is_a_snapshot_at_every_moment_while_it_is_replaced() {
    let directory = tempfile::tempdir().unwrap();
    let store = open(directory.path());
    put(&store, 1, 100, 1);
    let done = AtomicBool::new(false);
    let looks = std::thread::scope(|scope| {
        let reader = scope.spawn(|| {
            let (mut last, mut looks) = (1, 0_u64);
            while !done.load(Relaxed) {
                let found = version(&store, u64::MAX).expect("there is one");
                assert!(found >= last, "an older one comes back");
                (last, looks) = (found, looks + 1);
            }
            looks
        });
        let mut random = fastrand::Rng::with_seed(5);
        for version in 2..3_000 {
            put(&store, version, random.usize(..3 * PART), 1);
        }
        done.store(true, Relaxed);
        reader.join().unwrap()
    });
    assert!(looks > 0);
}

#[test]
fn a_snapshot_that_is_not_whole_gives_way_to_the_one_before() {
    for missing in [0, 1, 19] {
        let directory = tempfile::tempdir().unwrap();
        let store = open(directory.path());
        put(&store, 3, 2 * PART, 3);
        put(&store, 5, 100, 3);
        put(&store, 7, 20 * PART - 100, 3);
        drop(store);
        let db = open_as_sled(directory.path());
        let tree = db.open_tree("snapshots").unwrap();
        let parts: Vec<_> = tree.iter().keys().map(Result::unwrap).collect();
        let of_seven = parts.iter().rev().take(20).rev();
        tree.remove(of_seven.clone().nth(missing).unwrap()).unwrap();
        drop((tree, db));
        let store = open(directory.path());
        assert_eq!(version(&store, u64::MAX), Some(5), "without part {missing}");
        assert_eq!(block_on(store.snapshots_of(&key().stream)).unwrap().len(), 2);
        put(&store, 8, PART, 2);
        assert_eq!(version(&store, 7), Some(5), "it does not count among the two kept");
        drop(store);
        let left = open_as_sled(directory.path()).open_tree("snapshots").unwrap().len();
        assert_eq!(left, 1 + 2, "its parts are gone");
    }
}
