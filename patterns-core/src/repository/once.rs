//! Commands that are carried out once, however often they are sent.

use super::{Handle, LoadError, Recorded, ReplayError, failure};
use crate::{
    aggregate::Apply,
    event::{Metadata, RecordedEvent},
    store::Direction,
};

/// So many events are read at once.
const PAGE: u64 = 256;

/// What a command has recorded before.
pub(super) struct Repeated<E> {
    /// Its events, in order.
    pub(super) events: Vec<Recorded<E>>,
    pub(super) version: u64,
    pub(super) position: u64,
}

/// A search for what a command has recorded: each goes back to where the one before began.
#[derive(Debug, Default)]
pub(super) struct Search {
    searched_until: u64,
}

impl Search {
    /// What the command that `handle` is to carry out once has recorded up to the version `until`; `None` if it is not known to have recorded anything.
    ///
    /// Whoever appends then must expect no later version: what was recorded in between was not looked at.
    pub(super) async fn find<A: Apply>(
        &mut self,
        handle: &Handle<A>,
        until: u64,
    ) -> Result<Option<Repeated<A::Event>>, LoadError> {
        let Some(id) = &handle.metadata.command else { return Ok(None) };
        let oldest = until.saturating_sub(A::ONCE_WITHIN).max(self.searched_until);
        let mut newest = until;
        while newest > oldest {
            let limit = PAGE.min(newest - oldest) as usize;
            let source = handle.source();
            let page = source.read(newest, Direction::Backward, limit).await?;
            let events = page.events.into_iter().filter(|event| event.version > oldest);
            let read = newest;
            for event in events {
                newest = event.version - 1;
                if is_of(&event, id)? {
                    return last_of_change(handle, event).await.map(Some);
                }
            }
            if newest == read {
                return Err(source.misses(newest).into());
            }
        }
        self.searched_until = self.searched_until.max(until);
        Ok(None)
    }
}

/// Whether the event was recorded by the command `id`. Metadata that do not hold the bytes of the identifier are not decoded.
fn is_of(event: &RecordedEvent, id: &str) -> Result<bool, ReplayError> {
    let bytes = &event.data.metadata;
    let may_be = bytes.windows(id.len().max(1)).any(|window| window == id.as_bytes());
    if !may_be && !id.is_empty() {
        return Ok(false);
    }
    // What cannot be read may be the command: carrying it out again would be a guess.
    let known = Metadata::decode(bytes).map_err(|cause| failure(event, cause.into()))?;
    Ok(known.command.as_deref() == Some(id))
}

/// The change that ends with `last`.
async fn last_of_change<A: Apply>(
    handle: &Handle<A>,
    last: RecordedEvent,
) -> Result<Repeated<A::Event>, LoadError> {
    let (version, position) = (last.version, last.position);
    let mut keys = handle.db.keys.ring(&handle.stream);
    let last = Recorded::<A::Event>::read(last, &mut keys).await?;
    let before = last.metadata.part.map_or(0, |part| u64::from(part.index));
    let mut events = Vec::new();
    if before > 0 {
        let first = version.saturating_sub(before);
        let source = handle.source();
        let page = source.read(first, Direction::Forward, before as usize).await?;
        for event in page.events {
            events.push(Recorded::read(event, &mut keys).await?);
        }
    }
    events.push(last);
    Ok(Repeated { events, version, position })
}
