//! A store that fails now and then when movers append: before the append, or after it, so that its outcome is unknown.

use std::{
    fmt,
    sync::{
        Arc,
        atomic::{AtomicU32, Ordering},
    },
};

use async_trait::async_trait;
use patterns_core::{
    event::{EventData, RecordedEvent, StreamId},
    store::{
        Append, AppendError, Appended, Direction, EventStore, Snapshot, SnapshotKey, StoreError,
        StreamHead, StreamPage,
    },
};

/// What the errors say that this store makes up.
pub const MADE_UP: &str = "a made-up failure";

/// One of so many changes of fences and of the map fails, if any does.
const FEW: u32 = 4;

/// Of so many appends of copies one fails, and of other appends of movers one of a few; 0 for none.
#[derive(Clone, Debug, Default)]
pub struct Faults(Arc<AtomicU32>);

impl Faults {
    pub fn set(&self, one_of: u32) {
        self.0.store(one_of, Ordering::SeqCst);
    }

    fn strikes(&self, append: Kind) -> bool {
        let one_of = match (self.0.load(Ordering::SeqCst), append) {
            (0, _) | (_, Kind::Other) => return false,
            (_, Kind::Change) => FEW,
            (one_of, Kind::Copy) => one_of,
        };
        fastrand::u32(..one_of) == 0
    }
}

#[derive(Debug)]
pub struct Faulty {
    pub store: Arc<dyn EventStore>,
    pub faults: Faults,
}

#[derive(Debug)]
struct MadeUp;

impl fmt::Display for MadeUp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(MADE_UP)
    }
}

impl std::error::Error for MadeUp {}

fn made_up() -> StoreError {
    StoreError::other("appending", MadeUp)
}

/// What is appended.
#[derive(Clone, Copy, Debug)]
enum Kind {
    /// What nodes mark as copies.
    Copy,
    /// A change of fences or of the map.
    Change,
    Other,
}

fn kind(batch: &[Append]) -> Kind {
    let is_copy = |event: &EventData| event.metadata.starts_with(&[0xc1, 0x01]);
    let mut entries = batch.iter().filter(|entry| !entry.events.is_empty());
    match entries.next() {
        Some(entry) if entry.stream.to_string().starts_with("patterns.") => Kind::Change,
        Some(entry) if entry.events.iter().any(is_copy) => Kind::Copy,
        _ => Kind::Other,
    }
}

#[async_trait]
impl EventStore for Faulty {
    async fn append(&self, batch: Vec<Append>) -> Result<Appended, AppendError> {
        let strikes = self.faults.strikes(kind(&batch));
        if strikes && fastrand::bool() {
            return Err(AppendError::NotAttempted(made_up()));
        }
        let appended = self.store.append(batch).await;
        if strikes { Err(AppendError::Store(made_up())) } else { appended }
    }

    async fn read_stream(
        &self,
        stream: &StreamId,
        from: u64,
        direction: Direction,
        limit: usize,
    ) -> Result<StreamPage, StoreError> {
        self.store.read_stream(stream, from, direction, limit).await
    }

    async fn read_log(&self, from: u64, limit: usize) -> Result<Vec<RecordedEvent>, StoreError> {
        self.store.read_log(from, limit).await
    }

    async fn list_streams(
        &self,
        prefix: &[u8],
        after: Option<&StreamId>,
        limit: usize,
    ) -> Result<Vec<StreamHead>, StoreError> {
        self.store.list_streams(prefix, after, limit).await
    }

    async fn put_snapshot(
        &self,
        key: &SnapshotKey,
        snapshot: Snapshot,
        keep: usize,
    ) -> Result<(), StoreError> {
        self.store.put_snapshot(key, snapshot, keep).await
    }

    async fn snapshot(
        &self,
        key: &SnapshotKey,
        at_most: u64,
    ) -> Result<Option<Snapshot>, StoreError> {
        self.store.snapshot(key, at_most).await
    }

    async fn snapshots_of(
        &self,
        stream: &StreamId,
    ) -> Result<Vec<(SnapshotKey, Snapshot)>, StoreError> {
        self.store.snapshots_of(stream).await
    }
}
