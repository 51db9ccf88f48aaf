//! Events that the framework itself records in the streams of aggregates.

use serde::{Deserialize, Serialize};

use super::{DecodeError, Event, EventData, EventSchema, decode};

/// What is recorded when the history of an aggregate is corrected or ended. Nothing is ever removed (promise E9).
///
/// Each of the corrections says the version whose state is in effect again, so that the state after any version is defined by the events up to it:
/// after an ordinary event it is what the event makes of the state before, after a correction the state after the version `to`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub enum FrameworkEvent {
    /// A change was taken back.
    Undone {
        /// The state after this version is in effect again.
        to: u64,
        /// The last version of the change that was taken back.
        undid: u64,
        /// The version of the undo before this one that a redo can take back after this one.
        earlier: Option<u64>,
    },
    /// An undo was taken back.
    Redone {
        /// The state after this version is in effect again.
        to: u64,
        /// The version of the undo that the next redo takes back.
        next: Option<u64>,
    },
    /// An older state was put in effect again.
    Reverted {
        /// The state after this version is in effect again.
        to: u64,
    },
    /// Nothing more can be recorded.
    Closed,
}

impl Event for FrameworkEvent {
    const SCHEMA: &'static [EventSchema] = &[
        EventSchema::new("patterns.undone"),
        EventSchema::new("patterns.redone"),
        EventSchema::new("patterns.reverted"),
        EventSchema::new(Self::CLOSED),
    ];
}

impl FrameworkEvent {
    /// What the stored names of all framework events begin with, and no others.
    pub const PREFIX: &'static str = "patterns.";

    /// The stored name of [`Closed`](Self::Closed).
    pub const CLOSED: &'static str = "patterns.closed";

    /// The framework event that `data` is; `None` for an ordinary event.
    ///
    /// # Errors
    /// When it is one that this version of the framework cannot read.
    pub fn read(data: &EventData) -> Result<Option<Self>, DecodeError> {
        if !data.name.begins_with(Self::PREFIX) {
            return Ok(None);
        }
        match decode(data) {
            Err(DecodeError::UnknownName) => Err(DecodeError::NewerFramework),
            event => event.map(Some),
        }
    }

    /// The version whose state is in effect again.
    pub const fn restores(&self) -> Option<u64> {
        match *self {
            Self::Undone { to, .. } | Self::Redone { to, .. } | Self::Reverted { to } => Some(to),
            Self::Closed => None,
        }
    }
}
