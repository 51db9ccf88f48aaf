//! Stores behind a network: what is asked arrives later or never, whoever asked may be gone by then, and answers can be lost.

use core::{
    fmt,
    future::poll_fn,
    task::{Poll, Waker},
};
use std::sync::{Arc, Mutex, MutexGuard, atomic::AtomicU64};

use async_trait::async_trait;

use super::flaw::Flaw;
use crate::{
    event::{RecordedEvent, StreamId},
    store::{
        Append, AppendError, Appended, Direction, EventStore, MemoryStore, Snapshot, SnapshotKey,
        StoreError, StreamHead, StreamPage, conformance::block_on,
    },
};

/// What happens to a request when it arrives.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fate {
    Works,
    /// Nothing is done, and the caller knows that.
    Refused,
    /// Nothing is done, but the caller does not know.
    Lost,
    /// All is done, but the caller does not know.
    AnswerLost,
}

/// A request on its way to a store.
pub(super) struct Request {
    arrive: Box<dyn FnOnce(Fate) + Send>,
    /// Takes so many times as long as others.
    pub(super) delay: u8,
}

impl Request {
    pub(super) fn arrive(self, fate: Fate) {
        (self.arrive)(fate);
    }
}

/// What is on its way.
#[derive(Default)]
pub(super) struct Network {
    requests: Mutex<Vec<Request>>,
    /// Whether requests arrive at once, in the beginning and at the end.
    direct: Mutex<bool>,
}

impl fmt::Debug for Network {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Network")
    }
}

impl Network {
    pub(super) fn requests(&self) -> MutexGuard<'_, Vec<Request>> {
        self.requests.lock().unwrap()
    }

    pub(super) fn set_direct(&self, direct: bool) {
        *self.direct.lock().unwrap() = direct;
    }
}

/// A store at the other end.
#[derive(Clone, Debug)]
pub(super) struct Remote {
    network: Arc<Network>,
    pub(super) store: Arc<MemoryStore>,
    flaw: Flaw,
    /// The version at which one process has last read the fences.
    known: Arc<AtomicU64>,
}

/// An answer on its way back.
struct Reply<T>(Mutex<(Option<T>, Option<Waker>)>);

impl Remote {
    pub(super) fn new(network: &Arc<Network>, flaw: Flaw) -> Self {
        Self { network: Arc::clone(network), store: Arc::default(), flaw, known: Arc::default() }
    }

    /// The same store, as another process reaches it.
    pub(super) fn again(&self) -> Self {
        Self { known: Arc::default(), ..self.clone() }
    }

    async fn ask<T: Send + 'static>(
        &self,
        delay: u8,
        work: impl FnOnce(&MemoryStore, Fate) -> T + Send + 'static,
    ) -> T {
        let (reply, store) = (Arc::new(Reply(Mutex::new((None, None)))), Arc::clone(&self.store));
        let answer = Arc::clone(&reply);
        let arrive: Box<dyn FnOnce(Fate) + Send> = Box::new(move |fate| {
            let done = work(&store, fate);
            let mut answer = answer.0.lock().unwrap();
            answer.0 = Some(done);
            if let Some(waker) = answer.1.take() {
                waker.wake();
            }
        });
        if *self.network.direct.lock().unwrap() {
            arrive(Fate::Works);
        } else {
            let mut requests = self.network.requests();
            let delay = if requests.len() % 7 == 3 { delay.max(12) } else { delay };
            requests.push(Request { arrive, delay });
        }
        poll_fn(move |context| {
            let mut reply = reply.0.lock().unwrap();
            if let Some(done) = reply.0.take() {
                return Poll::Ready(done);
            }
            reply.1 = Some(context.waker().clone());
            Poll::Pending
        })
        .await
    }

    async fn read<T: Send + 'static>(
        &self,
        work: impl FnOnce(&MemoryStore) -> Result<T, StoreError> + Send + 'static,
    ) -> Result<T, StoreError> {
        let read = move |store: &MemoryStore, fate| {
            if fate == Fate::Works { work(store) } else { Err(failure()) }
        };
        self.ask(1, read).await
    }
}

pub(super) fn failure() -> StoreError {
    StoreError::other("talking to a node", std::io::Error::other("injected"))
}

fn appended(store: &MemoryStore, batch: Vec<Append>, fate: Fate) -> Result<Appended, AppendError> {
    match fate {
        Fate::Works => block_on(store.append(batch)),
        Fate::Refused => Err(AppendError::NotAttempted(failure())),
        Fate::Lost => Err(AppendError::Store(failure())),
        Fate::AnswerLost => match block_on(store.append(batch)) {
            Ok(_) => Err(AppendError::Store(failure())),
            Err(error) => Err(error),
        },
    }
}

#[async_trait]
impl EventStore for Remote {
    async fn append(&self, batch: Vec<Append>) -> Result<Appended, AppendError> {
        let flaw = self.flaw;
        let batch = flaw.sent(&self.store, batch).await?;
        let delay = flaw.delay(&batch);
        let append = move |store: &MemoryStore, fate| {
            flaw.arrives(batch, |batch| appended(store, batch, fate))
        };
        self.ask(delay, append).await
    }

    async fn read_stream(
        &self,
        stream: &StreamId,
        from: u64,
        direction: Direction,
        limit: usize,
    ) -> Result<StreamPage, StoreError> {
        let (stream, flaw, known) = (stream.clone(), self.flaw, Arc::clone(&self.known));
        self.read(move |store| {
            let page = block_on(store.read_stream(&stream, from, direction, limit))?;
            Ok(flaw.read(&stream, limit, &known, page))
        })
        .await
    }

    async fn read_log(&self, from: u64, limit: usize) -> Result<Vec<RecordedEvent>, StoreError> {
        self.read(move |store| block_on(store.read_log(from, limit))).await
    }

    async fn list_streams(
        &self,
        prefix: &[u8],
        after: Option<&StreamId>,
        limit: usize,
    ) -> Result<Vec<StreamHead>, StoreError> {
        let (prefix, after) = (prefix.to_vec(), after.cloned());
        self.read(move |store| block_on(store.list_streams(&prefix, after.as_ref(), limit))).await
    }

    async fn put_snapshot(
        &self,
        key: &SnapshotKey,
        snapshot: Snapshot,
        keep: usize,
    ) -> Result<(), StoreError> {
        let key = key.clone();
        self.read(move |store| block_on(store.put_snapshot(&key, snapshot, keep))).await
    }

    async fn snapshot(
        &self,
        key: &SnapshotKey,
        at_most: u64,
    ) -> Result<Option<Snapshot>, StoreError> {
        let key = key.clone();
        self.read(move |store| block_on(store.snapshot(&key, at_most))).await
    }

    async fn snapshots_of(
        &self,
        stream: &StreamId,
    ) -> Result<Vec<(SnapshotKey, Snapshot)>, StoreError> {
        let stream = stream.clone();
        self.read(move |store| block_on(store.snapshots_of(&stream))).await
    }
}
