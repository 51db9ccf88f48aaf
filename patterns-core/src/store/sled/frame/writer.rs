//! A frame being written.

use super::{
    COUNT, Indexed, Posting,
    cursor::{put_bytes, put_varint},
    header::{header, patch, seal},
};
use crate::event::{ChainHash, EventData, LogLink, Marks, StreamId, Timestamp};

/// A frame being written.
#[derive(Debug)]
pub(in crate::store::sled) struct FrameWriter {
    bytes: Vec<u8>,
    first_position: u64,
    recorded_at: Timestamp,
    events: u32,
    slices: Vec<Written>,
}

/// A slice being written.
#[derive(Debug)]
struct Written {
    indexed: Indexed,
    first_position: u64,
    marks: Marks,
    /// Where its count is, and after it its hash.
    count_at: usize,
}

impl FrameWriter {
    pub(in crate::store::sled) fn new(first_position: u64, recorded_at: Timestamp) -> Self {
        let bytes = header(first_position, recorded_at);
        Self { bytes, first_position, recorded_at, events: 0, slices: Vec::new() }
    }

    pub(in crate::store::sled) fn length(&self) -> usize {
        self.bytes.len()
    }

    pub(in crate::store::sled) fn is_empty(&self) -> bool {
        self.events == 0
    }

    pub(in crate::store::sled) const fn first_position(&self) -> u64 {
        self.first_position
    }

    pub(in crate::store::sled) const fn next_position(&self) -> u64 {
        self.first_position + self.events as u64
    }

    /// Begins the events of `stream` that start with `first_version`; there are none yet. `hash` is the stream's before them.
    pub(in crate::store::sled) fn begin_slice(
        &mut self,
        stream: &StreamId,
        first_version: u64,
        hash: ChainHash,
    ) {
        let (frame, offset) = (self.first_position, self.bytes.len() as u32);
        put_bytes(&mut self.bytes, stream.as_bytes());
        put_varint(&mut self.bytes, first_version);
        put_varint(&mut self.bytes, self.events.into());
        let count_at = self.bytes.len();
        self.bytes.extend([0; COUNT + ChainHash::LENGTH]);
        let posting = Posting { first_version, count: 0, frame, offset };
        let indexed = Indexed { stream: stream.clone(), posting, hash };
        let (first_position, marks) = (self.next_position(), Marks::default());
        self.slices.push(Written { indexed, first_position, marks, count_at });
    }

    /// Adds an event to the slice that was begun last. `hash` is the stream's after it.
    pub(in crate::store::sled) fn push(&mut self, event: &EventData, hash: ChainHash) {
        let Some(slice) = self.slices.last_mut() else { return };
        let Indexed { posting, hash: last_hash, .. } = &mut slice.indexed;
        if posting.count > 0 {
            self.bytes.extend(last_hash.tag());
        }
        put_bytes(&mut self.bytes, event.name.as_bytes());
        put_varint(&mut self.bytes, event.schema_version.into());
        put_bytes(&mut self.bytes, &event.metadata);
        put_bytes(&mut self.bytes, &event.payload);
        slice.marks.add(posting.count, &event.metadata);
        self.events += 1;
        posting.count += 1;
        *last_hash = hash;
        patch(&mut self.bytes, slice.count_at, &posting.count.to_le_bytes());
        patch(&mut self.bytes, slice.count_at + COUNT, hash.as_bytes());
    }

    /// The finished frame, to be stored in values of at most `part` bytes, and its slices. `log_hash` is brought up from before the frame to after
    /// it.
    pub(in crate::store::sled) fn finish(
        mut self,
        group_end: u64,
        part: usize,
        log_hash: &mut ChainHash,
    ) -> (Vec<u8>, impl Iterator<Item = Indexed>) {
        for slice in &self.slices {
            *log_hash = log_hash.log_link(&slice.link(self.recorded_at, group_end));
        }
        seal(&mut self.bytes, part, group_end, self.events, log_hash);
        (self.bytes, self.slices.into_iter().map(|slice| slice.indexed))
    }
}

impl Written {
    const fn link(&self, recorded_at: Timestamp, group_end: u64) -> LogLink<'_> {
        let Indexed { stream, posting, hash } = &self.indexed;
        LogLink {
            stream,
            first_version: posting.first_version,
            first_position: self.first_position,
            count: posting.count,
            hash,
            marks: &self.marks,
            recorded_at,
            group_end,
        }
    }
}
