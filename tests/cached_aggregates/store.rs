//! A store that counts, fails and waits as it is told, shared by several nodes.

use std::{
    sync::{
        Arc, Mutex,
        atomic::{AtomicBool, AtomicU64, Ordering::SeqCst},
    },
    time::Duration,
};

use async_trait::async_trait;
use data_patterns::{
    cache::Clock,
    event::{RecordedEvent, StreamId},
    prelude::*,
    store::{
        Append, AppendError, Appended, EventStore, MemoryStore, Snapshot, SnapshotKey, StoreError,
        StreamHead, StreamPage,
    },
};

pub(crate) const MINUTE: Duration = Duration::from_secs(60);

/// Every command on it is a read-modify-write that would show a lost or repeated event.
#[derive(Aggregate, Clone, Debug, Default, PartialEq)]
#[cached(ttl = 60, stale_if_error = "5m")]
pub(crate) struct Account {
    #[id]
    number: u32,
    pub(crate) balance: u64,
    pub(crate) frozen: bool,
}

#[events]
impl Account {
    fn deposited(&mut self, amount: u64) {
        self.balance += amount;
    }

    fn withdrawn(&mut self, amount: u64) {
        self.balance -= amount;
    }

    fn frozen(&mut self) {
        self.frozen = true;
    }
}

#[commands]
impl Account {
    pub(crate) fn deposit(&self, amount: u64) -> AccountEvent {
        AccountEvent::deposited(amount)
    }

    pub(crate) fn withdraw(&self, amount: u64) -> Result<AccountEvent, &'static str> {
        if self.balance < amount { Err("too little") } else { Ok(AccountEvent::withdrawn(amount)) }
    }

    pub(crate) fn freeze(&self) -> Option<AccountEvent> {
        (!self.frozen).then(AccountEvent::frozen)
    }
}

/// The same without a cache.
#[derive(Aggregate)]
#[aggregate(name = "account")]
pub(crate) struct Plain {
    #[id]
    number: u32,
    pub(crate) balance: u64,
    pub(crate) frozen: bool,
}

#[fold]
impl Apply for Plain {
    type Event = AccountEvent;

    fn apply(&mut self, event: AccountEvent) {
        match event {
            AccountEvent::Deposited { amount } => self.balance += amount,
            AccountEvent::Withdrawn { amount } => self.balance -= amount,
            AccountEvent::Frozen => self.frozen = true,
        }
    }
}

#[derive(Debug, Default)]
pub(crate) struct Faults {
    pub(crate) down: AtomicBool,
    /// Appends are carried out and then never answered.
    pub(crate) silent: AtomicBool,
    /// Appends are carried out and then answered with a failure.
    pub(crate) lying: AtomicBool,
    /// Appends wait before they are carried out.
    pub(crate) appends_held: AtomicBool,
    /// Reads wait before they answer what they have read.
    pub(crate) reads_held: AtomicBool,
    pub(crate) reads: AtomicU64,
    /// From which version on streams were read.
    pub(crate) read_from: Mutex<Vec<u64>>,
}

/// Clones are the same store.
#[derive(Clone, Debug, Default)]
pub(crate) struct Shared {
    inner: Arc<MemoryStore>,
    pub(crate) faults: Arc<Faults>,
}

impl Shared {
    pub(crate) fn node(&self) -> (Database, Clock) {
        let clock = Clock::manual();
        (Database::new(self.clone()).with_cache_clock(clock.clone()), clock)
    }

    /// How many reads `action` causes.
    pub(crate) async fn reads<T>(&self, action: impl Future<Output = T>) -> (T, u64) {
        let before = self.faults.reads.load(SeqCst);
        let answer = action.await;
        (answer, self.faults.reads.load(SeqCst) - before)
    }
}

async fn while_set(flag: &AtomicBool) {
    std::future::poll_fn(|context| {
        if !flag.load(SeqCst) {
            return std::task::Poll::Ready(());
        }
        context.waker().wake_by_ref();
        std::task::Poll::Pending
    })
    .await;
}

fn failure() -> StoreError {
    StoreError::Stopped { cause: "down".into() }
}

#[async_trait]
impl EventStore for Shared {
    async fn append(&self, batch: Vec<Append>) -> Result<Appended, AppendError> {
        while_set(&self.faults.appends_held).await;
        let appended = self.inner.append(batch).await?;
        if self.faults.silent.load(SeqCst) {
            std::future::pending::<()>().await;
        }
        if self.faults.lying.load(SeqCst) {
            return Err(AppendError::Store(failure()));
        }
        Ok(appended)
    }

    async fn read_stream(
        &self,
        stream: &StreamId,
        from: u64,
        direction: Direction,
        limit: usize,
    ) -> Result<StreamPage, StoreError> {
        self.faults.reads.fetch_add(1, SeqCst);
        self.faults.read_from.lock().unwrap().push(from);
        if self.faults.down.load(SeqCst) {
            return Err(failure());
        }
        let page = self.inner.read_stream(stream, from, direction, limit).await;
        while_set(&self.faults.reads_held).await;
        page
    }

    async fn read_log(&self, from: u64, limit: usize) -> Result<Vec<RecordedEvent>, StoreError> {
        self.inner.read_log(from, limit).await
    }

    async fn list_streams(
        &self,
        prefix: &[u8],
        after: Option<&StreamId>,
        limit: usize,
    ) -> Result<Vec<StreamHead>, StoreError> {
        self.inner.list_streams(prefix, after, limit).await
    }

    async fn put_snapshot(
        &self,
        key: &SnapshotKey,
        snapshot: Snapshot,
        keep: usize,
    ) -> Result<(), StoreError> {
        self.inner.put_snapshot(key, snapshot, keep).await
    }

    async fn snapshot(
        &self,
        key: &SnapshotKey,
        at_most: u64,
    ) -> Result<Option<Snapshot>, StoreError> {
        self.inner.snapshot(key, at_most).await
    }
}
