//! What a type declares about itself by attributes, as constants of its `Aggregate` impl.

use core::fmt;

use rmp_serde::{decode, encode};
use serde::{Serialize, de::DeserializeOwned};

use super::SnapshotPolicy;

/// `#[aggregate(snapshot(..))]`: when snapshots are taken, and how the state is written and read.
pub struct Snapshots<A> {
    policy: SnapshotPolicy,
    encode: fn(&A) -> Result<Vec<u8>, encode::Error>,
    decode: fn(&[u8]) -> Result<A, decode::Error>,
}

/// A state that can be kept as a snapshot: every one that serde can write and read.
#[diagnostic::on_unimplemented(
    message = "a snapshot of `{Self}` cannot be stored",
    label = "snapshots are declared here",
    note = "snapshots store the state: add `Serialize, Deserialize` to the derive of `{Self}`"
)]
pub trait Storable: Serialize + DeserializeOwned {}

#[diagnostic::do_not_recommend]
impl<A: Serialize + DeserializeOwned> Storable for A {}

impl<A: Storable> Snapshots<A> {
    /// A snapshot as soon as `every` events have happened since the last one; 0 counts as 1.
    pub const fn every(every: u64) -> Self {
        Self::when(SnapshotPolicy::new().events(every))
    }

    /// A snapshot whenever `policy` says so.
    pub const fn when(policy: SnapshotPolicy) -> Self {
        // With field names: a nested type that changed its order must fail to decode or decode rightly, never swap values.
        Self {
            policy,
            encode: rmp_serde::to_vec_named::<A>,
            decode: |bytes| rmp_serde::from_slice(bytes),
        }
    }
}

impl<A> Snapshots<A> {
    /// When snapshots are taken, and how many are kept.
    pub const fn policy(&self) -> SnapshotPolicy {
        self.policy
    }

    pub(crate) fn encode(&self, state: &A) -> Result<Vec<u8>, encode::Error> {
        (self.encode)(state)
    }

    pub(crate) fn decode(&self, bytes: &[u8]) -> Result<A, decode::Error> {
        (self.decode)(bytes)
    }
}

// Not derived: that would ask for `A: Copy`.
impl<A> Clone for Snapshots<A> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<A> Copy for Snapshots<A> {}

impl<A> fmt::Debug for Snapshots<A> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Snapshots").field("policy", &self.policy).finish_non_exhaustive()
    }
}
