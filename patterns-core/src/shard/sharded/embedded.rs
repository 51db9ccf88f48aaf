//! Nodes that are embedded databases, side by side in one directory.

use std::{path::Path, sync::Arc};

use crate::{
    shard::{Node, NodeId, ShardError, ShardedStore},
    store::{EventStore, SledStore, conformance::block_on},
};

/// The directory of the map. No node may have its name.
const MAP: &str = "map";

/// Opens the nodes, each in a directory of its name, and the map beside them.
///
/// # Errors
/// When one of them cannot be opened, or a move that was under way cannot be brought to its end.
pub fn open_embedded(
    directory: &Path,
    nodes: impl IntoIterator<Item = Node>,
) -> Result<ShardedStore, ShardError> {
    let map = open(directory, &MAP.into())?;
    let nodes = nodes.into_iter().map(|node| Ok((node.clone(), open_node(directory, &node)?)));
    let nodes = nodes.collect::<Result<Vec<_>, ShardError>>()?;
    // Embedded stores need no runtime; whoever opens one waits for it.
    block_on(async {
        let store = ShardedStore::open(map, nodes).await?;
        store.settle_moves().await?;
        Ok(store)
    })
}

/// Opens the store of one node in `directory`, for [`ShardedStore::add_node`].
///
/// # Errors
/// When it cannot be opened, or the node's name is none for a directory.
pub fn open_node(directory: &Path, node: &Node) -> Result<Arc<dyn EventStore>, ShardError> {
    let plain = |char: char| char.is_alphanumeric() || "-_".contains(char);
    let name = node.name.as_str();
    if name.is_empty() || name == MAP || !name.chars().all(plain) {
        return Err(ShardError::NoDirectory { node: node.name.clone() });
    }
    open(directory, &node.name)
}

fn open(directory: &Path, name: &NodeId) -> Result<Arc<dyn EventStore>, ShardError> {
    let opened = SledStore::open(directory.join(name.as_str()));
    let store = opened.map_err(|cause| ShardError::Node { node: name.clone(), cause })?;
    Ok(Arc::new(store))
}
