//! What one group commit writes: pure, from the waiting requests and the versions of their streams.

use std::collections::HashMap;

use super::{
    frame::{FrameWriter, Posting},
    log::StoredFrame,
    tree::MAX_VALUE,
};
use crate::{
    event::{EventData, StreamId, Timestamp},
    store::{Append, AppendError, Appended, StoreError, append::check_versions},
};

/// Everything that one commit makes durable.
#[derive(Debug, Default)]
pub(super) struct Group {
    pub(super) frames: Vec<StoredFrame>,
    /// New entries for the index of streams, in the order of their positions.
    pub(super) postings: Vec<(StreamId, Posting)>,
    /// The last position of the log after the commit.
    pub(super) last_position: u64,
}

/// Decides which requests succeed and lays out their events.
pub(super) struct GroupWriter<F> {
    head_in_store: F,
    heads: HashMap<StreamId, u64>,
    frame: FrameWriter,
    finished: Vec<FrameWriter>,
    postings: Vec<(StreamId, Posting)>,
    recorded_at: Timestamp,
}

impl<F: Fn(&StreamId) -> Result<u64, StoreError>> GroupWriter<F> {
    /// A group that follows the position `last_position`; `head_in_store` answers the committed version of a stream.
    pub(super) fn new(last_position: u64, recorded_at: Timestamp, head_in_store: F) -> Self {
        Self {
            head_in_store,
            heads: HashMap::new(),
            frame: FrameWriter::new(last_position + 1, recorded_at),
            finished: Vec::new(),
            postings: Vec::new(),
            recorded_at,
        }
    }

    /// Adds a request to the group, whole or not at all. Requests see those before them.
    pub(super) fn add(&mut self, batch: Vec<Append>) -> Result<Appended, AppendError> {
        let versions = check_versions(&batch, |stream| self.head(stream))?;
        for (entry, version) in batch.into_iter().zip(&versions) {
            self.write(&entry.stream, version + 1 - entry.events.len() as u64, &entry.events);
            self.heads.insert(entry.stream, *version);
        }
        Ok(Appended { position: self.frame.next_position() - 1, versions })
    }

    fn head(&self, stream: &StreamId) -> Result<u64, StoreError> {
        match self.heads.get(stream) {
            Some(head) => Ok(*head),
            None => (self.head_in_store)(stream),
        }
    }

    fn write(&mut self, stream: &StreamId, first_version: u64, events: &[EventData]) {
        let mut open: Option<Posting> = None;
        for (version, event) in (first_version..).zip(events) {
            if self.is_full_for(stream, event) {
                self.postings.extend(open.take().map(|posting| (stream.clone(), posting)));
                self.begin_frame();
            }
            let posting = open.get_or_insert_with(|| self.frame.begin_slice(stream, version));
            self.frame.push(posting, event);
        }
        self.postings.extend(open.map(|posting| (stream.clone(), posting)));
    }

    /// Whether the event would push a frame that has events already beyond one value of the tree.
    fn is_full_for(&self, stream: &StreamId, event: &EventData) -> bool {
        const LENGTHS: usize = 48;
        let needed = LENGTHS + stream.as_bytes().len() + event.length();
        !self.frame.is_empty() && self.frame.length() + needed > MAX_VALUE
    }

    fn begin_frame(&mut self) {
        let next = FrameWriter::new(self.frame.next_position(), self.recorded_at);
        self.finished.push(core::mem::replace(&mut self.frame, next));
    }

    pub(super) fn finish(mut self) -> Group {
        let last_position = self.frame.next_position() - 1;
        self.begin_frame();
        let store = |frame: FrameWriter| StoredFrame {
            position: frame.first_position(),
            bytes: frame.finish(last_position, MAX_VALUE),
        };
        let frames = self.finished.into_iter().filter(|frame| !frame.is_empty()).map(store);
        Group { frames: frames.collect(), postings: self.postings, last_position }
    }
}
