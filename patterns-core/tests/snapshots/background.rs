//! Commands never wait for a snapshot, and are never failed by one.

use std::sync::{
    Arc,
    atomic::{AtomicBool, Ordering::SeqCst},
};

use patterns_core::{
    aggregate::{fingerprint, replay},
    store::{MemoryStore, Snapshot, SnapshotKey, conformance::block_on},
};

use crate::{
    gated::Gated,
    tally::{
        Added, FIRST, Impossible, Spoiled, TENTH, Tally, add, add_times, covered, settle,
        snapshot_at,
    },
};

/// So many wait at most, beside the one that is being taken.
const QUEUE: u64 = 1_024;

fn commands_go_on<const CACHED: usize>() {
    let store = Gated::default();
    let db = store.database();
    store.shut();
    let one = db.aggregate::<Tally<TENTH, CACHED>>(1_u64);
    add_times(&one, 100);
    assert_eq!(block_on(one.load()).unwrap().sum, 100, "while no snapshot gets anywhere");
    assert_eq!(snapshot_at::<Tally<TENTH, CACHED>>(&db, 1, u64::MAX), None);
    store.open();
    assert_eq!(covered::<Tally<TENTH, CACHED>>(&db, 1), 100);
    assert_eq!(db.statistics().snapshots_taken, 10, "each at its own version");
}

#[test]
fn commands_go_on_while_no_snapshot_is_taken() {
    commands_go_on::<0>();
}

#[test]
fn commands_of_cached_types_go_on_while_no_snapshot_is_taken() {
    commands_go_on::<1>();
}

fn overflow<const CACHED: usize>() {
    let store = Gated::default();
    let db = store.database();
    store.shut();
    let tally = |number| db.aggregate::<Tally<TENTH, CACHED>>(number);
    add_times(&tally(0), 10);
    store.wait_for_puts(1);
    (1..=QUEUE).for_each(|number| add_times(&tally(number), 10));
    assert_eq!(db.statistics().snapshots_dropped, 0, "there is room for so many");
    let last = QUEUE + 1;
    add_times(&tally(last), 13);
    assert_eq!(db.statistics().snapshots_dropped, 4, "each further event makes it due again");
    store.open();
    assert_eq!(covered::<Tally<TENTH, CACHED>>(&db, last), 0, "the snapshot is lost");
    assert_eq!(db.statistics().snapshots_taken, QUEUE + 1);
    add(&tally(last));
    assert_eq!(covered::<Tally<TENTH, CACHED>>(&db, last), 14, "the next event takes it");
    assert_eq!(block_on(tally(last).load()).unwrap().sum, 14, "nothing else is");
}

#[test]
fn a_snapshot_without_room_is_dropped_and_due_again_with_the_next_event() {
    overflow::<0>();
}

#[test]
fn a_snapshot_of_a_cached_type_without_room_is_due_again_with_the_next_event() {
    overflow::<1>();
}

#[test]
fn a_snapshot_that_fails_fails_no_command_and_comes_when_the_next_one_is_due() {
    let store = Gated::default();
    let db = store.database();
    let one = db.aggregate::<Tally<TENTH>>(1_u64);
    store.fail(true);
    for (added, failed) in [(15, 1), (4, 1), (1, 2)] {
        add_times(&one, added);
        settle(&db);
        assert_eq!(db.statistics().snapshots_failed, failed);
    }
    store.fail(false);
    add_times(&one, 9);
    assert_eq!(covered::<Tally<TENTH>>(&db, 1), 0);
    add(&one);
    assert_eq!(covered::<Tally<TENTH>>(&db, 1), 30);
}

#[test]
fn a_panic_while_a_state_is_encoded_is_counted_and_ends_nothing_else() {
    let db = Gated::default().database();
    let (bad, good) = (db.aggregate::<Tally<FIRST>>(1_u64), db.aggregate::<Tally<FIRST>>(2_u64));
    for (how, failed) in [(2, 1), (1, 2)] {
        block_on(bad.update(|_| Spoiled(how))).unwrap();
        settle(&db);
        assert_eq!(db.statistics().snapshots_failed, failed, "spoiled by {how}");
    }
    add(&good);
    assert_eq!(covered::<Tally<FIRST>>(&db, 2), 1);
    block_on(bad.update(|_| Spoiled(0))).unwrap();
    assert_eq!(covered::<Tally<FIRST>>(&db, 1), 3, "the thread has survived");
}

/// An event that cannot be applied is met by whoever loads the state; the command that recorded it has recorded it.
#[test]
fn an_event_that_cannot_be_applied_ends_only_its_snapshot() {
    let db = Gated::default().database();
    let one = db.aggregate::<Tally<FIRST>>(1_u64);
    add(&one);
    settle(&db);
    let committed = block_on(one.update(|_| Impossible)).unwrap();
    assert_eq!(committed.version, 2);
    assert_eq!(covered::<Tally<FIRST>>(&db, 1), 1);
    assert_eq!(db.statistics().snapshots_failed, 1);
}

/// Commands, loads and snapshots on the same streams: every load is the full replay, whatever snapshot it begins with.
#[test]
fn e2_loads_equal_the_full_replay_while_snapshots_are_taken() {
    let store = Arc::new(AtomicBool::new(false));
    let db = patterns_core::repository::Database::new(MemoryStore::new());
    std::thread::scope(|scope| {
        for number in [1, 2] {
            let (db, done) = (db.clone(), Arc::clone(&store));
            scope.spawn(move || {
                let one = db.aggregate::<Tally<FIRST>>(number);
                for amount in 0..500 {
                    block_on(one.update(|_| Added(amount))).unwrap();
                }
                done.store(true, SeqCst);
            });
        }
        while !store.load(SeqCst) {
            let loaded = block_on(db.aggregate::<Tally<FIRST>>(1_u64).load()).unwrap();
            let full = replay::<Tally<FIRST>>(&1, (0..loaded.version()).map(Added));
            assert_eq!(loaded.into_state(), full);
        }
    });
    settle(&db);
    let counted = db.statistics();
    assert_eq!((counted.snapshots_failed, counted.snapshots_ignored), (0, 0));
    for number in [1_u64, 2] {
        let loaded = block_on(db.aggregate::<Tally<FIRST>>(number).load()).unwrap();
        assert_eq!(loaded.into_state(), replay(&number, (0..500).map(Added)));
    }
}

/// What the database remembers of a snapshot that it has taken must not keep it from being made anew.
#[test]
fn e2_a_snapshot_that_became_unreadable_is_made_anew() {
    let db = Gated::default().database();
    let one = db.aggregate::<Tally<TENTH>>(1_u64);
    add_times(&one, 12);
    assert_eq!(covered::<Tally<TENTH>>(&db, 1), 10);
    let key =
        SnapshotKey { stream: one.stream().clone(), fingerprint: fingerprint::<Tally<TENTH>>() };
    let garbage = Snapshot { version: 10, state: vec![0xc1; 20].into() };
    block_on(db.store().put_snapshot(&key, garbage, 1)).unwrap();
    assert_eq!(block_on(one.load()).unwrap().sum, 12);
    assert_eq!(covered::<Tally<TENTH>>(&db, 1), 12);
    assert_eq!(db.statistics().snapshots_ignored, 1);
    block_on(one.load()).unwrap();
    assert_eq!(db.statistics().snapshots_used, 1);
}
