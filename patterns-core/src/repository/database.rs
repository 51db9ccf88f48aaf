//! A store and the settings under which aggregates use it.

use std::sync::Arc;

use super::{Handle, HasHandle, RetryPolicy, Statistics, statistics::Counters};
use crate::{aggregate::IntoId, store::EventStore};

/// The entry to all aggregates of one store. Cheap to clone; clones share the store and the statistics.
#[derive(Clone, Debug)]
pub struct Database {
    pub(super) store: Arc<dyn EventStore>,
    pub(super) retry: RetryPolicy,
    pub(super) counters: Arc<Counters>,
}

impl Database {
    /// A database on any store.
    pub fn new(store: impl EventStore) -> Self {
        Self { store: Arc::new(store), retry: RetryPolicy::default(), counters: Arc::default() }
    }

    /// How commands are retried after a conflict.
    #[must_use]
    pub fn with_retry(mut self, retry: RetryPolicy) -> Self {
        self.retry = retry;
        self
    }

    /// The aggregate `id` of the type `A`. Nothing is loaded yet, and nothing is created before the first event.
    pub fn aggregate<A: HasHandle>(&self, id: impl IntoId<A::Id>) -> A::Handle {
        Handle::new(self.clone(), id.into_id()).into()
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
