//! Lists over all nodes. A list is right if every slot was answered for by one node, once: the owner by one version of the map, whose fences
//! say before and after that it has all of the slot (promise S8). If not, it is read again.

#[cfg(test)]
mod tests;

use std::{collections::BTreeMap, sync::Arc};

use futures_util::future::join_all;

use super::Cluster;
use crate::{
    event::StreamId,
    shard::{
        Epoch, Fence, ShardError,
        map::{Keyspace, KeyspaceId, ShardMap, Slot},
        node::{Fences, Node},
        node_id::NodeId,
    },
    store::{StoreError, StreamHead},
};

/// The nodes and their fences, by which every slot of a keyspace has one that answers for it.
#[derive(Clone, Debug)]
struct Coverage {
    map: Arc<ShardMap>,
    keyspace: KeyspaceId,
    nodes: Vec<(Arc<Node>, Arc<Fences>)>,
}

/// Nodes that could not be asked.
type Missing = BTreeMap<NodeId, StoreError>;

impl Coverage {
    /// Whether `node` answers for `stream`.
    fn is_owner(&self, node: &NodeId, stream: &StreamId) -> bool {
        let joined = self.map.type_of(stream.type_prefix());
        let own = joined.is_some_and(|joined| joined.keyspace == self.keyspace);
        let place = stream.route().filter(|_| own).map(|route| route.place());
        let entry = place.and_then(|place| self.map.entry(self.keyspace, place));
        entry.is_some_and(|entry| entry.owner == *node)
    }

    /// The slots of a node.
    fn slots_of<'a>(&'a self, node: &'a NodeId) -> impl Iterator<Item = Slot> + 'a {
        let keyspace = self.keyspace;
        let entries = self.map.keyspace(keyspace).into_iter().flat_map(Keyspace::entries);
        let owned = entries.filter(move |entry| entry.owner == *node);
        owned.map(move |entry| Slot { keyspace, range: entry.range })
    }

    /// A slot whose owner does not answer for it.
    fn gap(&self) -> Option<Slot> {
        let mut gaps = self.nodes.iter().filter_map(|(node, fences)| {
            self.slots_of(node.name()).find(|slot| !answers(fences, *slot))
        });
        gaps.next()
    }

    /// Whether a node has answered for its slots all the while.
    async fn held(&self, node: &Node, fences: &Fences) -> Result<bool, StoreError> {
        if node.still(fences).await? {
            return Ok(true);
        }
        let now = node.refresh().await?;
        let same = |slot| answers(&now, slot) && epoch(&now, slot) == epoch(fences, slot);
        Ok(self.slots_of(node.name()).all(same))
    }
}

fn answers(fences: &Fences, slot: Slot) -> bool {
    fences.of(slot).is_some_and(Fence::answers_reads)
}

fn epoch(fences: &Fences, slot: Slot) -> Option<Epoch> {
    fences.of(slot).map(Fence::epoch)
}

impl Cluster {
    /// Lists streams; a node that fails is an error.
    pub(super) async fn list_streams(
        &self,
        prefix: &[u8],
        after: Option<&StreamId>,
        limit: usize,
    ) -> Result<Vec<StreamHead>, StoreError> {
        let (heads, missing) = self.list_reachable(prefix, after, limit).await?;
        missing.into_values().next().map_or(Ok(heads), Err)
    }

    /// Lists the streams of the nodes that answer, and says which do not.
    pub(super) async fn list_reachable(
        &self,
        prefix: &[u8],
        after: Option<&StreamId>,
        limit: usize,
    ) -> Result<(Vec<StreamHead>, Missing), StoreError> {
        let (mut heads, mut missing) = (Vec::new(), Missing::new());
        for keyspace in self.keyspaces_of(prefix).await? {
            let listed = self.list_keyspace(keyspace, prefix, after, limit, &mut missing).await?;
            heads.extend(listed);
        }
        heads.sort_unstable_by(|left, right| left.stream.cmp(&right.stream));
        heads.truncate(limit);
        Ok((heads, missing))
    }

    /// The keyspaces in which there are streams whose names begin with `prefix`.
    async fn keyspaces_of(&self, prefix: &[u8]) -> Result<Vec<KeyspaceId>, StoreError> {
        let name = StreamId::from_bytes(prefix.to_vec().into());
        let map = match self.map.current() {
            map if map.type_of(name.type_prefix()).is_some() => map,
            _ => self.map.refresh().await.map_err(ShardError::from)?,
        };
        let fits = |of_type: &[u8]| of_type.starts_with(prefix) || prefix.starts_with(of_type);
        let keyspaces = map.keyspaces().map(Keyspace::id);
        Ok(keyspaces.filter(|keyspace| map.prefixes_in(*keyspace).any(fits)).collect())
    }

    async fn list_keyspace(
        &self,
        keyspace: KeyspaceId,
        prefix: &[u8],
        after: Option<&StreamId>,
        limit: usize,
        missing: &mut Missing,
    ) -> Result<Vec<StreamHead>, StoreError> {
        loop {
            let coverage = self.coverage(keyspace, missing).await?;
            let lists = coverage.nodes.iter().map(|(node, fences)| async {
                let listed = list_node(&coverage, node, prefix, after, limit).await;
                let held = match &listed {
                    Ok(_) => coverage.held(node, fences).await,
                    Err(_) => Ok(true),
                };
                (node.name(), listed, held)
            });
            let (mut heads, mut all_held) = (Vec::new(), true);
            for (node, listed, held) in join_all(lists).await {
                match (listed, held) {
                    (Ok(listed), Ok(held)) => {
                        heads.extend(listed);
                        all_held &= held;
                    }
                    (Err(cause), _) | (_, Err(cause)) => {
                        missing.insert(node.clone(), cause);
                    }
                }
            }
            if all_held {
                return Ok(heads);
            }
        }
    }

    /// Nodes that answer for every slot of a keyspace, but for those of the nodes that are `missing`; waits until they do.
    async fn coverage(
        &self,
        keyspace: KeyspaceId,
        missing: &mut Missing,
    ) -> Result<Coverage, ShardError> {
        let mut caller = self.holding.caller();
        let mut map = self.map.current();
        loop {
            caller.listen();
            let mut coverage = Coverage { map: Arc::clone(&map), keyspace, nodes: Vec::new() };
            for node in map.nodes().map(|node| &node.node.name) {
                match self.node(node) {
                    Ok(node) if !missing.contains_key(node.name()) => {
                        let fences = node.fences();
                        coverage.nodes.push((node, fences));
                    }
                    Ok(_) => {}
                    Err(error) => {
                        missing.insert(node.clone(), error.into());
                    }
                }
            }
            let Some(gap) = coverage.gap() else { return Ok(coverage) };
            for (node, _) in &coverage.nodes {
                if let Err(cause) = node.refresh().await {
                    missing.insert(node.name().clone(), cause);
                }
            }
            map = self.map.refresh().await?;
            caller.wait(&gap).await?;
        }
    }
}

/// The first `limit` streams of a node that it answers for.
async fn list_node(
    coverage: &Coverage,
    node: &Node,
    prefix: &[u8],
    after: Option<&StreamId>,
    limit: usize,
) -> Result<Vec<StreamHead>, StoreError> {
    let mut after = after.map(StreamId::placed_last);
    let mut heads = Vec::new();
    loop {
        let wanted = (limit - heads.len()).clamp(32, 1024);
        let listed = node.store().list_streams(prefix, after.as_ref(), wanted).await?;
        let last = listed.len() < wanted;
        after = listed.last().map(|head| head.stream.clone());
        for StreamHead { stream, version } in listed {
            let own = stream.unplaced().map(|(stream, _)| stream);
            if let Some(stream) = own.filter(|stream| coverage.is_owner(node.name(), stream)) {
                heads.push(StreamHead { stream, version });
                if heads.len() >= limit {
                    return Ok(heads);
                }
            }
        }
        if last {
            return Ok(heads);
        }
    }
}
