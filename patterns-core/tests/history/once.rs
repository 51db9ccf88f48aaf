//! Commands that are sent more than once.

use patterns_core::{
    event::{EventData, encode},
    repository::{CommandError, Committed, Database, RetryPolicy},
    store::{Append, ExpectedVersion, conformance::block_on},
};

use super::list::{List, ListEvent, database, list};

fn added(items: [u32; 2]) -> [ListEvent; 2] {
    items.map(ListEvent::Added)
}

#[test]
fn a_command_that_is_sent_again_answers_as_the_first_time() {
    let db = database();
    let first = block_on(list(&db).once("c1").update(|_| added([1, 2]))).unwrap();
    block_on(list(&db).update(|_| ListEvent::Added(3))).unwrap();
    let again = block_on(list(&db).once("c1").update(|_| added([8, 9]))).unwrap();
    assert_eq!(again, first);
    assert_eq!(again, Committed { events: added([1, 2]).into(), version: 2, position: Some(2) });
    assert_eq!(block_on(list(&db).load()).unwrap().items, [1, 2, 3]);
    let other = block_on(list(&db).once("c").update(|_| ListEvent::Added(4))).unwrap();
    assert_eq!(other.version, 4, "the beginning of an identifier is another one");
}

#[test]
fn facts_and_corrections_happen_once_as_well() {
    let db = database();
    for _ in 0..3 {
        block_on(list(&db).once("c1").record(added([1, 2]))).unwrap();
        block_on(list(&db).once("c2").record(ListEvent::Added(3))).unwrap();
    }
    let first = block_on(list(&db).once("c3").undo()).unwrap();
    block_on(list(&db).record(ListEvent::Added(4))).unwrap();
    let again = block_on(list(&db).once("c3").undo()).unwrap();
    assert_eq!((again.version(), &again.items), (first.version(), &first.items));
    assert_eq!(block_on(list(&db).load()).unwrap().items, [1, 2, 4]);
}

/// All at the same time, of which one carries it out.
#[test]
fn a_command_that_is_sent_at_the_same_time_is_carried_out_once() {
    fn check<const CACHED: bool>() {
        let db = database();
        let answers: Vec<_> = std::thread::scope(|scope| {
            let send = |_| {
                scope.spawn(|| {
                    let handle = db.aggregate::<List<0, CACHED>>("a").once("c1");
                    block_on(handle.update(|state| ListEvent::Added(state.items.len() as u32)))
                })
            };
            let threads: Vec<_> = (0..16).map(send).collect();
            threads.into_iter().map(|thread| thread.join().unwrap().unwrap()).collect()
        });
        assert!(answers.iter().all(|answer| *answer == answers[0]), "{answers:?}");
        assert_eq!(block_on(list(&db).load()).unwrap().items, [0]);
    }
    check::<false>();
    check::<true>();
}

/// Sends it from many threads; all answers are the same.
fn send<T: Send + PartialEq + std::fmt::Debug>(send: impl Fn(&Database) -> T + Sync) -> Database {
    let db = database().with_retry(RetryPolicy::never());
    block_on(list(&db).record([1, 2, 3, 4].map(ListEvent::Added))).unwrap();
    block_on(list(&db).record(ListEvent::Added(5))).unwrap();
    let answers: Vec<_> = std::thread::scope(|scope| {
        let threads: Vec<_> = (0..8).map(|_| scope.spawn(|| send(&db))).collect();
        threads.into_iter().map(|thread| thread.join().unwrap()).collect()
    });
    assert!(answers.iter().all(|answer| *answer == answers[0]), "{answers:?}");
    db
}

/// Without any retry: whoever loses against the same command gets its answer.
#[test]
fn whatever_is_sent_at_the_same_time_is_done_once() {
    for _ in 0..200 {
        let db = send(|db| block_on(list(db).once("c").record(ListEvent::Added(6))).unwrap());
        assert_eq!(block_on(list(&db).load()).unwrap().items, [1, 2, 3, 4, 5, 6]);
        let db = send(|db| block_on(list(db).once("c").update(|_| ListEvent::Added(6))).unwrap());
        assert_eq!(block_on(list(&db).load()).unwrap().items, [1, 2, 3, 4, 5, 6]);
        let db = send(|db| block_on(list(db).once("c").undo()).unwrap().version());
        assert_eq!(block_on(list(&db).load()).unwrap().items, [1, 2, 3, 4]);
        let db = send(|db| block_on(list(db).once("c").revert_to(2)).unwrap().version());
        assert_eq!(block_on(list(&db).load()).unwrap().items, [1, 2]);
        let db = send(|db| block_on(list(db).once("c").close_stream()).unwrap().version());
        assert_eq!(block_on(list(&db).load()).unwrap().version(), 6);
    }
}

#[test]
fn an_identifier_stands_for_a_command_or_for_a_correction() {
    let db = database();
    block_on(list(&db).once("command").record(ListEvent::Added(1))).unwrap();
    block_on(list(&db).once("undo").undo()).unwrap();
    let reused = block_on(list(&db).once("command").redo());
    assert!(matches!(reused, Err(CommandError::Reused { .. })), "{reused:?}");
    let reused = block_on(list(&db).once("undo").update(|_| ListEvent::Added(2)));
    assert!(matches!(reused, Err(CommandError::Reused { .. })), "{reused:?}");
    let reused = block_on(list(&db).once("undo").record(ListEvent::Added(2)));
    assert!(matches!(reused, Err(CommandError::Reused { .. })), "{reused:?}");
    assert!(block_on(list(&db).load()).unwrap().items.is_empty());
}

/// As a newer release might write them: they may be those of the command.
#[test]
fn e6_metadata_that_cannot_be_read_keep_a_command_from_being_carried_out_again() {
    let db = database();
    let metadata = b"\x82\xa7command\xa2c1\xa7unknown\x01";
    let event =
        EventData { metadata: metadata.to_vec().into(), ..encode(&ListEvent::Cleared).unwrap() };
    let stream = list(&db).stream().clone();
    let entry = Append { stream, expected: ExpectedVersion::Any, events: vec![event] };
    block_on(db.store().append(vec![entry])).unwrap();
    let answer = block_on(list(&db).once("c1").record(ListEvent::Added(1)));
    assert!(matches!(answer, Err(CommandError::Load(_))), "{answer:?}");
    block_on(list(&db).once("c2").record(ListEvent::Added(1))).unwrap();
}

/// Another node has carried the command out; this one answers it, and is not to show anything older then.
#[test]
fn c1_a_repeated_command_is_seen_by_its_session() {
    let db = database();
    let elsewhere = db.clone().with_cache_clock(Default::default());
    let here = db.aggregate::<List<0, true>>("a");
    block_on(here.record(ListEvent::Added(1))).unwrap();
    block_on(here.load()).unwrap();
    block_on(elsewhere.aggregate::<List<0, true>>("a").once("c").record(ListEvent::Added(2)))
        .unwrap();
    let handle = db.aggregate::<List<0, true>>("a");
    assert_eq!(block_on(handle.once("c").record(ListEvent::Added(2))).unwrap().version, 2);
    let same = handle.once("c");
    block_on(same.record(ListEvent::Added(2))).unwrap();
    assert_eq!(block_on(same.load()).unwrap().items, [1, 2]);
}

#[test]
fn a_refused_command_is_decided_anew() {
    let db = database();
    let full = |limit: usize| {
        let handle = list(&db).once("c1");
        block_on(handle.update(|state| match state.items.len() {
            length if length >= limit => Err("full"),
            _ => Ok(ListEvent::Added(1)),
        }))
    };
    assert!(matches!(full(0), Err(CommandError::Rejected("full"))));
    assert_eq!(full(1).unwrap().version, 1);
    assert_eq!(full(1).unwrap().version, 1, "carried out, not decided");
}

/// The window of the list is 600 events.
#[test]
fn an_identifier_is_remembered_within_the_declared_window() {
    let db = database();
    block_on(list(&db).once("c1").update(|_| ListEvent::Added(0))).unwrap();
    for _ in 0..3 {
        block_on(list(&db).record(vec![ListEvent::Cleared; 199])).unwrap();
    }
    block_on(list(&db).record([ListEvent::Cleared, ListEvent::Cleared])).unwrap();
    assert_eq!(block_on(list(&db).once("c1").record(ListEvent::Added(0))).unwrap().version, 1);
    block_on(list(&db).record(ListEvent::Cleared)).unwrap();
    assert_eq!(block_on(list(&db).once("c1").record(ListEvent::Added(0))).unwrap().version, 602);
}
