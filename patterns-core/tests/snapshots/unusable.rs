//! Snapshots that are of no use: they cannot be read, or hold what their stream does not.

use patterns_core::{
    aggregate::{fingerprint, replay},
    event::StreamId,
    repository::Database,
    store::{Snapshot, SnapshotKey, conformance::block_on},
};

use crate::{
    gated::Gated,
    tally::{Added, DAILY, ON_DEMAND, Tally, add, add_times, covered, settle, snapshot_at},
};

type Daily<const CACHED: usize> = Tally<DAILY, CACHED>;
type Demanded<const CACHED: usize> = Tally<ON_DEMAND, CACHED>;

const EVENTS: usize = 5;
/// A version that the stream does not have yet.
const AHEAD: u64 = EVENTS as u64 + 3;

/// So many bytes before the state say when the last event in it was recorded.
const TIME: usize = 8;

fn put<const POLICY: usize, const CACHED: usize>(db: &Database, version: u64, state: Vec<u8>) {
    let stream = StreamId::new("tally", &1_u64);
    let key = SnapshotKey { stream, fingerprint: fingerprint::<Tally<POLICY, CACHED>>() };
    block_on(db.store().put_snapshot(&key, Snapshot { version, state: state.into() }, 9)).unwrap();
}

/// A snapshot of what never happened to the stream.
fn put_foreign<const POLICY: usize, const CACHED: usize>(db: &Database, version: u64) {
    let state = replay::<Tally<POLICY, CACHED>>(&1, [Added(1_000)]);
    let state = rmp_serde::to_vec_named(&state).unwrap();
    put::<POLICY, CACHED>(db, version, [[7; TIME].as_slice(), &state].concat());
}

fn put_garbage<const POLICY: usize, const CACHED: usize>(db: &Database, version: u64) {
    put::<POLICY, CACHED>(db, version, [[7; TIME].as_slice(), b"\xc1"].concat());
}

/// What another process finds.
fn sum_elsewhere<const POLICY: usize, const CACHED: usize>(store: &Gated) -> u64 {
    block_on(store.database().aggregate::<Tally<POLICY, CACHED>>(1_u64).load()).unwrap().sum
}

fn ahead<const CACHED: usize>(events: usize) {
    let store = Gated::default();
    let db = store.database();
    let one = db.aggregate::<Daily<CACHED>>(1_u64);
    add_times(&one, events);
    put_foreign::<DAILY, CACHED>(&db, AHEAD);
    let db = store.database();
    let one = db.aggregate::<Daily<CACHED>>(1_u64);
    assert_eq!(block_on(one.load()).unwrap().sum, events as u64);
    assert_eq!(db.statistics().snapshots_ignored, 1);
    assert_eq!(covered::<Daily<CACHED>>(&db, 1), events as u64, "in its place, though none is due");
    add_times(&one, AHEAD as usize + 1 - events);
    settle(&db);
    assert_eq!(sum_elsewhere::<DAILY, CACHED>(&store), AHEAD + 1);
}

#[test]
fn e2_a_snapshot_ahead_of_its_stream_is_not_believed_when_the_stream_has_come_so_far() {
    ahead::<0>(EVENTS);
    ahead::<1>(EVENTS);
}

#[test]
fn e2_a_snapshot_of_an_empty_stream_is_not_believed_when_the_stream_has_come_so_far() {
    ahead::<0>(0);
    ahead::<1>(0);
}

/// A command finds it, too, and what it records is covered.
#[test]
fn e2_a_command_that_finds_a_snapshot_ahead_of_the_stream_takes_another() {
    let store = Gated::default();
    let db = store.database();
    let one = db.aggregate::<Daily<0>>(1_u64);
    add_times(&one, EVENTS);
    put_foreign::<DAILY, 0>(&db, AHEAD);
    add(&one);
    assert_eq!(covered::<Daily<0>>(&db, 1), EVENTS as u64 + 1);
    assert_eq!(sum_elsewhere::<DAILY, 0>(&store), EVENTS as u64 + 1);
}

/// What was lost with the events that the snapshot covers may have been covered by those before it.
#[test]
fn e2_what_is_kept_beside_a_snapshot_ahead_of_its_stream_is_not_believed_either() {
    let store = Gated::default();
    let db = store.database();
    let one = db.aggregate::<Demanded<0>>(1_u64);
    add_times(&one, EVENTS);
    block_on(one.undo()).unwrap();
    put_foreign::<ON_DEMAND, 0>(&db, 2);
    put_foreign::<ON_DEMAND, 0>(&db, AHEAD);
    assert_eq!(block_on(one.load()).unwrap().sum, EVENTS as u64 - 1);
    settle(&db);
    assert_eq!(block_on(one.at(3)).unwrap().unwrap().sum, 3);
    assert_eq!(block_on(one.undo()).unwrap().sum, EVENTS as u64 - 2);
}

fn unreadable<const CACHED: usize>(version: u64) {
    let store = Gated::default();
    add_times(&store.database().aggregate::<Daily<CACHED>>(1_u64), EVENTS);
    put_garbage::<DAILY, CACHED>(&store.database(), version);
    let db = store.database();
    for ignored in [1, 1] {
        let sum = block_on(db.aggregate::<Daily<CACHED>>(1_u64).load()).unwrap().sum;
        settle(&db);
        assert_eq!((sum, db.statistics().snapshots_ignored), (EVENTS as u64, ignored));
    }
    let kept = snapshot_at::<Daily<CACHED>>(&db, 1, u64::MAX).unwrap();
    assert!(rmp_serde::from_slice::<Daily<CACHED>>(&kept.state[TIME..]).is_ok());
}

#[test]
fn e2_a_snapshot_that_cannot_be_read_is_made_anew_though_none_is_due() {
    for version in [EVENTS as u64 - 1, EVENTS as u64] {
        unreadable::<0>(version);
        unreadable::<1>(version);
    }
}

/// The cached state knows nothing of what lies in the store.
fn on_demand<const CACHED: usize>(spoil: fn(&Database)) {
    let store = Gated::default();
    let db = store.database();
    let one = db.aggregate::<Demanded<CACHED>>(1_u64);
    add_times(&one, EVENTS);
    spoil(&db);
    assert_eq!(block_on(one.snapshot()).unwrap(), EVENTS as u64);
    let kept = snapshot_at::<Demanded<CACHED>>(&db, 1, u64::MAX).unwrap();
    assert_eq!(kept.version, EVENTS as u64);
    let kept: Demanded<CACHED> = rmp_serde::from_slice(&kept.state[TIME..]).unwrap();
    assert_eq!(kept.sum, EVENTS as u64);
}

#[test]
fn e2_a_snapshot_on_demand_takes_the_place_of_one_that_is_of_no_use() {
    on_demand::<0>(|db| put_foreign::<ON_DEMAND, 0>(db, AHEAD));
    on_demand::<1>(|db| put_foreign::<ON_DEMAND, 1>(db, AHEAD));
    on_demand::<0>(|db| put_garbage::<ON_DEMAND, 0>(db, EVENTS as u64));
    on_demand::<1>(|db| put_garbage::<ON_DEMAND, 1>(db, EVENTS as u64));
}

#[test]
fn e2_a_nightly_run_replaces_a_snapshot_ahead_of_its_stream() {
    let store = Gated::default();
    let db = store.database();
    block_on(db.aggregate::<Daily<0>>(1_u64).record(vec![Added(1); EVENTS])).unwrap();
    put_foreign::<DAILY, 0>(&db, AHEAD);
    let run = block_on(db.take_snapshots::<Daily<0>>()).unwrap();
    assert_eq!((run.streams, run.taken, run.failed), (1, 1, 0));
    assert_eq!(covered::<Daily<0>>(&db, 1), EVENTS as u64);
    assert_eq!(block_on(db.take_snapshots::<Daily<0>>()).unwrap().taken, 0);
}
