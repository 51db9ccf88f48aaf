//! What is found when a database is opened: everything, or a typed refusal.

use std::fs;

use patterns_core::{
    event::Fingerprint,
    store::{EventStore, SledStore, Snapshot, SnapshotKey, StoreError, conformance::block_on},
};

use super::samples::{any, append, check_consistent, open, open_as_sled, page, stream};

#[test]
fn e3_everything_is_there_after_every_opening() {
    let directory = tempfile::tempdir().unwrap();
    let mut before = Vec::new();
    for number in 0..10 {
        let store = open(directory.path());
        assert_eq!(check_consistent(&store), before);
        let payload = number.to_string();
        let own = stream(&payload);
        let appended = append(
            &store,
            vec![any(&stream("all"), [payload.as_str(); 3]), any(&own, [payload.as_str()])],
        );
        assert_eq!(appended.versions, [3 * (number + 1), 1], "versions go on where they were");
        assert_eq!(appended.position, 4 * (number + 1), "positions go on where they were");
        before = check_consistent(&store);
    }
}

#[test]
fn snapshots_of_two_fingerprints_are_kept_side_by_side() {
    let directory = tempfile::tempdir().unwrap();
    let key = |fingerprint| SnapshotKey {
        stream: stream("a"),
        fingerprint: Fingerprint::new(fingerprint),
    };
    let snapshot = |version: u64| Snapshot { version, state: vec![7; 9_000].into() };
    let store = open(directory.path());
    for (fingerprint, version) in [(1, 10), (2, 20), (1, 30), (3, 40)] {
        block_on(store.put_snapshot(&key(fingerprint), snapshot(version), 1)).unwrap();
    }
    let of = |store: &SledStore, fingerprint| {
        block_on(store.snapshot(&key(fingerprint), u64::MAX)).unwrap()
    };
    assert_eq!(of(&store, 2), None, "the third release drops the oldest state");
    drop(store);
    let store = open(directory.path());
    assert_eq!(of(&store, 1), Some(snapshot(30)), "the release before keeps its snapshot");
    assert_eq!(of(&store, 3), Some(snapshot(40)), "and so does the newest");
}

#[test]
fn another_format_is_refused_and_left_alone() {
    let formats =
        [(&[1, 0, 0, 0, 0, 0, 0, 0][..], 1), (&[3, 0, 0, 0, 0, 0, 0, 0], 3), (&[2], 0), (&[], 0)];
    for (stored, found) in formats {
        let directory = tempfile::tempdir().unwrap();
        append(&open(directory.path()), vec![any(&stream("a"), ["1"])]);
        set_format(directory.path(), stored);
        for _ in 0..2 {
            let refused = SledStore::open(directory.path()).unwrap_err();
            assert!(
                matches!(refused, StoreError::Format { found: f, supported: 2 } if f == found),
                "{refused:?}"
            );
        }
        set_format(directory.path(), &2_u64.to_le_bytes());
        assert_eq!(page(&open(directory.path()), &stream("a"), 1, 9).head, 1);
    }
}

fn set_format(directory: &std::path::Path, value: &[u8]) {
    let db = open_as_sled(directory);
    db.open_tree("settings").unwrap().insert("format", value).unwrap();
    db.flush().unwrap();
}

#[test]
fn a_path_that_is_no_directory_is_an_io_error() {
    let file = tempfile::NamedTempFile::new().unwrap();
    let refused = SledStore::open(file.path().join("below"));
    assert!(matches!(refused, Err(StoreError::Io { .. })), "{refused:?}");
}

#[test]
fn missing_parents_are_created() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("a/b/c");
    append(&open(&path), vec![any(&stream("a"), ["1"])]);
    assert_eq!(check_consistent(&open(&path)).len(), 1);
}

#[test]
fn e3_a_lost_or_older_database_file_is_noticed() {
    let directory = tempfile::tempdir().unwrap();
    append(&open(directory.path()), vec![any(&stream("a"), ["1"])]);
    let copy = tempfile::tempdir().unwrap();
    let db = directory.path().join("db");
    fs::copy(&db, copy.path().join("db")).unwrap();
    append(&open(directory.path()), vec![any(&stream("a"), ["2"; 100])]);
    // Snapshots of sled's own page table belong to the newer file.
    for file in fs::read_dir(directory.path()).unwrap().map(Result::unwrap) {
        if file.file_name().to_string_lossy().starts_with("snap.") {
            fs::remove_file(file.path()).unwrap();
        }
    }
    fs::rename(copy.path().join("db"), &db).unwrap();
    assert_damaged(directory.path());
    fs::remove_file(&db).unwrap();
    assert_damaged(directory.path());
}

#[test]
fn e3_a_damaged_acknowledgement_is_noticed() {
    let directory = tempfile::tempdir().unwrap();
    append(&open(directory.path()), vec![any(&stream("a"), ["1"; 300])]);
    let witness = directory.path().join("acknowledged");
    let right = fs::read(&witness).unwrap();
    for wrong in [&right[..11], &[0; 12], &[1; 12], &[right.as_slice(), &[0]].concat(), &[]] {
        fs::write(&witness, wrong).unwrap();
        assert_damaged(directory.path());
    }
    fs::write(&witness, right).unwrap();
    assert_eq!(check_consistent(&open(directory.path())).len(), 300);
}

fn assert_damaged(directory: &std::path::Path) {
    let refused = SledStore::open(directory);
    assert!(matches!(refused, Err(StoreError::Damaged { .. })), "{refused:?}");
}
