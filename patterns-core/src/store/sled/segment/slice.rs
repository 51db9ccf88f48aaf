//! A slice outside of its frame.

use bytes::Bytes;

use crate::{
    event::{StreamId, Timestamp},
    store::sled::frame::{Cursor, put_bytes, put_varint},
};

/// The events of one append to one stream, with what its frame would say of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::store::sled) struct ArchivedSlice {
    pub(in crate::store::sled) stream: StreamId,
    pub(in crate::store::sled) first_version: u64,
    /// How many events it has.
    pub(in crate::store::sled) count: u32,
    pub(in crate::store::sled) first_position: u64,
    pub(in crate::store::sled) recorded_at: Timestamp,
    /// The last position of what was committed together.
    pub(in crate::store::sled) group_end: u64,
    /// The slice as its frame had it.
    pub(in crate::store::sled) bytes: Bytes,
}

impl ArchivedSlice {
    pub(in crate::store::sled) const fn next_version(&self) -> u64 {
        self.first_version.saturating_add(self.count as u64)
    }

    pub(in crate::store::sled) const fn next_position(&self) -> u64 {
        self.first_position.saturating_add(self.count as u64)
    }
}

/// What the slice before in a group makes known of the next.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Before {
    position: u64,
    recorded_at: u64,
}

impl Before {
    /// Adds a slice that follows in the same group.
    pub(super) fn put(&mut self, to: &mut Vec<u8>, slice: &ArchivedSlice) {
        put_varint(to, slice.count.into());
        // Wrapping: whatever the numbers are, they come back.
        put_varint(to, slice.first_position.wrapping_sub(self.position));
        put_varint(to, slice.recorded_at.as_micros().wrapping_sub(self.recorded_at));
        put_varint(to, slice.group_end.wrapping_sub(slice.first_position));
        put_bytes(to, &slice.bytes);
        self.position = slice.first_position;
        self.recorded_at = slice.recorded_at.as_micros();
    }

    /// The next slice; `Some(None)` at the end of the group.
    fn take(
        &mut self,
        cursor: &mut Cursor<'_>,
        stream: &StreamId,
        first_version: u64,
    ) -> Option<Option<ArchivedSlice>> {
        let count = u32::try_from(cursor.varint()?).ok()?;
        if count == 0 {
            return Some(None);
        }
        self.position = self.position.wrapping_add(cursor.varint()?);
        self.recorded_at = self.recorded_at.wrapping_add(cursor.varint()?);
        Some(Some(ArchivedSlice {
            stream: stream.clone(),
            first_version,
            count,
            first_position: self.position,
            recorded_at: Timestamp::from_micros(self.recorded_at),
            group_end: self.position.wrapping_add(cursor.varint()?),
            bytes: cursor.take()?,
        }))
    }
}

/// The slices of a block, in order; the last item is an error when the bytes do not hold them.
pub(in crate::store::sled) struct Slices<'a> {
    cursor: Cursor<'a>,
    group: Option<(StreamId, u64, Before)>,
}

/// Reads a block.
pub(super) const fn slices(block: &Bytes) -> Slices<'_> {
    Slices { cursor: Cursor { bytes: block, at: 0 }, group: None }
}

impl Iterator for Slices<'_> {
    type Item = Result<ArchivedSlice, &'static str>;

    fn next(&mut self) -> Option<Self::Item> {
        let next = self.read().ok_or("a block is cut short").transpose();
        if next.as_ref().is_some_and(Result::is_err) {
            self.cursor.at = self.cursor.bytes.len();
            self.group = None;
        }
        next
    }
}

impl Slices<'_> {
    /// `Some(None)` at the end of the block.
    fn read(&mut self) -> Option<Option<ArchivedSlice>> {
        loop {
            let Some((stream, version, before)) = &mut self.group else {
                if self.cursor.at >= self.cursor.bytes.len() {
                    return Some(None);
                }
                let stream = StreamId::from_bytes(self.cursor.take()?);
                self.group = Some((stream, self.cursor.varint()?, Before::default()));
                continue;
            };
            match before.take(&mut self.cursor, stream, *version)? {
                Some(slice) => {
                    *version = slice.next_version();
                    return Some(Some(slice));
                }
                None => self.group = None,
            }
        }
    }
}
