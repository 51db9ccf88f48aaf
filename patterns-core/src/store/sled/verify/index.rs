//! The pass over the index.

use super::{digest::Digest, log::Passed};
use crate::{
    event::StreamId,
    store::{
        StoreError,
        sled::{
            frame::Posting,
            index::{Chunk, Chunks, Places},
        },
    },
};

/// Follows the versions of one stream after the other.
pub(super) struct IndexPass<'a> {
    log: &'a Passed,
    folded: Digest,
    stream: Option<StreamId>,
    head: u64,
}

impl<'a> IndexPass<'a> {
    pub(super) fn run(chunks: &Chunks, log: &'a Passed) -> Result<Digest, StoreError> {
        let mut pass = Self { log, folded: Digest::default(), stream: None, head: 0 };
        for chunk in chunks.all() {
            pass.chunk(chunk?)?;
        }
        for (stream, recent) in log.verified.recent.streams() {
            pass.check_recent(chunks, stream, recent)?;
        }
        Ok(pass.folded)
    }

    fn chunk(&mut self, chunk: Chunk) -> Result<(), StoreError> {
        if self.stream.as_ref() != Some(&chunk.stream) {
            self.head = 0;
        }
        match &chunk.places {
            Places::Live(postings) => {
                for posting in postings {
                    self.follow(&chunk.stream, posting.first_version, posting.last_version())?;
                    self.posting(&chunk.stream, posting)?;
                }
            }
            Places::Archived(runs) => {
                for run in runs {
                    self.follow(&chunk.stream, run.first_version, run.last_version())?;
                    self.folded.add_archived(&chunk.stream, run);
                }
            }
        }
        self.stream = Some(chunk.stream);
        Ok(())
    }

    /// Versions from `first` to `last` come next.
    fn follow(&mut self, stream: &StreamId, first: u64, last: u64) -> Result<(), StoreError> {
        if first != self.head + 1 || last < first {
            return Err(gap(stream, self.head));
        }
        self.head = last;
        Ok(())
    }

    /// Postings beyond the folded part come from a fold that was cut off; the log must tell of them too.
    fn posting(&mut self, stream: &StreamId, posting: &Posting) -> Result<(), StoreError> {
        if posting.frame <= self.log.folded_until {
            self.folded.add_live(stream, posting);
        } else if !self.log.verified.recent.holds(stream, posting) {
            return Err(StoreError::damaged(format!("the index of stream {stream} is wrong"), 0));
        }
        Ok(())
    }

    fn check_recent(
        &self,
        chunks: &Chunks,
        stream: &StreamId,
        recent: &[Posting],
    ) -> Result<(), StoreError> {
        let mut head = recent.first().map_or(0, |posting| posting.first_version - 1);
        if head > 0 && chunks.find(stream, head, head)?.is_empty() {
            return Err(gap(stream, head));
        }
        for posting in recent {
            if posting.first_version != head + 1 {
                return Err(gap(stream, head));
            }
            head = posting.last_version();
        }
        Ok(())
    }
}

fn gap(stream: &StreamId, head: u64) -> StoreError {
    StoreError::damaged(format!("stream {stream} has a gap after version {head}"), 0)
}
