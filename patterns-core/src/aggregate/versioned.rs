//! A state together with the version it has.

use core::ops::Deref;

/// A state as it was after `version` events. Dereferences to the state.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Versioned<A> {
    state: A,
    version: u64,
}

impl<A> Versioned<A> {
    pub(crate) const fn new(state: A, version: u64) -> Self {
        Self { state, version }
    }

    /// How many events led to this state; 0 for an aggregate to which nothing has happened yet.
    pub const fn version(&self) -> u64 {
        self.version
    }

    /// The state alone.
    pub fn into_state(self) -> A {
        self.state
    }
}

impl<A> Deref for Versioned<A> {
    type Target = A;

    fn deref(&self) -> &A {
        &self.state
    }
}
