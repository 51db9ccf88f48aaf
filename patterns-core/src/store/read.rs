//! What a reader asks for, and what comes back.

use core::ops::Bound;

use crate::event::{RecordedEvent, StreamId};

/// Which way a stream is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    /// From older to newer.
    Forward,
    /// From newer to older.
    Backward,
}

impl Direction {
    /// The first and last version of a page of `limit` events, both inclusive and ascending, in a stream of version `head`.
    /// `None` when the page is empty.
    pub(crate) fn span(self, from: u64, limit: usize, head: u64) -> Option<(u64, u64)> {
        let further = (limit as u64).checked_sub(1)?;
        let (first, last) = match self {
            Self::Forward => (from.max(1), from.max(1).saturating_add(further).min(head)),
            Self::Backward => (from.min(head).saturating_sub(further).max(1), from.min(head)),
        };
        (first <= last).then_some((first, last))
    }
}

/// Some events of one stream.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StreamPage {
    /// The events, in the direction asked for.
    pub events: Vec<RecordedEvent>,
    /// The version of the stream when it was read; 0 when nothing was ever written to it.
    pub head: u64,
}

/// A stream, and how many events it has.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StreamHead {
    /// The stream.
    pub stream: StreamId,
    /// The version of its last event.
    pub version: u64,
}

/// Where the names begin that begin with `prefix` and follow `after`.
pub(super) fn listed_from<'a>(prefix: &'a [u8], after: Option<&'a StreamId>) -> Bound<&'a [u8]> {
    match after.map(StreamId::as_bytes) {
        Some(after) if after >= prefix => Bound::Excluded(after),
        _ => Bound::Included(prefix),
    }
}
