//! What the worker does with one snapshot.

use core::{
    future::Future,
    pin::pin,
    task::{Context, Poll},
};
use std::{
    panic::{AssertUnwindSafe, catch_unwind},
    sync::Arc,
    task::{Wake, Waker},
    thread::{Thread, current, park},
};

use super::{
    SnapshotError,
    job::{Doubt, Encode, Job},
    marks::Marks,
    progress::{Covered, Progress, Unusable},
    queue::Queue,
    stored,
};
use crate::{
    event::{StreamId, Timestamp},
    repository::statistics::Counters,
    store::{Clock, Direction, EventStore, Snapshot, SnapshotKey},
};

/// What the worker shares with those who ask for snapshots.
#[derive(Debug)]
pub(super) struct Shared {
    pub(super) store: Arc<dyn EventStore>,
    pub(super) counters: Arc<Counters>,
    pub(super) clock: Clock,
    pub(super) marks: Marks,
    pub(super) queue: Queue,
}

impl Shared {
    /// Takes a snapshot, unless it turns out not to be due. No command fails for its failure.
    pub(super) fn take(&self, job: Job) {
        let (key, covered) = (job.key.clone(), job.covered());
        let Job { keep, encode, doubt, answer, context, .. } = job;
        let attempt =
            || context.run(|| self.wait_for(self.put(&key, covered, keep, encode, doubt)));
        // A panic of a user's code, or of the store's, ends one snapshot and not the thread.
        let attempt = catch_unwind(AssertUnwindSafe(attempt));
        let stream = || key.stream.clone();
        let taken = match attempt {
            Ok(Some(taken)) => taken,
            Ok(None) => Err(SnapshotError::Closed { stream: stream() }),
            Err(_) => Err(SnapshotError::Panicked { stream: stream() }),
        };
        self.count(&key.stream, &taken);
        if let Some(answer) = answer {
            // Whoever gave up does not listen any more.
            let _ = answer.send(taken.map(drop));
        }
    }

    /// Answers whether a snapshot was due, and was put.
    async fn put(
        &self,
        key: &SnapshotKey,
        covered: Covered,
        keep: usize,
        encode: Encode,
        doubt: Option<Doubt>,
    ) -> Result<bool, SnapshotError> {
        let keep = match doubt {
            None => Some(keep),
            Some(doubt) => self.resolved(doubt, key, covered.version, keep).await,
        };
        let Some(keep) = keep else { return Ok(false) };
        let stream = || key.stream.clone();
        let written = encode.bytes(&key.stream).await;
        let state = written
            .map_err(|cause| SnapshotError::Encode { stream: stream(), cause: cause.into() })?;
        let state = stored::encode(covered.at.unwrap_or_default(), &state).into();
        let put = self.store.put_snapshot(key, Snapshot { version: covered.version, state }, keep);
        put.await.map_err(|cause| SnapshotError::Store { stream: stream(), cause })?;
        Ok(true)
    }

    /// How many are kept when a snapshot at `version` is put: `keep`, if it is due. `None` if it is not.
    async fn resolved(
        &self,
        doubt: Doubt,
        key: &SnapshotKey,
        version: u64,
        keep: usize,
    ) -> Option<usize> {
        let (Doubt { policy, now }, newest) = (doubt, self.newest(key).await);
        let progress = Progress::of_cached();
        if newest.version > version && self.is_ahead(newest, &key.stream).await {
            return Some(progress.without(Unusable::Ahead).kept(policy));
        }
        if policy.due(&progress.since(newest, version, now)) {
            return Some(keep);
        }
        self.marks.set(key, Some(newest));
        None
    }

    /// What the newest snapshot in the store covers; without one that can be read, nothing since the first event of the stream.
    pub(super) async fn newest(&self, key: &SnapshotKey) -> Covered {
        match self.newest_kept(key).await {
            Some(newest) => newest,
            None => Covered { version: 0, at: self.begun(&key.stream).await },
        }
    }

    /// When the first event of the stream was recorded.
    async fn begun(&self, stream: &StreamId) -> Option<Timestamp> {
        let first = self.store.read_stream(stream, 1, Direction::Forward, 1).await.ok()?;
        first.events.first().map(|first| first.recorded_at)
    }

    /// Asked when it covers more than a state does, which may be older than the stream.
    async fn is_ahead(&self, newest: Covered, stream: &StreamId) -> bool {
        let end = self.store.read_stream(stream, u64::MAX, Direction::Backward, 1).await;
        end.is_ok_and(|end| end.head < newest.version)
    }

    async fn newest_kept(&self, key: &SnapshotKey) -> Option<Covered> {
        let snapshot = self.store.snapshot(key, u64::MAX).await.ok()??;
        let (at, _) = stored::decode(&snapshot.state)?;
        Some(Covered { version: snapshot.version, at: Some(at) })
    }

    pub(super) fn now(&self) -> Timestamp {
        self.clock.now_after(Timestamp::default())
    }

    fn count(&self, stream: &StreamId, taken: &Result<bool, SnapshotError>) {
        match taken {
            Ok(true) => self.counters.snapshots_taken.increment(),
            Ok(false) => {}
            Err(error) => {
                tracing::warn!(name: "patterns.snapshot", %stream, %error, "a snapshot was not taken");
                self.counters.snapshots_failed.increment();
            }
        }
    }

    /// Runs `future` to its end, but gives it up when the queue is closed.
    fn wait_for<F: Future>(&self, future: F) -> Option<F::Output> {
        let waker = Waker::from(Arc::new(Unpark(current())));
        let mut future = pin!(future);
        while !self.queue.is_closed() {
            match future.as_mut().poll(&mut Context::from_waker(&waker)) {
                Poll::Ready(output) => return Some(output),
                Poll::Pending => park(),
            }
        }
        None
    }
}

struct Unpark(Thread);

impl Wake for Unpark {
    fn wake(self: Arc<Self>) {
        self.0.unpark();
    }
}
