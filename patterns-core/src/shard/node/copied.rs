//! Marks the events that a node has by copy, so that they keep the time at which they were recorded, and so that readers of its log can tell
//! them from those that were appended to it.

use bytes::Bytes;

use crate::event::{EventData, RecordedEvent, Timestamp};

/// No MessagePack begins with it. Metadata of users that does is led by the mark and `OWN`.
const MARK: u8 = 0xc1;
const OWN: u8 = 0;
const COPY: u8 = 1;
const TIME: usize = 8;

/// An event as a node stores it when it is appended.
pub(in crate::shard) fn appended(mut data: EventData) -> EventData {
    if data.metadata.first() == Some(&MARK) {
        data.metadata = [&[MARK, OWN], &*data.metadata].concat().into();
    }
    data
}

/// An event as a node stores it when it comes from another.
pub(in crate::shard) fn copied(event: &RecordedEvent) -> EventData {
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
pub(in crate::shard) fn is_copy(data: &EventData) -> bool {
    data.metadata.starts_with(&[MARK, COPY])
}

/// The event as it was before a node stored it.
pub(in crate::shard) fn original(mut event: RecordedEvent) -> RecordedEvent {
    if let Some((time, own)) = copy(&event.data.metadata) {
        event.recorded_at = time;
        event.data.metadata = own;
    } else {
        event.data.metadata = own_metadata(&event.data.metadata);
    }
    event
}

fn copy(metadata: &Bytes) -> Option<(Timestamp, Bytes)> {
    let rest = metadata.strip_prefix(&[MARK, COPY])?;
    let (time, own) = rest.split_first_chunk::<TIME>()?;
    Some((Timestamp::from_micros(u64::from_be_bytes(*time)), metadata.slice_ref(own)))
}

fn own_metadata(metadata: &Bytes) -> Bytes {
    metadata
        .strip_prefix(&[MARK, OWN])
        .map_or_else(|| metadata.clone(), |own| metadata.slice_ref(own))
}
