//! The events of one aggregate, as loading reads them.

use core::ops::RangeInclusive;

use super::{Codec, Database, LoadError, ReplayCause, ReplayError, Ring, in_effect::Correction};
use crate::{
    aggregate::Aggregate,
    event::{FrameworkEvent, RecordedEvent, StreamId},
    store::{Direction, StoreError, StreamPage},
};

/// So many events are read at once.
const PAGE: u64 = 1024;

/// Where an aggregate is loaded from.
pub(crate) struct Source<'a, A: Aggregate> {
    pub(super) db: &'a Database,
    pub(super) stream: &'a StreamId,
    pub(super) id: &'a A::Id,
}

/// The end of a stream: its version, and its last event, if it has one.
pub(crate) struct End {
    pub(crate) head: u64,
    pub(crate) last: Option<RecordedEvent>,
}

impl<A: Aggregate> Source<'_, A> {
    /// The next events from the version `from` up to `until`: at least one, unless the stream ends before.
    pub(super) async fn page(&self, from: u64, until: u64) -> Result<StreamPage, StoreError> {
        let limit = until.saturating_add(1).saturating_sub(from).min(PAGE) as usize;
        let page = self.read(from, Direction::Forward, limit).await?;
        if page.events.is_empty() && from <= page.head.min(until) {
            return Err(self.misses(from));
        }
        Ok(page)
    }

    /// Hands the events of the versions in `segment` to `each`, in order. One for which a key was wanting is handed over once more.
    pub(super) async fn segment(
        &self,
        segment: RangeInclusive<u64>,
        keys: &mut Ring,
        mut each: impl FnMut(&RecordedEvent, &Codec) -> Result<(), ReplayError> + Send,
    ) -> Result<(), LoadError> {
        let (mut next, last) = segment.into_inner();
        while next <= last {
            let page = self.page(next, last).await?;
            if page.events.is_empty() {
                return Err(self.misses(next).into());
            }
            let mut events = page.events.iter().peekable();
            let handed = keys.reading_of(payloads(&page.events), |codec| {
                while let Some(event) = events.peek() {
                    check_order(event, next)?;
                    each(event, codec)?;
                    next += 1;
                    events.next();
                }
                Ok::<_, ReplayError>(())
            });
            handed.await?;
        }
        Ok(())
    }

    /// The corrections among the versions after `base`, up to `until`.
    pub(super) async fn corrections(
        &self,
        base: u64,
        until: u64,
    ) -> Result<Vec<Correction>, LoadError> {
        let (mut found, mut keys) = (Vec::new(), self.db.keys.ring(self.stream));
        let look = |event: &RecordedEvent, _: &Codec| {
            let to = framework_event(event)?.and_then(|event| event.restores());
            found.extend(to.map(|to| Correction { version: event.version, to }));
            Ok(())
        };
        self.segment(base + 1..=until, &mut keys, look).await?;
        Ok(found)
    }

    /// The event of the version, which the stream must have.
    pub(crate) async fn event(&self, version: u64) -> Result<RecordedEvent, StoreError> {
        let page = self.read(version, Direction::Forward, 1).await?;
        page.events.into_iter().next().ok_or_else(|| self.misses(version))
    }

    /// The end of the stream as it is now.
    pub(crate) async fn end(&self) -> Result<End, StoreError> {
        let page = self.read(u64::MAX, Direction::Backward, 1).await?;
        Ok(End { head: page.head, last: page.events.into_iter().next() })
    }

    /// Reads at most `limit` events.
    pub(crate) async fn read(
        &self,
        from: u64,
        direction: Direction,
        limit: usize,
    ) -> Result<StreamPage, StoreError> {
        self.db.store.read_stream(self.stream, from, direction, limit).await
    }

    pub(super) fn misses(&self, version: u64) -> StoreError {
        let what = format!("stream {} misses its event {version}", self.stream);
        StoreError::Damaged { what, consistent_until: 0 }
    }
}

/// What is stored of each event.
pub(super) fn payloads(events: &[RecordedEvent]) -> impl Iterator<Item = &[u8]> {
    events.iter().map(|event| &*event.data.payload)
}

pub(super) fn check_order(recorded: &RecordedEvent, expected: u64) -> Result<(), ReplayError> {
    if recorded.version == expected {
        return Ok(());
    }
    Err(failure(recorded, ReplayCause::OutOfOrder { expected }))
}

/// The framework event that `recorded` is, if it is one. What it restores stands before it.
pub(crate) fn framework_event(
    recorded: &RecordedEvent,
) -> Result<Option<FrameworkEvent>, ReplayError> {
    let event = FrameworkEvent::read(&recorded.data);
    let event = event.map_err(|cause| failure(recorded, cause.into()))?;
    match event.and_then(|event| event.restores()) {
        Some(to) if to >= recorded.version => {
            Err(failure(recorded, ReplayCause::RestoresLater { to }))
        }
        _ => Ok(event),
    }
}

pub(crate) fn failure(recorded: &RecordedEvent, cause: ReplayCause) -> ReplayError {
    ReplayError {
        stream: recorded.stream.clone(),
        version: recorded.version,
        event: recorded.data.name.clone(),
        cause,
    }
}
