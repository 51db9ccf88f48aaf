//! A store and the settings under which aggregates use it.

use std::sync::Arc;

use super::{
    Handle, HasHandle, Keys, RetryPolicy, Session, SessionToken, Statistics, caches::Caches,
    session::Seen, snapshots::Snapshotter, statistics::Counters,
};
use crate::{
    aggregate::{Aggregate, IntoId},
    cache::{self, Clock},
    shard::ShardedStore,
    store::{self, EventStore},
};

/// The entry to all aggregates and entities of one store. Cheap to clone; clones share the store and the statistics.
#[derive(Clone, Debug)]
pub struct Database {
    pub(crate) store: Arc<dyn EventStore>,
    /// The same store, if it is one of several nodes.
    shards: Option<ShardedStore>,
    pub(super) retry: RetryPolicy,
    pub(super) counters: Arc<Counters>,
    pub(crate) caches: Arc<Caches>,
    pub(super) snapshotter: Arc<Snapshotter>,
    /// Those of personal data.
    pub(crate) keys: Keys,
}

impl Database {
    /// A database on any store.
    pub fn new(store: impl EventStore) -> Self {
        let (store, counters) = (Arc::new(store), Arc::<Counters>::default());
        let snapshotter =
            Snapshotter::new(store.clone(), Arc::clone(&counters), store::Clock::default());
        Self {
            store,
            shards: None,
            retry: RetryPolicy::default(),
            counters,
            caches: Arc::default(),
            snapshotter: Arc::new(snapshotter),
            keys: Keys::default(),
        }
    }

    /// A database on a store of several nodes.
    pub fn sharded(store: ShardedStore) -> Self {
        Self { shards: Some(store.clone()), ..Self::new(store) }
    }

    /// The nodes, for those who measure and move slots; `None` on a single store.
    pub const fn shards(&self) -> Option<&ShardedStore> {
        self.shards.as_ref()
    }

    /// The clock that cached states age by. To be said before anything is cached.
    #[must_use]
    pub fn with_cache_clock(mut self, clock: Clock) -> Self {
        self.caches = Arc::new(Caches::with_clock(clock));
        self
    }

    /// The clock that says how old a snapshot is and how long a load takes; to be said before anything is loaded. The system's, unless a test
    /// sets another: it should be the one that the store stamps its events by.
    #[must_use]
    pub fn with_snapshot_clock(mut self, clock: store::Clock) -> Self {
        let (store, counters) = (Arc::clone(&self.store), Arc::clone(&self.counters));
        self.snapshotter = Arc::new(Snapshotter::new(store, counters, clock));
        self
    }

    /// How commands are retried after a conflict.
    #[must_use]
    pub fn with_retry(mut self, retry: RetryPolicy) -> Self {
        self.retry = retry;
        self
    }

    /// The aggregate `id` of the type `A`. Nothing is loaded yet, and nothing is created before the first event.
    ///
    /// The handle, with its clones, is a session of its own: what it has read or written it never reads older. See [`session`](Self::session).
    pub fn aggregate<A: HasHandle>(&self, id: impl IntoId<A::Id>) -> A::Handle {
        Handle::new(self.clone(), id.into_id(), Seen::by_handle(), Arc::default()).into()
    }

    /// A session over several aggregates and entities: what it has read or written through any of its handles it never reads older through another.
    pub fn session(&self) -> Session {
        Session::new(self.clone(), &SessionToken::default())
    }

    /// The session that `token` comes from, on whatever node it was.
    pub fn resume(&self, token: &SessionToken) -> Session {
        Session::new(self.clone(), token)
    }

    /// What the cache of the aggregates of the type `A` has done; `None` if the type is not `#[cached]`.
    pub fn cache_statistics<A: Aggregate>(&self) -> Option<cache::Statistics> {
        Some(self.caches.states::<A>()?.cache.statistics())
    }

    /// The store itself: streams and the whole log, as bytes.
    pub fn store(&self) -> &dyn EventStore {
        &*self.store
    }

    /// What was done since the database was opened.
    pub fn statistics(&self) -> Statistics {
        self.counters.statistics()
    }
}
