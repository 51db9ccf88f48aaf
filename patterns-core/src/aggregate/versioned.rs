//! A state together with the version it has.

use core::ops::Deref;
use std::sync::Arc;

use crate::cache::Freshness;

/// A state as it was after `version` events. Dereferences to the state. Cheap to clone.
#[derive(Debug)]
pub struct Versioned<A> {
    state: Arc<A>,
    version: u64,
    freshness: Freshness,
}

impl<A> Versioned<A> {
    pub(crate) const fn new(state: Arc<A>, version: u64, freshness: Freshness) -> Self {
        Self { state, version, freshness }
    }

    /// How many events led to this state; 0 for an aggregate to which nothing has happened yet.
    pub const fn version(&self) -> u64 {
        self.version
    }

    /// How fresh the state is; always [`Freshness::Fresh`] for types that are not `#[cached]`.
    pub const fn freshness(&self) -> Freshness {
        self.freshness
    }

    /// The state alone, as the cache shares it.
    pub fn into_shared(self) -> Arc<A> {
        self.state
    }

    /// The state alone; a copy if the cache shares it.
    pub fn into_state(self) -> A
    where
        A: Clone,
    {
        Arc::unwrap_or_clone(self.state)
    }
}

impl<A> Deref for Versioned<A> {
    type Target = A;

    fn deref(&self) -> &A {
        &self.state
    }
}

/// Equal when version and state are, however fresh.
impl<A: PartialEq> PartialEq for Versioned<A> {
    fn eq(&self, other: &Self) -> bool {
        (self.version, &self.state) == (other.version, &other.state)
    }
}

impl<A: Eq> Eq for Versioned<A> {}

// Not derived: that would ask for `A: Clone`.
impl<A> Clone for Versioned<A> {
    fn clone(&self) -> Self {
        Self { state: Arc::clone(&self.state), ..*self }
    }
}
