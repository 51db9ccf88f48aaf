//! A store in memory, for tests and for data that need not survive the process.

use core::ops::Bound;
use std::{
    collections::{BTreeMap, HashMap},
    sync::{Mutex, MutexGuard, PoisonError},
};

use async_trait::async_trait;

use super::{
    Append, AppendError, Appended, Clock, Direction, EventStore, Snapshot, SnapshotKey, StoreError,
    StreamHead, StreamPage, append::check_versions, read::listed_from,
};
use crate::event::{RecordedEvent, StreamId, Timestamp};

/// Keeps everything in memory and nothing beyond it. Passes the same conformance suite as the durable stores.
#[derive(Debug, Default)]
pub struct MemoryStore {
    contents: Mutex<Contents>,
    clock: Clock,
}

#[derive(Debug, Default)]
struct Contents {
    log: Vec<RecordedEvent>,
    /// Per stream the index in `log` of each of its events, in order of version.
    streams: BTreeMap<StreamId, Vec<usize>>,
    snapshots: HashMap<SnapshotKey, Snapshot>,
}

impl MemoryStore {
    /// An empty store.
    pub fn new() -> Self {
        Self::default()
    }

    /// An empty store that stamps its events by `clock`.
    pub fn with_clock(clock: Clock) -> Self {
        Self { clock, ..Self::default() }
    }

    fn contents(&self) -> MutexGuard<'_, Contents> {
        // No code that can panic runs under the lock with half a change made.
        self.contents.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Contents {
    fn head(&self, stream: &StreamId) -> u64 {
        self.streams.get(stream).map_or(0, |versions| versions.len() as u64)
    }

    fn record(&mut self, entry: Append, recorded_at: Timestamp) {
        if entry.events.is_empty() {
            return;
        }
        let versions = self.streams.entry(entry.stream.clone()).or_default();
        for data in entry.events {
            versions.push(self.log.len());
            self.log.push(RecordedEvent {
                stream: entry.stream.clone(),
                version: versions.len() as u64,
                position: self.log.len() as u64 + 1,
                recorded_at,
                data,
            });
        }
    }

    fn last_recorded_at(&self) -> Timestamp {
        self.log.last().map_or(Timestamp::default(), |event| event.recorded_at)
    }
}

#[async_trait]
impl EventStore for MemoryStore {
    async fn append(&self, batch: Vec<Append>) -> Result<Appended, AppendError> {
        batch.iter().try_for_each(Append::check_limits)?;
        let mut contents = self.contents();
        let versions = check_versions(&batch, |stream| Ok(contents.head(stream)))?;
        let now = self.clock.now_after(contents.last_recorded_at());
        batch.into_iter().for_each(|entry| contents.record(entry, now));
        Ok(Appended { position: contents.log.len() as u64, versions })
    }

    async fn read_stream(
        &self,
        stream: &StreamId,
        from: u64,
        direction: Direction,
        limit: usize,
    ) -> Result<StreamPage, StoreError> {
        let contents = self.contents();
        let head = contents.head(stream);
        let mut events = Vec::new();
        if let Some((first, last)) = direction.span(from, limit, head)
            && let Some(versions) = contents.streams.get(stream)
        {
            let page = versions.get(first as usize - 1..last as usize).unwrap_or_default();
            events.extend(page.iter().filter_map(|index| contents.log.get(*index)).cloned());
        }
        if direction == Direction::Backward {
            events.reverse();
        }
        Ok(StreamPage { events, head })
    }

    async fn read_log(&self, from: u64, limit: usize) -> Result<Vec<RecordedEvent>, StoreError> {
        let first = usize::try_from(from.saturating_sub(1)).unwrap_or(usize::MAX);
        Ok(self.contents().log.iter().skip(first).take(limit).cloned().collect())
    }

    async fn list_streams(
        &self,
        prefix: &[u8],
        after: Option<&StreamId>,
        limit: usize,
    ) -> Result<Vec<StreamHead>, StoreError> {
        let contents = self.contents();
        let names = (listed_from(prefix, after), Bound::Unbounded);
        let streams = contents.streams.range::<[u8], _>(names);
        let listed = streams.take_while(|(stream, _)| stream.as_bytes().starts_with(prefix));
        let heads = listed.map(|(stream, versions)| StreamHead {
            stream: stream.clone(),
            version: versions.len() as u64,
        });
        Ok(heads.take(limit).collect())
    }

    async fn put_snapshot(&self, key: &SnapshotKey, snapshot: Snapshot) -> Result<(), StoreError> {
        self.contents().snapshots.insert(key.clone(), snapshot);
        Ok(())
    }

    async fn snapshot(&self, key: &SnapshotKey) -> Result<Option<Snapshot>, StoreError> {
        Ok(self.contents().snapshots.get(key).cloned())
    }

    async fn snapshots_of(
        &self,
        stream: &StreamId,
    ) -> Result<Vec<(SnapshotKey, Snapshot)>, StoreError> {
        let contents = self.contents();
        let own = contents.snapshots.iter().filter(|(key, _)| key.stream == *stream);
        Ok(own.map(|(key, snapshot)| (key.clone(), snapshot.clone())).collect())
    }
}
