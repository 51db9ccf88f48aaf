//! A store that takes snapshots only while its gate is open, and as much time for reads as a test says.

use std::{
    sync::{
        Arc, Mutex,
        atomic::{AtomicBool, AtomicU64, Ordering::SeqCst},
    },
    time::Duration,
};

use async_trait::async_trait;
use futures_timer::Delay;
use patterns_core::{
    event::{RecordedEvent, StreamId},
    repository::Database,
    store::{
        Append, AppendError, Appended, Direction, EventStore, MemoryStore, Snapshot, SnapshotKey,
        StoreError, StreamHead, StreamPage,
    },
};

use crate::tally::Hands;

#[derive(Clone, Debug)]
pub(crate) struct Gated(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    store: Box<dyn EventStore>,
    hands: Hands,
    /// By the clock, of every page of a stream.
    reads_take: Mutex<Duration>,
    shut: AtomicBool,
    failing: AtomicBool,
    puts: AtomicU64,
}

impl Default for Gated {
    fn default() -> Self {
        let hands = Hands::default();
        Self::on(MemoryStore::with_clock(hands.clock()), hands)
    }
}

impl Gated {
    pub(crate) fn on(store: impl EventStore, hands: Hands) -> Self {
        Self(Arc::new(Inner {
            store: Box::new(store),
            hands,
            reads_take: Mutex::default(),
            shut: AtomicBool::default(),
            failing: AtomicBool::default(),
            puts: AtomicU64::default(),
        }))
    }

    /// Answers whether anybody holds the store, later.
    pub(crate) fn watch(&self) -> impl Fn() -> bool + use<> {
        let inner = Arc::downgrade(&self.0);
        move || inner.strong_count() > 0
    }

    /// Another process on the same store.
    pub(crate) fn database(&self) -> Database {
        Database::new(self.clone()).with_snapshot_clock(self.0.hands.clock())
    }

    pub(crate) fn hands(&self) -> &Hands {
        &self.0.hands
    }

    pub(crate) fn shut(&self) {
        self.0.shut.store(true, SeqCst);
    }

    pub(crate) fn open(&self) {
        self.0.shut.store(false, SeqCst);
    }

    pub(crate) fn fail(&self, failing: bool) {
        self.0.failing.store(failing, SeqCst);
    }

    pub(crate) fn reads_take(&self, time: Duration) {
        *self.0.reads_take.lock().unwrap() = time;
    }

    /// How often a snapshot has arrived at the gate.
    pub(crate) fn puts(&self) -> u64 {
        self.0.puts.load(SeqCst)
    }

    /// Returns when so many have.
    pub(crate) fn wait_for_puts(&self, puts: u64) {
        while self.puts() < puts {
            std::thread::yield_now();
        }
    }
}

#[async_trait]
impl EventStore for Gated {
    async fn append(&self, batch: Vec<Append>) -> Result<Appended, AppendError> {
        self.0.store.append(batch).await
    }

    async fn read_stream(
        &self,
        stream: &StreamId,
        from: u64,
        direction: Direction,
        limit: usize,
    ) -> Result<StreamPage, StoreError> {
        let time = *self.0.reads_take.lock().unwrap();
        self.0.hands.advance(time);
        self.0.store.read_stream(stream, from, direction, limit).await
    }

    async fn read_log(&self, from: u64, limit: usize) -> Result<Vec<RecordedEvent>, StoreError> {
        self.0.store.read_log(from, limit).await
    }

    async fn list_streams(
        &self,
        prefix: &[u8],
        after: Option<&StreamId>,
        limit: usize,
    ) -> Result<Vec<StreamHead>, StoreError> {
        self.0.store.list_streams(prefix, after, limit).await
    }

    async fn put_snapshot(
        &self,
        key: &SnapshotKey,
        snapshot: Snapshot,
        keep: usize,
    ) -> Result<(), StoreError> {
        self.0.puts.fetch_add(1, SeqCst);
        while self.0.shut.load(SeqCst) {
            Delay::new(Duration::from_millis(1)).await;
        }
        if self.0.failing.load(SeqCst) {
            return Err(StoreError::Stopped { cause: "no snapshots today".into() });
        }
        self.0.store.put_snapshot(key, snapshot, keep).await
    }

    async fn snapshot(
        &self,
        key: &SnapshotKey,
        at_most: u64,
    ) -> Result<Option<Snapshot>, StoreError> {
        self.0.store.snapshot(key, at_most).await
    }
}
