//! Frames as they were before slices of them were archived.

use bytes::Bytes;

use super::{Archive, View};
use crate::{
    event::ChainHash,
    store::{
        StoreError,
        sled::{
            frame::{Frame, Slice},
            log::damaged,
            segment::ArchivedSlice,
            tree::MAX_VALUE,
        },
    },
};

/// A frame with all of its slices.
#[derive(Debug)]
pub(in crate::store::sled) struct Restored {
    pub(in crate::store::sled) bytes: Bytes,
    /// The first positions of those that are archived, ascending.
    pub(in crate::store::sled) archived: Vec<u64>,
}

impl Archive {
    /// A thinned frame as it was.
    pub(in crate::store::sled) fn restore(
        &self,
        view: &View,
        frame: &Frame,
    ) -> Result<Restored, StoreError> {
        let (mut slices, mut archived) = (Vec::new(), Vec::new());
        let mut next = frame.first_position;
        let mut put_back = |next: &mut u64, to: u64, slices: &mut Vec<Bytes>| {
            while *next < to {
                let slice = self.slice_at(view, *next)?.filter(|slice| follows(slice, *next));
                let slice = slice.ok_or_else(|| missing(*next))?;
                archived.push(slice.first_position);
                *next = slice.next_position();
                slices.push(slice.bytes);
            }
            Ok::<_, StoreError>(())
        };
        for slice in frame.slices() {
            let slice = slice.map_err(|what| damaged(frame.first_position, what))?;
            put_back(&mut next, slice.first_position, &mut slices)?;
            slices.push(slice.bytes().map_err(|what| damaged(frame.first_position, what))?);
            next = slice.next_position();
        }
        put_back(&mut next, frame.end(), &mut slices)?;
        Ok(Restored { bytes: frame.restored_to(&slices).into(), archived })
    }

    /// The frame that was written at `position` and is archived whole; `None` when nothing there is archived. `end` is the hash of the log
    /// before it, from which that after it follows.
    pub(in crate::store::sled) fn restore_at(
        &self,
        view: &View,
        position: u64,
        end: &ChainHash,
    ) -> Result<Option<Restored>, StoreError> {
        let mut slices: Vec<ArchivedSlice> = Vec::new();
        let mut next = position;
        while let Some(slice) = self.slice_at(view, next)?.filter(|slice| follows(slice, next)) {
            if frame_of(&slice)? != position {
                break;
            }
            next = slice.next_position();
            slices.push(slice);
        }
        if slices.is_empty() {
            return Ok(None);
        }
        let archived = slices.iter().map(|slice| slice.first_position).collect();
        let read = slices.iter().map(Slice::of).collect::<Result<Vec<_>, _>>();
        let bytes = read.and_then(|slices| Frame::of(&slices, MAX_VALUE, end));
        let bytes = bytes.map_err(|what| damaged(position, what))?.into();
        Ok(Some(Restored { bytes, archived }))
    }

    /// The archived slices of the frame that begins at `position`, behind which the next one begins at `until`.
    pub(in crate::store::sled) fn slices_of(
        &self,
        view: &View,
        position: u64,
        until: u64,
    ) -> Result<Vec<ArchivedSlice>, StoreError> {
        let (mut slices, mut next) = (Vec::new(), position);
        while let Some(slice) = self.next_slice(view, next, until)? {
            if frame_of(&slice)? != position {
                break;
            }
            next = slice.next_position();
            slices.push(slice);
        }
        Ok(slices)
    }

    /// Where the first frame begins that is archived whole, at `from` or behind it, and before `until`.
    pub(in crate::store::sled) fn frame_from(
        &self,
        view: &View,
        from: u64,
        until: u64,
    ) -> Result<Option<u64>, StoreError> {
        let mut next = from;
        while let Some(slice) = self.next_slice(view, next, until)? {
            if frame_of(&slice)? == slice.first_position {
                return Ok(Some(slice.first_position));
            }
            next = slice.next_position();
        }
        Ok(None)
    }

    /// Whether what is archived at `position` was in the frame that begins at `frame`.
    pub(in crate::store::sled) fn is_within(
        &self,
        view: &View,
        frame: u64,
        position: u64,
    ) -> Result<bool, StoreError> {
        let slice = self.slice_at(view, position)?.filter(|slice| follows(slice, position));
        slice.map_or(Ok(false), |slice| Ok(frame_of(&slice)? == frame))
    }
}

const fn follows(slice: &ArchivedSlice, position: u64) -> bool {
    slice.first_position == position
}

/// The first position of the frame that the slice was in.
fn frame_of(slice: &ArchivedSlice) -> Result<u64, StoreError> {
    let read = Slice::of(slice).map_err(|what| damaged(slice.first_position, what))?;
    Ok(read.within.frame)
}

fn missing(position: u64) -> StoreError {
    damaged(position, "events are missing")
}
