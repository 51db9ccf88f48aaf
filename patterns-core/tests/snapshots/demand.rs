//! Snapshots that somebody asks for: of one aggregate, and of all that are due.

use patterns_core::{
    event::StreamId,
    repository::SnapshotError,
    store::{Append, EventStore, ExpectedVersion, conformance::block_on},
};

use crate::{
    gated::Gated,
    tally::{
        Added, DAILY, HOUR, Impossible, NONE, ON_DEMAND, Spoiled, TENTH, Tally, add, add_times,
        covered, settle, snapshot_at,
    },
};

fn on_demand<const CACHED: usize>() {
    let store = Gated::default();
    let db = store.database();
    let one = db.aggregate::<Tally<ON_DEMAND, CACHED>>(1_u64);
    assert_eq!(block_on(one.snapshot()).unwrap(), 0, "nothing has happened yet");
    add_times(&one, 3);
    assert_eq!(covered::<Tally<ON_DEMAND, CACHED>>(&db, 1), 0, "only on demand");
    assert_eq!(block_on(one.snapshot()).unwrap(), 3);
    let kept = |at_most| snapshot_at::<Tally<ON_DEMAND, CACHED>>(&db, 1, at_most);
    assert_eq!(kept(u64::MAX).unwrap().version, 3, "it is there when it is answered");
    assert_eq!(block_on(one.snapshot()).unwrap(), 3);
    assert_eq!(store.puts(), 1, "what is covered is not covered again");
    for version in [4, 5] {
        add(&one);
        assert_eq!(block_on(one.snapshot()).unwrap(), version);
    }
    assert_eq!(
        [3, 4, 5].map(|at_most| kept(at_most).map(|kept| kept.version)),
        [None, Some(4), Some(5)]
    );
    let elsewhere = store.database();
    let state = block_on(elsewhere.aggregate::<Tally<ON_DEMAND>>(1_u64).load()).unwrap();
    assert_eq!((state.sum, elsewhere.statistics().snapshots_used), (5, 1));
}

#[test]
fn e2_a_snapshot_on_demand_covers_the_state_as_it_is() {
    on_demand::<0>();
}

#[test]
fn e2_a_snapshot_on_demand_of_a_cached_type_covers_the_state_as_it_is() {
    on_demand::<1>();
}

/// A cached state can be older than the stream; what was asked for is the state now.
#[test]
fn e2_a_snapshot_on_demand_asks_the_store_and_not_the_cache() {
    let store = Gated::default();
    let (db, other) = (store.database(), store.database());
    let one = db.aggregate::<Tally<ON_DEMAND, 1>>(1_u64);
    add(&one);
    add_times(&other.aggregate::<Tally<ON_DEMAND, 1>>(1_u64), 2);
    assert_eq!(block_on(one.snapshot()).unwrap(), 3);
}

#[test]
fn what_is_asked_for_always_has_room_and_says_how_it_went() {
    let store = Gated::default();
    let db = store.database();
    store.fail(true);
    let one = db.aggregate::<Tally<ON_DEMAND>>(1_u64);
    add(&one);
    let failed = block_on(one.snapshot());
    assert!(matches!(failed, Err(SnapshotError::Store { .. })), "{failed:?}");
    for (how, panics) in [(1, false), (2, true)] {
        block_on(one.update(|_| Spoiled(how))).unwrap();
        let failed = block_on(one.snapshot());
        match failed {
            Err(SnapshotError::Panicked { .. }) => assert!(panics),
            Err(SnapshotError::Encode { .. }) => assert!(!panics),
            other => panic!("{other:?}"),
        }
    }
    let undeclared = db.aggregate::<Tally<NONE>>(1_u64);
    let failed = block_on(undeclared.snapshot());
    assert!(matches!(failed, Err(SnapshotError::NotDeclared { type_name: "tally" })), "{failed:?}");
}

#[test]
fn a_nightly_run_takes_what_is_due_and_nothing_else() {
    let store = Gated::default();
    let db = store.database();
    let daily = |number| db.aggregate::<Tally<DAILY>>(number);
    let run = || {
        let run = block_on(db.take_snapshots::<Tally<DAILY>>()).unwrap();
        (run.streams, run.taken, run.failed)
    };
    assert_eq!(run(), (0, 0, 0));
    // More than a page of names.
    (0..600).for_each(|number| add(&daily(number)));
    assert_eq!(run(), (600, 0, 0), "of a few moments ago");
    store.hands().advance(24 * HOUR);
    assert_eq!(run(), (600, 600, 0));
    assert_eq!([0, 599].map(|number| covered::<Tally<DAILY>>(&db, number)), [1, 1]);
    store.hands().advance(12 * HOUR);
    add(&daily(7));
    settle(&db);
    store.hands().advance(12 * HOUR);
    assert_eq!(run(), (600, 0, 0), "the one that was written has taken its own");
    add(&daily(8));
    settle(&db);
    block_on(daily(9).record(Spoiled(1))).unwrap();
    block_on(daily(10).record(Added(1))).unwrap();
    store.hands().advance(36 * HOUR);
    assert_eq!(
        run(),
        (600, 1, 1),
        "what was recorded without a load, and one that cannot be stored"
    );
    assert_eq!(covered::<Tally<DAILY>>(&db, 10), 2);
}

/// What is closed, what has a young snapshot, and what is young itself.
#[test]
fn a_nightly_run_loads_nothing_that_cannot_be_due() {
    let store = Gated::default();
    let db = store.database();
    let daily = |number| db.aggregate::<Tally<DAILY>>(number);
    let taken = || block_on(db.take_snapshots::<Tally<DAILY>>()).unwrap().taken;
    add(&daily(1));
    block_on(daily(1).close_stream()).unwrap();
    store.hands().advance(24 * HOUR);
    assert_eq!(taken(), 1, "all of it but its end");
    store.hands().advance(23 * HOUR);
    add(&daily(2));
    assert_eq!(block_on(daily(2).snapshot()).unwrap(), 1);
    // Whoever folds these events panics.
    (2..4).for_each(|number| drop(block_on(daily(number).record(Impossible)).unwrap()));
    store.hands().advance(HOUR);
    assert_eq!((taken(), db.statistics().snapshots_used), (0, 0));
}

#[test]
fn a_run_by_events_leaves_alone_what_is_not_due() {
    let store = Gated::default();
    let db = store.database();
    let events = |count| (0..count).map(|_| Added(1)).collect::<Vec<_>>();
    for (number, count) in [(1_u64, 9), (2, 10), (3, 30)] {
        block_on(db.aggregate::<Tally<TENTH>>(number).record(events(count))).unwrap();
    }
    let run = block_on(db.take_snapshots::<Tally<TENTH>>()).unwrap();
    assert_eq!((run.streams, run.taken), (3, 2));
    assert_eq!([1, 2, 3].map(|number| covered::<Tally<TENTH>>(&db, number)), [0, 10, 30]);
    let none = block_on(db.take_snapshots::<Tally<NONE>>());
    assert!(matches!(none, Err(SnapshotError::NotDeclared { .. })));
    let name = StreamId::new("tally", &"no number".to_owned());
    let events = block_on(store.read_log(1, 10)).unwrap().into_iter().map(|event| event.data);
    let foreign = Append { stream: name, expected: ExpectedVersion::Any, events: events.collect() };
    block_on(store.append(vec![foreign])).unwrap();
    let run = block_on(db.take_snapshots::<Tally<TENTH>>());
    assert!(matches!(run, Err(SnapshotError::Name { .. })), "{run:?}");
}
