//! Data spread over nodes: which node owns which slot, what keeps that safe, and how it changes while everything is running.
//!
//! * [`Shards`]: anything by a key, no events needed. [`scatter`]: questions to all nodes.
//! * [`ShardedStore`]: a store made of stores; [`map`] and fences say who owns what, [`Mover`]s change it.
//! * [`skew`]: what is measured, what a report says, and what a candidate key would do. [`plan`]: which slots should move.
//! * [`placement`]: where slots begin.

mod error;
#[cfg(test)]
mod explorer;
mod fence;
#[cfg(test)]
mod laws;
pub mod map;
#[cfg(test)]
mod model;
mod moving;
mod node;
mod node_id;
pub mod placement;
pub mod plan;
pub mod scatter;
mod sharded;
mod shards;
pub mod skew;

pub use error::ShardError;
pub use fence::{Epoch, Fence, FenceStep, MoveId, Stepped};
pub use map::{KeyspaceId, MapError, ShardMap, Slot};
pub use moving::{
    Move, MoveReport, Mover, Outcome, Progress, RebalanceOptions, Rebalanced, Side, Step,
};
pub use node_id::{Node, NodeId};
pub use sharded::{HoldPolicy, LogCursor, LogPage, NodeEvent, ShardedStore};
#[cfg(feature = "sled")]
pub use sharded::{open_embedded, open_node};
pub use shards::{Placement, Shards};
