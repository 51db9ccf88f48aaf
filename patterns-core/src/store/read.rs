//! What a reader asks for, and what comes back.

use crate::event::RecordedEvent;

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
