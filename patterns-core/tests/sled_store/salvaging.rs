//! Repair on demand: what is whole is copied, and nothing is taken from the damaged directory.

use std::{fs, path::Path};

use patterns_core::{
    event::RecordedEvent,
    store::{SledStore, StoreError, sled::salvage},
};

use super::samples::{any, append, check_consistent, noise, open, stream};

/// Several groups, one of them longer than a frame, and an event longer than any value of a tree.
fn write(directory: &Path) -> Vec<RecordedEvent> {
    let store = open(directory);
    for number in 0..20 {
        append(&store, vec![any(&stream("a"), [noise(number, 100)]), any(&stream("b"), ["b"; 2])]);
    }
    append(&store, vec![any(&stream("long"), (0..50).map(|number| noise(number, 1_000)))]);
    append(&store, vec![any(&stream("large"), [noise(1, 100_000)])]);
    check_consistent(&store)
}

/// Does to the tree of frames what damage would.
fn change_log(directory: &Path, change: impl FnOnce(&sled::Tree)) {
    let db = sled::open(directory).unwrap();
    change(&db.open_tree("log").unwrap());
    db.flush().unwrap();
}

#[test]
fn a_database_without_its_witness_is_salvaged_in_full() {
    let [damaged, new] = [tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap()];
    let before = write(damaged.path());
    fs::remove_file(damaged.path().join("acknowledged")).unwrap();
    assert!(matches!(SledStore::open(damaged.path()), Err(StoreError::Damaged { .. })));
    let salvaged = salvage(damaged.path(), new.path()).unwrap();
    assert!(salvaged.stopped_by.is_none());
    assert_eq!(salvaged.until, before.len() as u64);
    assert_eq!(check_consistent(&open(new.path())), before, "times and positions included");
}

#[test]
fn what_follows_a_lost_frame_is_not_copied_and_the_error_says_where() {
    let [damaged, new] = [tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap()];
    let before = write(damaged.path());
    // The middle of the long group: its first frames are whole, but the commit is not.
    let key = |frame: usize, log: &sled::Tree| log.iter().keys().nth(frame).unwrap().unwrap();
    change_log(damaged.path(), |log| drop(log.remove(key(24, log)).unwrap()));
    let Err(StoreError::Damaged { consistent_until, .. }) = SledStore::open(damaged.path()) else {
        panic!("a lost frame is found")
    };
    assert!((60..110).contains(&consistent_until), "{consistent_until}");
    let salvaged = salvage(damaged.path(), new.path()).unwrap();
    assert!(matches!(salvaged.stopped_by, Some(StoreError::Damaged { .. })));
    assert_eq!(salvaged.until, 60, "by whole commits only");
    let store = open(new.path());
    assert_eq!(check_consistent(&store), before[..60]);
    assert_eq!(append(&store, vec![any(&stream("a"), ["on"])]).position, 61, "and it goes on");
}

#[test]
fn nothing_is_salvaged_into_a_database_that_holds_events() {
    let [damaged, used] = [tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap()];
    write(damaged.path());
    let before = write(used.path());
    assert!(matches!(salvage(damaged.path(), used.path()), Err(StoreError::Io { .. })));
    assert_eq!(check_consistent(&open(used.path())), before);
}
