//! Reads of one stream: from the node that owns its place, and only what the node answers for.

use super::{Cluster, routing::Located};
use crate::{
    event::{RecordedEvent, StreamId},
    shard::{
        Fence,
        node::{Node, original},
    },
    store::{Direction, Snapshot, SnapshotKey, StoreError, StreamPage},
};

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
            caller.listen();
            let node = self.owner(stream, at)?;
            let fences = node.fences();
            let fence = fences.at(at.keyspace, at.place);
            if fence.answers_reads() {
                let page = node.store().read_stream(&placed, from, direction, limit).await?;
                // Asked after the read: what the node answered for then, it had all of while it was read.
                if node.still(&fences).await? || self.answers_still(&node, at, fence).await? {
                    let bytes = page.events.iter().map(|event| event.data.length()).sum();
                    self.record_read(stream, at, bytes);
                    return Ok(unplaced(page, stream));
                }
                continue;
            }
            if !self.look_again(&node, at, fence).await? {
                caller.wait(stream).await?;
            }
        }
    }

    /// Whether the changes on the node left it what it was for this place: epochs never come back.
    async fn answers_still(
        &self,
        node: &Node,
        at: Located,
        fence: Fence,
    ) -> Result<bool, StoreError> {
        let now = node.refresh().await?.at(at.keyspace, at.place);
        Ok(now.answers_reads() && now.epoch() == fence.epoch())
    }

    pub(super) async fn put_snapshot(
        &self,
        key: &SnapshotKey,
        snapshot: Snapshot,
    ) -> Result<(), StoreError> {
        match self.locate(&key.stream).await? {
            Some(at) => {
                self.owner(&key.stream, at)?.store().put_snapshot(&placed(key, at), snapshot).await
            }
            None => Ok(()),
        }
    }

    pub(super) async fn snapshot(&self, key: &SnapshotKey) -> Result<Option<Snapshot>, StoreError> {
        match self.locate(&key.stream).await? {
            Some(at) => self.owner(&key.stream, at)?.store().snapshot(&placed(key, at)).await,
            None => Ok(None),
        }
    }
}

fn placed(key: &SnapshotKey, at: Located) -> SnapshotKey {
    SnapshotKey { stream: key.stream.placed(at.place), fingerprint: key.fingerprint }
}

fn unplaced(page: StreamPage, stream: &StreamId) -> StreamPage {
    let own = |event| RecordedEvent { stream: stream.clone(), ..original(event) };
    StreamPage { events: page.events.into_iter().map(own).collect(), head: page.head }
}
