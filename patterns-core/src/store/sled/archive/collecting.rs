//! Which slices of the log are archived next.

use std::collections::HashMap;

use crate::{
    event::StreamId,
    store::{
        ArchiveCut, StoreError,
        sled::{
            index::Chunks,
            log::{Log, damaged},
            segment::{ArchivedSlice, SEGMENT_BYTES},
        },
    },
};

/// Goes through the log and takes what the cuts allow.
#[derive(Debug)]
pub(super) struct Collector {
    cuts: HashMap<StreamId, u64>,
    /// The first position that was not looked at yet.
    next: u64,
    /// The position before which it ends.
    end: u64,
}

impl Collector {
    /// Begins where the oldest live events are that the cuts allow. What lies at `end` or behind stays live.
    pub(super) fn new(
        cuts: Vec<ArchiveCut>,
        chunks: &Chunks,
        end: u64,
    ) -> Result<Self, StoreError> {
        let mut collector = Self { cuts: HashMap::new(), next: end, end };
        for ArchiveCut { stream, until } in cuts {
            if let (_, Some(oldest)) = chunks.boundary(&stream)?
                && oldest.last_version() <= until
            {
                collector.next = collector.next.min(oldest.frame);
                let cut = collector.cuts.entry(stream).or_default();
                *cut = until.max(*cut);
            }
        }
        Ok(collector)
    }

    /// The slices for one segment, in the order of positions; none when there are no more.
    pub(super) fn next_segment(&mut self, log: &Log) -> Result<Vec<ArchivedSlice>, StoreError> {
        let (mut slices, mut bytes) = (Vec::new(), 0);
        if self.next >= self.end {
            return Ok(slices);
        }
        for frame in log.frames_from(self.next)? {
            let frame = frame?;
            if frame.first_position >= self.end || bytes >= SEGMENT_BYTES {
                break;
            }
            self.next = frame.end();
            for slice in frame.slices() {
                let slice = slice.map_err(|what| damaged(frame.first_position, what))?;
                if self.allows(&slice.stream, slice.next_version() - 1) {
                    let archived = slice.to_archived();
                    let archived = archived.map_err(|what| damaged(slice.first_position, what))?;
                    bytes += archived.bytes.len();
                    slices.push(archived);
                }
            }
        }
        if slices.is_empty() {
            self.next = self.end;
        }
        Ok(slices)
    }

    fn allows(&self, stream: &StreamId, last_version: u64) -> bool {
        self.cuts.get(stream).is_some_and(|until| last_version <= *until)
    }
}
