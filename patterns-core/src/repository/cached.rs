//! Handles of types that are `#[cached]`: what they take from the cache, and what they leave there.

use std::{
    panic::{AssertUnwindSafe, catch_unwind},
    sync::Arc,
};

use super::{
    Database, Handle, LoadError, Ring,
    caches::StateCache,
    loaded::Loaded,
    source::Source,
    state::{Cached, Copy},
};
use crate::{
    aggregate::Apply,
    cache::{self, Demand, Known, Read, ReadMode},
    event::StreamId,
    store::{Append, AppendError, Appended},
};

/// A write of a state under way.
type Write<A> = cache::Write<StreamId, Cached<A>, LoadError>;

impl<A: Apply> Handle<A> {
    pub(super) async fn read_through(
        &self,
        states: &StateCache<A>,
        demand: Demand,
    ) -> Result<Read<Cached<A>>, LoadError> {
        let load = |known| {
            let (db, stream, id) = (self.db.clone(), self.stream.clone(), self.id.clone());
            load(db, stream, id, known, states.copy)
        };
        states.cache.read(&self.stream, demand, load).await
    }

    /// The state to decide on: whatever is cached, because the store compares versions before it records anything. And whether it was cached.
    pub(super) async fn known(&self) -> Result<(Loaded<A>, bool), LoadError> {
        let Some(states) = &self.states else { return Ok((self.replayed().await?, false)) };
        let cached = states.cache.get(&self.stream, ReadMode::Any);
        let was_cached = cached.is_some();
        let read = match cached {
            Some(read) => read,
            None => self.read_through(states, Demand::default()).await?,
        };
        Ok((Loaded::shared(read.value, read.version, states.copy), was_cached))
    }

    /// Brings the state to what the store has now; answers whether it has changed.
    pub(super) async fn catch_up(&self, loaded: &mut Loaded<A>) -> Result<bool, LoadError> {
        let Some(states) = &self.states else {
            let before = loaded.version;
            loaded.catch_up(&self.source()).await?;
            return Ok(loaded.version != before);
        };
        let read = self.read_through(states, ReadMode::Strong.into()).await?;
        let before =
            std::mem::replace(loaded, Loaded::shared(read.value, read.version, states.copy));
        // The same version may be another state: somebody in it may be forgotten. The same state may have another version: the stream may be closed.
        Ok(loaded.version != before.version || !loaded.state.is(&before.state))
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

    /// Somebody else has brought the stream to `version`: an older state is not to be decided on again.
    pub(super) fn outdate(&self, version: u64) {
        if let Some(states) = &self.states {
            states.cache.outdate(&self.stream, version);
        }
    }

    /// Hands the cached state over for a snapshot, if one is due, when events were recorded without being decided on.
    pub(super) fn hand_over_cached(&self, version: u64) {
        let Some(states) = self.states.as_ref().filter(|_| A::SNAPSHOTS.is_some()) else { return };
        let demand = Demand { mode: ReadMode::Any, at_least: version };
        if let Some(read) = states.cache.get(&self.stream, demand) {
            let loaded = Loaded::shared(read.value, read.version, states.copy);
            loaded.hand_over(&self.db, &self.stream);
        }
    }

    /// Appends under the guard of the cache, also when the caller gives up on the way: what was sent may be recorded all the same.
    pub(super) async fn append_and_publish(
        &self,
        states: &StateCache<A>,
        entry: Append,
        left: impl FnOnce(u64) -> Option<Cached<A>> + Send + 'static,
    ) -> Result<Appended, AppendError> {
        let store = Arc::clone(&self.db.store);
        let append = |guard| async move {
            let appended = store.append(vec![entry]).await;
            conclude(guard, &appended, left);
            appended
        };
        let appended = states.cache.write(&self.stream, append).await;
        if let Ok(Appended { versions, .. }) = &appended {
            self.seen.note(&self.stream, versions.first().copied().unwrap_or_default());
        }
        appended
    }

    /// The cached state with `events` added, once they are recorded, if it is the one that they follow.
    pub(super) fn cached_with(
        &self,
        events: Vec<A::Event>,
        keys: &Ring,
    ) -> impl FnOnce(u64) -> Option<Cached<A>> + Send + 'static {
        let (states, stream) = (self.states.clone(), self.stream.clone());
        let mut provenance = self.db.provenance();
        provenance.add(keys);
        move |version| {
            let states = states?;
            let before = states.cache.get(&stream, ReadMode::Any)?;
            if Some(before.version) != version.checked_sub(events.len() as u64) {
                return None;
            }
            let mut state = (states.copy)(&before.value.state);
            events.into_iter().for_each(|event| state.apply(event));
            provenance.merge(&before.value.provenance);
            Some(Cached { state: Arc::new(state), closed: false, provenance })
        }
    }
}

/// What an append means to the cache. Without a state, or when nobody knows whether it was recorded, dropping the guard drops the entry.
fn conclude<A: Apply>(
    mut guard: Write<A>,
    appended: &Result<Appended, AppendError>,
    left: impl FnOnce(u64) -> Option<Cached<A>>,
) {
    match appended {
        Ok(Appended { versions, .. }) => {
            let version = versions.first().copied().unwrap_or_default();
            // A state that cannot be made is met by whoever loads it; the events are recorded already.
            let state = catch_unwind(AssertUnwindSafe(|| left(version))).ok().flatten();
            if let Some(state) = state {
                // Recording says nothing about the keys of what was there before.
                state.provenance.checked().into_iter().for_each(|then| guard.checked_at(then));
                guard.publish(cache::Loaded::versioned(state, version));
            }
        }
        Err(error) if error.nothing_was_appended() => guard.cancel(),
        Err(_) => drop(guard),
    }
}

/// Loads a state for the cache: by the events after the one that it knows, or from the beginning.
async fn load<A: Apply>(
    db: Database,
    stream: StreamId,
    id: A::Id,
    known: Option<Known<Cached<A>>>,
    copy: Copy<A>,
) -> Result<cache::Loaded<Cached<A>>, LoadError> {
    let source = Source { db: &db, stream: &stream, id: &id };
    let loaded = match still_known(&db, known).await {
        None => {
            let loaded = Loaded::load(&source).await?;
            db.snapshotter.learn::<A>(&stream, &loaded.progress);
            loaded
        }
        Some(known) => {
            let mut loaded = Loaded::shared(known.value, known.version, copy);
            loaded.catch_up(&source).await?;
            loaded
        }
    };
    let version = loaded.version;
    Ok(cache::Loaded::versioned(loaded.share(&db, &stream), version))
}

/// What the cache knows, if nobody in it is known to be forgotten: catching up would keep them in it for ever.
async fn still_known<A: Apply>(
    db: &Database,
    known: Option<Known<Cached<A>>>,
) -> Option<Known<Cached<A>>> {
    let mut known = known?;
    db.recheck(&mut known.value.provenance).await.then_some(known)
}
