//! What is checked when a database is opened, because sled itself opens over lost and damaged data without a word.
//!
//! One pass over the log (checksums, positions, the end of the last group) and one over the index (versions), in the memory that the
//! unfolded part of the index takes; that both tell of the same appends is shown by a digest that does not depend on their order.

use std::hash::{DefaultHasher, Hash, Hasher};

use super::{
    frame::{Frame, Posting},
    index::{Chunk, Chunks, Generation},
    log::{Log, damaged},
    witness::Testimony,
};
use crate::{
    event::{StreamId, Timestamp},
    store::StoreError,
};

/// What was learned about an intact database.
#[derive(Debug, Default)]
pub(super) struct Verified {
    pub(super) last_position: u64,
    pub(super) last_recorded_at: Timestamp,
    /// The postings that the index does not hold yet.
    pub(super) recent: Generation,
}

/// Checks the whole database.
pub(super) fn verify(
    log: &Log,
    chunks: &Chunks,
    testimony: Testimony,
) -> Result<Verified, StoreError> {
    let mut pass = LogPass::new(chunks.folded_until()?);
    for frame in log.frames_from(0)? {
        pass.frame(&frame.map_err(|error| pass.intact_until_here(error))?)?;
    }
    pass.check_end(testimony)?;
    let folded = IndexPass::run(chunks, &pass).map_err(|error| pass.intact_until_here(error))?;
    if folded != pass.folded {
        return Err(pass.damaged("the index of streams and the log tell of different events"));
    }
    Ok(pass.verified)
}

/// Whether a log that ends at `last` holds everything that was acknowledged.
pub(super) fn check_testimony(last: u64, testimony: Testimony) -> Result<(), StoreError> {
    let what = match testimony {
        Testimony::AcknowledgedUntil(position) if position > last => {
            let first = last + 1;
            format!("the events from position {first} to {position} were acknowledged and are gone")
        }
        Testimony::Damaged => "the file `acknowledged` cannot be read".into(),
        Testimony::Absent if last > 0 => "the file `acknowledged` is missing or empty".into(),
        _ => return Ok(()),
    };
    Err(StoreError::damaged(what, last))
}

/// A digest of postings that does not depend on their order.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Digest {
    postings: u64,
    sum: u64,
}

impl Digest {
    fn add(&mut self, stream: &StreamId, posting: &Posting) {
        let mut hasher = DefaultHasher::new();
        (stream, posting).hash(&mut hasher);
        self.postings += 1;
        self.sum = self.sum.wrapping_add(hasher.finish());
    }
}

#[derive(Debug, Default)]
struct LogPass {
    folded_until: u64,
    /// The postings that the index must hold.
    folded: Digest,
    group_end: u64,
    verified: Verified,
}

impl LogPass {
    fn new(folded_until: u64) -> Self {
        Self { folded_until, ..Self::default() }
    }

    fn frame(&mut self, frame: &Frame) -> Result<(), StoreError> {
        let expected = self.verified.last_position + 1;
        if frame.first_position != expected {
            return Err(damaged(expected, "events are missing"));
        }
        for slice in frame.slices() {
            let slice = slice.map_err(|what| damaged(expected, what))?;
            if slice.first_position != self.verified.last_position + 1 || slice.count == 0 {
                return Err(damaged(expected, "a frame's positions have a gap"));
            }
            self.verified.last_position += u64::from(slice.count);
            self.posting(slice.stream.clone(), slice.posting());
        }
        self.group_end = frame.group_end;
        self.verified.last_recorded_at = frame.recorded_at;
        Ok(())
    }

    fn posting(&mut self, stream: StreamId, posting: Posting) {
        if posting.frame <= self.folded_until {
            self.folded.add(&stream, &posting);
        } else {
            let until = self.verified.last_position;
            self.verified.recent.extend([(stream, posting)], until);
        }
    }

    fn check_end(&self, testimony: Testimony) -> Result<(), StoreError> {
        if self.group_end > self.verified.last_position {
            return Err(self.damaged("the last commit is not complete"));
        }
        check_testimony(self.verified.last_position, testimony)
    }

    fn damaged(&self, what: &str) -> StoreError {
        StoreError::damaged(what, self.verified.last_position)
    }

    /// Adds to an error what this pass knows about the log.
    fn intact_until_here(&self, error: StoreError) -> StoreError {
        match error {
            StoreError::Damaged { what, .. } => self.damaged(&what),
            other => other,
        }
    }
}

/// Follows the versions of one stream after the other.
struct IndexPass<'a> {
    log: &'a LogPass,
    folded: Digest,
    stream: Option<StreamId>,
    head: u64,
}

impl<'a> IndexPass<'a> {
    fn run(chunks: &Chunks, log: &'a LogPass) -> Result<Digest, StoreError> {
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
        for posting in &chunk.postings {
            if posting.first_version != self.head + 1 {
                return Err(gap(&chunk.stream, self.head));
            }
            self.head = posting.last_version();
            self.posting(&chunk.stream, posting)?;
        }
        self.stream = Some(chunk.stream);
        Ok(())
    }

    /// Postings beyond the folded part come from a fold that was cut off; the log must tell of them too.
    fn posting(&mut self, stream: &StreamId, posting: &Posting) -> Result<(), StoreError> {
        if posting.frame <= self.log.folded_until {
            self.folded.add(stream, posting);
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
        if head > 0 && chunks.postings(stream, head, head)?.is_empty() {
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
