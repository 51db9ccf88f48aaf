//! What the checks append, and how they read it back.

use core::fmt::Debug;

use bytes::Bytes;

use crate::{
    event::{EventData, EventName, RecordedEvent, StreamId},
    store::{
        Append, AppendError, Appended, Conflict, Direction, EventStore, ExpectedVersion,
        StreamHead, StreamPage,
    },
};

pub(super) fn stream(id: &str) -> StreamId {
    StreamId::new("conformance", &id.to_string())
}

/// An event whose payload says which one it is.
pub(super) fn event(payload: impl Into<Vec<u8>>) -> EventData {
    EventData {
        name: EventName::from_static("happened"),
        schema_version: 1,
        payload: Bytes::from(payload.into()),
        metadata: Bytes::new(),
    }
}

/// `count` events, numbered from `first`.
pub(super) fn events(first: u64, count: u64) -> Vec<EventData> {
    (first..first + count).map(|number| event(number.to_string())).collect()
}

/// `length` bytes that neither repeat nor compress well, the same ones for the same `seed`.
pub(super) fn noise(seed: u64, length: usize) -> Vec<u8> {
    let mut random = fastrand::Rng::with_seed(seed);
    core::iter::repeat_with(|| random.u8(..)).take(length).collect()
}

pub(super) fn entry(
    stream: &StreamId,
    expected: ExpectedVersion,
    events: Vec<EventData>,
) -> Append {
    Append { stream: stream.clone(), expected, events }
}

/// An entry that succeeds whatever the version of the stream is.
pub(super) fn any(stream: &StreamId, events: Vec<EventData>) -> Append {
    entry(stream, ExpectedVersion::Any, events)
}

/// An entry that succeeds at this version of the stream only.
pub(super) fn exact(stream: &StreamId, version: u64, events: Vec<EventData>) -> Append {
    entry(stream, ExpectedVersion::Exact(version), events)
}

/// The value, or a panic that says what should have succeeded.
#[track_caller]
#[allow(clippy::panic, reason = "a check fails by panicking")]
pub(super) fn succeeds<T, E: Debug>(result: Result<T, E>, what: &str) -> T {
    match result {
        Ok(value) => value,
        Err(error) => panic!("{what} must succeed: {error:?}"),
    }
}

/// The conflict that an append must answer with.
#[track_caller]
#[allow(clippy::panic, reason = "a check fails by panicking")]
pub(super) fn conflict(result: Result<Appended, AppendError>) -> Conflict {
    match result {
        Err(AppendError::Conflict(conflict)) => conflict,
        other => panic!("a stream with another version than expected is a conflict: {other:?}"),
    }
}

pub(super) async fn append(store: &dyn EventStore, batch: Vec<Append>) -> Appended {
    succeeds(store.append(batch).await, "an append with true expectations")
}

pub(super) async fn page(
    store: &dyn EventStore,
    stream: &StreamId,
    from: u64,
    direction: Direction,
    limit: usize,
) -> StreamPage {
    let page = store.read_stream(stream, from, direction, limit).await;
    succeeds(page, "reading a stream")
}

/// A whole stream.
pub(super) async fn whole(store: &dyn EventStore, stream: &StreamId) -> StreamPage {
    page(store, stream, 1, Direction::Forward, usize::MAX).await
}

pub(super) async fn log(store: &dyn EventStore, from: u64, limit: usize) -> Vec<RecordedEvent> {
    succeeds(store.read_log(from, limit).await, "reading the log")
}

/// The whole log.
pub(super) async fn all(store: &dyn EventStore) -> Vec<RecordedEvent> {
    log(store, 1, usize::MAX).await
}

pub(super) async fn list(
    store: &dyn EventStore,
    prefix: &[u8],
    after: Option<&StreamId>,
    limit: usize,
) -> Vec<StreamHead> {
    succeeds(store.list_streams(prefix, after, limit).await, "listing streams")
}

pub(super) fn data(events: &[RecordedEvent]) -> Vec<EventData> {
    events.iter().map(|event| event.data.clone()).collect()
}

pub(super) fn versions(events: &[RecordedEvent]) -> Vec<u64> {
    events.iter().map(|event| event.version).collect()
}

pub(super) fn positions(events: &[RecordedEvent]) -> Vec<u64> {
    events.iter().map(|event| event.position).collect()
}

/// The numbers from 1 to `last`.
pub(super) fn counted(last: u64) -> Vec<u64> {
    (1..=last).collect()
}
