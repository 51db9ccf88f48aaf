//! Reads of one stream: from the node that owns its place, and only what the node answers for.

use std::sync::Arc;

use super::{Cluster, hold::Caller, routing::Located};
use crate::{
    event::{RecordedEvent, StreamHash, StreamId, original},
    shard::{
        Fence,
        node::{Fences, Node},
    },
    store::{Direction, Snapshot, SnapshotKey, StoreError, StreamPage},
};

/// A node that answers for a place, and what it said of it before it was asked.
pub(super) struct Asked {
    pub(super) node: Arc<Node>,
    fences: Arc<Fences>,
    fence: Fence,
}

impl Cluster {
    pub(super) async fn read_stream(
        &self,
        stream: &StreamId,
        from: u64,
        direction: Direction,
        limit: usize,
    ) -> Result<StreamPage, StoreError> {
        let Some(at) = self.locate(stream).await? else {
            return Ok(StreamPage { events: Vec::new(), head: 0 });
        };
        let placed = stream.placed(at.place);
        let mut caller = self.holding.caller();
        loop {
            let asked = self.answering(&mut caller, stream, at).await?;
            let page = asked.node.store().read_stream(&placed, from, direction, limit).await?;
            if asked.answers_still(at).await? {
                let bytes = page.events.iter().map(|event| event.data.length()).sum();
                self.record_read(stream, at, bytes);
                return Ok(unplaced(page, stream));
            }
        }
    }

    pub(super) async fn stream_hash(&self, stream: &StreamId) -> Result<StreamHash, StoreError> {
        let Some(at) = self.locate(stream).await? else {
            return Ok(StreamHash::genesis(stream));
        };
        let placed = stream.placed(at.place);
        let mut caller = self.holding.caller();
        loop {
            let asked = self.answering(&mut caller, stream, at).await?;
            let hash = asked.node.store().stream_hash(&placed).await?;
            if asked.answers_still(at).await? {
                return Ok(hash);
            }
        }
    }

    /// The node that answers for a place, once there is one.
    pub(super) async fn answering(
        &self,
        caller: &mut Caller<'_>,
        stream: &StreamId,
        at: Located,
    ) -> Result<Asked, StoreError> {
        loop {
            caller.listen();
            let node = self.owner(stream, at)?;
            let fences = node.fences();
            let fence = fences.at(at.keyspace, at.place);
            if fence.answers_reads() {
                return Ok(Asked { node, fences, fence });
            }
            if !self.look_again(&node, at, fence).await? {
                caller.wait(stream).await?;
            }
        }
    }

    pub(super) async fn put_snapshot(
        &self,
        key: &SnapshotKey,
        snapshot: Snapshot,
        keep: usize,
    ) -> Result<(), StoreError> {
        let Some(at) = self.locate(&key.stream).await? else { return Ok(()) };
        let node = self.owner(&key.stream, at)?;
        node.store().put_snapshot(&placed(key, at), snapshot, keep).await
    }

    pub(super) async fn snapshot(
        &self,
        key: &SnapshotKey,
        at_most: u64,
    ) -> Result<Option<Snapshot>, StoreError> {
        let Some(at) = self.locate(&key.stream).await? else { return Ok(None) };
        self.owner(&key.stream, at)?.store().snapshot(&placed(key, at), at_most).await
    }

    pub(super) async fn snapshots_of(
        &self,
        stream: &StreamId,
    ) -> Result<Vec<(SnapshotKey, Snapshot)>, StoreError> {
        let Some(at) = self.locate(stream).await? else { return Ok(Vec::new()) };
        let stored = self.owner(stream, at)?.store().snapshots_of(&stream.placed(at.place)).await?;
        let own = |key: SnapshotKey| SnapshotKey { stream: stream.clone(), ..key };
        Ok(stored.into_iter().map(|(key, snapshot)| (own(key), snapshot)).collect())
    }
}

impl Asked {
    /// To be asked after a read: what the node answers for then, it had all of while it was read.
    pub(super) async fn answers_still(&self, at: Located) -> Result<bool, StoreError> {
        if self.node.still(&self.fences).await? {
            return Ok(true);
        }
        // Whether the changes on the node left it what it was for this place: epochs never come back.
        let now = self.node.refresh().await?.at(at.keyspace, at.place);
        Ok(now.answers_reads() && now.epoch() == self.fence.epoch())
    }
}

fn placed(key: &SnapshotKey, at: Located) -> SnapshotKey {
    SnapshotKey { stream: key.stream.placed(at.place), fingerprint: key.fingerprint }
}

fn unplaced(page: StreamPage, stream: &StreamId) -> StreamPage {
    let own = |event| RecordedEvent { stream: stream.clone(), ..original(event) };
    StreamPage { events: page.events.into_iter().map(own).collect(), head: page.head }
}
