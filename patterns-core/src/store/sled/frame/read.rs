//! A frame that was read, and its slices.

use bytes::Bytes;

use super::{CRC, Cursor, FORMAT, HEADER, Indexed, Posting, THINNED};
use crate::event::{ChainHash, EventData, EventName, RecordedEvent, StreamId, Timestamp};

/// A frame that was read and whose checksum is right.
#[derive(Clone, Debug)]
pub(in crate::store::sled) struct Frame {
    pub(in crate::store::sled) bytes: Bytes,
    /// Whether slices have been taken out.
    pub(in crate::store::sled) thinned: bool,
    pub(in crate::store::sled) first_position: u64,
    pub(in crate::store::sled) group_end: u64,
    pub(in crate::store::sled) recorded_at: Timestamp,
    /// How many events were written in it.
    pub(in crate::store::sled) events: u32,
    /// The hash of the log after them.
    pub(in crate::store::sled) log_hash: ChainHash,
}

impl Frame {
    /// Reads the header; `Err` says what is wrong with the bytes.
    pub(in crate::store::sled) fn read(bytes: Bytes) -> Result<Self, &'static str> {
        let mut header = Cursor { bytes: &bytes, at: 0 };
        let crc = header.fixed().map(u32::from_le_bytes).ok_or("a frame is cut short")?;
        if crc32fast::hash(bytes.get(CRC..).unwrap_or_default()) != crc {
            return Err("a frame's checksum is wrong");
        }
        header.read_header().ok_or("a frame has an unknown format")
    }

    /// The position after the last one that the frame was written with.
    pub(in crate::store::sled) const fn end(&self) -> u64 {
        self.first_position.saturating_add(self.events as u64)
    }

    /// The bytes of the frame, as they are stored.
    pub(in crate::store::sled) fn to_vec(&self) -> Vec<u8> {
        self.bytes.to_vec()
    }

    /// All slices, each with its place in the frame; `Err` when the bytes end too early.
    pub(in crate::store::sled) fn slices(
        &self,
    ) -> impl Iterator<Item = Result<Slice<'_>, &'static str>> {
        let mut next = Some(HEADER);
        core::iter::from_fn(move || {
            let offset = next.filter(|at| *at < self.bytes.len())?;
            let slice = self.slice_at(offset as u32).and_then(|slice| Ok((slice.end()?, slice)));
            next = slice.as_ref().ok().map(|(end, _)| *end);
            Some(slice.map(|(_, slice)| slice))
        })
    }

    /// The slice that begins at `offset`.
    pub(in crate::store::sled) fn slice_at(&self, offset: u32) -> Result<Slice<'_>, &'static str> {
        let within = Within {
            bytes: &self.bytes,
            frame: self.first_position,
            recorded_at: self.recorded_at,
            group_end: self.group_end,
        };
        within.slice_at(offset).ok_or("a slice of a frame is cut short")
    }
}

/// Bytes that hold slices, and what holds for all of them.
#[derive(Clone, Copy, Debug)]
pub(in crate::store::sled) struct Within<'a> {
    pub(in crate::store::sled) bytes: &'a Bytes,
    /// First position of the frame that they were written in.
    pub(in crate::store::sled) frame: u64,
    pub(in crate::store::sled) recorded_at: Timestamp,
    pub(in crate::store::sled) group_end: u64,
}

impl<'a> Within<'a> {
    /// The slice that begins at `offset`.
    pub(in crate::store::sled) fn slice_at(self, offset: u32) -> Option<Slice<'a>> {
        Cursor { bytes: self.bytes, at: offset as usize }.read_slice(self, offset)
    }
}

/// The events of one append in a frame.
#[derive(Clone, Debug)]
pub(in crate::store::sled) struct Slice<'a> {
    pub(in crate::store::sled) within: Within<'a>,
    pub(in crate::store::sled) stream: StreamId,
    pub(in crate::store::sled) first_version: u64,
    pub(in crate::store::sled) first_position: u64,
    pub(in crate::store::sled) count: u32,
    pub(in crate::store::sled) offset: u32,
    /// The stream's hash after the last event.
    pub(in crate::store::sled) hash: ChainHash,
    events_at: usize,
}

impl<'a> Slice<'a> {
    pub(in crate::store::sled) fn indexed(&self) -> Indexed {
        let posting = Posting {
            first_version: self.first_version,
            count: self.count,
            frame: self.within.frame,
            offset: self.offset,
        };
        Indexed { stream: self.stream.clone(), posting, hash: self.hash }
    }

    pub(in crate::store::sled) const fn next_version(&self) -> u64 {
        self.first_version.saturating_add(self.count as u64)
    }

    pub(in crate::store::sled) const fn next_position(&self) -> u64 {
        self.first_position.saturating_add(self.count as u64)
    }

    /// The events from the `skip`th on; `Err` when the bytes end too early.
    pub(in crate::store::sled) fn events(
        &self,
        skip: u32,
    ) -> impl Iterator<Item = Result<RecordedEvent, &'static str>> + use<'a> {
        let mut cursor = Cursor { bytes: self.within.bytes, at: self.events_at };
        let skipped = (0..skip).try_for_each(|index| cursor.skip_event(index));
        let (stream, recorded_at) = (self.stream.clone(), self.within.recorded_at);
        let (first_version, first_position) = (self.first_version, self.first_position);
        (skip..self.count).map(move |index| {
            let data = skipped.and_then(|()| cursor.read_event(index));
            Ok(RecordedEvent {
                stream: stream.clone(),
                version: first_version.saturating_add(index.into()),
                position: first_position.saturating_add(index.into()),
                recorded_at,
                data: data.ok_or("an event of a frame is cut short")?,
            })
        })
    }

    /// Where in its bytes the slice ends; `Err` when they end too early.
    pub(in crate::store::sled) fn end(&self) -> Result<usize, &'static str> {
        let mut cursor = Cursor { bytes: self.within.bytes, at: self.events_at };
        let all = (0..self.count).try_for_each(|index| cursor.skip_event(index));
        all.map(|()| cursor.at).ok_or("an event of a frame is cut short")
    }
}

impl Cursor<'_> {
    /// What follows the checksum.
    fn read_header(&mut self) -> Option<Frame> {
        let [format] = self.fixed()?;
        let [_, _] = self.fixed()?;
        let frame = Frame {
            bytes: self.bytes.clone(),
            thinned: format == THINNED,
            first_position: self.fixed().map(u64::from_le_bytes)?,
            group_end: self.fixed().map(u64::from_le_bytes)?,
            recorded_at: self.fixed().map(u64::from_le_bytes).map(Timestamp::from_micros)?,
            events: self.fixed().map(u32::from_le_bytes)?,
            log_hash: self.fixed().map(ChainHash::from_bytes)?,
        };
        matches!(format, FORMAT | THINNED).then_some(frame)
    }

    fn read_slice<'a>(&mut self, within: Within<'a>, offset: u32) -> Option<Slice<'a>> {
        Some(Slice {
            stream: StreamId::from_bytes(self.take()?),
            first_version: self.varint()?,
            first_position: within.frame.checked_add(self.varint()?)?,
            count: self.fixed().map(u32::from_le_bytes)?,
            hash: self.fixed().map(ChainHash::from_bytes)?,
            events_at: self.at,
            within,
            offset,
        })
    }

    /// The tag that stands before the event number `index` of a slice; before the first there is none.
    fn read_tag(&mut self, index: u32) -> Option<[u8; ChainHash::TAG_LENGTH]> {
        if index == 0 { Some(Default::default()) } else { self.fixed() }
    }

    fn read_event(&mut self, index: u32) -> Option<EventData> {
        self.read_tag(index)?;
        Some(EventData {
            name: EventName::from_utf8(self.take()?)?,
            schema_version: u16::try_from(self.varint()?).ok()?,
            metadata: self.take()?,
            payload: self.take()?,
        })
    }

    fn skip_event(&mut self, index: u32) -> Option<()> {
        self.read_tag(index)?;
        self.skip()?;
        self.varint()?;
        self.skip()?;
        self.skip().map(drop)
    }
}
