//! A state being folded: one's own, or one that the cache shares until it changes.

use core::ops::Deref;
use std::sync::Arc;

use super::Provenance;
use crate::aggregate::Apply;

pub(super) enum State<A> {
    Own(A),
    Shared(Arc<A>, Copy<A>),
}

/// What the cache shares of an aggregate.
pub(super) struct Cached<A> {
    pub(super) state: Arc<A>,
    /// Whether nothing can follow.
    pub(super) closed: bool,
    pub(super) provenance: Provenance,
}

// Not derived: that would ask for `A: Clone`.
impl<A> Clone for Cached<A> {
    fn clone(&self) -> Self {
        let (state, closed) = (Arc::clone(&self.state), self.closed);
        Self { state, closed, provenance: self.provenance.clone() }
    }
}

/// How a state is copied.
pub(super) type Copy<A> = fn(&A) -> A;

impl<A> State<A> {
    pub(super) fn into_shared(self) -> Arc<A> {
        match self {
            Self::Own(state) => Arc::new(state),
            Self::Shared(state, _) => state,
        }
    }

    /// Whether both share one state.
    pub(super) fn is(&self, other: &Self) -> bool {
        matches!((self, other), (Self::Shared(one, _), Self::Shared(other, _)) if Arc::ptr_eq(one, other))
    }

    fn to_mut(&mut self) -> &mut A {
        if let Self::Shared(state, copy) = self {
            *self = Self::Own(copy(state));
        }
        match self {
            Self::Own(state) => state,
            Self::Shared(..) => unreachable!("a shared state was replaced by its copy"),
        }
    }
}

impl<A: Apply> State<A> {
    pub(super) fn apply(&mut self, event: A::Event) {
        self.to_mut().apply(event);
    }
}

impl<A> Deref for State<A> {
    type Target = A;

    fn deref(&self) -> &A {
        match self {
            Self::Own(state) => state,
            Self::Shared(state, _) => state,
        }
    }
}
