//! A database that is copied into a smaller one, and changes places with it.

use std::{
    fs,
    panic::{AssertUnwindSafe, catch_unwind},
    path::{Path, PathBuf},
};

use patterns_core::{
    event::{Fingerprint, RecordedEvent},
    store::{
        EventStore, SledStore, Snapshot, SnapshotKey, StoreError,
        conformance::block_on,
        sled::{CompactionStep, compact, compact_telling},
    },
};

use super::samples::{any, append, check_consistent, noise, open, stream};

/// A database with much in its files that is in use no more.
fn write(directory: &Path) -> Vec<RecordedEvent> {
    let store = open(directory);
    for round in 0..60 {
        let entry = |n: u64| any(&stream(&n.to_string()), [noise(round + n, 300)]);
        append(&store, (0..20).map(entry).collect());
        block_on(store.put_snapshot(&key(), snapshot(round), 1)).unwrap();
    }
    #[cfg(feature = "archive")]
    super::samples::archive(
        &store,
        (0..10).map(|n| stream(&n.to_string())).collect::<Vec<_>>().iter().map(|name| (name, 40)),
    );
    check_consistent(&store)
}

fn key() -> SnapshotKey {
    SnapshotKey { stream: stream("1"), fingerprint: Fingerprint::new(1) }
}

fn snapshot(round: u64) -> Snapshot {
    Snapshot { version: round, state: noise(round, 100_000).into() }
}

fn check(directory: &Path, before: &[RecordedEvent]) {
    let store = open(directory);
    assert!(check_consistent(&store) == before, "events are as they were");
    let kept = block_on(store.snapshot(&key(), u64::MAX)).unwrap();
    assert!(kept == Some(snapshot(59)), "so are snapshots");
    assert_eq!(block_on(store.verify()).unwrap().findings, []);
    drop(store);
}

/// What stands beside a database.
fn beside(directory: &Path) -> Vec<PathBuf> {
    let names = fs::read_dir(directory.parent().unwrap()).unwrap();
    let mut names: Vec<_> = names.map(|name| name.unwrap().path()).collect();
    names.retain(|name| name != directory);
    names.sort();
    names
}

#[test]
fn e9_a_compacted_database_is_smaller_and_holds_the_same() {
    let parent = tempfile::tempdir().unwrap();
    let directory = parent.path().join("bank.db");
    let before = write(&directory);
    let compacted = compact(&directory).unwrap();
    assert!(compacted.after < compacted.before, "{compacted:?}");
    check(&directory, &before);
    assert_eq!(beside(&directory), [] as [PathBuf; 0]);
    append(&open(&directory), vec![any(&stream("on"), ["and it goes on"])]);
    assert_eq!(check_consistent(&open(&directory)).len(), before.len() + 1);
}

#[test]
fn e9_a_compaction_that_is_cut_off_after_any_step_leaves_the_whole_database() {
    for step in CompactionStep::ALL {
        let parent = tempfile::tempdir().unwrap();
        let directory = parent.path().join("bank.db");
        let before = write(&directory);
        let cut = |told| {
            if told == step {
                std::panic::resume_unwind(Box::new("cut off"));
            }
        };
        let ended = catch_unwind(AssertUnwindSafe(|| compact_telling(&directory, cut)));
        assert!(ended.is_err(), "{step:?}: it was cut off");
        assert_eq!(directory.exists(), step != CompactionStep::Displaced, "{step:?}");
        check(&directory, &before);
        compact(&directory).unwrap();
        check(&directory, &before);
        assert_eq!(beside(&directory), [] as [PathBuf; 0], "{step:?}: nothing is left behind");
    }
}

#[test]
fn a_database_that_is_open_is_not_compacted() {
    let directory = tempfile::tempdir().unwrap();
    let store = open(directory.path());
    append(&store, vec![any(&stream("a"), ["a"])]);
    assert!(matches!(compact(directory.path()), Err(StoreError::Locked { .. })));
    append(&store, vec![any(&stream("a"), ["b"])]);
    assert_eq!(check_consistent(&store).len(), 2);
}

#[test]
fn e3_what_is_appended_while_the_copy_is_checked_is_not_lost() {
    let parent = tempfile::tempdir().unwrap();
    let directory = parent.path().join("bank.db");
    let before = write(&directory);
    let append_late = |step| {
        if step == CompactionStep::Verified {
            append(&open(&directory), vec![any(&stream("late"), ["late"])]);
        }
    };
    let refused = compact_telling(&directory, append_late);
    assert!(matches!(refused, Err(StoreError::Locked { .. })), "{refused:?}");
    let now = check_consistent(&open(&directory));
    assert_eq!(now.len(), before.len() + 1);
    compact(&directory).unwrap();
    assert!(check_consistent(&open(&directory)) == now);
}

#[test]
fn a_database_behind_a_link_is_compacted_where_it_is() {
    let parent = tempfile::tempdir().unwrap();
    let (directory, link) = (parent.path().join("real.db"), parent.path().join("link.db"));
    let before = write(&directory);
    std::os::unix::fs::symlink("real.db", &link).unwrap();
    compact(&link).unwrap();
    assert!(link.is_symlink() && !directory.is_symlink());
    check(&link, &before);
    // Found at the moment at which the link leads nowhere.
    let cut = |told| {
        if told == CompactionStep::Displaced {
            std::panic::resume_unwind(Box::new("cut off"));
        }
    };
    assert!(catch_unwind(AssertUnwindSafe(|| compact_telling(&link, cut))).is_err());
    check(&link, &before);
}

#[test]
fn a_directory_without_a_database_is_not_compacted() {
    let empty = tempfile::tempdir().unwrap();
    assert!(matches!(compact(empty.path()), Err(StoreError::Io { .. })));
    let missing = empty.path().join("bnak.db");
    assert!(matches!(compact(&missing), Err(StoreError::Io { .. })));
    assert!(!missing.exists());
    assert!(SledStore::open(&missing).is_ok());
}

/// Somebody has removed the database after a compaction that could not clean up behind itself any more.
#[test]
fn what_a_compaction_took_away_does_not_come_back_by_itself() {
    let parent = tempfile::tempdir().unwrap();
    let directory = parent.path().join("bank.db");
    write(&directory);
    let cut = |told| {
        if told == CompactionStep::Replaced {
            std::panic::resume_unwind(Box::new("cut off"));
        }
    };
    assert!(catch_unwind(AssertUnwindSafe(|| compact_telling(&directory, cut))).is_err());
    let [replaced] = beside(&directory).try_into().unwrap();
    fs::remove_dir_all(&directory).unwrap();
    let refused = SledStore::open(&directory);
    assert!(matches!(refused, Err(StoreError::Damaged { .. })), "{refused:?}");
    assert!(!directory.exists());
    fs::remove_dir_all(&replaced).unwrap();
    assert_eq!(check_consistent(&open(&directory)), []);
}
