//! Snapshots of streams whose past was corrected, and of streams that are closed.

use patterns_core::{event::StreamId, store::conformance::block_on};

use crate::{
    gated::Gated,
    tally::{
        Added, FIRST, NONE, ON_DEMAND, TENTH, Tally, add, add_times, covered, settle, snapshot_at,
    },
};

/// After every step a snapshot is taken, of the state in effect; no past is another for it.
fn corrected<const POLICY: usize, const CACHED: usize>(seed: u64) {
    let db = Gated::default().database();
    let (kept, plain) =
        (db.aggregate::<Tally<POLICY, CACHED>>(1_u64), db.aggregate::<Tally<NONE>>(1_u64));
    let mut random = fastrand::Rng::with_seed(seed);
    let mut version = 0;
    for step in 0..60 {
        // What cannot be undone or redone just now is refused, which is no matter here.
        match random.u8(..10) {
            0 | 1 => drop(block_on(kept.undo())),
            2 => drop(block_on(kept.redo())),
            3 => drop(block_on(kept.revert_to(random.u64(..=version)))),
            _ => drop(block_on(kept.update(|_| Added(step))).unwrap()),
        }
        settle(&db);
        let now = block_on(plain.load()).unwrap();
        version = now.version();
        let loaded = block_on(kept.load()).unwrap();
        assert_eq!(
            (loaded.version(), loaded.sum),
            (version, now.sum),
            "after step {step} of {seed}"
        );
    }
    for past in 0..=version {
        let kept = block_on(kept.at(past)).unwrap().unwrap();
        assert_eq!(kept.sum, block_on(plain.at(past)).unwrap().unwrap().sum, "at {past} of {seed}");
    }
    assert!(db.statistics().snapshots_used > 0);
    assert_eq!(db.statistics().snapshots_ignored, 0);
}

#[test]
fn e2_snapshots_of_corrected_streams_hold_the_state_in_effect() {
    for seed in 0..10 {
        corrected::<FIRST, 0>(seed);
        corrected::<TENTH, 0>(seed);
        corrected::<TENTH, 1>(seed);
    }
}

fn closed<const CACHED: usize>() {
    let store = Gated::default();
    let db = store.database();
    let one = db.aggregate::<Tally<ON_DEMAND, CACHED>>(1_u64);
    add_times(&one, 3);
    block_on(one.close_stream()).unwrap();
    for _ in 0..2 {
        assert_eq!(
            block_on(one.snapshot()).unwrap(),
            3,
            "all but the end, which is in no snapshot"
        );
        let kept = snapshot_at::<Tally<ON_DEMAND, CACHED>>(&db, 1, u64::MAX).unwrap();
        assert_eq!(kept.version, 3);
    }
    assert_eq!(store.puts(), 1);
    let elsewhere = store.database();
    let one = elsewhere.aggregate::<Tally<ON_DEMAND, CACHED>>(1_u64);
    assert_eq!(block_on(one.load()).unwrap().version(), 4);
    assert!(
        block_on(one.update(|_| Added(1))).is_err(),
        "a state from a snapshot is closed as well"
    );
}

#[test]
fn e2_a_snapshot_never_covers_the_end_of_a_closed_stream() {
    closed::<0>();
    closed::<1>();
}

/// The last event before the end is not covered, and nothing else ever makes it due.
#[test]
fn a_closed_stream_is_not_due_again_and_again() {
    let store = Gated::default();
    let db = store.database();
    let one = db.aggregate::<Tally<FIRST>>(1_u64);
    add(&one);
    assert_eq!(covered::<Tally<FIRST>>(&db, 1), 1);
    block_on(one.close_stream()).unwrap();
    for _ in 0..3 {
        block_on(one.load()).unwrap();
        assert_eq!(block_on(db.take_snapshots::<Tally<FIRST>>()).unwrap().taken, 0);
        settle(&db);
    }
    assert_eq!(store.puts(), 1);
    let head = StreamId::new("tally", &1_u64);
    let listed = block_on(db.store().list_streams(head.as_bytes(), None, 1)).unwrap();
    assert_eq!(listed[0].version, 2);
}
