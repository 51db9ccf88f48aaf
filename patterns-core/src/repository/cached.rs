//! Handles of types that are `#[cached]`: what they take from the cache, and what they leave there.

use std::sync::Arc;

use super::{
    Database, Handle, LoadError,
    caches::StateCache,
    loaded::Loaded,
    state::{Copy, State},
};
use crate::{
    aggregate::Apply,
    cache::{self, Demand, Known, Read, ReadMode},
    event::StreamId,
};

/// A write of a state under way.
type Write<A> = cache::Write<StreamId, Arc<A>, LoadError>;

impl<A: Apply> Handle<A> {
    pub(super) async fn read_through(
        &self,
        states: &StateCache<A>,
        demand: Demand,
    ) -> Result<Read<Arc<A>>, LoadError> {
        let load = |known| {
            let (db, stream, id) = (self.db.clone(), self.stream.clone(), self.id.clone());
            load(db, stream, id, known, states.copy)
        };
        states.cache.read(&self.stream, demand, load).await
    }

    /// The state to decide on: whatever is cached, because the store compares versions before it records anything.
    pub(super) async fn known(&self) -> Result<Loaded<A>, LoadError> {
        let Some(states) = &self.states else { return self.replayed().await };
        let read = match states.cache.get(&self.stream, ReadMode::Any) {
            Some(read) => read,
            None => self.read_through(states, Demand::default()).await?,
        };
        Ok(Loaded::shared(read.value, read.version, states.copy))
    }

    /// Brings the state to what the store has now; answers whether it has changed.
    pub(super) async fn catch_up(&self, loaded: &mut Loaded<A>) -> Result<bool, LoadError> {
        let before = loaded.version;
        match &self.states {
            None => drop(loaded.catch_up(&self.db, &self.stream).await?),
            Some(states) => {
                let read = self.read_through(states, ReadMode::Strong.into()).await?;
                *loaded = Loaded::shared(read.value, read.version, states.copy);
            }
        }
        Ok(loaded.version != before)
    }

    /// Brings the state to `version` at least, from the cache if it has heard of it already.
    pub(super) async fn catch_up_with(
        &self,
        loaded: &mut Loaded<A>,
        version: u64,
    ) -> Result<(), LoadError> {
        let demand = Demand { mode: ReadMode::Any, at_least: version };
        let known = self.states.as_ref().and_then(|states| {
            let read = states.cache.get(&self.stream, demand)?;
            Some(Loaded::shared(read.value, read.version, states.copy))
        });
        match known {
            Some(known) => *loaded = known,
            None => drop(self.catch_up(loaded).await?),
        }
        Ok(())
    }

    pub(super) fn begin_write(&self) -> Option<Write<A>> {
        Some(self.states.as_ref()?.cache.begin_write(&self.stream))
    }

    /// Publishes what was just recorded.
    pub(super) fn publish(&self, write: Write<A>, loaded: &Loaded<A>) {
        self.seen.note(&self.stream, loaded.version);
        // A state of one's own is not published; dropping the write then drops the entry.
        if let State::Shared(state, _) = &loaded.state {
            write.publish(cache::Loaded::versioned(Arc::clone(state), loaded.version));
        }
    }

    /// Publishes the cached state with `events` added, if it is the one that they follow; else the entry goes.
    pub(super) fn publish_after(&self, write: Write<A>, events: Vec<A::Event>, version: u64) {
        self.seen.note(&self.stream, version);
        let before = version - events.len() as u64;
        let Some(states) = &self.states else { return };
        let cached = states.cache.get(&self.stream, ReadMode::Any);
        if let Some(read) = cached.filter(|read| read.version == before) {
            let mut state = (states.copy)(&read.value);
            events.into_iter().for_each(|event| state.apply(event));
            write.publish(cache::Loaded::versioned(Arc::new(state), version));
        }
    }
}

/// Loads a state for the cache: by the events after the one that it knows, or from the beginning.
async fn load<A: Apply>(
    db: Database,
    stream: StreamId,
    id: A::Id,
    known: Option<Known<Arc<A>>>,
    copy: Copy<A>,
) -> Result<cache::Loaded<Arc<A>>, LoadError> {
    let loaded = match known {
        None => Loaded::load(&db, &stream, &id).await?,
        Some(known) => {
            let mut loaded = Loaded::shared(known.value, known.version, copy);
            loaded.catch_up(&db, &stream).await?;
            loaded
        }
    };
    Ok(cache::Loaded::versioned(loaded.state.into_shared(), loaded.version))
}
