//! Snapshots change how a state is loaded, never which one.

use patterns_core::{
    aggregate::fingerprint,
    event::Fingerprint,
    repository::{Database, Statistics},
    store::{MemoryStore, Snapshot, SnapshotKey, conformance::block_on},
};
use proptest::prelude::*;

use super::account::{Account, AccountEvent, ID, any_events, append, folded, stream};

/// An account that could use a snapshot, but takes none in these tests.
type Rare = Account<1_000_000>;
type Often = Account<3>;

fn put(db: &Database, code: Fingerprint, version: u64, state: Vec<u8>) {
    let key = SnapshotKey { stream: stream(), fingerprint: code };
    block_on(db.store().put_snapshot(&key, Snapshot { version, state: state.into() }, 1)).unwrap();
}

/// So many bytes before the state say when the last event in it was recorded.
const TIME: usize = 8;

/// A state as the store has it.
fn bytes<A: serde::Serialize>(state: &A) -> Vec<u8> {
    [[7; TIME].as_slice(), &rmp_serde::to_vec_named(state).unwrap()].concat()
}

fn database(events: &[AccountEvent]) -> Database {
    let db = Database::new(MemoryStore::new());
    append(&db, events);
    db
}

/// Loads, compares with the full replay, and answers what was counted meanwhile.
fn check_load(db: &Database, events: &[AccountEvent]) -> Statistics {
    let loaded = block_on(db.aggregate::<Rare>(ID).load()).unwrap();
    assert_eq!(loaded.version(), events.len() as u64);
    assert_eq!(loaded.into_state(), folded::<Rare>(events));
    db.statistics()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn e2_a_snapshot_and_its_tail_equal_the_full_replay(events in any_events(30)) {
        for k in 0..=events.len() {
            let db = database(&events);
            put(&db, fingerprint::<Rare>(), k as u64, bytes(&folded::<Rare>(&events[..k])));
            let counted = check_load(&db, &events);
            prop_assert_eq!(counted.snapshots_used, 1);
            prop_assert_eq!(counted.snapshots_ignored, 0);
        }
    }

    #[test]
    fn e2_garbage_is_ignored_and_counted(
        events in any_events(10),
        garbage in proptest::collection::vec(any::<u8>(), 0..40),
        version in 0..12_u64,
    ) {
        let state = garbage.get(TIME..).unwrap_or_default();
        prop_assume!(rmp_serde::from_slice::<Rare>(state).is_err());
        let db = database(&events);
        put(&db, fingerprint::<Rare>(), version, garbage);
        let counted = check_load(&db, &events);
        prop_assert_eq!(counted.snapshots_ignored, 1);
        prop_assert_eq!(counted.snapshots_used, 0);
    }

    #[test]
    fn e2_a_snapshot_cut_short_is_ignored(events in any_events(10)) {
        let whole = bytes(&folded::<Rare>(&events));
        for length in 0..whole.len() {
            let db = database(&events);
            put(&db, fingerprint::<Rare>(), events.len() as u64, whole[..length].to_vec());
            prop_assert_eq!(check_load(&db, &events).snapshots_ignored, 1);
        }
    }

    #[test]
    fn e2_a_snapshot_ahead_of_the_stream_is_ignored(
        events in any_events(10),
        ahead in prop_oneof![1..5_u64, Just(u64::MAX / 2), Just(u64::MAX)],
    ) {
        let db = database(&events);
        let version = (events.len() as u64).saturating_add(ahead);
        let foreign = folded::<Rare>(&[AccountEvent::Deposited(1_000_000)]);
        put(&db, fingerprint::<Rare>(), version, bytes(&foreign));
        prop_assert_eq!(check_load(&db, &events).snapshots_ignored, 1);
    }

    #[test]
    fn e8_the_snapshot_of_other_code_is_never_read(events in any_events(10), other in any::<u64>()) {
        prop_assume!(other != fingerprint::<Rare>().value());
        let db = database(&events);
        let wrong = folded::<Rare>(&[AccountEvent::Deposited(1_000_000)]);
        put(&db, Fingerprint::new(other), events.len() as u64, bytes(&wrong));
        let counted = check_load(&db, &events);
        prop_assert_eq!((counted.snapshots_used, counted.snapshots_ignored), (0, 0));
    }

    #[test]
    fn e2_snapshots_taken_on_the_way_change_nothing(
        batches in proptest::collection::vec(any_events(5), 0..20),
    ) {
        let db = Database::new(MemoryStore::new());
        let account = db.aggregate::<Often>(ID);
        let mut events = Vec::new();
        for batch in batches {
            block_on(account.update(|_| batch.clone())).unwrap();
            events.extend(batch);
            block_on(db.snapshots_settled());
            let loaded = block_on(account.load()).unwrap();
            prop_assert_eq!(loaded.version(), events.len() as u64);
            prop_assert_eq!(loaded.into_state(), folded::<Often>(&events));
        }
        prop_assert_eq!(db.statistics().snapshots_taken > 0, events.len() >= 3);
        prop_assert_eq!(db.statistics().snapshots_ignored, 0);
    }
}

/// The test above can only pass because of the key: under its own key the same snapshot is believed.
#[test]
fn e8_the_snapshot_of_the_same_code_is_read() {
    let db = database(&[AccountEvent::Closed]);
    put(&db, fingerprint::<Rare>(), 1, bytes(&folded::<Rare>(&[AccountEvent::Deposited(5)])));
    assert_eq!(block_on(db.aggregate::<Rare>(ID).load()).unwrap().balance, 5);
}

#[test]
fn e8_the_fingerprint_depends_on_the_shape_and_on_the_fold() {
    let (a, b) = (Fingerprint::new(1), Fingerprint::new(2));
    let combined = [a.combine(b), b.combine(a), a.combine(a), b.combine(b)];
    for (at, one) in combined.iter().enumerate() {
        assert!(!combined[at + 1..].contains(one), "{combined:?}");
    }
    assert_ne!(fingerprint::<Account<1, 1>>(), fingerprint::<Account<1, 2>>());
}

#[test]
fn e2_an_unusable_snapshot_is_rebuilt() {
    let events: Vec<_> = (0..7).map(AccountEvent::Deposited).collect();
    let code = fingerprint::<Often>();
    for (version, state) in [(7, vec![0xc1]), (9, bytes(&folded::<Often>(&events)))] {
        let db = database(&events);
        put(&db, code, version, state);
        for (used, ignored, taken) in [(0, 1, 1), (1, 1, 1)] {
            let loaded = block_on(db.aggregate::<Often>(ID).load()).unwrap();
            assert_eq!(loaded.into_state(), folded::<Often>(&events));
            block_on(db.snapshots_settled());
            let counted = db.statistics();
            let counted =
                (counted.snapshots_used, counted.snapshots_ignored, counted.snapshots_taken);
            assert_eq!(counted, (used + u64::from(version == 9), ignored, taken));
        }
    }
}

#[test]
fn e2_a_snapshot_is_stamped_with_the_version_it_covers() {
    let db = Database::new(MemoryStore::new());
    let account = db.aggregate::<Often>(ID);
    let key = SnapshotKey { stream: stream(), fingerprint: fingerprint::<Often>() };
    let mut events = Vec::new();
    for number in 1..=10 {
        events.push(AccountEvent::Deposited(number));
        block_on(account.update(|_| AccountEvent::Deposited(number))).unwrap();
        block_on(db.snapshots_settled());
        if let Some(snapshot) = block_on(db.store().snapshot(&key, u64::MAX)).unwrap() {
            let state: Often = rmp_serde::from_slice(&snapshot.state[TIME..]).unwrap();
            assert_eq!(state, folded::<Often>(&events[..snapshot.version as usize]));
            assert!(snapshot.version + 3 > number as u64, "due every three events");
        } else {
            assert!(number < 3, "the first one is due");
        }
    }
}
