//! What the tests append, and how they read it back.

use std::{collections::BTreeMap, path::Path};

use patterns_core::{
    event::{EventData, EventName, RecordedEvent, StreamId},
    store::{
        Append, Appended, Direction, EventStore, ExpectedVersion, SledStore, StreamHead,
        StreamPage, conformance::block_on,
    },
};

pub(crate) fn open(directory: &Path) -> SledStore {
    SledStore::open(directory).unwrap()
}

pub(crate) fn stream(id: &str) -> StreamId {
    StreamId::new("test", &id.to_string())
}

pub(crate) fn event(payload: impl Into<Vec<u8>>) -> EventData {
    EventData {
        name: EventName::from_static("happened"),
        schema_version: 1,
        payload: payload.into().into(),
        metadata: Default::default(),
    }
}

pub(crate) fn any(
    stream: &StreamId,
    payloads: impl IntoIterator<Item = impl Into<Vec<u8>>>,
) -> Append {
    let events = payloads.into_iter().map(event).collect();
    Append { stream: stream.clone(), expected: ExpectedVersion::Any, events }
}

/// Bytes that do not repeat, the same ones for the same seed.
pub(crate) fn noise(seed: u64, length: usize) -> Vec<u8> {
    let mut random = fastrand::Rng::with_seed(seed);
    std::iter::repeat_with(|| random.u8(..)).take(length).collect()
}

pub(crate) fn append(store: &dyn EventStore, batch: Vec<Append>) -> Appended {
    block_on(store.append(batch)).unwrap()
}

pub(crate) fn log(store: &dyn EventStore) -> Vec<RecordedEvent> {
    block_on(store.read_log(1, usize::MAX)).unwrap()
}

pub(crate) fn page(
    store: &dyn EventStore,
    stream: &StreamId,
    from: u64,
    limit: usize,
) -> StreamPage {
    block_on(store.read_stream(stream, from, Direction::Forward, limit)).unwrap()
}

pub(crate) fn payloads(events: &[RecordedEvent]) -> Vec<Vec<u8>> {
    events.iter().map(|event| event.data.payload.to_vec()).collect()
}

pub(crate) fn list(
    store: &dyn EventStore,
    prefix: &[u8],
    after: Option<&StreamId>,
    limit: usize,
) -> Vec<StreamHead> {
    block_on(store.list_streams(prefix, after, limit)).unwrap()
}

/// Reads every stream that the log tells of, in both directions, and compares it with the log; answers the log.
pub(crate) fn check_consistent(store: &dyn EventStore) -> Vec<RecordedEvent> {
    let log = log(store);
    let mut streams = BTreeMap::<_, Vec<RecordedEvent>>::new();
    for (position, event) in (1..).zip(&log) {
        assert_eq!(event.position, position, "positions have no gaps");
        streams.entry(event.stream.clone()).or_default().push(event.clone());
    }
    let heads = |(name, events): (&StreamId, &Vec<RecordedEvent>)| StreamHead {
        stream: name.clone(),
        version: events.len() as u64,
    };
    let listed = list(store, b"", None, usize::MAX);
    assert!(streams.iter().map(heads).eq(listed), "the list of streams and the log agree");
    for (name, events) in streams {
        let forward = page(store, &name, 1, usize::MAX);
        assert_eq!(forward.head, events.len() as u64, "the head of {name}");
        assert!(forward.events == events, "{name} and the log agree");
        let back = block_on(store.read_stream(&name, u64::MAX, Direction::Backward, usize::MAX));
        assert!(back.unwrap().events.iter().eq(events.iter().rev()), "{name} read backward");
    }
    log
}

/// Opens the files as sled itself does. Its threads hold the lock a moment after a store was dropped, longer on a busy machine.
pub(crate) fn open_as_sled(directory: &Path) -> sled::Db {
    loop {
        match sled::open(directory) {
            Err(sled::Error::Io(error)) if error.to_string().contains("lock") => {
                std::thread::yield_now();
            }
            opened => return opened.unwrap(),
        }
    }
}

/// Everything of these streams up to their versions.
#[cfg(feature = "archive")]
pub(crate) fn cuts<'a>(
    streams: impl IntoIterator<Item = (&'a StreamId, u64)>,
) -> Vec<patterns_core::store::ArchiveCut> {
    let cut = |(stream, until): (&StreamId, u64)| patterns_core::store::ArchiveCut {
        stream: stream.clone(),
        until,
    };
    streams.into_iter().map(cut).collect()
}

#[cfg(feature = "archive")]
pub(crate) fn archive<'a>(
    store: &dyn EventStore,
    streams: impl IntoIterator<Item = (&'a StreamId, u64)>,
) -> patterns_core::store::Archived {
    block_on(store.archive(cuts(streams), Default::default())).unwrap()
}
