//! Nodes that come and go.

use std::sync::Arc;

use super::ShardedStore;
use crate::{
    shard::{
        ShardError,
        map::{MapChange, MapError, ShardMap},
        node_id::{Node, NodeId},
    },
    store::EventStore,
};

impl ShardedStore {
    /// Adds a node, which owns nothing yet.
    ///
    /// # Errors
    /// When the name is taken, the store is another node's, or one of them fails.
    pub async fn add_node(&self, node: Node, store: Arc<dyn EventStore>) -> Result<(), ShardError> {
        let map = self.cluster.map.refresh().await?;
        if map.known_node(&node.name).is_some() {
            return Err(ShardError::NodeExists { node: node.name });
        }
        self.cluster.connect(node, store).await
    }

    /// Says that a node is to be given no more slots. Those that it has are to be moved away.
    ///
    /// # Errors
    /// When there is no such node, or the map cannot be changed.
    pub async fn begin_drain(&self, name: &NodeId) -> Result<(), ShardError> {
        self.cluster.map.refresh().await?;
        let drain = |map: &ShardMap| match map.node(name) {
            None => Err(MapError::NoSuchNode { name: name.clone() }),
            Some(node) if !node.is_active() => Ok(None),
            Some(_) => Ok(Some(MapChange::NodeDraining { name: name.clone() })),
        };
        self.cluster.map.change(drain).await?;
        Ok(())
    }

    /// Says that a node without slots takes no more part. It stays connected, and its log stays one of those that
    /// [`read_logs`](Self::read_logs) reads: what was appended there stands nowhere else as an original.
    ///
    /// # Errors
    /// When it has slots.
    pub async fn remove_node(&self, name: &NodeId) -> Result<(), ShardError> {
        self.cluster.map.refresh().await?;
        let remove = |map: &ShardMap| {
            let known = map.node(name).is_some();
            Ok(known.then(|| MapChange::NodeRemoved { name: name.clone() }))
        };
        self.cluster.map.change::<MapError>(remove).await?;
        Ok(())
    }

    /// Forgets a removed node and its log. Readers of logs that have not come to its end never see the rest; what it had of slots is on other nodes.
    ///
    /// # Errors
    /// When it was not removed before.
    pub async fn forget_node(&self, name: &NodeId) -> Result<(), ShardError> {
        self.cluster.map.refresh().await?;
        let forget = |map: &ShardMap| {
            let known = map.known_node(name).is_some();
            Ok(known.then(|| MapChange::NodeForgotten { name: name.clone() }))
        };
        self.cluster.map.change::<MapError>(forget).await?;
        self.cluster.disconnect(name);
        Ok(())
    }
}
