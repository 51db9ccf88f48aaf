//! Pages of streams and of the log.

use super::samples::{all, any, append, event, events, log, page, stream, whole};
use crate::{
    event::RecordedEvent,
    store::{Direction, EventStore},
};

const FARTHEST: [u64; 3] = [u64::MAX - 1, u64::MAX, 1 << 63];
const UNLIMITED: [usize; 2] = [usize::MAX, usize::MAX - 1];

/// Reading what does not exist is no error.
pub async fn a_stream_nobody_wrote_to_is_empty(store: &dyn EventStore) {
    append(store, vec![any(&stream("a"), events(1, 3))]).await;
    for direction in [Direction::Forward, Direction::Backward] {
        for from in [0, 1, 2, u64::MAX] {
            let page = page(store, &stream("nobody"), from, direction, usize::MAX).await;
            assert_eq!(page.head, 0, "an unknown stream has version 0");
            assert!(page.events.is_empty(), "an unknown stream has no events");
        }
    }
}

/// Every page of a stream is right: both directions, any beginning, any limit.
pub async fn streams_are_read_from_any_version(store: &dyn EventStore) {
    let (ours, other) = (stream("ours"), stream("other"));
    for (first, count) in [(1, 1), (2, 3), (5, 1), (6, 4)] {
        append(store, vec![any(&other, events(100, 2)), any(&ours, events(first, count))]).await;
    }
    let events = whole(store, &ours).await.events;
    assert_eq!(events.len(), 9, "the whole stream is read");
    for from in (0..12).chain(FARTHEST) {
        for limit in (0..12).chain(UNLIMITED) {
            for direction in [Direction::Forward, Direction::Backward] {
                let found = page(store, &ours, from, direction, limit).await;
                let expected = page_of(&events, from, direction, limit);
                assert_eq!(found.events, expected, "{limit} from {from} {direction:?}");
                assert_eq!(found.head, 9, "a page tells the version of the stream");
            }
        }
    }
}

fn page_of(
    stream: &[RecordedEvent],
    from: u64,
    direction: Direction,
    limit: usize,
) -> Vec<RecordedEvent> {
    let events = stream.iter().cloned();
    match direction {
        Direction::Forward => events.filter(|event| event.version >= from).take(limit).collect(),
        Direction::Backward => {
            events.rev().filter(|event| event.version <= from).take(limit).collect()
        }
    }
}

/// Every page of the log is right: any beginning, any limit.
pub async fn the_log_is_read_from_any_position(store: &dyn EventStore) {
    assert!(all(store).await.is_empty(), "the log of an empty store is empty");
    for number in 1..=4 {
        let (a, b) = (stream("a"), stream(&number.to_string()));
        append(store, vec![any(&a, events(number, 2)), any(&b, vec![event("b")])]).await;
    }
    let whole = all(store).await;
    assert_eq!(whole.len(), 12, "the whole log is read");
    for from in (0..15).chain(FARTHEST) {
        for limit in (0..15).chain(UNLIMITED) {
            let events = whole.iter().filter(|event| event.position >= from);
            let expected: Vec<_> = events.take(limit).cloned().collect();
            assert_eq!(log(store, from, limit).await, expected, "{limit} of the log from {from}");
        }
    }
}
