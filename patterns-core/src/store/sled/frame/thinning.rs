//! Slices on their way out of a frame, and read where they have come to.

use bytes::Bytes;

use super::{
    CRC, FORMAT, Frame, HEADER, PARTS, Posting, Slice, THINNED, Within,
    header::{header, patch, seal, seal_crc},
};
use crate::{
    event::{ChainHash, LogLink, Marks, StreamId},
    store::sled::segment::ArchivedSlice,
};

impl Frame {
    /// The slice that `posting` tells of, if it is still here. Where in a thinned frame it begins, the index does not know.
    pub(in crate::store::sled) fn find(
        &self,
        stream: &StreamId,
        posting: &Posting,
    ) -> Result<Option<Slice<'_>>, &'static str> {
        let is_it = |slice: &Slice<'_>| {
            slice.first_version == posting.first_version
                && slice.count == posting.count
                && slice.stream == *stream
        };
        if !self.thinned
            && let Ok(slice) = self.slice_at(posting.offset)
            && is_it(&slice)
        {
            return Ok(Some(slice));
        }
        for slice in self.slices() {
            let slice = slice?;
            if is_it(&slice) {
                return Ok(Some(slice));
            }
        }
        Ok(None)
    }

    /// The frame without some of its slices, to be stored in its place; `None` when nothing is left of it.
    pub(in crate::store::sled) fn without(
        &self,
        mut is_taken: impl FnMut(&Slice<'_>) -> bool,
    ) -> Result<Option<Vec<u8>>, &'static str> {
        let mut left = Vec::new();
        for slice in self.slices() {
            let slice = slice?;
            if !is_taken(&slice) {
                left.push(slice.bytes()?);
            }
        }
        Ok((!left.is_empty()).then(|| self.thinned_to(&left)))
    }

    /// The bytes of this frame with these slices, which are not all that it was written with.
    fn thinned_to(&self, slices: &[Bytes]) -> Vec<u8> {
        self.with(THINNED, slices)
    }

    /// The bytes of this frame with these slices, which are all that it was written with.
    pub(in crate::store::sled) fn restored_to(&self, slices: &[Bytes]) -> Vec<u8> {
        self.with(FORMAT, slices)
    }

    fn with(&self, format: u8, slices: &[Bytes]) -> Vec<u8> {
        let mut bytes = self.bytes.get(..HEADER).unwrap_or_default().to_vec();
        patch(&mut bytes, CRC, &[format]);
        // Only a frame of one slice has several parts, and nothing is left of it without.
        patch(&mut bytes, PARTS, &1_u16.to_le_bytes());
        slices.iter().for_each(|slice| bytes.extend_from_slice(slice));
        seal_crc(&mut bytes);
        bytes
    }

    /// The bytes of a frame with these slices, whole, that was written behind `end` in values of at most `part` bytes.
    pub(in crate::store::sled) fn of(
        slices: &[Slice<'_>],
        part: usize,
        end: &ChainHash,
    ) -> Result<Vec<u8>, &'static str> {
        let first = slices.first().ok_or("a frame has no slices")?;
        let Within { frame, recorded_at, group_end, .. } = first.within;
        let (mut bytes, mut events, mut log_hash) = (header(frame, recorded_at), 0, *end);
        for slice in slices {
            log_hash = slice.log_hash_after(&log_hash)?;
            bytes.extend_from_slice(&slice.bytes()?);
            events += slice.count;
        }
        seal(&mut bytes, part, group_end, events, &log_hash);
        Ok(bytes)
    }

    /// The bytes of a frame with one slice and nothing else that its frame was written with.
    pub(in crate::store::sled) fn alone(slice: &Slice<'_>) -> Result<Vec<u8>, &'static str> {
        let Within { frame, recorded_at, group_end, .. } = slice.within;
        let mut bytes = header(frame, recorded_at);
        bytes.extend_from_slice(&slice.bytes()?);
        let events = (slice.next_position() - frame) as u32;
        seal(&mut bytes, usize::MAX, group_end, events, &ChainHash::log_genesis());
        Ok(bytes)
    }
}

impl<'a> Slice<'a> {
    /// As it is stored.
    pub(in crate::store::sled) fn bytes(&self) -> Result<Bytes, &'static str> {
        Ok(self.within.bytes.slice(self.offset as usize..self.end()?))
    }

    /// The hash of the log after this slice, which follows `before`.
    pub(in crate::store::sled) fn log_hash_after(
        &self,
        before: &ChainHash,
    ) -> Result<ChainHash, &'static str> {
        let mut marks = Marks::default();
        for (index, event) in (0..).zip(self.events(0)) {
            marks.add(index, &event?.data.metadata);
        }
        Ok(before.log_link(&LogLink {
            stream: &self.stream,
            first_version: self.first_version,
            first_position: self.first_position,
            count: self.count,
            hash: &self.hash,
            marks: &marks,
            recorded_at: self.within.recorded_at,
            group_end: self.within.group_end,
        }))
    }

    /// All that is known of it, to be kept elsewhere.
    pub(in crate::store::sled) fn to_archived(&self) -> Result<ArchivedSlice, &'static str> {
        Ok(ArchivedSlice {
            stream: self.stream.clone(),
            first_version: self.first_version,
            count: self.count,
            first_position: self.first_position,
            recorded_at: self.within.recorded_at,
            group_end: self.within.group_end,
            bytes: self.bytes()?,
        })
    }

    /// The slice that was archived; `Err` when its bytes tell of another one.
    pub(in crate::store::sled) fn of(archived: &'a ArchivedSlice) -> Result<Self, &'static str> {
        let ArchivedSlice { recorded_at, group_end, ref bytes, .. } = *archived;
        let within = |frame| Within { bytes, frame, recorded_at, group_end };
        // Positions are told by what they add to the frame's, which is not known yet.
        let shift = within(0).slice_at(0).map(|slice| slice.first_position);
        let frame = shift.and_then(|shift| archived.first_position.checked_sub(shift));
        let slice = frame.and_then(|frame| within(frame).slice_at(0));
        let is_it = |slice: &Self| {
            slice.stream == archived.stream
                && slice.first_version == archived.first_version
                && slice.count == archived.count
        };
        slice.filter(is_it).ok_or("an archived slice is not what it was archived as")
    }
}
