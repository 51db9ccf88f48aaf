//! The two times of an event: when it was recorded, and when it occurred.

use std::time::SystemTime;

use crate::{
    aggregate::Apply,
    event::{Metadata, RecordedEvent, Timestamp},
    repository::{Handle, LoadError, ReplayError, failure},
    store::{Direction, StoreError},
};

/// A moment of the past, by one of the two times of events or by both.
///
/// ```
/// use std::time::SystemTime;
/// use patterns_core::history::AsOf;
///
/// let (invoiced, audited) = (SystemTime::now(), SystemTime::now());
/// let as_shown_then = AsOf::recorded(invoiced);
/// let as_known_today = AsOf::occurred(invoiced);
/// let as_known_at_the_audit = AsOf::occurred(invoiced).known_at(audited);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AsOf {
    pub(super) recorded: Option<Timestamp>,
    pub(super) occurred: Option<Timestamp>,
}

impl AsOf {
    /// What was recorded by then: as everybody could have seen it.
    pub fn recorded(time: impl Into<Timestamp>) -> Self {
        Self { recorded: Some(time.into()), occurred: None }
    }

    /// What had occurred by then, by what is known today: with what was recorded later, and without what was undone later.
    pub fn occurred(time: impl Into<Timestamp>) -> Self {
        Self { recorded: None, occurred: Some(time.into()) }
    }

    /// By what had been recorded at `time`, instead of what is known today.
    #[must_use]
    pub fn known_at(self, time: impl Into<Timestamp>) -> Self {
        let time = time.into();
        Self { recorded: Some(self.recorded.map_or(time, |before| before.min(time))), ..self }
    }
}

impl From<Timestamp> for AsOf {
    fn from(time: Timestamp) -> Self {
        Self::recorded(time)
    }
}

impl From<SystemTime> for AsOf {
    fn from(time: SystemTime) -> Self {
        Self::recorded(time)
    }
}

/// Whether the event had occurred at `time`.
pub(super) fn had_occurred(event: &RecordedEvent, time: Timestamp) -> Result<bool, ReplayError> {
    let metadata = Metadata::decode(&event.data.metadata);
    let metadata: Metadata = metadata.map_err(|cause| failure(event, cause.into()))?;
    Ok(metadata.occurred_at.unwrap_or(event.recorded_at) <= time)
}

impl<A: Apply> Handle<A> {
    pub(super) async fn head(&self) -> Result<u64, StoreError> {
        Ok(self.source().read(u64::MAX, Direction::Backward, 0).await?.head)
    }

    /// The last version that was recorded at `time` or before; found by halving, because stores stamp in the order of versions.
    pub(super) async fn version_at(&self, time: Timestamp) -> Result<u64, LoadError> {
        let (mut before, mut after) = (0, self.head().await? + 1);
        while after - before > 1 {
            let middle = before + (after - before) / 2;
            match self.source().event(middle).await?.recorded_at <= time {
                true => before = middle,
                false => after = middle,
            }
        }
        Ok(before)
    }
}
