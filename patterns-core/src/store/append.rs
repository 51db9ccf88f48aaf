//! What a caller appends, and what comes back.

use std::collections::HashMap;

use crate::event::{EventData, StreamId};

use super::StoreError;

/// The longest event a store takes, in bytes of its name, payload and metadata together: 16 MiB.
pub const MAX_EVENT_LENGTH: usize = 16 << 20;

/// So much longer than the original can a copy be that a node has of an event.
const MARK_LENGTH: usize = 16;

/// Events for one stream, and the version it must have.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Append {
    /// The stream.
    pub stream: StreamId,
    /// The version it must have.
    pub expected: ExpectedVersion,
    /// What to append, in order.
    pub events: Vec<EventData>,
}

impl Append {
    /// Refuses what no store can keep.
    pub(crate) fn check_limits(&self) -> Result<(), AppendError> {
        let refuse = |limit| Err(AppendError::Refused { stream: self.stream.clone(), limit });
        let length = self.stream.as_bytes().len();
        let most = self.stream.longest();
        if length > most {
            return refuse(format!("its name has {length} bytes, at most {most} are possible"));
        }
        // What a node has by copy is longer by a mark.
        let mark = if most > StreamId::MAX_LENGTH { MARK_LENGTH } else { 0 };
        let longest = self.events.iter().map(EventData::length).max().unwrap_or_default();
        if longest > MAX_EVENT_LENGTH + mark {
            let most = MAX_EVENT_LENGTH;
            return refuse(format!("an event has {longest} bytes, at most {most} are possible"));
        }
        Ok(())
    }
}

#[cfg(feature = "sled")]
impl Append {
    /// Bytes of all its events.
    pub(crate) fn length(&self) -> usize {
        self.events.iter().map(EventData::length).sum()
    }
}

/// The version a stream must have for an append to succeed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ExpectedVersion {
    /// Exactly this one; 0 for a stream that does not exist yet.
    Exact(u64),
    /// Whatever it has.
    Any,
}

impl ExpectedVersion {
    /// Whether a stream with the version `actual` is as expected.
    pub fn admits(self, actual: u64) -> bool {
        self == Self::Any || self == Self::Exact(actual)
    }
}

/// Where a batch was recorded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Appended {
    /// The position of the last event of the batch; of the log, if the batch had no events.
    pub position: u64,
    /// The version of each entry's stream after the batch, in the order of the entries.
    pub versions: Vec<u64>,
}

/// A stream had another version than was expected of it.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("stream {stream} has version {actual}, expected was {expected:?}")]
pub struct Conflict {
    /// The stream.
    pub stream: StreamId,
    /// What was expected.
    pub expected: ExpectedVersion,
    /// What it has.
    pub actual: u64,
}

/// Why nothing was appended, or it is unknown whether anything was.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum AppendError {
    /// A stream had another version; nothing was appended.
    #[error(transparent)]
    Conflict(#[from] Conflict),
    /// The batch breaks a limit of the store; nothing was appended.
    #[error("refused: {limit}")]
    Refused {
        /// The stream.
        stream: StreamId,
        /// Which limit, in words.
        limit: String,
    },
    /// The store cannot take appends; nothing was appended.
    #[error("nothing was appended: {0}")]
    NotAttempted(StoreError),
    /// The store failed while appending; the outcome is unknown until it has been opened again.
    #[error("whether the events were appended is unknown: {0}")]
    Store(StoreError),
}

impl AppendError {
    /// Whether it is certain that nothing was appended.
    pub const fn nothing_was_appended(&self) -> bool {
        match self {
            Self::Conflict(_) | Self::Refused { .. } | Self::NotAttempted(_) => true,
            Self::Store(_) => false,
        }
    }
}

/// The cautious reading: a store that fails without saying more may have appended.
impl From<StoreError> for AppendError {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}

/// The version of every entry's stream after the batch, if all are as expected. Entries see those before them.
pub(super) fn check_versions(
    batch: &[Append],
    head: impl Fn(&StreamId) -> Result<u64, StoreError>,
) -> Result<Vec<u64>, AppendError> {
    let mut ahead: HashMap<&StreamId, u64> = HashMap::new();
    let mut versions = Vec::with_capacity(batch.len());
    for Append { stream, expected, events } in batch {
        let known = ahead.get(stream).copied();
        let actual = known.map_or_else(|| head(stream), Ok).map_err(AppendError::NotAttempted)?;
        if !expected.admits(actual) {
            let (stream, expected) = (stream.clone(), *expected);
            return Err(Conflict { stream, expected, actual }.into());
        }
        let version = actual + events.len() as u64;
        ahead.insert(stream, version);
        versions.push(version);
    }
    Ok(versions)
}
