//! When a snapshot is due, by a clock that the tests move.

use std::time::Duration;

use patterns_core::{
    aggregate::Apply,
    repository::{Database, Handle, HasHandle},
    store::conformance::block_on,
};

use crate::{
    gated::Gated,
    tally::{
        ANY, Added, DAILY, HOUR, SLOW, TENTH, Tally, TallyEvent, add, add_times, covered, settle,
        snapshot_at,
    },
};

type Daily<const CACHED: usize> = Tally<DAILY, CACHED>;
type Tenth<const CACHED: usize> = Tally<TENTH, CACHED>;

fn tally<A: Apply<Event = TallyEvent, Id = u64> + HasHandle<Handle = Handle<A>>>(
    db: &Database,
    number: u64,
) -> Handle<A> {
    db.aggregate::<A>(number)
}

fn every_ten<const CACHED: usize>() {
    let db = Gated::default().database();
    let one = tally::<Tenth<CACHED>>(&db, 1);
    for added in 1..=45 {
        add(&one);
        assert_eq!(covered::<Tenth<CACHED>>(&db, 1), added / 10 * 10, "after {added}");
    }
    // A change of several events that goes past the point.
    block_on(one.update(|_| [const { Added(1) }; 17].to_vec())).unwrap();
    assert_eq!(covered::<Tenth<CACHED>>(&db, 1), 62);
    assert_eq!(db.statistics().snapshots_taken, 5);
    let kept =
        [0, 29, 30, 39, 40, 61, 62].map(|at_most| snapshot_at::<Tenth<CACHED>>(&db, 1, at_most));
    let kept = kept.map(|kept| kept.map_or(0, |snapshot| snapshot.version));
    assert_eq!(kept, [0, 0, 30, 30, 40, 40, 62], "three are kept");
}

#[test]
fn e2_a_snapshot_is_taken_every_so_many_events() {
    every_ten::<0>();
}

#[test]
fn e2_a_snapshot_of_a_cached_type_is_taken_every_so_many_events() {
    every_ten::<1>();
}

fn daily<const CACHED: usize>() {
    let store = Gated::default();
    let db = store.database();
    let one = tally::<Daily<CACHED>>(&db, 1);
    let after = |hours: u32| {
        store.hands().advance(hours * HOUR);
        add(&one);
        covered::<Daily<CACHED>>(&db, 1)
    };
    // The first event is the first of the history: a day after it the first snapshot is due.
    assert_eq!([0, 1, 22].map(after), [0, 0, 0]);
    assert_eq!(after(1), 4, "a day after the first event");
    assert_eq!([1, 22, 0].map(after), [4, 4, 4]);
    assert_eq!(after(1), 8, "a day after the last event in the snapshot");
    assert_eq!(after(240), 9, "also when nothing has happened for long");
    store.hands().set_back(100 * HOUR);
    assert_eq!(after(0), 9, "a clock that is set back makes nothing due");
}

#[test]
fn e2_a_snapshot_is_taken_every_so_long() {
    daily::<0>();
}

#[test]
fn e2_a_snapshot_of_a_cached_type_is_taken_every_so_long() {
    daily::<1>();
}

/// The snapshot itself says how old it is, also to a process that starts later.
#[test]
fn e2_the_age_of_a_snapshot_outlives_the_process() {
    let store = Gated::default();
    add(&tally::<Daily<0>>(&store.database(), 1));
    store.hands().advance(24 * HOUR);
    let before = store.database();
    add(&tally::<Daily<0>>(&before, 1));
    assert_eq!(covered::<Daily<0>>(&before, 1), 2);
    for (hours, expected) in [(23, 2), (1, 4)] {
        store.hands().advance(hours * HOUR);
        let db = store.database();
        add(&tally::<Daily<0>>(&db, 1));
        assert_eq!(covered::<Daily<0>>(&db, 1), expected);
    }
    store.hands().advance(25 * HOUR);
    add(&tally::<Daily<1>>(&store.database(), 1));
    let other = store.database();
    block_on(tally::<Daily<1>>(&other, 1).load()).unwrap();
    assert_eq!(covered::<Daily<1>>(&other, 1), 5, "a load of a cached type asks the store");
}

#[test]
fn e2_a_load_takes_the_snapshot_that_is_due() {
    let store = Gated::default();
    let writer = store.database();
    block_on(tally::<Daily<0>>(&writer, 1).record([Added(1), Added(2)])).unwrap();
    store.hands().advance(24 * HOUR);
    let db = store.database();
    let loaded = block_on(tally::<Daily<0>>(&db, 1).load()).unwrap();
    assert_eq!(covered::<Daily<0>>(&db, 1), 2);
    assert_eq!(loaded.sum, 3);
    block_on(tally::<Daily<0>>(&db, 1).load()).unwrap();
    settle(&db);
    assert_eq!(db.statistics().snapshots_taken, 1, "everything is covered");
}

fn slow<const CACHED: usize>() {
    let store = Gated::default();
    add_times(&tally::<Tally<SLOW, CACHED>>(&store.database(), 1), 20);
    let load = |milliseconds| {
        store.reads_take(Duration::from_millis(milliseconds));
        let db = store.database();
        block_on(tally::<Tally<SLOW, CACHED>>(&db, 1).load()).unwrap();
        covered::<Tally<SLOW, CACHED>>(&db, 1)
    };
    assert_eq!(load(49), 0);
    assert_eq!(load(50), 20);
    store.reads_take(Duration::ZERO);
    add_times(&tally::<Tally<SLOW, CACHED>>(&store.database(), 1), 15);
    assert_eq!(load(1_000), 20, "so few events cannot be what is slow");
    store.reads_take(Duration::ZERO);
    add(&tally::<Tally<SLOW, CACHED>>(&store.database(), 1));
    assert_eq!(load(1_000), 36);
}

#[test]
fn e2_a_snapshot_is_taken_when_a_replay_took_long() {
    slow::<0>();
}

#[test]
fn e2_a_snapshot_of_a_cached_type_is_taken_when_a_replay_took_long() {
    slow::<1>();
}

/// A command that had to replay for long covers its own event as well.
#[test]
fn e2_a_command_after_a_long_replay_takes_the_snapshot_once() {
    let store = Gated::default();
    add_times(&tally::<Tally<SLOW>>(&store.database(), 1), 20);
    store.reads_take(Duration::from_millis(60));
    let db = store.database();
    let one = tally::<Tally<SLOW>>(&db, 1);
    store.shut();
    add_times(&one, 5);
    store.open();
    assert_eq!(covered::<Tally<SLOW>>(&db, 1), 21);
    assert_eq!(db.statistics().snapshots_taken, 1, "it was on its way when the others were slow");
}

#[test]
fn e2_the_condition_that_is_met_first_counts() {
    let store = Gated::default();
    let db = store.database();
    let one = tally::<Tally<ANY>>(&db, 1);
    add_times(&one, 9);
    assert_eq!(covered::<Tally<ANY>>(&db, 1), 0);
    add(&one);
    assert_eq!(covered::<Tally<ANY>>(&db, 1), 10, "by events");
    store.hands().advance(HOUR);
    add(&one);
    assert_eq!(covered::<Tally<ANY>>(&db, 1), 11, "by age");
    add_times(&one, 4);
    assert_eq!(covered::<Tally<ANY>>(&db, 1), 11);
    block_on(tally::<Tally<6>>(&db, 2).record(vec![Added(1); 20])).unwrap();
    store.reads_take(Duration::from_millis(60));
    block_on(tally::<Tally<SLOW>>(&db, 2).load()).unwrap();
    assert_eq!(covered::<Tally<SLOW>>(&db, 2), 20, "by the replay alone");
}
