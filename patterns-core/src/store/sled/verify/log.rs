//! The pass over the log, and over the archive where the log has gaps.

use super::{Verified, check_testimony, digest::Digest};
use crate::store::{
    StoreError,
    sled::{
        archive::{Archive, Gaps},
        frame::{Frame, Indexed, Slice},
        log::damaged,
        witness::Testimony,
    },
};

/// What was learned of the log and the archive.
#[derive(Debug, Default)]
pub(super) struct Passed {
    pub(super) folded_until: u64,
    /// What the index must hold.
    pub(super) folded: Digest,
    group_end: u64,
    pub(super) verified: Verified,
}

#[derive(Debug)]
pub(super) struct LogPass<'a> {
    passed: Passed,
    gaps: Gaps<'a>,
}

impl<'a> LogPass<'a> {
    pub(super) fn new(folded_until: u64, archive: &'a Archive) -> Self {
        let passed = Passed { folded_until, ..Passed::default() };
        Self { passed, gaps: Gaps::new(archive) }
    }

    pub(super) fn frame(&mut self, frame: &Frame) -> Result<(), StoreError> {
        let first = frame.first_position;
        if first < self.passed.next() {
            return Err(damaged(first, "a frame holds positions of the one before"));
        }
        self.fill(first)?;
        for slice in frame.slices() {
            self.slice(frame, &slice.map_err(|what| damaged(first, what))?)?;
        }
        if frame.thinned {
            self.fill(frame.end())?;
        }
        if self.passed.next() != frame.end() {
            return Err(damaged(first, "a frame has another number of events than it says"));
        }
        let Passed { group_end, verified, .. } = &mut self.passed;
        *group_end = frame.group_end;
        verified.end.hash = frame.log_hash;
        verified.last_recorded_at = frame.recorded_at;
        verified.live_bytes += frame.bytes.len() as u64;
        Ok(())
    }

    fn slice(&mut self, frame: &Frame, slice: &Slice<'_>) -> Result<(), StoreError> {
        if frame.thinned {
            self.fill(slice.first_position)?;
        }
        if slice.first_position != self.passed.next() || slice.count == 0 {
            return Err(damaged(frame.first_position, "a frame's positions have a gap"));
        }
        self.passed.verified.end.position += u64::from(slice.count);
        self.passed.indexed(slice.indexed());
        Ok(())
    }

    /// What lies before the position `to` and is not live must be archived.
    fn fill(&mut self, to: u64) -> Result<(), StoreError> {
        let next = self.passed.next();
        if next < to {
            self.gaps.fill(next, to)?;
            self.passed.verified.end.position = to - 1;
        }
        Ok(())
    }

    /// Adds to an error what this pass knows about the log.
    pub(super) fn intact_until_here(&self, error: StoreError) -> StoreError {
        self.passed.intact_until_here(error)
    }

    pub(super) fn end(self, archive: &Archive, testimony: Testimony) -> Result<Passed, StoreError> {
        let Self { mut passed, gaps } = self;
        passed.check_end(testimony)?;
        gaps.end().map_err(|error| passed.intact_until_here(error))?;
        for segment in archive.view().segments() {
            for run in archive.streams(segment)? {
                passed.folded.add_archived(&run.stream, &segment.lead_into(&run));
            }
        }
        Ok(passed)
    }
}

impl Passed {
    /// The position that must come next.
    const fn next(&self) -> u64 {
        self.verified.end.position + 1
    }

    fn indexed(&mut self, indexed: Indexed) {
        if indexed.posting.frame <= self.folded_until {
            self.folded.add_live(&indexed.stream, &indexed.posting);
        } else {
            self.verified.recent.extend([indexed], self.verified.end.position);
        }
    }

    fn check_end(&self, testimony: Testimony) -> Result<(), StoreError> {
        if self.group_end > self.verified.end.position {
            return Err(self.damaged("the last commit is not complete"));
        }
        check_testimony(self.verified.end.position, testimony)
    }

    pub(super) fn damaged(&self, what: &str) -> StoreError {
        StoreError::damaged(what, self.verified.end.position)
    }

    /// Adds to an error what this pass knows about the log.
    pub(super) fn intact_until_here(&self, error: StoreError) -> StoreError {
        match error {
            StoreError::Damaged { what, .. } => self.damaged(&what),
            other => other,
        }
    }
}
