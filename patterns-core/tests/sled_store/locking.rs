//! One database, one owner.

use std::time::Duration;

use patterns_core::store::{
    SledStore, StoreError,
    sled::{Durability, SledOptions},
};

use super::samples::{any, append, check_consistent, open, stream};

#[test]
fn a_database_is_open_only_once() {
    let directory = tempfile::tempdir().unwrap();
    let store = open(directory.path());
    append(&store, vec![any(&stream("a"), ["before"])]);
    for _ in 0..3 {
        let second = SledStore::open(directory.path());
        assert!(
            matches!(&second, Err(StoreError::Locked { path }) if path == directory.path()),
            "{second:?}"
        );
    }
    append(&store, vec![any(&stream("a"), ["after"])]);
    assert_eq!(check_consistent(&store).len(), 2, "the owner goes on");
}

#[test]
fn a_closed_database_is_free_at_once() {
    let directory = tempfile::tempdir().unwrap();
    for number in 0..40 {
        let window = Duration::from_millis(number % 4);
        let durability =
            if number % 2 == 0 { Durability::Group } else { Durability::Buffered { window } };
        let store = SledOptions::default().durability(durability).open(directory.path()).unwrap();
        assert_eq!(check_consistent(&store).len() as u64, 3 * number);
        append(&store, vec![any(&stream("a"), ["1", "2"]), any(&stream("b"), ["3"])]);
    }
}

#[test]
fn a_lock_that_is_given_up_soon_is_waited_for() {
    let directory = tempfile::tempdir().unwrap();
    append(&open(directory.path()), vec![any(&stream("a"), ["1"])]);
    let held = SledOptions::default().open(directory.path()).unwrap();
    std::thread::scope(|scope| {
        scope.spawn(|| {
            std::thread::sleep(Duration::from_millis(100));
            drop(held);
        });
        assert_eq!(check_consistent(&open(directory.path())).len(), 1);
    });
}

#[test]
fn a_database_that_cannot_be_opened_is_left_unlocked() {
    let directory = tempfile::tempdir().unwrap();
    append(&open(directory.path()), vec![any(&stream("a"), ["1"])]);
    let witness = directory.path().join("acknowledged");
    let kept = std::fs::read(&witness).unwrap();
    std::fs::remove_file(&witness).unwrap();
    for _ in 0..3 {
        let refused = SledStore::open(directory.path());
        assert!(matches!(refused, Err(StoreError::Damaged { .. })), "{refused:?}");
    }
    std::fs::write(&witness, kept).unwrap();
    assert_eq!(check_consistent(&open(directory.path())).len(), 1);
}
