//! A state of the past, to be looked at and nothing else.

use core::ops::Deref;

use super::as_of::{AsOf, had_occurred};
use crate::{
    aggregate::Apply,
    event::Timestamp,
    repository::{Handle, LoadError, Loaded},
};

/// A state as it was. Dereferences to the state; there is no way from it to a command.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Past<A> {
    state: A,
    version: u64,
}

impl<A> Past<A> {
    pub(super) const fn new(state: A, version: u64) -> Self {
        Self { state, version }
    }

    /// The version that it is the state of. Of the events by the time at which they occurred, the version of the last one that was folded: more than one state
    /// can have it then. 0 when no event was folded.
    pub const fn version(&self) -> u64 {
        self.version
    }

    /// The state alone.
    pub fn into_state(self) -> A {
        self.state
    }
}

impl<A> Deref for Past<A> {
    type Target = A;

    fn deref(&self) -> &A {
        &self.state
    }
}

impl<A: Apply> Handle<A> {
    /// The state after `version`, as it was then, whatever was undone since; 0 for that before the first event. `None` if the aggregate has not been
    /// at this version.
    ///
    /// Reads from the newest snapshot at or before the version. Nothing is cached.
    ///
    /// # Errors
    /// When the store cannot be read, or an event cannot be replayed.
    pub async fn at(&self, version: u64) -> Result<Option<Past<A>>, LoadError> {
        let head = self.head().await?;
        if version > head { Ok(None) } else { self.past(version).await.map(Some) }
    }

    /// The state as it was at a time: what was recorded by then, or what had occurred by then; [`AsOf`] tells the two apart. A bare timestamp means
    /// the time of recording.
    ///
    /// # Errors
    /// When the store cannot be read, or an event cannot be replayed.
    pub async fn as_of(&self, when: impl Into<AsOf>) -> Result<Past<A>, LoadError> {
        let AsOf { recorded, occurred } = when.into();
        let known = match recorded {
            Some(time) => self.version_at(time).await?,
            None => self.head().await?,
        };
        match occurred {
            Some(time) => self.occurred_until(known, time).await,
            None => self.past(known).await,
        }
    }

    async fn past(&self, version: u64) -> Result<Past<A>, LoadError> {
        let loaded = Loaded::after(&self.source(), version).await?;
        Ok(Past::new(loaded.into_state(), version))
    }

    /// Of the events in effect after the version `known`, those that had occurred at `time`, in the order in which they were recorded.
    async fn occurred_until(&self, known: u64, time: Timestamp) -> Result<Past<A>, LoadError> {
        let wanted = |event: &_| had_occurred(event, time);
        let loaded = Loaded::after_only(&self.source(), known, wanted).await?;
        let version = loaded.version;
        Ok(Past::new(loaded.into_state(), version))
    }
}
