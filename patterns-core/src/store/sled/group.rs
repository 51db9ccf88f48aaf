//! What one group commit writes: pure, from the waiting requests and the heads of their streams.

use std::collections::{HashMap, hash_map::Entry};

use super::{
    frame::{FrameWriter, Indexed},
    log::StoredFrame,
    tree::MAX_VALUE,
};
use crate::{
    event::{ChainHash, EventData, LogEnd, StreamHash, StreamId, Timestamp},
    store::{Append, AppendError, Appended, StoreError, append::check_versions},
};

/// Everything that one commit makes durable.
#[derive(Debug)]
pub(super) struct Group {
    pub(super) frames: Vec<StoredFrame>,
    /// New entries for the index of streams, in the order of their positions.
    pub(super) indexed: Vec<Indexed>,
    /// The end of the log after the commit.
    pub(super) end: LogEnd,
}

/// Answers what is committed of a stream.
pub(super) trait Heads {
    /// The last version.
    fn version(&self, stream: &StreamId) -> Result<u64, StoreError>;

    /// The end of the chain; can cost more.
    fn hash(&self, stream: &StreamId) -> Result<StreamHash, StoreError>;
}

/// Decides which requests succeed and lays out their events.
pub(super) struct GroupWriter<H> {
    committed: H,
    /// Of the streams that requests append to: the heads as committed, or after the requests before.
    heads: HashMap<StreamId, StreamHash>,
    frame: FrameWriter,
    finished: Vec<FrameWriter>,
    log_hash: ChainHash,
    recorded_at: Timestamp,
}

impl<H: Heads> GroupWriter<H> {
    /// A group that follows `end`.
    pub(super) fn new(end: LogEnd, recorded_at: Timestamp, committed: H) -> Self {
        Self {
            committed,
            heads: HashMap::new(),
            frame: FrameWriter::new(end.position + 1, recorded_at),
            finished: Vec::new(),
            log_hash: end.hash,
            recorded_at,
        }
    }

    /// Adds a request to the group, whole or not at all. Requests see those before them.
    pub(super) fn add(&mut self, batch: Vec<Append>) -> Result<Appended, AppendError> {
        self.learn_heads(&batch).map_err(AppendError::NotAttempted)?;
        let versions = check_versions(&batch, |stream| self.version(stream))?;
        batch.iter().for_each(|entry| self.write(&entry.stream, &entry.events));
        Ok(Appended { position: self.frame.next_position() - 1, versions })
    }

    /// Everything that can fail comes before anything is written.
    fn learn_heads(&mut self, batch: &[Append]) -> Result<(), StoreError> {
        for entry in batch.iter().filter(|entry| !entry.events.is_empty()) {
            if let Entry::Vacant(head) = self.heads.entry(entry.stream.clone()) {
                let committed = self.committed.hash(head.key())?;
                head.insert(committed);
            }
        }
        Ok(())
    }

    fn version(&self, stream: &StreamId) -> Result<u64, StoreError> {
        match self.heads.get(stream) {
            Some(head) => Ok(head.version),
            None => self.committed.version(stream),
        }
    }

    fn write(&mut self, stream: &StreamId, events: &[EventData]) {
        let Some(mut head) = self.heads.get(stream).copied() else { return };
        let mut open = false;
        for event in events {
            if self.is_full_for(stream, event) {
                self.begin_frame();
                open = false;
            }
            if !core::mem::replace(&mut open, true) {
                self.frame.begin_slice(stream, head.version + 1, head.hash);
            }
            head.version += 1;
            head.hash = head.hash.link(head.version, self.recorded_at, event);
            self.frame.push(event, head.hash);
        }
        self.heads.insert(stream.clone(), head);
    }

    /// Whether the event would push a frame that has events already beyond one value of the tree.
    fn is_full_for(&self, stream: &StreamId, event: &EventData) -> bool {
        const LENGTHS: usize = 48 + ChainHash::LENGTH + ChainHash::TAG_LENGTH;
        let needed = LENGTHS + stream.as_bytes().len() + event.length();
        !self.frame.is_empty() && self.frame.length() + needed > MAX_VALUE
    }

    fn begin_frame(&mut self) {
        let next = FrameWriter::new(self.frame.next_position(), self.recorded_at);
        self.finished.push(core::mem::replace(&mut self.frame, next));
    }

    pub(super) fn finish(mut self) -> Group {
        let position = self.frame.next_position() - 1;
        self.begin_frame();
        let (mut hash, mut frames, mut indexed) = (self.log_hash, Vec::new(), Vec::new());
        for frame in self.finished.into_iter().filter(|frame| !frame.is_empty()) {
            let first_position = frame.first_position();
            let (bytes, slices) = frame.finish(position, MAX_VALUE, &mut hash);
            frames.push(StoredFrame { position: first_position, bytes });
            indexed.extend(slices);
        }
        Group { frames, indexed, end: LogEnd { position, hash } }
    }
}
