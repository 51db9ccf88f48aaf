//! One aggregate, by its identity.

use core::fmt;
use std::sync::Arc;

use super::{
    Database, LoadError, Recorded, caches::StateCache, loaded::Loaded, session::Seen,
    source::Source,
};
use crate::{
    aggregate::{Aggregate, Apply, Versioned},
    cache::{Freshness, ReadMode},
    event::{Metadata, StreamId},
    store::Direction,
};

/// Ties an aggregate to the handle type that has its commands as methods. Written by `#[derive(Aggregate)]`.
pub trait HasHandle: Aggregate {
    /// The typed handle.
    type Handle: From<Handle<Self>>;
}

/// One aggregate of a database. Holds no state: every load and every command asks the store, or the cache if the type is `#[cached]`.
pub struct Handle<A: Aggregate> {
    pub(crate) db: Database,
    pub(crate) id: A::Id,
    pub(crate) stream: StreamId,
    /// `None` for a type that is not cached.
    pub(super) states: Option<StateCache<A>>,
    pub(super) seen: Seen,
    /// What is noted beside every event that is recorded through this handle.
    pub(super) metadata: Arc<Metadata>,
}

impl<A: Aggregate> Handle<A> {
    pub(super) fn new(db: Database, id: A::Id, seen: Seen, metadata: Arc<Metadata>) -> Self {
        let stream = StreamId::new(A::NAME, &id).routed(A::route(&id));
        let states = db.caches.states();
        Self { db, id, stream, states, seen, metadata }
    }

    /// For tests, which know an aggregate by its trait only.
    #[cfg(feature = "testing")]
    pub(crate) fn fresh(db: Database, id: A::Id) -> Self {
        Self::new(db, id, Seen::by_handle(), Arc::default())
    }

    /// The identity of the aggregate.
    pub const fn id(&self) -> &A::Id {
        &self.id
    }

    /// The stream that holds its events.
    pub const fn stream(&self) -> &StreamId {
        &self.stream
    }

    /// Never to be shown anything older than `version` again.
    pub(crate) fn has_seen(&self, version: u64) {
        self.seen.note(&self.stream, version);
    }

    pub(crate) const fn source(&self) -> Source<'_, A> {
        Source { db: &self.db, stream: &self.stream, id: &self.id }
    }
}

impl<A: Apply> Handle<A> {
    /// The state after everything that has happened and is in effect; the initial state, with version 0, when nothing has.
    ///
    /// If the type is `#[cached]`, a state may be served that was checked against the store within the time to live, but none that is older than
    /// what was read or written through this handle or its session before.
    ///
    /// # Errors
    /// When the store cannot be read, or an event cannot be replayed.
    pub async fn load(&self) -> Result<Versioned<A>, LoadError> {
        self.load_with(ReadMode::Session).await
    }

    /// As [`load`](Self::load), as fresh as `mode` says. For a type that is not `#[cached]` every mode reads the store.
    ///
    /// # Errors
    /// When the store cannot be read, or an event cannot be replayed.
    pub async fn load_with(&self, mode: ReadMode) -> Result<Versioned<A>, LoadError> {
        let Some(states) = &self.states else {
            let loaded = self.replayed().await?;
            let version = loaded.version;
            let state = loaded.share(&self.db, &self.stream).state;
            return Ok(Versioned::new(state, version, Freshness::Fresh));
        };
        let read = self.read_through(states, self.seen.demand(&self.stream, mode)).await?;
        self.seen.note(&self.stream, read.version);
        Ok(Versioned::new(read.value.state, read.version, read.freshness))
    }

    /// Reads at most `limit` events, beginning with the version `from` (inclusive) and going in `direction`: the first page forward
    /// begins with 1, the next one with the last version plus 1, and the newest page backward with `u64::MAX`.
    ///
    /// # Errors
    /// When the store cannot be read, or an event does not decode.
    pub async fn read(
        &self,
        from: u64,
        direction: Direction,
        limit: usize,
    ) -> Result<Vec<Recorded<A::Event>>, LoadError> {
        let page = self.db.store.read_stream(&self.stream, from, direction, limit).await?;
        let newest = page.events.iter().map(|event| event.version).max();
        self.seen.note(&self.stream, newest.unwrap_or_default());
        let mut keys = self.db.keys.ring(&self.stream);
        let mut typed = Vec::with_capacity(page.events.len());
        for event in page.events {
            typed.push(Recorded::read(event, &mut keys).await?);
        }
        Ok(typed)
    }

    /// The state as the store has it now.
    pub(super) async fn replayed(&self) -> Result<Loaded<A>, LoadError> {
        Loaded::load(&self.source()).await
    }
}

impl<A: Aggregate> Clone for Handle<A> {
    fn clone(&self) -> Self {
        Self {
            db: self.db.clone(),
            id: self.id.clone(),
            stream: self.stream.clone(),
            states: self.states.clone(),
            seen: self.seen.clone(),
            metadata: Arc::clone(&self.metadata),
        }
    }
}

impl<A: Aggregate> fmt::Debug for Handle<A> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Handle({})", self.stream)
    }
}
