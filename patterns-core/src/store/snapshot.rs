//! Snapshots as stores see them.

use bytes::Bytes;

use crate::event::{Fingerprint, StreamId};

/// Under what a snapshot is kept: other code, other key (promise E8).
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct SnapshotKey {
    /// Whose state it holds.
    pub stream: StreamId,
    /// The code that made it.
    pub fingerprint: Fingerprint,
}

/// A state, encoded, and the version it covers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Snapshot {
    /// How many events of the stream are folded into the state.
    pub version: u64,
    /// The state.
    pub state: Bytes,
}
