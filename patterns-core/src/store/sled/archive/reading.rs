//! Slices of segments: those of a stream, and those at a position.

use super::{Archive, Segment, View};
use crate::{
    event::StreamId,
    store::{
        StoreError,
        sled::{index::ArchivedRun, segment::ArchivedSlice},
    },
};

impl Archive {
    /// Gives `take` the slices that hold the versions `first..=last` of a stream, of which `run` tells, in order.
    pub(in crate::store::sled) fn each_slice_of(
        &self,
        view: &View,
        stream: &StreamId,
        run: ArchivedRun,
        (first, last): (u64, u64),
        mut take: impl FnMut(&ArchivedSlice) -> Result<(), StoreError>,
    ) -> Result<(), StoreError> {
        let segment = view.segment(run.segment)?;
        let (mut next, last) = (first.max(run.first_version), last.min(run.last_version()));
        let file = self.file(segment)?;
        let mut index = file.holder(stream, next);
        while next <= last {
            let before = next;
            let misses = || file.damaged(&format!("misses version {before} of stream {stream}"));
            let slices = self.block(segment, index)?.ok_or_else(misses)?;
            let from = slices
                .partition_point(|slice| (&slice.stream, slice.next_version()) <= (stream, next));
            let own = slices.iter().skip(from).take_while(|slice| slice.stream == *stream);
            for slice in own.take_while(|slice| slice.first_version <= last) {
                take(slice)?;
                next = slice.next_version();
            }
            // Slices of a stream follow one another, so a block without any ends them.
            if next == before {
                return Err(misses());
            }
            index += 1;
        }
        Ok(())
    }

    /// The archived slice that holds the event at `position`.
    pub(in crate::store::sled) fn slice_at(
        &self,
        view: &View,
        position: u64,
    ) -> Result<Option<ArchivedSlice>, StoreError> {
        for segment in view.around(position) {
            if let Some(slice) = self.slice_in(segment, position)? {
                return Ok(Some(slice));
            }
        }
        Ok(None)
    }

    /// The first slice that begins at `from` or behind it, and before `until`.
    pub(super) fn next_slice(
        &self,
        view: &View,
        from: u64,
        until: u64,
    ) -> Result<Option<ArchivedSlice>, StoreError> {
        let mut first = until;
        for segment in view.between(from, until) {
            let positions = self.positions(segment)?;
            let at = positions.partition_point(|placed| placed.first < from);
            first = positions.get(at).map_or(first, |placed| placed.first.min(first));
        }
        if first == until { Ok(None) } else { self.slice_at(view, first) }
    }

    fn slice_in(
        &self,
        segment: &Segment,
        position: u64,
    ) -> Result<Option<ArchivedSlice>, StoreError> {
        let positions = self.positions(segment)?;
        let after = positions.partition_point(|placed| placed.first <= position);
        let placed = after.checked_sub(1).and_then(|at| positions.get(at));
        let Some(placed) = placed.filter(|placed| placed.end() > position) else { return Ok(None) };
        let file = self.file(segment)?;
        let misses = || file.damaged(&format!("misses position {position}"));
        let slices = self.block(segment, placed.block as usize)?.ok_or_else(misses)?;
        let is_it = |slice: &&ArchivedSlice| {
            slice.first_position == placed.first && slice.next_position() == placed.end()
        };
        let found = slices.iter().find(is_it);
        found.cloned().map(Some).ok_or_else(misses)
    }
}
