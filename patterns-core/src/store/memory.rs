//! A store in memory, for tests and for data that need not survive the process.

use core::ops::Bound;
use std::{
    collections::{BTreeMap, HashMap},
    sync::{Mutex, MutexGuard, PoisonError},
};

use async_trait::async_trait;
use bytes::Bytes;

use super::{
    Append, AppendError, Appended, Clock, Direction, EventStore, Snapshot, SnapshotKey,
    StorageReport, StoreError, StreamHead, StreamPage, append::check_versions, read::listed_from,
};
use crate::event::{ChainHash, RecordedEvent, StreamHash, StreamId, Timestamp};

/// Keeps everything in memory and nothing beyond it. Passes the same conformance suite as the durable stores.
#[derive(Debug, Default)]
pub struct MemoryStore {
    contents: Mutex<Contents>,
    clock: Clock,
}

#[derive(Debug, Default)]
struct Contents {
    log: Vec<RecordedEvent>,
    /// The end of the chain of the event's stream after each event of `log`.
    hashes: Vec<ChainHash>,
    /// Per stream the index in `log` of each of its events, in order of version.
    streams: BTreeMap<StreamId, Vec<usize>>,
    /// Of each key the states by the version that they cover.
    snapshots: HashMap<SnapshotKey, BTreeMap<u64, Bytes>>,
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
        let mut hash = self.stream_hash(&entry.stream).hash;
        let versions = self.streams.entry(entry.stream.clone()).or_default();
        for data in entry.events {
            versions.push(self.log.len());
            let event = RecordedEvent {
                stream: entry.stream.clone(),
                version: versions.len() as u64,
                position: self.log.len() as u64 + 1,
                recorded_at,
                data,
            };
            hash = hash.after(&event);
            self.hashes.push(hash);
            self.log.push(event);
        }
    }

    fn stream_hash(&self, stream: &StreamId) -> StreamHash {
        let versions = self.streams.get(stream);
        let last = versions.and_then(|versions| self.hashes.get(*versions.last()?));
        last.map_or_else(
            || StreamHash::genesis(stream),
            |hash| StreamHash { version: self.head(stream), hash: *hash },
        )
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

    async fn stream_hash(&self, stream: &StreamId) -> Result<StreamHash, StoreError> {
        Ok(self.contents().stream_hash(stream))
    }

    async fn put_snapshot(
        &self,
        key: &SnapshotKey,
        snapshot: Snapshot,
        keep: usize,
    ) -> Result<(), StoreError> {
        let mut contents = self.contents();
        let kept = contents.snapshots.entry(key.clone()).or_default();
        kept.split_off(&snapshot.version);
        while kept.len() >= keep.max(1) {
            kept.pop_first();
        }
        kept.insert(snapshot.version, snapshot.state);
        Ok(())
    }

    async fn snapshot(
        &self,
        key: &SnapshotKey,
        at_most: u64,
    ) -> Result<Option<Snapshot>, StoreError> {
        let contents = self.contents();
        let nearest = contents.snapshots.get(key).and_then(|kept| kept.range(..=at_most).last());
        Ok(nearest.map(snapshot))
    }

    async fn snapshots_of(
        &self,
        stream: &StreamId,
    ) -> Result<Vec<(SnapshotKey, Snapshot)>, StoreError> {
        let contents = self.contents();
        let own = contents.snapshots.iter().filter(|(key, _)| key.stream == *stream);
        let each =
            own.flat_map(|(key, kept)| kept.iter().map(|kept| (key.clone(), snapshot(kept))));
        Ok(each.collect())
    }

    async fn storage(&self) -> Result<StorageReport, StoreError> {
        let contents = self.contents();
        Ok(StorageReport {
            live_events: contents.log.len() as u64,
            live_bytes: contents.log.iter().map(|event| event.data.length() as u64).sum(),
            ..StorageReport::default()
        })
    }
}

fn snapshot((version, state): (&u64, &Bytes)) -> Snapshot {
    Snapshot { version: *version, state: state.clone() }
}

#[cfg(test)]
#[allow(clippy::indexing_slicing, reason = "a test fails by panicking")]
mod tests {
    use super::*;
    use crate::{
        event::{EventData, EventName},
        store::{ExpectedVersion, FindingKind, Verification, conformance::block_on},
    };

    fn filled() -> MemoryStore {
        let store = MemoryStore::new();
        let event = |payload: u8| EventData {
            name: EventName::from_static("happened"),
            schema_version: 1,
            payload: vec![payload].into(),
            metadata: Default::default(),
        };
        for round in 0..6 {
            let stream = StreamId::new("test", &(round % 2));
            let events = vec![event(round), event(round + 100)];
            let entry = Append { stream, expected: ExpectedVersion::Any, events };
            block_on(store.append(vec![entry])).unwrap();
        }
        store
    }

    /// What is found after `change` was made to the events.
    fn found(change: impl FnOnce(&mut Contents)) -> Verification {
        let store = filled();
        change(&mut store.contents());
        block_on(store.verify()).unwrap()
    }

    fn streams(verified: &Verification) -> Vec<String> {
        let streams = verified.findings.iter().filter_map(|finding| finding.stream.as_ref());
        streams.map(ToString::to_string).collect()
    }

    #[test]
    fn e10_tampering_in_memory_is_found_in_the_right_stream() {
        let changed = found(|contents| contents.log[2].data.payload = vec![7].into());
        assert_eq!(streams(&changed), ["test/1"], "{changed}");
        let missing = found(|contents| drop(contents.log.remove(4)));
        assert_eq!(missing.findings[0].kind, FindingKind::OutOfOrder, "{missing}");
        assert!(streams(&missing).contains(&"test/0".into()), "{missing}");
        let swapped = found(|contents| {
            let data = contents.log[0].data.clone();
            contents.log[0].data = core::mem::replace(&mut contents.log[2].data, data);
        });
        assert_eq!(streams(&swapped).len(), 2, "{swapped}");
        assert!(found(|_| ()).is_intact());
    }
}
