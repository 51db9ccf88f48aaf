//! Map and nodes, as one process sees them.

use std::{collections::HashMap, sync::Arc};

use arc_swap::ArcSwap;

use super::{
    hold::{HoldPolicy, Holding},
    measuring::Loads,
    routing::{KnownTypes, Located},
};
use crate::{
    event::StreamId,
    shard::{
        ShardError,
        fence::Fence,
        map::{MapChange, MapError, ShardMap, StoredMap},
        node::Node,
        node_id::{self, NodeId},
    },
    store::EventStore,
};

/// Map and nodes, as one process sees them.
#[derive(Debug)]
pub(in crate::shard) struct Cluster {
    pub(in crate::shard) map: StoredMap,
    nodes: ArcSwap<HashMap<NodeId, Arc<Node>>>,
    pub(super) types: KnownTypes,
    pub(in crate::shard) holding: Holding,
    pub(super) loads: Loads,
}

impl Cluster {
    pub(super) async fn open(
        map: Arc<dyn EventStore>,
        hold: HoldPolicy,
    ) -> Result<Self, ShardError> {
        let map = StoredMap::open(map).await?;
        let (nodes, types) = (ArcSwap::default(), KnownTypes::default());
        let (holding, loads) = (Holding::new(hold), Loads::default());
        Ok(Self { map, nodes, types, holding, loads })
    }

    /// Connects a node, and enters it in the map if it is new there.
    ///
    /// # Errors
    /// When the store is not the node's: one that was lost and made anew would hide all that is in it.
    pub(in crate::shard) async fn connect(
        &self,
        node: node_id::Node,
        store: Arc<dyn EventStore>,
    ) -> Result<(), ShardError> {
        let name = node.name.clone();
        let opened = Node::open(name.clone(), store).await;
        let opened = opened.map_err(|cause| ShardError::Node { node: name.clone(), cause })?;
        let foreign = || ShardError::ForeignStore { node: name.clone(), found: None };
        let is_known = self.map.current().known_node(&name).is_some();
        if is_known && opened.fences().named().is_none() {
            return Err(foreign());
        }
        let identity = opened.identify().await?;
        let add = |map: &ShardMap| match map.known_node(&name).map(|known| known.store) {
            None => Ok(Some(MapChange::NodeAdded { node: node.clone(), store: identity })),
            Some(known) if known == identity => Ok(None),
            Some(_) => Err(foreign()),
        };
        self.map.change(add).await?;
        let opened = Arc::new(opened);
        self.nodes.rcu(|nodes| {
            let mut nodes = HashMap::clone(nodes);
            nodes.insert(name.clone(), Arc::clone(&opened));
            nodes
        });
        Ok(())
    }

    /// Forgets the connection to a node.
    pub(in crate::shard) fn disconnect(&self, name: &NodeId) {
        self.nodes.rcu(|nodes| {
            let mut nodes = HashMap::clone(nodes);
            nodes.remove(name);
            nodes
        });
    }

    /// The node of this name.
    pub(in crate::shard) fn node(&self, name: &NodeId) -> Result<Arc<Node>, ShardError> {
        let node = self.nodes.load().get(name).cloned();
        node.ok_or_else(|| ShardError::NoSuchNode { node: name.clone() })
    }

    /// All nodes in whose logs something stands.
    pub(in crate::shard) fn nodes_of(&self, map: &ShardMap) -> Result<Vec<Arc<Node>>, ShardError> {
        map.all_nodes().map(|node| self.node(&node.node.name)).collect()
    }

    /// The node that owns the place of a stream, by the map as it was last heard of.
    pub(super) fn owner(&self, stream: &StreamId, at: Located) -> Result<Arc<Node>, ShardError> {
        let map = self.map.peek();
        let keyspace = map.keyspace(at.keyspace);
        let found = keyspace.and_then(|keyspace| Some((keyspace, keyspace.entry(at.place)?)));
        let Some((keyspace, entry)) = found else {
            return Err(MapError::Outdated { version: map.version() }.into());
        };
        if !keyspace.is_open(entry) {
            return Err(ShardError::NotPlaced { stream: stream.clone() });
        }
        self.node(&entry.owner)
    }

    /// Looks at map and fences again, because a node has refused. Answers whether the fence that now holds for the place is another.
    pub(super) async fn look_again(
        &self,
        node: &Node,
        at: Located,
        refused: Fence,
    ) -> Result<bool, ShardError> {
        let map = self.map.refresh().await?;
        let fences = node.refresh().await.map_err(|cause| node.failed(cause))?;
        let owner = map.entry(at.keyspace, at.place).map(|entry| &entry.owner);
        Ok(owner != Some(node.name()) || fences.at(at.keyspace, at.place) != refused)
    }
}
