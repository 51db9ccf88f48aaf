//! The chain of hashes of a log: one link an append to a stream, in the order of positions.
//!
//! The chain of a stream covers its events as they were first appended; this one covers beside them how a store has them: where in the log,
//! under which name, marked as copies or not, committed when and together with what.

use super::{ChainHash, StreamId, Timestamp, chain::Hasher, copied::unmarked};

/// Begins what is hashed for a link.
const LINK: u8 = 2;
const GENESIS: &str = "data-patterns 2026-01 chain of a log";

/// One append to one stream, as a log has it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct LogLink<'a> {
    /// The stream, as the store calls it.
    pub(crate) stream: &'a StreamId,
    pub(crate) first_version: u64,
    pub(crate) first_position: u64,
    pub(crate) count: u32,
    /// The end of the stream's chain after the append.
    pub(crate) hash: &'a ChainHash,
    pub(crate) marks: &'a Marks,
    /// When it was committed.
    pub(crate) recorded_at: Timestamp,
    /// The last position of what was committed together.
    pub(crate) group_end: u64,
}

impl ChainHash {
    /// The hash of a log without events.
    pub(crate) fn log_genesis() -> Self {
        Self::from_bytes(blake3::derive_key(GENESIS, &[]))
    }

    /// The hash of a log after one more append.
    #[must_use]
    pub(crate) fn log_link(&self, link: &LogLink<'_>) -> Self {
        let mut hasher = Hasher::new(LINK, self);
        hasher.hash(link.hash);
        hasher.number(link.first_version);
        hasher.number(link.first_position);
        hasher.number(link.count.into());
        hasher.number(link.recorded_at.as_micros());
        hasher.number(link.group_end);
        hasher.bytes(link.stream.as_bytes());
        hasher.bytes(&link.marks.0);
        hasher.finish()
    }
}

/// The end of a log.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct LogEnd {
    /// The last position; 0 in an empty log.
    pub(crate) position: u64,
    /// The hash of the log after it.
    pub(crate) hash: ChainHash,
}

impl Default for LogEnd {
    /// That of an empty log.
    fn default() -> Self {
        Self { position: 0, hash: ChainHash::log_genesis() }
    }
}

/// What the chain of a stream leaves out of the metadata of an append: the marks of a node, event by event. Nothing when no event has any.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Marks(Vec<u8>);

impl Marks {
    /// Adds those of the event number `index` of the append, by its metadata as it is stored.
    pub(crate) fn add(&mut self, index: u32, metadata: &[u8]) {
        let marks = unmarked(metadata).marks;
        if !marks.is_empty() {
            self.0.extend(index.to_le_bytes());
            self.0.extend((marks.len() as u64).to_le_bytes());
            self.0.extend(marks);
        }
    }
}
