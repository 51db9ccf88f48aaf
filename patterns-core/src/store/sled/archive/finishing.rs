//! What follows once a segment is entered: the index leads into it, and its slices leave the log. Cut off at any moment, it can be done again.

use super::{
    Archive, Segment, State,
    comparing::{Expected, each_holder},
};
use crate::store::{
    ArchiveProgress, ArchiveStep, StoreError,
    sled::{
        index::Chunks,
        log::{Log, Thinned, damaged},
        syncer::Syncer,
    },
};

/// After so many streams it is told that some have been led into the segment.
const STREAMS_AT_ONCE: usize = 256;
/// So many bytes of frames are changed at once.
const BYTES_AT_ONCE: usize = 64 << 10;

/// What finishing needs.
pub(in crate::store::sled) struct Finisher<'a> {
    pub(in crate::store::sled) archive: &'a Archive,
    pub(in crate::store::sled) chunks: &'a Chunks,
    /// Counts what is written to it.
    pub(in crate::store::sled) log: &'a Log,
    pub(in crate::store::sled) syncer: &'a Syncer,
    pub(in crate::store::sled) progress: &'a ArchiveProgress,
    /// Whether to leave the rest to the next opening.
    pub(in crate::store::sled) stopped: &'a dyn Fn() -> bool,
}

impl Finisher<'_> {
    /// Finishes what was cut off. Segments come about one after the other, so there is one at most.
    pub(in crate::store::sled) fn finish_pending(&self) -> Result<(), StoreError> {
        for segment in self.archive.view().segments() {
            if segment.state == State::Sealed {
                // Looked at again: its file may have suffered in between, and what the log still has is better than what it has not.
                self.archive.compare(segment, self.log, Expected::Some)?;
                self.finish(segment)?;
            }
        }
        Ok(())
    }

    /// Leads the streams into a segment, takes its slices out of the log, and notes that it is done.
    pub(super) fn finish(&self, segment: &Segment) -> Result<(), StoreError> {
        self.lead_into(segment)?;
        self.syncer.sync()?;
        self.progress.tell(ArchiveStep::Indexed);
        self.take_out(segment)?;
        self.syncer.sync()?;
        self.progress.tell(ArchiveStep::Removed);
        self.archive.enter(Segment { state: State::Done, ..segment.clone() })?;
        self.syncer.sync()?;
        self.progress.tell(ArchiveStep::Completed);
        Ok(())
    }

    fn lead_into(&self, segment: &Segment) -> Result<(), StoreError> {
        let streams = self.archive.file(segment)?.streams()?;
        for some in streams.chunks(STREAMS_AT_ONCE) {
            for run in some {
                self.chunks.archive(&run.stream, segment.lead_into(run))?;
            }
            self.progress.tell(ArchiveStep::Indexing);
            self.check_stopped()?;
        }
        Ok(())
    }

    fn take_out(&self, segment: &Segment) -> Result<(), StoreError> {
        let file = self.archive.file(segment)?;
        let (mut frames, mut bytes) = (Vec::new(), 0);
        each_holder(self.log, file.positions()?, |frame, placed| {
            let is_archived = |first: u64| placed.binary_search_by_key(&first, |p| p.first).is_ok();
            let left = frame.without(|slice| is_archived(slice.first_position));
            let left = left.map_err(|what| damaged(frame.first_position, what))?;
            bytes += frame.bytes.len();
            frames.push(Thinned { frame: frame.clone(), left });
            if bytes >= BYTES_AT_ONCE {
                bytes = 0;
                self.replace(std::mem::take(&mut frames))?;
            }
            Ok(())
        })?;
        self.replace(frames)
    }

    fn replace(&self, frames: Vec<Thinned>) -> Result<(), StoreError> {
        self.archive.removing(|| self.log.thin(frames))?;
        self.progress.tell(ArchiveStep::Removing);
        self.check_stopped()
    }

    pub(super) fn check_stopped(&self) -> Result<(), StoreError> {
        if (self.stopped)() {
            let cause = "the store was closed while events were archived".into();
            return Err(StoreError::Stopped { cause });
        }
        Ok(())
    }
}
