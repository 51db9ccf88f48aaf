//! Which files a database consists of.

use std::path::Path;

use patterns_core::{
    event::{Fingerprint, StreamId},
    store::{EventStore, MAX_EVENT_LENGTH, Snapshot, SnapshotKey, conformance::block_on},
};

use super::samples::{any, append, check_consistent, noise, open, open_as_sled, stream};

/// Syncing the database file does not cover the files that sled makes for large values.
fn assert_no_large_value_files(directory: &Path) {
    let blobs = std::fs::read_dir(directory.join("blobs")).unwrap();
    let names: Vec<_> = blobs.map(|file| file.unwrap().file_name()).collect();
    assert!(names.is_empty(), "values in files of their own: {names:?}");
}

#[test]
fn no_value_gets_a_file_of_its_own() {
    let directory = tempfile::tempdir().unwrap();
    let store = open(directory.path());
    append(&store, vec![any(&stream("longest"), [noise(1, MAX_EVENT_LENGTH - 8)])]);
    for round in 0..20 {
        append(&store, vec![any(&stream("medium"), [noise(round, 50_000)])]);
        append(&store, vec![any(&stream("values"), (0..40).map(|n| noise(n, 6_300)))]);
        let many = (0..100).map(|n| any(&stream(&n.to_string()), [noise(n, 200)]));
        append(&store, many.collect());
    }
    assert_no_large_value_files(directory.path());
    drop(store);
    assert_no_large_value_files(directory.path());
    check_consistent(&open(directory.path()));
}

/// States that grow and shrink: small leaves are merged into full ones, which then are as large as leaves can be.
#[test]
fn no_snapshot_gets_a_file_of_its_own() {
    let directory = tempfile::tempdir().unwrap();
    let store = open(directory.path());
    // Without a common beginning, which sled would store once a leaf.
    let name = |seed| StreamId::from_bytes(noise(seed, StreamId::MAX_LENGTH).into());
    let names: Vec<_> = (0..30).map(name).collect();
    let mut random = fastrand::Rng::with_seed(3);
    for round in 0..1_500 {
        let fingerprint = Fingerprint::new(random.u64(..3));
        let key = SnapshotKey { stream: names[random.usize(..names.len())].clone(), fingerprint };
        let longest = if random.bool() { 300_000 } else { 20_000 };
        let length = random.usize(..longest);
        let snapshot = Snapshot { version: round, state: vec![round as u8; length].into() };
        block_on(store.put_snapshot(&key, snapshot, 1)).unwrap();
    }
    assert_no_large_value_files(directory.path());
    drop(store);
    assert_no_large_value_files(directory.path());
}

/// Names of the longest kind, which differ at their ends only: sled shortens neither them nor the keys of its inner pages.
fn longest_names(count: usize) -> Vec<StreamId> {
    let name = |number| format!("{}{number:08}", "x".repeat(StreamId::MAX_LENGTH - 8));
    (0..count).map(|number| StreamId::from_bytes(name(number).into_bytes().into())).collect()
}

#[test]
fn no_page_of_the_index_gets_a_file_of_its_own() {
    let directory = tempfile::tempdir().unwrap();
    let store = open(directory.path());
    let names = longest_names(8_000);
    for round in 0..3 {
        for some in names.chunks(1_000) {
            append(&store, some.iter().map(|name| any(name, [noise(round, 9)])).collect());
        }
    }
    // One entry of the batch a posting: the largest entries of the index.
    let often = (0..500).flat_map(|_| names.iter().take(32).map(|name| any(name, [b"often"])));
    append(&store, often.collect());
    drop(store);
    assert_no_large_value_files(directory.path());
    let db = open_as_sled(directory.path());
    assert!(db.open_tree("streams").unwrap().len() >= 8_000, "the index was folded");
    drop(db);
    check_consistent(&open(directory.path()));
}

#[test]
fn no_page_of_the_snapshots_gets_a_file_of_its_own() {
    let directory = tempfile::tempdir().unwrap();
    let store = open(directory.path());
    let puts = [(100, 1), (9_000, 2), (60_000, 3), (300, 1), (35_000, 2), (100, 3), (9_000, 2)];
    for (length, fingerprint) in puts {
        for name in longest_names(600) {
            let key = SnapshotKey { stream: name, fingerprint: Fingerprint::new(fingerprint) };
            let snapshot = Snapshot { version: length as u64, state: noise(1, length).into() };
            block_on(store.put_snapshot(&key, snapshot, 1)).unwrap();
        }
    }
    assert_no_large_value_files(directory.path());
    drop(store);
    assert_no_large_value_files(directory.path());
}

/// Around the longest value that is given to sled a frame begins to need a second part.
#[test]
fn events_of_every_length_around_the_longest_value_come_back() {
    let directory = tempfile::tempdir().unwrap();
    let store = open(directory.path());
    let lengths = (6_250..6_450).chain(12_700..12_830).step_by(3);
    for length in lengths {
        append(&store, vec![any(&stream("single"), [noise(length, length as usize)])]);
        let pair = [noise(length, 100), noise(length, length as usize)];
        append(&store, vec![any(&stream("second"), pair.clone()), any(&stream("third"), pair)]);
    }
    let before = check_consistent(&store);
    for event in &before {
        let whole = noise(event.data.payload.len() as u64, event.data.payload.len());
        assert!(event.data.payload.len() == 100 || event.data.payload == whole);
    }
    drop(store);
    assert!(check_consistent(&open(directory.path())) == before);
}
