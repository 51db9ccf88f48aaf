//! Which streams there are, where they lie, and what stands in them. Everything follows from numbers, so that any process can tell whether an
//! event is where it belongs.

use bytes::Bytes;
use fastrand::Rng;
use patterns_core::{
    event::{EventData, EventName, Route, StreamId},
    key::{KeyDecoder, Place, ShardKey, ShardPolicy, ShardStrategy},
};

static BY_NUMBER: ShardPolicy = ShardPolicy::new(&["number"], ShardStrategy::Hash);

/// So many streams there can be at most.
pub const MOST: u64 = 1 << 16;
/// Slots of a new keyspace.
const SLOTS: u64 = 1 << 12;
/// Streams in each slot that is moved, at the beginning.
const IN_A_SLOT: u64 = 50;

/// How streams are numbered: two successive ones have the same key, so they go together, under the names of two types; every other key
/// is in a slot that is moved.
#[derive(Clone, Copy, Debug)]
pub struct Layout {
    slots: u64,
}

impl Layout {
    pub fn new(slots: u32) -> Self {
        Self { slots: slots.into() }
    }

    /// Streams at the beginning.
    pub fn first_streams(self) -> u64 {
        self.slots * IN_A_SLOT * 2
    }

    /// Which of the slots that are moved has the stream.
    pub fn slot(self, number: u64) -> Option<usize> {
        let key = number / 2;
        key.is_multiple_of(2).then(|| (key / 2 % self.slots) as usize)
    }

    /// A stream of the slot, for asking where the slot is.
    pub fn stream_in(self, slot: usize) -> StreamId {
        self.stream(slot as u64 * 4)
    }

    pub fn stream(self, number: u64) -> StreamId {
        let name = if number.is_multiple_of(2) { "account" } else { "note" };
        let place = self.place(number);
        StreamId::new(name, &number).routed(Some(Route::new(place, &BY_NUMBER)))
    }

    fn place(self, number: u64) -> Place {
        let hashed = (number / 2).place();
        let in_slot = |slot: usize| {
            let at = slot as u64 * (SLOTS / self.slots) + 1;
            Place::new((at << 52) | (hashed.value() >> 12))
        };
        self.slot(number).map_or(hashed, in_slot)
    }

    /// The number of a stream; `None` for one that nobody has written.
    pub fn number(self, stream: &StreamId) -> Option<u64> {
        let mut name = KeyDecoder::new(stream.as_bytes());
        name.text()?;
        let number = name.unsigned()?.try_into().ok().filter(|number| *number < MOST)?;
        (self.stream(number) == *stream).then_some(number)
    }
}

/// An event that says which it is and where it belongs, and shows when any other byte of it is changed.
pub fn event(id: u64, number: u64) -> EventData {
    let mut random = Rng::with_seed(id ^ number.rotate_left(32));
    let mut payload = [id.to_be_bytes(), number.to_be_bytes()].concat();
    payload.extend(std::iter::repeat_with(|| random.u8(..)).take(84));
    EventData {
        name: EventName::from_static("noted"),
        schema_version: 1,
        payload: payload.into(),
        metadata: metadata(id),
    }
}

/// Some begins with the byte by which nodes mark copies.
fn metadata(id: u64) -> Bytes {
    match id % 8 {
        0 => Bytes::copy_from_slice(&[&[0xc1, 0x01], id.to_be_bytes().as_slice()].concat()),
        1 => Bytes::copy_from_slice(&[0xc1]),
        2 => Bytes::copy_from_slice(&id.to_be_bytes()),
        _ => Bytes::new(),
    }
}

/// The number of an event of stream `number`; `None` when it is not as it was written.
pub fn id_of(data: &EventData, number: u64) -> Option<u64> {
    let id = u64::from_be_bytes(*data.payload.first_chunk()?);
    (event(id, number) == *data).then_some(id)
}
