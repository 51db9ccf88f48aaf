//! Segment files and what leads to them, damaged.

use std::{fs, path::Path};

use patterns_core::{
    event::RecordedEvent,
    store::{
        EventStore, Finding, SledStore, StoreError, conformance::block_on, sled::verify_directory,
    },
};

use super::{
    super::samples::{any, append, archive, check_consistent, log, open, open_as_sled, stream},
    heads, segments, write_much,
};

/// A database with segments, and what is in it.
fn archived() -> (tempfile::TempDir, Vec<RecordedEvent>) {
    let directory = tempfile::tempdir().unwrap();
    let store = open(directory.path());
    for _ in 0..2 {
        write_much(&store);
        let all = heads(&log(&store));
        archive(&store, all.iter().map(|(name, head)| (name, head - 1)));
    }
    (directory, check_consistent(&store))
}

#[track_caller]
fn is_damaged(directory: &Path, what: &str) {
    match SledStore::open(directory) {
        Err(StoreError::Damaged { what: found, .. }) => assert!(found.contains(what), "{found}"),
        other => panic!("{other:?}"),
    }
}

#[test]
fn e10_a_segment_that_is_missing_cut_or_another_is_found_when_the_database_is_opened() {
    let (directory, before) = archived();
    let [one, other] = segments(directory.path()).try_into().unwrap();
    let whole = fs::read(&one).unwrap();
    fs::remove_file(&one).unwrap();
    is_damaged(directory.path(), "is missing");
    fs::copy(&other, &one).unwrap();
    is_damaged(directory.path(), "is not the one");
    for length in [0, 20, whole.len() / 2, whole.len() - 1] {
        fs::write(&one, &whole[..length]).unwrap();
        is_damaged(directory.path(), "segment file");
    }
    assert_eq!(segments(directory.path()).len(), 2, "a damaged file is not removed");
    fs::write(&one, &whole).unwrap();
    assert!(check_consistent(&open(directory.path())) == before, "put back, all is well");
}

#[test]
fn e10_a_changed_byte_of_a_segment_is_an_error_of_opening_or_of_whoever_reads_it() {
    let (directory, before) = archived();
    let one = segments(directory.path()).remove(0);
    let whole = fs::read(&one).unwrap();
    let mut random = fastrand::Rng::with_seed(5);
    for _ in 0..60 {
        let mut changed = whole.clone();
        changed[random.usize(..whole.len())] ^= 1 << random.u32(..8);
        fs::write(&one, &changed).unwrap();
        match SledStore::open(directory.path()) {
            Err(StoreError::Damaged { .. }) => {}
            Err(other) => panic!("{other:?}"),
            Ok(store) => {
                let read = block_on(store.read_log(1, usize::MAX));
                assert!(matches!(read, Err(StoreError::Damaged { .. })), "a wrong byte was read");
                let newest = block_on(store.read_log(before.len() as u64, 1)).unwrap();
                assert_eq!(newest, before[before.len() - 1..], "what is live is read");
            }
        }
    }
    fs::write(&one, &whole).unwrap();
    assert!(check_consistent(&open(directory.path())) == before);
}

/// What a registry that lost its last entry looks like: the file of a segment may be all that is left of its events.
#[test]
fn e9_files_of_segments_are_not_removed_before_the_database_is_found_whole_without() {
    let (directory, _) = archived();
    let files = segments(directory.path());
    let db = open_as_sled(directory.path());
    let registry = db.open_tree("segments").unwrap();
    registry.pop_max().unwrap().unwrap();
    db.flush().unwrap();
    drop((registry, db));
    is_damaged(directory.path(), "events are missing");
    assert_eq!(segments(directory.path()), files);
}

#[test]
fn e10_an_index_that_leads_elsewhere_is_found_when_the_database_is_opened() {
    let (directory, before) = archived();
    let db = open_as_sled(directory.path());
    let index = db.open_tree("streams").unwrap();
    let archived = |entry: &(sled::IVec, sled::IVec)| entry.1.first() == Some(&0);
    let (key, value) = index.iter().map(Result::unwrap).find(archived).unwrap();
    drop((index, db));
    let set = |value: Option<&[u8]>| {
        let db = open_as_sled(directory.path());
        let index = db.open_tree("streams").unwrap();
        match value {
            Some(value) => index.insert(&key, value).unwrap(),
            None => index.remove(&key).unwrap(),
        };
        db.flush().unwrap();
    };
    for byte in 0..value.len() {
        let mut wrong = value.to_vec();
        wrong[byte] ^= 1;
        set(Some(&wrong));
        assert!(matches!(SledStore::open(directory.path()), Err(StoreError::Damaged { .. })));
    }
    set(None);
    assert!(matches!(SledStore::open(directory.path()), Err(StoreError::Damaged { .. })));
    set(Some(&value));
    assert!(check_consistent(&open(directory.path())) == before);
}

/// What is archived behind an event that is gone is not said to be gone as well.
#[test]
fn e10_only_what_is_gone_is_named_between_archived_events() {
    let directory = tempfile::tempdir().unwrap();
    let store = open(directory.path());
    let [kept, gone] = ["kept", "gone"].map(stream);
    for name in [&kept, &kept, &gone, &kept, &kept, &kept] {
        append(&store, vec![any(name, ["an event"])]);
    }
    archive(&store, [(&kept, 5)]);
    drop(store);
    let db = open_as_sled(directory.path());
    let log = db.open_tree("log").unwrap();
    let at = |position: u64| [position.to_be_bytes().as_slice(), &[0, 0]].concat();
    assert!(log.remove(at(3)).unwrap().is_some());
    db.flush().unwrap();
    drop((log, db));
    let verified = verify_directory(directory.path()).unwrap();
    let blamed = |finding: &Finding| finding.stream.as_ref() == Some(&kept);
    assert!(!verified.is_intact());
    assert!(!verified.findings.iter().any(blamed), "{verified}");
    let places = verified.findings.iter().filter_map(|finding| finding.positions.clone());
    assert!(places.clone().all(|positions| positions == (3..=3)), "{verified}");
    assert_eq!(places.count(), 1, "{verified}");
}
