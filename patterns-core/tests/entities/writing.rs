//! Who writes what under which condition.

use patterns_core::{
    entity::WriteError,
    store::{Conflict, ExpectedVersion},
};

use super::samples::{Counter, counter, on_each_store, streams};

#[test]
fn the_last_put_wins_and_versions_count_on() {
    on_each_store(async |db| {
        let counters = db.entities::<Counter>();
        assert_eq!(counters.get("a").await.unwrap(), None);
        for version in 1..=3 {
            let count = version as i64;
            assert_eq!(counters.put(counter("a", count)).await.unwrap(), version);
            let read = counters.get("a").await.unwrap().unwrap();
            assert_eq!((read.version(), read.count), (version, count));
        }
        assert_eq!(counters.get("b").await.unwrap(), None);
    });
}

#[test]
fn what_exists_is_not_inserted() {
    on_each_store(async |db| {
        let counters = db.entities::<Counter>();
        assert_eq!(counters.insert(counter("a", 1)).await.unwrap(), 1);
        let exists = counters.insert(counter("a", 2)).await.unwrap_err();
        assert!(matches!(exists, WriteError::Exists { version: 1, .. }), "{exists:?}");
        assert_eq!(exists.to_string(), "record counter/a exists, in version 1");
        assert_eq!(counters.get("a").await.unwrap().unwrap().count, 1);
        counters.delete("a").await.unwrap();
        assert_eq!(counters.insert(counter("a", 3)).await.unwrap(), 3, "a deleted one does not");
    });
}

#[test]
fn e4_an_update_of_another_version_is_a_conflict() {
    on_each_store(async |db| {
        let counters = db.entities::<Counter>();
        for version in 0..3 {
            for wrong in (0..5).filter(|wrong| *wrong != version) {
                let conflict = counters.update(counter("a", -1), wrong).await.unwrap_err();
                let expected = ExpectedVersion::Exact(wrong);
                let WriteError::Conflict(Conflict { expected: e, actual, .. }) = conflict else {
                    panic!("{conflict:?}")
                };
                assert_eq!((e, actual), (expected, version));
            }
            let count = version as i64;
            assert_eq!(counters.update(counter("a", count), version).await.unwrap(), version + 1);
        }
        assert_eq!(counters.get("a").await.unwrap().unwrap().count, 2);
    });
}

#[test]
fn a_deleted_record_is_gone_and_can_come_back() {
    on_each_store(async |db| {
        let counters = db.entities::<Counter>();
        counters.put(counter("a", 1)).await.unwrap();
        assert_eq!(counters.delete("a").await.unwrap(), Some(2));
        assert_eq!(counters.get("a").await.unwrap(), None);
        assert_eq!(counters.delete("a").await.unwrap(), None, "nothing is left to delete");
        assert_eq!(counters.put(counter("a", 2)).await.unwrap(), 3, "versions never begin anew");
        assert_eq!(counters.get("a").await.unwrap().unwrap().version(), 3);
    });
}

#[test]
fn deleting_what_never_was_leaves_no_trace() {
    on_each_store(async |db| {
        assert_eq!(db.entities::<Counter>().delete("nobody").await.unwrap(), None);
        assert_eq!(streams(db.store()).await, 0);
    });
}

#[test]
fn e4_a_deletion_of_another_version_is_a_conflict() {
    on_each_store(async |db| {
        let counters = db.entities::<Counter>();
        counters.put(counter("a", 1)).await.unwrap();
        let version = counters.put(counter("a", 2)).await.unwrap();
        for wrong in [0, 1, 3] {
            let conflict = counters.delete_version("a", wrong).await.unwrap_err();
            assert!(matches!(conflict, WriteError::Conflict(_)), "{conflict:?}");
        }
        assert_eq!(counters.get("a").await.unwrap().unwrap().count, 2);
        assert_eq!(counters.delete_version("a", version).await.unwrap(), 3);
        assert_eq!(counters.get("a").await.unwrap(), None);
    });
}

#[test]
fn a_conflict_says_which_record() {
    on_each_store(async |db| {
        let conflict = db.entities::<Counter>().update(counter("a", 1), 4).await.unwrap_err();
        assert_eq!(conflict.to_string(), "stream counter/a has version 0, expected was Exact(4)");
    });
}

/// Of all who insert at the same time one succeeds.
#[test]
fn of_racing_inserts_one_succeeds() {
    use patterns_core::store::conformance::block_on;
    on_each_store(async |db| {
        for name in (0..20).map(|round| round.to_string()) {
            let insert = || {
                let counters = db.entities::<Counter>();
                block_on(counters.insert(counter(&name, 1))).is_ok()
            };
            let inserted = std::thread::scope(|scope| {
                let threads = [(); 4].map(|()| scope.spawn(insert));
                threads.map(|thread| usize::from(thread.join().unwrap())).iter().sum::<usize>()
            });
            assert_eq!(inserted, 1);
        }
    });
}
