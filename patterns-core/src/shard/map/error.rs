//! What can go wrong with a map.

use crate::{
    event::{DecodeError, EncodeError},
    shard::{node_id::NodeId, placement::PlacementError},
    store::{AppendError, StoreError},
};

/// Why a map could not be read or changed.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum MapError {
    /// The map places keys by an algorithm that this code does not have.
    #[error("the shard map places keys by `{algorithm}`, which this version does not know")]
    UnknownAlgorithm {
        /// The algorithm.
        algorithm: String,
    },
    /// The change does not fit what the map says by now.
    #[error("the change does not fit the shard map at version {version}")]
    Outdated {
        /// The version of the map.
        version: u64,
    },
    /// A placement does not hold every place once.
    #[error("the placement does not hold every place exactly once")]
    Incomplete,
    /// There is no such node.
    #[error("the shard map has no node `{name}`")]
    NoSuchNode {
        /// Its name.
        name: NodeId,
    },
    /// No node may own the slots.
    #[error("no node can own the slots of `{keyspace}`: {cause}")]
    NoNode {
        /// The keyspace.
        keyspace: String,
        /// What is missing.
        cause: PlacementError,
    },
    /// The stream of the map is shorter than it was: its store was put back to an earlier state.
    #[error("the shard map has {found} changes, and had {known}: its store was put back")]
    Shrunk {
        /// The version that was seen.
        known: u64,
        /// The version found.
        found: u64,
    },
    /// A change could not be stored as bytes.
    #[error("the change of the shard map cannot be encoded: {0}")]
    Encode(#[from] EncodeError),
    /// A stored change cannot be read.
    #[error("the shard map cannot be read: {0}")]
    Decode(#[from] DecodeError),
    /// The store of the map failed.
    #[error("the store of the shard map failed: {0}")]
    Store(#[from] StoreError),
    /// The store of the map failed, or refused, to record a change.
    #[error("the shard map was not changed: {0}")]
    Append(AppendError),
}
