//! What can go wrong between nodes.

use std::time::Duration;

use super::{
    map::{MapError, Slot},
    node_id::NodeId,
};
use crate::{
    event::StreamId,
    store::{AppendError, StoreError},
};

/// Why something could not be done on a store of several nodes.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ShardError {
    /// The shard map could not be read or changed.
    #[error(transparent)]
    Map(#[from] MapError),
    /// The store is not the one that the map has for the node: it was lost and made anew, or mixed up with another.
    #[error(
        "the store given for the node `{node}` is not the one that the shard map knows: {}",
        found.as_ref().map_or_else(|| "it is another".into(), |found| format!("it belongs to `{found}`"))
    )]
    ForeignStore {
        /// The node.
        node: NodeId,
        /// Whose store it is; `None` if it is nobody's that is known.
        found: Option<NodeId>,
    },
    /// The node is there already.
    #[error("there is a node `{node}` already, or there has been one: a name is used once")]
    NodeExists {
        /// The node.
        node: NodeId,
    },
    /// The node cannot have a directory of its name.
    #[error(
        "a node cannot be called `{node}`: it gets a directory of its name, of letters, digits, `-` and `_`, and `map` is taken"
    )]
    NoDirectory {
        /// The node.
        node: NodeId,
    },
    /// The node that owns what was asked for is not connected.
    #[error("the node `{node}` is not connected")]
    NoSuchNode {
        /// The node.
        node: NodeId,
    },
    /// A slot was on its way to another node for longer than callers are held.
    #[error("waited {waited:?} for a slot that is being moved ({stream})")]
    Moving {
        /// What was asked for.
        stream: String,
        /// For how long.
        waited: Duration,
    },
    /// More callers wait for slots that are being moved than may.
    #[error("{held} callers wait already for slots that are being moved")]
    Crowded {
        /// How many.
        held: usize,
    },
    /// The type declares another way to place its keys than the one by which its streams were placed.
    #[error(
        "`{type_name}` declares `{declared}`, but its streams are placed by `{stored}`: they would not be found; \
         declare what was declared before, or copy them to a type of another stored name"
    )]
    Replaced {
        /// The stored name of the type.
        type_name: String,
        /// What the code says.
        declared: String,
        /// What the map says.
        stored: String,
    },
    /// The stream was named without its route, which its type has.
    #[error(
        "the stream {stream} is placed by a shard key, and was asked for without one: name it by the type's handle"
    )]
    Unrouted {
        /// The stream.
        stream: StreamId,
    },
    /// The type is placed by a directory, which does not have this key.
    #[error(
        "the shard key of {stream} is not in the directory of its type: place it on a node first"
    )]
    NotPlaced {
        /// The stream.
        stream: StreamId,
    },
    /// A batch for keys that can come to lie on different nodes cannot be all or nothing.
    #[error("{first} and {second} have different shard keys: one append cannot span both")]
    SeveralKeys {
        /// One stream.
        first: StreamId,
        /// Another.
        second: StreamId,
    },
    /// Positions of different nodes have no order.
    #[error("several nodes have no single log: read it by `ShardedStore::read_logs`")]
    NoSingleLog,
    /// There is no such slot, or none that can be moved now.
    #[error("the slot {slot} cannot be moved: {reason}")]
    Immovable {
        /// The slot.
        slot: Slot,
        /// Why.
        reason: String,
    },
    /// A copy is not what the original is.
    #[error("the copy of the slot {slot} differs from the original: {what}")]
    CopyDiffers {
        /// The slot.
        slot: Slot,
        /// In what.
        what: String,
    },
    /// A node failed.
    #[error("the node `{node}` failed: {cause}")]
    Node {
        /// The node.
        node: NodeId,
        /// How.
        cause: StoreError,
    },
    /// A node did not take an append.
    #[error("the node `{node}` did not append: {cause}")]
    NodeAppend {
        /// The node.
        node: NodeId,
        /// Why.
        cause: AppendError,
    },
}

impl From<ShardError> for StoreError {
    fn from(error: ShardError) -> Self {
        match error {
            ShardError::Node { cause, .. } => cause,
            error => Self::other("on a store of several nodes", error),
        }
    }
}
