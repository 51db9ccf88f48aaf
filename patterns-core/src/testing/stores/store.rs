//! A store around another one, with faults.

use core::{future::Future, time::Duration};

use async_trait::async_trait;

use super::{Call, Fault, Faults};
use crate::{
    event::{RecordedEvent, StreamHash, StreamId},
    store::{
        Append, AppendError, Appended, ArchiveCut, ArchiveProgress, Archived, Conflict, Direction,
        EventStore, ExpectedVersion, SignOff, Snapshot, SnapshotKey, StorageReport, StoreError,
        StreamHead, StreamPage, Verification,
    },
};

/// Any store, with the faults that a test injects. Without any it is as good as the store within.
///
/// ```
/// use patterns_core::{
///     repository::Database,
///     store::MemoryStore,
///     testing::{At, Call, Fault, Faults, FaultyStore},
/// };
///
/// let faults = Faults::new();
/// let db = Database::new(FaultyStore::new(MemoryStore::new(), &faults));
/// faults.inject(Call::Append, At::first(2), Fault::Conflict);
/// // .. two conflicts later a command succeeds:
/// assert_eq!(faults.injected(Call::Append), 0);
/// # drop(db);
/// ```
#[derive(Debug)]
pub struct FaultyStore<S> {
    inner: S,
    faults: Faults,
}

impl<S: EventStore> FaultyStore<S> {
    /// `inner`, with `faults`.
    pub fn new(inner: S, faults: &Faults) -> Self {
        Self { inner, faults: faults.clone() }
    }

    /// What everything but appends goes through.
    async fn call<T: Send>(
        &self,
        call: Call,
        stream: Option<&StreamId>,
        work: impl Future<Output = Result<T, StoreError>> + Send,
    ) -> Result<T, StoreError> {
        let faults = self.faults.next(call, stream.as_slice());
        request(&faults).await;
        match failure(&faults) {
            Some(Fault::AnswerLost) => {
                work.await?;
                answer(&faults).await;
                Err(injected("the answer was lost"))
            }
            Some(_) => Err(injected("nothing was done")),
            None => {
                let done = work.await;
                answer(&faults).await;
                done
            }
        }
    }

    async fn append_with(
        &self,
        batch: Vec<Append>,
        fault: Option<&Fault>,
    ) -> Result<Appended, AppendError> {
        match fault {
            Some(Fault::Conflict) => match self.conflict(&batch).await? {
                Some(conflict) => Err(conflict.into()),
                None => self.inner.append(batch).await,
            },
            Some(Fault::Overtaken(events)) => {
                if let Some(Append { stream, .. }) =
                    batch.iter().find(|entry| !entry.events.is_empty())
                {
                    let (stream, events) = (stream.clone(), events.clone());
                    let first = Append { stream, expected: ExpectedVersion::Any, events };
                    self.inner.append(vec![first]).await?;
                }
                self.inner.append(batch).await
            }
            Some(Fault::Refused) => Err(AppendError::NotAttempted(injected("nothing was done"))),
            Some(Fault::Lost) => Err(AppendError::Store(injected("nothing was done"))),
            Some(Fault::AnswerLost) => {
                self.inner.append(batch).await?;
                Err(AppendError::Store(injected("the answer was lost")))
            }
            _ => self.inner.append(batch).await,
        }
    }

    /// A conflict that could be answered; it tells the version that the stream has in truth.
    async fn conflict(&self, batch: &[Append]) -> Result<Option<Conflict>, StoreError> {
        let expects = |entry: &&Append| entry.expected != ExpectedVersion::Any;
        let Some(Append { stream, expected, .. }) = batch.iter().find(expects) else {
            return Ok(None);
        };
        let page = self.inner.read_stream(stream, 1, Direction::Forward, 0).await?;
        Ok(Some(Conflict { stream: stream.clone(), expected: *expected, actual: page.head }))
    }
}

/// The first of the faults that makes a call fail.
fn failure(faults: &[Fault]) -> Option<&Fault> {
    faults.iter().find(|fault| {
        !matches!(
            fault,
            Fault::Slow(_) | Fault::SlowAnswer(_) | Fault::Held(_) | Fault::AnswerHeld(_)
        )
    })
}

/// Waits as long as the request is on its way.
async fn request(faults: &[Fault]) {
    for fault in faults {
        match fault {
            Fault::Slow(times) => pause(*times.start(), *times.end()).await,
            Fault::Held(gate) => gate.pass().await,
            _ => {}
        }
    }
}

/// Waits as long as the answer is on its way.
async fn answer(faults: &[Fault]) {
    for fault in faults {
        match fault {
            Fault::SlowAnswer(times) => pause(*times.start(), *times.end()).await,
            Fault::AnswerHeld(gate) => gate.pass().await,
            _ => {}
        }
    }
}

async fn pause(least: Duration, most: Duration) {
    let longer = most.saturating_sub(least).mul_f64(fastrand::f64());
    futures_timer::Delay::new(least + longer).await;
}

fn injected(what: &'static str) -> StoreError {
    StoreError::other("as the test has it", std::io::Error::other(what))
}

#[async_trait]
impl<S: EventStore> EventStore for FaultyStore<S> {
    async fn append(&self, batch: Vec<Append>) -> Result<Appended, AppendError> {
        let streams: Vec<_> = batch.iter().map(|entry| &entry.stream).collect();
        let faults = self.faults.next(Call::Append, &streams);
        request(&faults).await;
        let appended = self.append_with(batch, failure(&faults)).await;
        answer(&faults).await;
        appended
    }

    async fn read_stream(
        &self,
        stream: &StreamId,
        from: u64,
        direction: Direction,
        limit: usize,
    ) -> Result<StreamPage, StoreError> {
        let read = self.inner.read_stream(stream, from, direction, limit);
        self.call(Call::Read, Some(stream), read).await
    }

    async fn read_log(&self, from: u64, limit: usize) -> Result<Vec<RecordedEvent>, StoreError> {
        self.call(Call::Read, None, self.inner.read_log(from, limit)).await
    }

    async fn list_streams(
        &self,
        prefix: &[u8],
        after: Option<&StreamId>,
        limit: usize,
    ) -> Result<Vec<StreamHead>, StoreError> {
        self.call(Call::Read, None, self.inner.list_streams(prefix, after, limit)).await
    }

    async fn stream_hash(&self, stream: &StreamId) -> Result<StreamHash, StoreError> {
        self.call(Call::Verify, Some(stream), self.inner.stream_hash(stream)).await
    }

    async fn verify_stream(
        &self,
        stream: &StreamId,
        signed: &[StreamHash],
    ) -> Result<Verification, StoreError> {
        self.call(Call::Verify, Some(stream), self.inner.verify_stream(stream, signed)).await
    }

    async fn sign_off(&self) -> Result<SignOff, StoreError> {
        self.call(Call::Verify, None, self.inner.sign_off()).await
    }

    async fn verify_against(&self, signed: &SignOff) -> Result<Verification, StoreError> {
        self.call(Call::Verify, None, self.inner.verify_against(signed)).await
    }

    async fn put_snapshot(
        &self,
        key: &SnapshotKey,
        snapshot: Snapshot,
        keep: usize,
    ) -> Result<(), StoreError> {
        let put = self.inner.put_snapshot(key, snapshot, keep);
        self.call(Call::PutSnapshot, Some(&key.stream), put).await
    }

    async fn snapshot(
        &self,
        key: &SnapshotKey,
        at_most: u64,
    ) -> Result<Option<Snapshot>, StoreError> {
        let read = self.inner.snapshot(key, at_most);
        self.call(Call::ReadSnapshot, Some(&key.stream), read).await
    }

    async fn snapshots_of(
        &self,
        stream: &StreamId,
    ) -> Result<Vec<(SnapshotKey, Snapshot)>, StoreError> {
        self.call(Call::ReadSnapshot, Some(stream), self.inner.snapshots_of(stream)).await
    }

    async fn archive(
        &self,
        cuts: Vec<ArchiveCut>,
        progress: ArchiveProgress,
    ) -> Result<Archived, StoreError> {
        self.call(Call::Archive, None, self.inner.archive(cuts, progress)).await
    }

    async fn archived_until(&self, stream: &StreamId) -> Result<u64, StoreError> {
        self.call(Call::Archive, Some(stream), self.inner.archived_until(stream)).await
    }

    async fn storage(&self) -> Result<StorageReport, StoreError> {
        self.call(Call::Archive, None, self.inner.storage()).await
    }
}
