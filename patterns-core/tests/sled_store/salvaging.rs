//! Repair on demand: what is whole is copied, and nothing is taken from the damaged directory.

use std::{fs, path::Path};

use patterns_core::{
    event::RecordedEvent,
    store::{SledStore, StoreError, sled::salvage},
};

use super::samples::{any, append, check_consistent, noise, open, open_as_sled, stream};

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
    let db = open_as_sled(directory);
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
    let what = salvaged.stopped_by.unwrap().to_string();
    assert!(what.contains("`acknowledged` is missing"), "{what}");
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

#[test]
fn what_was_acknowledged_and_is_gone_is_told() {
    let [damaged, new] = [tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap()];
    let before = write(damaged.path());
    change_log(damaged.path(), |log| {
        // The last frame has several parts.
        let last = log.iter().keys().next_back().unwrap().unwrap()[..8].to_vec();
        let parts: Vec<_> = log.scan_prefix(last).keys().map(Result::unwrap).collect();
        parts.into_iter().for_each(|part| drop(log.remove(part).unwrap()));
    });
    let salvaged = salvage(damaged.path(), new.path()).unwrap();
    assert_eq!(salvaged.until, before.len() as u64 - 1);
    let what = salvaged.stopped_by.unwrap().to_string();
    assert!(what.contains("111 to 111 were acknowledged and are gone"), "{what}");
}

#[test]
fn a_directory_without_a_database_is_not_made_into_one() {
    let [empty, new] = [tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap()];
    let typo = empty.path().join("bnak.db");
    assert!(matches!(salvage(&typo, new.path()), Err(StoreError::Io { .. })));
    assert!(!typo.exists());
}

#[cfg(feature = "archive")]
#[test]
fn e9_archived_events_are_salvaged_among_the_live_ones() {
    use super::samples::archive;
    use patterns_core::store::{EventStore, conformance::block_on};

    let [damaged, new, second] = [(); 3].map(|()| tempfile::tempdir().unwrap());
    let before = write(damaged.path());
    let store = open(damaged.path());
    archive(&store, [(&stream("a"), 20), (&stream("long"), 50)]);
    archive(&store, [(&stream("b"), 10)]);
    drop(store);
    fs::remove_file(damaged.path().join("acknowledged")).unwrap();
    let salvaged = salvage(damaged.path(), new.path()).unwrap();
    assert_eq!(salvaged.until, before.len() as u64);
    let store = open(new.path());
    assert_eq!(check_consistent(&store), before, "times and positions included");
    assert_eq!(block_on(store.verify()).unwrap().findings, [], "and all hashes");
    drop(store);
    let segments = fs::read_dir(damaged.path().join("archive")).unwrap();
    segments.for_each(|file| fs::remove_file(file.unwrap().path()).unwrap());
    let salvaged = salvage(damaged.path(), second.path()).unwrap();
    assert_eq!(salvaged.until, 0, "the oldest events are gone");
    let what = salvaged.stopped_by.unwrap().to_string();
    assert!(what.contains("segment file"), "{what}");
}
