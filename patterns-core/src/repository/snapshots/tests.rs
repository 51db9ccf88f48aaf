//! Loads at every version, and what happens when nobody remembers the newest snapshot.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use core::time::Duration;
use std::sync::{
    Arc,
    atomic::{AtomicU64, Ordering::SeqCst},
};

use serde::{Deserialize, Serialize};

use super::{Progress, snapshot_key};
use crate::{
    aggregate::{Aggregate, Apply, SnapshotPolicy, Snapshots, replay},
    cache::{CachePolicy, Caching},
    event::{Event, EventSchema, Fingerprint, StreamId, Timestamp},
    repository::{Database, Handle, HasHandle, loaded::Loaded, source::Source},
    store::{Clock, MemoryStore, Snapshot, conformance::block_on},
};

const HOUR: Duration = Duration::from_secs(3_600);

/// Keeps `KEEP` snapshots, one every `EVERY` events; every hour if that is 0.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct Walk<const EVERY: u64, const KEEP: usize>(u64);

#[derive(Clone, Debug, Serialize, Deserialize)]
enum Step {
    By(u64),
}

impl Event for Step {
    const SCHEMA: &'static [EventSchema] = &[EventSchema::new("by")];
}

impl<const EVERY: u64, const KEEP: usize> Aggregate for Walk<EVERY, KEEP> {
    type Id = u64;

    const NAME: &'static str = "walk";
    const SHAPE: Fingerprint = Fingerprint::new(EVERY);
    const SNAPSHOTS: Option<Snapshots<Self>> = Some(Snapshots::when(match EVERY {
        0 => SnapshotPolicy::new().age(HOUR),
        every => SnapshotPolicy::new().events(every).keep(KEEP),
    }));
    const CACHE: Option<Caching<Self>> = match KEEP {
        1 => Some(Caching::new(CachePolicy::new(HOUR))),
        _ => None,
    };

    fn initial(_: &u64) -> Self {
        Self(0)
    }
}

impl<const EVERY: u64, const KEEP: usize> Apply for Walk<EVERY, KEEP> {
    type Event = Step;

    const FOLD: Fingerprint = Fingerprint::new(1);

    /// Depends on the order of events.
    fn apply(&mut self, Step::By(step): Step) {
        self.0 = self.0.wrapping_mul(31).wrapping_add(step);
    }
}

impl<const EVERY: u64, const KEEP: usize> HasHandle for Walk<EVERY, KEEP> {
    type Handle = Handle<Self>;
}

const ID: u64 = 7;

fn stream() -> StreamId {
    StreamId::new("walk", &ID)
}

/// A walk of so many steps, with all its snapshots taken.
fn walked<const EVERY: u64, const KEEP: usize>(steps: u64) -> Database {
    let db = Database::new(MemoryStore::new());
    let walk = db.aggregate::<Walk<EVERY, KEEP>>(ID);
    (0..steps).for_each(|step| drop(block_on(walk.update(|_| Step::By(step))).unwrap()));
    block_on(db.snapshots_settled());
    db
}

fn after<A: Apply<Id = u64>>(db: &Database, version: u64) -> Loaded<A> {
    let source = Source { db, stream: &stream(), id: &ID };
    block_on(Loaded::after(&source, version)).unwrap()
}

fn every_version<const EVERY: u64, const KEEP: usize>() {
    const STEPS: u64 = 40;
    let db = walked::<EVERY, KEEP>(STEPS);
    for until in 0..=STEPS {
        let before = db.statistics();
        let loaded = after::<Walk<EVERY, KEEP>>(&db, until);
        assert_eq!(loaded.version, until);
        assert_eq!(*loaded.state, replay(&ID, (0..until).map(Step::By)), "at {until}");
        let used = db.statistics().snapshots_used - before.snapshots_used;
        let oldest = (STEPS / EVERY).saturating_sub(KEEP as u64 - 1).max(1) * EVERY;
        assert_eq!(used, u64::from(until >= oldest), "from the nearest one, at {until}");
    }
    assert_eq!(db.statistics().snapshots_ignored, 0);
}

#[test]
fn e2_a_load_at_every_version_equals_the_replay_up_to_it() {
    every_version::<1, 2>();
    every_version::<3, 4>();
    every_version::<7, 2>();
    every_version::<7, 100>();
    every_version::<41, 2>();
}

/// For every k: a snapshot at k alone, and the events after it.
#[test]
fn e2_a_snapshot_at_every_version_and_the_tail_equal_the_replay() {
    const STEPS: u64 = 20;
    for covered in 1..=STEPS {
        let db = walked::<1_000, 3>(covered);
        let walk = db.aggregate::<Walk<1_000, 3>>(ID);
        assert_eq!(block_on(walk.snapshot()).unwrap(), covered);
        (covered..STEPS).for_each(|step| drop(block_on(walk.record(Step::By(step))).unwrap()));
        for until in covered..=STEPS {
            let loaded = after::<Walk<1_000, 3>>(&db, until);
            let state = loaded.state;
            assert_eq!(*state, replay(&ID, (0..until).map(Step::By)), "{covered} and {until}");
        }
        assert_eq!(db.statistics().snapshots_used, STEPS + 1 - covered);
    }
}

/// What is remembered is bounded; a cached state whose snapshot is forgotten asks the store, in the background.
#[test]
fn e2_a_cached_state_whose_snapshot_is_forgotten_asks_the_store() {
    let db = walked::<10, 1>(14);
    let (key, walk) = (snapshot_key::<Walk<10, 1>>(&stream()), db.aggregate::<Walk<10, 1>>(ID));
    let taken = |expected| {
        db.snapshotter.shared().marks.set(&key, None);
        block_on(walk.update(|_| Step::By(1))).unwrap();
        block_on(db.snapshots_settled());
        assert_eq!(db.statistics().snapshots_taken, expected);
        db.snapshotter.shared().marks.get(&key).unwrap().version
    };
    assert_eq!([taken(1), taken(1)], [10, 10]);
    (16..19).for_each(|step| drop(block_on(walk.update(|_| Step::By(step))).unwrap()));
    assert_eq!([taken(2), taken(2)], [20, 20]);
    assert_eq!(block_on(db.aggregate::<Walk<10, 1>>(ID).load()).unwrap().version(), 21);
}

/// Whoever asks the store in the background finds what a load would have found.
#[test]
fn e2_a_cached_state_whose_snapshot_is_forgotten_replaces_one_ahead_of_the_stream() {
    let db = walked::<10, 1>(14);
    let key = snapshot_key::<Walk<10, 1>>(&stream());
    let foreign = Snapshot { version: 20, state: vec![7; 9].into() };
    block_on(db.store().put_snapshot(&key, foreign, 9)).unwrap();
    db.snapshotter.shared().marks.set(&key, None);
    block_on(db.aggregate::<Walk<10, 1>>(ID).update(|_| Step::By(1))).unwrap();
    block_on(db.snapshots_settled());
    let kept = |at_most| block_on(db.store().snapshot(&key, at_most)).unwrap();
    assert_eq!(kept(u64::MAX).map(|kept| kept.version), Some(15));
    assert_eq!(kept(14), None, "nothing beside it is believed");
}

#[test]
fn e2_an_age_that_is_forgotten_is_asked_of_the_first_event() {
    let now = Arc::new(AtomicU64::new(1 << 50));
    let clock = {
        let now = Arc::clone(&now);
        Clock::from_fn(move || Timestamp::from_micros(now.load(SeqCst)))
    };
    let db = Database::new(MemoryStore::with_clock(clock.clone())).with_snapshot_clock(clock);
    let walk = db.aggregate::<Walk<0, 1>>(ID);
    let taken = |minutes: u64| {
        now.fetch_add(minutes * 60_000_000, SeqCst);
        block_on(walk.update(|_| Step::By(1))).unwrap();
        block_on(db.snapshots_settled());
        db.statistics().snapshots_taken
    };
    assert_eq!([taken(0), taken(50)], [0, 0]);
    for (minutes, expected) in [(5, 0), (4, 0), (1, 1)] {
        db.snapshotter.shared().marks.set(&snapshot_key::<Walk<0, 1>>(&stream()), None);
        assert_eq!(taken(minutes), expected);
    }
}

#[test]
fn a_state_that_is_covered_is_not_offered() {
    let db = walked::<1, 2>(1);
    let progress = Progress::from(super::Covered { version: 1, at: None });
    db.snapshotter.offer::<Walk<1, 2>>(&stream(), 1, &progress, |_| unreachable!());
}
