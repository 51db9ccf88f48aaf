//! Marks the events that a node has by copy, so that they keep the time at which they were recorded, and so that readers of its log can tell
//! them from those that were appended to it.

use bytes::Bytes;

use super::{EventData, RecordedEvent, Timestamp};

/// No MessagePack begins with it. Metadata of users that does is led by the mark and `OWN`.
const MARK: u8 = 0xc1;
const OWN: u8 = 0;
const COPY: u8 = 1;
const TIME: usize = 8;

/// An event as a node stores it when it is appended.
pub(crate) fn appended(mut data: EventData) -> EventData {
    if data.metadata.first() == Some(&MARK) {
        data.metadata = [&[MARK, OWN], &*data.metadata].concat().into();
    }
    data
}

/// An event as a node stores it when it comes from another.
pub(crate) fn copied(event: &RecordedEvent) -> EventData {
    let data = event.data.clone();
    if is_copy(&data) {
        return data;
    }
    let time = event.recorded_at.as_micros().to_be_bytes();
    let own = own_metadata(&data.metadata);
    let metadata = [&[MARK, COPY], time.as_slice(), &*own].concat().into();
    EventData { metadata, ..data }
}

/// Whether the node has the event by copy.
pub(crate) fn is_copy(data: &EventData) -> bool {
    data.metadata.starts_with(&[MARK, COPY])
}

/// The event as it was before a node stored it.
pub(crate) fn original(mut event: RecordedEvent) -> RecordedEvent {
    if let Some((time, own)) = copy(&event.data.metadata) {
        event.recorded_at = time;
        event.data.metadata = event.data.metadata.slice_ref(own);
    } else {
        event.data.metadata = own_metadata(&event.data.metadata);
    }
    event
}

/// Metadata without any mark, whoever set it.
pub(super) struct Unmarked<'a> {
    /// What was taken away.
    pub(super) marks: &'a [u8],
    /// The time that the marks tell.
    pub(super) recorded_at: Option<Timestamp>,
    /// What is left.
    pub(super) metadata: &'a [u8],
}

/// Takes all marks off. A store does not know whether it is a node's; so this answers the same for an event that was marked once more.
pub(super) fn unmarked(marked: &[u8]) -> Unmarked<'_> {
    let (mut metadata, mut recorded_at) = (marked, None);
    loop {
        if let Some((time, own)) = copy(metadata) {
            (metadata, recorded_at) = (own, Some(time));
        } else if let Some(own) = metadata.strip_prefix(&[MARK, OWN]) {
            metadata = own;
        } else {
            let marks = marked.get(..marked.len() - metadata.len()).unwrap_or_default();
            return Unmarked { marks, recorded_at, metadata };
        }
    }
}

fn copy(metadata: &[u8]) -> Option<(Timestamp, &[u8])> {
    let rest = metadata.strip_prefix(&[MARK, COPY])?;
    let (time, own) = rest.split_first_chunk::<TIME>()?;
    Some((Timestamp::from_micros(u64::from_be_bytes(*time)), own))
}

fn own_metadata(metadata: &Bytes) -> Bytes {
    metadata
        .strip_prefix(&[MARK, OWN])
        .map_or_else(|| metadata.clone(), |own| metadata.slice_ref(own))
}
