//! What every node says of the slots: for whoever wants to see that one of them owns each.

use std::collections::BTreeMap;

use super::ShardedStore;
use crate::shard::{Fence, NodeId, ShardError, Slot};

impl ShardedStore {
    /// The fences of every node, as its store has them now, in the order of the slots. Nodes that have never heard of a slot say nothing of it.
    /// The nodes are asked one after the other, so this is no picture of one moment while slots move.
    ///
    /// # Errors
    /// When a node is not connected or cannot be read.
    pub async fn fences(&self) -> Result<BTreeMap<NodeId, Vec<(Slot, Fence)>>, ShardError> {
        let map = self.cluster.map.refresh().await?;
        let mut fences = BTreeMap::new();
        for node in self.cluster.nodes_of(&map)? {
            let name = node.name().clone();
            match node.refresh().await {
                Ok(found) => fences.insert(name, found.all().collect()),
                Err(cause) => return Err(ShardError::Node { node: name, cause }),
            };
        }
        Ok(fences)
    }
}
