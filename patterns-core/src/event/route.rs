//! Where a stream is, among several nodes.

use crate::key::{Place, ShardPolicy, ShardStrategy};

/// The place of a stream, and what declares it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Route {
    place: Place,
    /// Never absent, so that an optional route is no larger than a route: errors carry the names of streams.
    policy: &'static ShardPolicy,
}

/// Stands for a declaration that is not known.
static READ_BACK: ShardPolicy = ShardPolicy::new(&[], ShardStrategy::Hash);

impl Route {
    /// The place of a shard key, computed as `policy` says.
    pub const fn new(place: Place, policy: &'static ShardPolicy) -> Self {
        Self { place, policy }
    }

    /// A place read back from a store.
    pub(crate) fn read_back(place: Place) -> Self {
        Self { place, policy: &READ_BACK }
    }

    /// Where the shard key lies.
    pub const fn place(&self) -> Place {
        self.place
    }

    /// What the type declares; `None` for a stream that was read back from a store.
    pub fn policy(&self) -> Option<&'static ShardPolicy> {
        (!core::ptr::eq(self.policy, &READ_BACK)).then_some(self.policy)
    }
}
