//! The bytes of the log: a frame holds the events of one commit group, or a part of them, in the order of their positions.
//!
//! ```text
//! crc32 of all that follows: u32 | format: u8 | parts: u16 | first position: u64 | last position of the group: u64
//! | recorded at: u64 | slices
//! slice: stream | first version | position of its first event, less the frame's first | count: u32 | events
//! event: name | schema version | metadata | payload
//! ```
//! Integers without a type are LEB128 variable-length integers, texts and byte strings are led by their length. Fixed integers are little-endian.

use bytes::Bytes;

use crate::event::{EventData, EventName, RecordedEvent, StreamId, Timestamp};

const FORMAT: u8 = 1;
const CRC: usize = 4;
const PARTS: usize = 5;
const GROUP_END: usize = 15;
const HEADER: usize = 31;

/// Where the events of one append lie: one entry of the index of streams.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct Posting {
    pub(super) first_version: u64,
    pub(super) count: u32,
    /// First position of the frame that holds them.
    pub(super) frame: u64,
    /// Where in the frame their slice begins.
    pub(super) offset: u32,
}

impl Posting {
    pub(super) const fn last_version(&self) -> u64 {
        self.first_version + self.count as u64 - 1
    }
}

/// A frame being written.
#[derive(Debug)]
pub(super) struct FrameWriter {
    bytes: Vec<u8>,
    first_position: u64,
    events: u64,
    /// Where the count of the open slice is written.
    count_at: usize,
}

impl FrameWriter {
    pub(super) fn new(first_position: u64, recorded_at: Timestamp) -> Self {
        let mut bytes = Vec::with_capacity(1024);
        bytes.extend([0; CRC]);
        bytes.push(FORMAT);
        bytes.extend([0; 2]);
        bytes.extend(first_position.to_le_bytes());
        bytes.extend([0; 8]);
        bytes.extend(recorded_at.as_micros().to_le_bytes());
        Self { bytes, first_position, events: 0, count_at: 0 }
    }

    pub(super) fn length(&self) -> usize {
        self.bytes.len()
    }

    pub(super) fn is_empty(&self) -> bool {
        self.events == 0
    }

    pub(super) const fn first_position(&self) -> u64 {
        self.first_position
    }

    pub(super) const fn next_position(&self) -> u64 {
        self.first_position + self.events
    }

    /// Begins the events of `stream` that start with `first_version`; its count is still 0.
    pub(super) fn begin_slice(&mut self, stream: &StreamId, first_version: u64) -> Posting {
        let offset = self.bytes.len() as u32;
        put_bytes(&mut self.bytes, stream.as_bytes());
        put_varint(&mut self.bytes, first_version);
        put_varint(&mut self.bytes, self.events);
        self.count_at = self.bytes.len();
        self.bytes.extend([0; 4]);
        Posting { first_version, count: 0, frame: self.first_position, offset }
    }

    /// Adds an event to the slice that `posting` describes, which must be the last one begun.
    pub(super) fn push(&mut self, posting: &mut Posting, event: &EventData) {
        put_bytes(&mut self.bytes, event.name.as_bytes());
        put_varint(&mut self.bytes, event.schema_version.into());
        put_bytes(&mut self.bytes, &event.metadata);
        put_bytes(&mut self.bytes, &event.payload);
        self.events += 1;
        posting.count += 1;
        patch(&mut self.bytes, self.count_at, &posting.count.to_le_bytes());
    }

    /// The finished frame, to be stored in values of at most `part` bytes.
    pub(super) fn finish(mut self, group_end: u64, part: usize) -> Vec<u8> {
        let parts = self.bytes.len().div_ceil(part) as u16;
        patch(&mut self.bytes, PARTS, &parts.to_le_bytes());
        patch(&mut self.bytes, GROUP_END, &group_end.to_le_bytes());
        let crc = crc32fast::hash(self.bytes.get(CRC..).unwrap_or_default());
        patch(&mut self.bytes, 0, &crc.to_le_bytes());
        self.bytes
    }
}

fn patch(bytes: &mut [u8], at: usize, with: &[u8]) {
    if let Some(target) = bytes.get_mut(at..at + with.len()) {
        target.copy_from_slice(with);
    }
}

fn put_bytes(to: &mut Vec<u8>, bytes: &[u8]) {
    put_varint(to, bytes.len() as u64);
    to.extend(bytes);
}

pub(super) fn put_varint(to: &mut Vec<u8>, mut value: u64) {
    while value >= 0x80 {
        to.push(value as u8 | 0x80);
        value >>= 7;
    }
    to.push(value as u8);
}

/// In how many values the frame is stored that begins with `first_part`.
pub(super) fn parts(first_part: &[u8]) -> Option<u16> {
    first_part.get(PARTS..PARTS + 2)?.try_into().ok().map(u16::from_le_bytes)
}

/// A frame that was read and whose checksum is right.
#[derive(Clone, Debug)]
pub(super) struct Frame {
    bytes: Bytes,
    pub(super) first_position: u64,
    pub(super) group_end: u64,
    pub(super) recorded_at: Timestamp,
}

impl Frame {
    /// Reads the header; `Err` says what is wrong with the bytes.
    pub(super) fn read(bytes: Bytes) -> Result<Self, &'static str> {
        let mut header = Cursor { bytes: &bytes, at: 0 };
        let crc = header.fixed().map(u32::from_le_bytes).ok_or("a frame is cut short")?;
        if crc32fast::hash(bytes.get(CRC..).unwrap_or_default()) != crc {
            return Err("a frame's checksum is wrong");
        }
        header.read_header().map_or(Err("a frame has an unknown format"), |positions| {
            let [first_position, group_end, recorded_at] = positions;
            let recorded_at = Timestamp::from_micros(recorded_at);
            Ok(Self { first_position, group_end, recorded_at, bytes: bytes.clone() })
        })
    }

    /// The bytes of the frame, as they are stored.
    pub(super) fn to_vec(&self) -> Vec<u8> {
        self.bytes.to_vec()
    }

    /// All slices, each with its place in the frame; `Err` when the bytes end too early.
    pub(super) fn slices(&self) -> impl Iterator<Item = Result<Slice<'_>, &'static str>> {
        let mut next = Some(HEADER);
        core::iter::from_fn(move || {
            let offset = next.filter(|at| *at < self.bytes.len())?;
            let slice = self.slice_at(offset as u32).and_then(|slice| Ok((slice.end()?, slice)));
            next = slice.as_ref().ok().map(|(end, _)| *end);
            Some(slice.map(|(_, slice)| slice))
        })
    }

    /// The slice that begins at `offset`.
    pub(super) fn slice_at(&self, offset: u32) -> Result<Slice<'_>, &'static str> {
        let mut cursor = Cursor { bytes: &self.bytes, at: offset as usize };
        cursor.read_slice(self, offset).ok_or("a slice of a frame is cut short")
    }
}

/// The events of one append in a frame.
#[derive(Clone, Debug)]
pub(super) struct Slice<'a> {
    frame: &'a Frame,
    pub(super) stream: StreamId,
    pub(super) first_version: u64,
    pub(super) first_position: u64,
    pub(super) count: u32,
    pub(super) offset: u32,
    events_at: usize,
}

impl<'a> Slice<'a> {
    pub(super) const fn posting(&self) -> Posting {
        Posting {
            first_version: self.first_version,
            count: self.count,
            frame: self.frame.first_position,
            offset: self.offset,
        }
    }

    /// The events from the `skip`th on; `Err` when the bytes end too early.
    pub(super) fn events(
        &self,
        skip: u32,
    ) -> impl Iterator<Item = Result<RecordedEvent, &'static str>> + use<'a> {
        let mut cursor = Cursor { bytes: &self.frame.bytes, at: self.events_at };
        let skipped = (0..skip).try_for_each(|_| cursor.skip_event());
        let (stream, recorded_at) = (self.stream.clone(), self.frame.recorded_at);
        let (first_version, first_position) = (self.first_version, self.first_position);
        (skip..self.count).map(move |index| {
            let data = skipped.and_then(|()| cursor.read_event());
            Ok(RecordedEvent {
                stream: stream.clone(),
                version: first_version + u64::from(index),
                position: first_position + u64::from(index),
                recorded_at,
                data: data.ok_or("an event of a frame is cut short")?,
            })
        })
    }

    fn end(&self) -> Result<usize, &'static str> {
        let mut cursor = Cursor { bytes: &self.frame.bytes, at: self.events_at };
        let all = (0..self.count).try_for_each(|_| cursor.skip_event());
        all.map(|()| cursor.at).ok_or("an event of a frame is cut short")
    }
}

/// Reads values one after the other; `None` when the bytes do not hold them.
pub(super) struct Cursor<'a> {
    pub(super) bytes: &'a Bytes,
    pub(super) at: usize,
}

impl Cursor<'_> {
    fn fixed<const N: usize>(&mut self) -> Option<[u8; N]> {
        let value = self.bytes.get(self.at..self.at.checked_add(N)?)?;
        self.at += N;
        value.try_into().ok()
    }

    pub(super) fn varint(&mut self) -> Option<u64> {
        let mut value = 0;
        for shift in (0..64).step_by(7) {
            let byte = *self.bytes.get(self.at)?;
            self.at += 1;
            value |= u64::from(byte & 0x7f) << shift;
            if byte < 0x80 {
                return Some(value);
            }
        }
        None
    }

    fn skip(&mut self) -> Option<core::ops::Range<usize>> {
        let length = usize::try_from(self.varint()?).ok()?;
        let range = self.at..self.at.checked_add(length)?;
        (range.end <= self.bytes.len()).then_some(())?;
        self.at = range.end;
        Some(range)
    }

    fn take(&mut self) -> Option<Bytes> {
        self.skip().map(|range| self.bytes.slice(range))
    }

    fn read_header(&mut self) -> Option<[u64; 3]> {
        let [format] = self.fixed()?;
        let [_, _] = self.fixed()?;
        let mut word = || self.fixed().map(u64::from_le_bytes);
        (format == FORMAT).then_some([word()?, word()?, word()?])
    }

    fn read_slice<'a>(&mut self, frame: &'a Frame, offset: u32) -> Option<Slice<'a>> {
        Some(Slice {
            stream: StreamId::from_bytes(self.take()?),
            first_version: self.varint()?,
            first_position: frame.first_position.checked_add(self.varint()?)?,
            count: self.fixed().map(u32::from_le_bytes)?,
            events_at: self.at,
            frame,
            offset,
        })
    }

    fn read_event(&mut self) -> Option<EventData> {
        Some(EventData {
            name: EventName::from_utf8(self.take()?)?,
            schema_version: u16::try_from(self.varint()?).ok()?,
            metadata: self.take()?,
            payload: self.take()?,
        })
    }

    fn skip_event(&mut self) -> Option<()> {
        self.skip()?;
        self.varint()?;
        self.skip()?;
        self.skip().map(drop)
    }
}
