//! A store of events behind a slow line.

use std::{io, sync::Arc};

use async_trait::async_trait;
use data_patterns::{
    cache::Clock,
    event::{RecordedEvent, StreamId},
    repository::Database,
    store::{
        Append, AppendError, Appended, Direction, EventStore, MemoryStore, Snapshot, SnapshotKey,
        StoreError, StreamHead, StreamPage,
    },
};

use crate::backend::{Backend, Down};

/// Clones are the same store.
#[derive(Clone, Debug, Default)]
pub(crate) struct SlowStore {
    events: Arc<MemoryStore>,
    backend: Arc<Backend>,
}

impl SlowStore {
    pub(crate) fn backend(&self) -> &Backend {
        &self.backend
    }

    /// A node with caches of its own, and a clock for them that is set by hand.
    pub(crate) fn node(&self) -> (Database, Clock) {
        let clock = Clock::manual();
        (Database::new(self.clone()).with_cache_clock(clock.clone()), clock)
    }
}

#[async_trait]
impl EventStore for SlowStore {
    async fn append(&self, batch: Vec<Append>) -> Result<Appended, AppendError> {
        self.backend.write().await;
        self.events.append(batch).await
    }

    async fn read_stream(
        &self,
        stream: &StreamId,
        from: u64,
        direction: Direction,
        limit: usize,
    ) -> Result<StreamPage, StoreError> {
        let page = self.events.read_stream(stream, from, direction, limit).await?;
        self.backend.read().await.map_err(unreadable)?;
        Ok(page)
    }

    async fn read_log(&self, from: u64, limit: usize) -> Result<Vec<RecordedEvent>, StoreError> {
        self.events.read_log(from, limit).await
    }

    async fn list_streams(
        &self,
        prefix: &[u8],
        after: Option<&StreamId>,
        limit: usize,
    ) -> Result<Vec<StreamHead>, StoreError> {
        self.events.list_streams(prefix, after, limit).await
    }

    async fn put_snapshot(
        &self,
        key: &SnapshotKey,
        snapshot: Snapshot,
        keep: usize,
    ) -> Result<(), StoreError> {
        self.events.put_snapshot(key, snapshot, keep).await
    }

    async fn snapshot(
        &self,
        key: &SnapshotKey,
        at_most: u64,
    ) -> Result<Option<Snapshot>, StoreError> {
        self.events.snapshot(key, at_most).await
    }
}

fn unreadable(down: Down) -> StoreError {
    StoreError::Io { doing: "reading the stream", cause: Arc::new(io::Error::other(down)) }
}
