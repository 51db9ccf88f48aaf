//! A store made of stores: every stream is on the node that owns its place.

mod archiving;
mod cluster;
mod cutting;
#[cfg(feature = "sled")]
mod embedded;
mod hold;
mod listing;
mod logs;
mod measuring;
mod membership;
mod owners;
mod reading;
mod routing;
mod verifying;
mod writing;

use std::sync::Arc;

use async_trait::async_trait;

pub(super) use self::cluster::Cluster;
#[cfg(feature = "sled")]
pub use self::embedded::{open_embedded, open_node};
pub use self::{
    hold::HoldPolicy,
    logs::{LogCursor, LogPage, NodeEvent},
};
use super::{
    ShardError, ShardMap,
    node_id::{Node, NodeId},
};
use crate::{
    event::{RecordedEvent, StreamHash, StreamId},
    store::{
        Append, AppendError, Appended, ArchiveCut, ArchiveProgress, Archived, Direction,
        EventStore, SignOff, Snapshot, SnapshotKey, StorageReport, StoreError, StreamHead,
        StreamPage, Verification,
    },
};

/// Streams spread over nodes. Cheap to clone; clones share everything.
///
/// What differs from a single store: a batch can span only streams of one shard key; positions are those in the log of a node, so they
/// order what was appended to one node, and they have gaps; the whole log is read by [`read_logs`](Self::read_logs).
#[derive(Clone, Debug)]
pub struct ShardedStore {
    pub(super) cluster: Arc<Cluster>,
}

impl ShardedStore {
    /// The nodes `nodes`, with the map that is kept in the store `map`. Nodes that the map does not know yet are added to it. Moves that were
    /// under way when their mover died are left as they are: see [`resume_moves`](Self::resume_moves).
    ///
    /// # Errors
    /// When a store cannot be read, or the map places keys by an algorithm that this code does not have.
    pub async fn open(
        map: Arc<dyn EventStore>,
        nodes: impl IntoIterator<Item = (Node, Arc<dyn EventStore>)>,
    ) -> Result<Self, ShardError> {
        Self::open_with(map, nodes, HoldPolicy::default()).await
    }

    /// As [`open`](Self::open); callers that meet a slot on its way are held as `hold` says.
    ///
    /// # Errors
    /// As [`open`](Self::open).
    pub async fn open_with(
        map: Arc<dyn EventStore>,
        nodes: impl IntoIterator<Item = (Node, Arc<dyn EventStore>)>,
        hold: HoldPolicy,
    ) -> Result<Self, ShardError> {
        let cluster = Cluster::open(map, hold).await?;
        for (node, store) in nodes {
            cluster.connect(node, store).await?;
        }
        let map = cluster.map.current();
        for keyspace in map.keyspaces() {
            cluster.found(&map, keyspace.id()).await?;
        }
        Ok(Self { cluster: Arc::new(cluster) })
    }

    /// Who owns what, as last heard of.
    pub fn map(&self) -> Arc<ShardMap> {
        self.cluster.map.current()
    }

    /// As [`list_streams`](EventStore::list_streams), without the nodes that do not answer; which these are, and why, is answered as well.
    ///
    /// # Errors
    /// When the map cannot be read, or a slot is on its way for too long.
    pub async fn list_reachable(
        &self,
        prefix: &[u8],
        after: Option<&StreamId>,
        limit: usize,
    ) -> Result<(Vec<StreamHead>, Vec<(NodeId, StoreError)>), StoreError> {
        let (heads, missing) = self.cluster.list_reachable(prefix, after, limit).await?;
        Ok((heads, missing.into_iter().collect()))
    }

    /// Reads the logs of all nodes from where `cursor` is, which is nowhere at first: at most about `limit` events of each node. Every event
    /// comes once, and those of one stream in the order of their versions, whatever moves there are.
    ///
    /// # Errors
    /// When a node is not connected or cannot be read.
    pub async fn read_logs(&self, cursor: &LogCursor, limit: usize) -> Result<LogPage, StoreError> {
        self.cluster.read_logs(cursor, limit).await
    }
}

#[async_trait]
impl EventStore for ShardedStore {
    async fn append(&self, batch: Vec<Append>) -> Result<Appended, AppendError> {
        self.cluster.append(&batch).await
    }

    async fn read_stream(
        &self,
        stream: &StreamId,
        from: u64,
        direction: Direction,
        limit: usize,
    ) -> Result<StreamPage, StoreError> {
        self.cluster.read_stream(stream, from, direction, limit).await
    }

    /// Fails: see [`read_logs`](Self::read_logs).
    async fn read_log(&self, _: u64, _: usize) -> Result<Vec<RecordedEvent>, StoreError> {
        Err(ShardError::NoSingleLog.into())
    }

    async fn list_streams(
        &self,
        prefix: &[u8],
        after: Option<&StreamId>,
        limit: usize,
    ) -> Result<Vec<StreamHead>, StoreError> {
        self.cluster.list_streams(prefix, after, limit).await
    }

    async fn stream_hash(&self, stream: &StreamId) -> Result<StreamHash, StoreError> {
        self.cluster.stream_hash(stream).await
    }

    async fn verify_stream(
        &self,
        stream: &StreamId,
        signed: &[StreamHash],
    ) -> Result<Verification, StoreError> {
        self.cluster.verify_stream(stream, signed).await
    }

    /// The ends of the logs of all nodes, and of the map's.
    async fn sign_off(&self) -> Result<SignOff, StoreError> {
        self.cluster.sign_off().await
    }

    /// Verifies every node, and the map; findings name the node. Moves can go on meanwhile.
    async fn verify_against(&self, signed: &SignOff) -> Result<Verification, StoreError> {
        self.cluster.verify_against(signed).await
    }

    /// Archives on the nodes that own the streams, one node after the other.
    async fn archive(
        &self,
        cuts: Vec<ArchiveCut>,
        progress: ArchiveProgress,
    ) -> Result<Archived, StoreError> {
        self.cluster.archive(cuts, &progress).await
    }

    async fn archived_until(&self, stream: &StreamId) -> Result<u64, StoreError> {
        self.cluster.archived_until(stream).await
    }

    /// That of all nodes together: what a node has by copy counts on both.
    async fn storage(&self) -> Result<StorageReport, StoreError> {
        self.cluster.storage().await
    }

    async fn put_snapshot(
        &self,
        key: &SnapshotKey,
        snapshot: Snapshot,
        keep: usize,
    ) -> Result<(), StoreError> {
        self.cluster.put_snapshot(key, snapshot, keep).await
    }

    async fn snapshot(
        &self,
        key: &SnapshotKey,
        at_most: u64,
    ) -> Result<Option<Snapshot>, StoreError> {
        self.cluster.snapshot(key, at_most).await
    }

    async fn snapshots_of(
        &self,
        stream: &StreamId,
    ) -> Result<Vec<(SnapshotKey, Snapshot)>, StoreError> {
        self.cluster.snapshots_of(stream).await
    }
}
