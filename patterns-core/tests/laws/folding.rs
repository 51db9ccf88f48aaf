//! State is the fold of its events, and versions have no gaps.

use patterns_core::{
    repository::{Database, Handle, Recorded},
    store::{Direction, MemoryStore, conformance::block_on},
};
use proptest::prelude::*;

use super::account::{Account, AccountEvent, ID, any_events, append, folded};

fn handle(db: &Database) -> Handle<Account> {
    db.aggregate::<Account>(ID)
}

proptest! {
    #[test]
    fn e1_a_replay_equals_every_other(events in any_events(40)) {
        let db = Database::new(MemoryStore::new());
        append(&db, &events);
        let first = block_on(handle(&db).load()).unwrap();
        let second = block_on(handle(&db).load()).unwrap();
        prop_assert_eq!(&first, &second);
        prop_assert_eq!(first.version(), events.len() as u64);
        prop_assert_eq!(first.into_state(), folded::<Account>(&events));
    }

    #[test]
    fn e4_versions_have_no_gaps(batches in proptest::collection::vec(any_events(4), 0..10)) {
        let db = Database::new(MemoryStore::new());
        let mut recorded = Vec::new();
        for batch in batches {
            let before = recorded.len() as u64;
            let committed = block_on(handle(&db).update(|_| batch.clone())).unwrap();
            recorded.extend(batch.clone());
            prop_assert_eq!(committed.version, before + batch.len() as u64);
            prop_assert_eq!(committed.position.is_some(), !batch.is_empty());
            prop_assert_eq!(committed.events, batch);
        }
        let read = block_on(handle(&db).read(1, Direction::Forward, usize::MAX)).unwrap();
        let versions: Vec<_> = read.iter().map(|event| event.version).collect();
        prop_assert_eq!(versions, (1..=recorded.len() as u64).collect::<Vec<_>>());
        let events: Vec<_> = read.into_iter().filter_map(Recorded::into_event).collect();
        prop_assert_eq!(events, recorded);
    }
}

/// More events than are read at once.
#[test]
fn e1_a_long_stream_is_folded_to_its_end() {
    let db = Database::new(MemoryStore::new());
    let events: Vec<_> = (0..5_000).map(AccountEvent::Deposited).collect();
    append(&db, &events);
    let loaded = block_on(handle(&db).load()).unwrap();
    assert_eq!(loaded.version(), 5_000);
    assert_eq!(loaded.into_state(), folded::<Account>(&events));
}
