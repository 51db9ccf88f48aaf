//! Archives of nodes. Each node archives what it owns; where an event is on its node, a move does not notice: it copies through the store.

use std::{collections::BTreeMap, sync::Arc};

use super::Cluster;
use crate::{
    event::StreamId,
    shard::{ShardError, node::Node, node_id::NodeId},
    store::{ArchiveCut, ArchiveProgress, Archived, StorageReport, StoreError},
};

impl Cluster {
    pub(super) async fn archive(
        &self,
        cuts: Vec<ArchiveCut>,
        progress: &ArchiveProgress,
    ) -> Result<Archived, StoreError> {
        let mut nodes = BTreeMap::<NodeId, (Arc<Node>, Vec<ArchiveCut>)>::new();
        for ArchiveCut { stream, until } in cuts {
            if let Some((node, stream)) = self.home(&stream).await? {
                let (_, cuts) =
                    nodes.entry(node.name().clone()).or_insert_with(|| (node, Vec::new()));
                cuts.push(ArchiveCut { stream, until });
            }
        }
        let mut archived = Archived::default();
        for (node, cuts) in nodes.into_values() {
            let done = node.store().archive(cuts, progress.clone()).await;
            archived += done.map_err(|cause| node.failed(cause))?;
        }
        Ok(archived)
    }

    pub(super) async fn archived_until(&self, stream: &StreamId) -> Result<u64, StoreError> {
        match self.home(stream).await? {
            Some((node, placed)) => {
                let until = node.store().archived_until(&placed).await;
                Ok(until.map_err(|cause| node.failed(cause))?)
            }
            None => Ok(0),
        }
    }

    pub(super) async fn storage(&self) -> Result<StorageReport, StoreError> {
        let map = self.map.refresh().await.map_err(ShardError::from)?;
        let mut all = StorageReport::default();
        for node in self.nodes_of(&map)? {
            all += node.store().storage().await.map_err(|cause| node.failed(cause))?;
        }
        Ok(all)
    }

    /// The node that owns a stream, by the map as it was last heard of, and what the stream is called there. That is good enough: an archive
    /// changes nothing that anybody reads, whoever owns the stream by then.
    async fn home(&self, stream: &StreamId) -> Result<Option<(Arc<Node>, StreamId)>, ShardError> {
        match self.locate(stream).await? {
            Some(at) => Ok(Some((self.owner(stream, at)?, stream.placed(at.place)))),
            None => Ok(None),
        }
    }
}
