//! Aggregates to which nothing more can happen.

use patterns_core::{repository::CommandError, store::conformance::block_on};

use super::list::{List, ListEvent, database, list};

fn check<const EVERY: u64, const CACHED: bool>() {
    let db = database();
    let handle = || db.aggregate::<List<EVERY, CACHED>>("a");
    block_on(handle().update(|_| [ListEvent::Added(1), ListEvent::Added(2)])).unwrap();
    let closed = block_on(handle().once("end").close_stream()).unwrap();
    assert_eq!((closed.version(), &closed.items[..]), (3, &[1, 2][..]));
    for _ in 0..2 {
        let refused = block_on(handle().update(|_| ListEvent::Added(3)));
        assert!(matches!(refused, Err(CommandError::Closed { .. })), "{refused:?}");
        let refused = block_on(handle().record(ListEvent::Added(3)));
        assert!(matches!(refused, Err(CommandError::Closed { .. })), "{refused:?}");
        assert!(matches!(block_on(handle().undo()), Err(CommandError::Closed { .. })));
        assert!(matches!(block_on(handle().redo()), Err(CommandError::Closed { .. })));
        assert!(matches!(block_on(handle().revert_to(0)), Err(CommandError::Closed { .. })));
        assert!(matches!(block_on(handle().close_stream()), Err(CommandError::Closed { .. })));
        assert_eq!(block_on(handle().once("end").close_stream()).unwrap().version(), 3);
        // The state stays readable, now and before.
        let state = block_on(handle().load()).unwrap();
        assert_eq!((state.version(), &state.items[..]), (3, &[1, 2][..]));
        assert_eq!(block_on(handle().at(1)).unwrap().unwrap().items, [1]);
    }
    let names: Vec<_> = block_on(db.store().read_log(1, 9)).unwrap();
    assert_eq!(names.len(), 3, "nothing was recorded after the end");
}

#[test]
fn nothing_follows_the_end_of_an_aggregate() {
    check::<0, false>();
    check::<1, false>();
    check::<3, false>();
}

#[test]
fn nothing_follows_the_end_of_a_cached_aggregate() {
    check::<0, true>();
    check::<1, true>();
    check::<3, true>();
}

/// Writers that have loaded before, and come after.
#[test]
fn nothing_follows_an_end_that_comes_in_between() {
    let db = database();
    block_on(list(&db).update(|_| ListEvent::Added(1))).unwrap();
    let refused = block_on(list(&db).update(|_| {
        let _ = block_on(list(&db).close_stream());
        ListEvent::Added(2)
    }));
    assert!(matches!(refused, Err(CommandError::Closed { .. })), "{refused:?}");
}

#[test]
fn nothing_follows_the_end_whatever_is_recorded_at_the_same_time() {
    for _ in 0..50 {
        let db = database();
        std::thread::scope(|scope| {
            for item in 0..4 {
                let db = &db;
                scope.spawn(move || block_on(list(db).record(ListEvent::Added(item))));
            }
            scope.spawn(|| block_on(list(&db).close_stream()).unwrap());
        });
        let last = block_on(list(&db).history().backward().next()).unwrap().unwrap();
        assert_eq!(&*last.name, "patterns.closed");
    }
}
