//! Events as they were recorded, with their types.

use core::iter;

use super::{LoadError, Ring, failure, framework_event};
use crate::event::{
    Cause, Event, EventName, FrameworkEvent, Metadata, RecordedEvent, StreamId, Timestamp,
};

/// One event of an aggregate, and where, when and because of what it was recorded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Recorded<E> {
    /// The stream it belongs to.
    pub stream: StreamId,
    /// Its place in the stream, from 1.
    pub version: u64,
    /// Its place in the whole log, from 1.
    pub position: u64,
    /// The name under which it is stored.
    pub name: EventName,
    /// When it was recorded.
    pub recorded_at: Timestamp,
    /// Who did it, because of what, and what else is known.
    pub metadata: Metadata,
    /// What happened.
    pub happened: Happened<E>,
}

/// What an event says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Happened<E> {
    /// Something happened to the aggregate.
    Event(E),
    /// Its history was corrected or ended.
    Framework(FrameworkEvent),
}

impl<E> Recorded<E> {
    /// The event of the aggregate, if it is one.
    pub fn event(&self) -> Option<&E> {
        match &self.happened {
            Happened::Event(event) => Some(event),
            Happened::Framework(_) => None,
        }
    }

    /// The event of the aggregate alone, if it is one.
    pub fn into_event(self) -> Option<E> {
        match self.happened {
            Happened::Event(event) => Some(event),
            Happened::Framework(_) => None,
        }
    }

    /// When it occurred: when it was recorded, unless something else was said then.
    pub fn occurred_at(&self) -> Timestamp {
        self.metadata.occurred_at.unwrap_or(self.recorded_at)
    }

    /// What tells the event from all others: its stream and its version.
    pub fn reference(&self) -> String {
        format!("{}@{}", self.stream, self.version)
    }
}

impl<E: Event> Recorded<E> {
    /// Decodes what a store has answered.
    pub(crate) async fn read(recorded: RecordedEvent, keys: &mut Ring) -> Result<Self, LoadError> {
        let metadata = Metadata::decode(&recorded.data.metadata);
        let metadata = metadata.map_err(|cause| failure(&recorded, cause.into()))?;
        let happened = match framework_event(&recorded)? {
            Some(event) => Happened::Framework(event),
            None => {
                let stored = iter::once(&*recorded.data.payload);
                let event = keys.reading_of(stored, |codec| codec.decode(&recorded.data)).await;
                Happened::Event(event.map_err(|cause| failure(&recorded, cause.into()))?)
            }
        };
        let RecordedEvent { stream, version, position, recorded_at, data } = recorded;
        let name = data.name;
        Ok(Self { stream, version, position, name, recorded_at, metadata, happened })
    }
}

/// What follows from an event belongs to what the event belongs to, or to the event itself.
impl<E> From<&Recorded<E>> for Cause {
    fn from(event: &Recorded<E>) -> Self {
        let causation = event.reference();
        let correlation = event.metadata.correlation.clone().unwrap_or_else(|| causation.clone());
        Self { causation, correlation: Some(correlation) }
    }
}
