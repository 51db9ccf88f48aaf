//! The stores, and the sharded store over them that is in use at the moment.

use std::{path::Path, sync::Arc};

use arc_swap::ArcSwap;
use patterns_core::{
    shard::{Node, NodeId, ShardedStore},
    store::{EventStore, SledStore, conformance::block_on},
};

use crate::faulty::{Faults, Faulty};

/// The databases of the map and of the nodes.
pub struct Stores {
    map: Arc<dyn EventStore>,
    nodes: Vec<(Node, Arc<dyn EventStore>)>,
    pub faults: Faults,
}

impl Stores {
    pub fn open(directory: &Path, nodes: u32) -> Result<Self, String> {
        let faults = Faults::default();
        let open = |name: &str| {
            let store = SledStore::open(directory.join(name));
            let store = store.map_err(|cause| format!("{name} does not open: {cause}"))?;
            let faulty = Faulty { store: Arc::new(store), faults: faults.clone() };
            Ok::<Arc<dyn EventStore>, String>(Arc::new(faulty))
        };
        let node = |number| {
            let name = format!("node-{number}");
            Ok((Node::new(name.as_str()), open(&name)?))
        };
        let nodes = (1..=nodes).map(node).collect::<Result<_, String>>()?;
        Ok(Self { map: open("map")?, nodes, faults })
    }

    /// A sharded store as a process of its own would have it: nothing is shared with others but what is stored.
    pub fn cluster(&self) -> Result<ShardedStore, String> {
        let nodes = self.nodes.iter().cloned();
        let opened = block_on(ShardedStore::open(Arc::clone(&self.map), nodes));
        opened.map_err(|cause| format!("the cluster does not open: {cause}"))
    }

    pub fn node_ids(&self) -> Vec<NodeId> {
        self.nodes.iter().map(|(node, _)| node.name.clone()).collect()
    }
}

/// The sharded store in use. Who has it while it is replaced goes on with the old one, as a process does that was not told to end.
pub struct Live {
    pub stores: Stores,
    current: ArcSwap<ShardedStore>,
}

impl Live {
    pub fn new(stores: Stores) -> Result<Self, String> {
        let current = ArcSwap::from_pointee(stores.cluster()?);
        Ok(Self { stores, current })
    }

    pub fn store(&self) -> Arc<ShardedStore> {
        self.current.load_full()
    }

    /// One of its own for a process that learns of moves only by being refused.
    pub fn apart(&self) -> Result<Arc<ShardedStore>, String> {
        self.stores.cluster().map(Arc::new)
    }

    pub fn replace(&self) -> Result<(), String> {
        self.current.store(Arc::new(self.stores.cluster()?));
        Ok(())
    }
}
