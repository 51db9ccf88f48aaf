//! Events that prove themselves: each says which append it belongs to, which part of it it is, and whether it is whole.

use bytes::Bytes;
use fastrand::Rng;
use patterns_core::{
    event::{EventData, EventName, RecordedEvent, StreamId},
    store::{Append, ExpectedVersion},
};

pub const STREAMS: u32 = 300;
const NAMES: [&str; 3] = ["opened", "changed", "geschlossen"];

pub fn stream(kind: &str, number: u32) -> StreamId {
    StreamId::new(kind, &number)
}

/// An append that nobody else makes, whatever the seed.
pub fn random_append(random: &mut Rng) -> Vec<Append> {
    match random.u32(..100) {
        0..=69 => append_of(random, 1, 1, 200),
        70..=82 => {
            let count = random.usize(2..50);
            append_of(random, 1, count, 300)
        }
        83..=94 => {
            let streams = random.usize(2..20);
            append_of(random, streams, 2, 100)
        }
        95..=96 => append_of(random, 1_000, 1, 20),
        97..=98 => append_of(random, 1, 3, 60_000),
        _ => append_of(random, 2, 1, 400_000),
    }
}

/// `count` events to each of `streams` streams; payloads of up to `longest` bytes.
fn append_of(random: &mut Rng, streams: usize, count: usize, longest: usize) -> Vec<Append> {
    let append = random.u64(..);
    let total = (streams * count) as u32;
    let first = random.u32(..STREAMS);
    let kind = if streams > 100 { "wide" } else { "narrow" };
    let mut parts = 0..total;
    let mut entry = |number: u32| Append {
        stream: stream(kind, number),
        expected: ExpectedVersion::Any,
        events: parts
            .by_ref()
            .take(count)
            .map(|n| event(random, append, n, total, longest))
            .collect(),
    };
    (first..first + streams as u32).map(&mut entry).collect()
}

fn event(random: &mut Rng, append: u64, part: u32, total: u32, longest: usize) -> EventData {
    let mut payload = vec![0; 20];
    let length = random.usize(..longest);
    payload.extend(std::iter::repeat_with(|| random.u8(..)).take(length));
    payload[4..12].copy_from_slice(&append.to_le_bytes());
    payload[12..16].copy_from_slice(&part.to_le_bytes());
    payload[16..20].copy_from_slice(&total.to_le_bytes());
    let crc = crc32fast::hash(&payload[4..]);
    payload[..4].copy_from_slice(&crc.to_le_bytes());
    EventData {
        name: EventName::from_static(NAMES[part as usize % NAMES.len()]),
        schema_version: (part % 7) as u16,
        payload: payload.into(),
        metadata: Bytes::copy_from_slice(&append.to_le_bytes()[..part as usize % 9]),
    }
}

/// What an event says of itself.
pub struct Part {
    pub append: u64,
    pub part: u32,
    pub total: u32,
}

/// Reads an event back; `None` when a byte of it is not as it was written.
pub fn read(data: &EventData) -> Option<Part> {
    let crc = u32::from_le_bytes(data.payload.get(..4)?.try_into().ok()?);
    let append = u64::from_le_bytes(data.payload.get(4..12)?.try_into().ok()?);
    let part = u32::from_le_bytes(data.payload.get(12..16)?.try_into().ok()?);
    let total = u32::from_le_bytes(data.payload.get(16..20)?.try_into().ok()?);
    let whole = crc == crc32fast::hash(&data.payload[4..])
        && *data.name == *NAMES[part as usize % NAMES.len()]
        && data.schema_version == (part % 7) as u16
        && data.metadata == append.to_le_bytes()[..part as usize % 9];
    whole.then_some(Part { append, part, total })
}

/// A digest of events that depends on every byte of them and on their order.
pub fn digest<'a>(events: impl IntoIterator<Item = &'a RecordedEvent>) -> u32 {
    let mut hasher = crc32fast::Hasher::new();
    for event in events {
        hasher.update(event.stream.as_bytes());
        hasher.update(&event.version.to_le_bytes());
        hasher.update(&data_digest([&event.data]).to_le_bytes());
    }
    hasher.finalize()
}

pub fn data_digest<'a>(events: impl IntoIterator<Item = &'a EventData>) -> u32 {
    let mut hasher = crc32fast::Hasher::new();
    for event in events {
        hasher.update(event.name.as_bytes());
        hasher.update(&event.schema_version.to_le_bytes());
        hasher.update(&event.metadata);
        hasher.update(&event.payload);
    }
    hasher.finalize()
}
