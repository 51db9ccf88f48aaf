//! The one thread that writes to a database: group commit.
//!
//! It takes whatever waits, never a timer: checks versions, assigns positions, writes one frame or a few, flushes, syncs the file,
//! and only then makes the events visible and answers all callers. A conflict is answered at the same moment, so that the caller
//! who reads again sees the events it lost against.

use std::{
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
        mpsc::{self, Receiver, RecvTimeoutError, Sender},
    },
    thread::JoinHandle,
    time::Instant,
};

use futures_channel::oneshot;

use super::{
    Durability,
    disk::Disk,
    events::Events,
    group::{Group, GroupWriter},
    index::{CommittedHeads, Index, Indexer},
};
use crate::{
    event::{LogEnd, Timestamp},
    store::{Append, AppendError, Appended, Clock, StoreError},
};

/// So many requests at most are committed at once.
const GROUP_REQUESTS: usize = 1024;
/// With so many bytes a group is large enough; the memory that a commit needs is a small multiple of it.
const GROUP_BYTES: usize = 16 << 20;

type Answer = Result<Appended, AppendError>;

struct Request {
    batch: Vec<Append>,
    answer: oneshot::Sender<Answer>,
}

/// The end of the queue that callers hold.
#[derive(Debug)]
pub(super) struct Committer {
    queue: Option<Sender<Request>>,
    thread: Option<JoinHandle<()>>,
}

impl Committer {
    pub(super) fn start(work: Work) -> Result<Self, StoreError> {
        let (queue, requests) = mpsc::channel();
        let thread = std::thread::Builder::new()
            .name("patterns-committer".into())
            .spawn(move || work.run(&requests))
            .map_err(StoreError::io("starting the committer thread"))?;
        Ok(Self { queue: Some(queue), thread: Some(thread) })
    }

    /// Hands over a batch; the answer comes when it is durable. Requests are as many as callers wait, so the queue needs no bound.
    pub(super) fn submit(&self, batch: Vec<Append>) -> oneshot::Receiver<Answer> {
        let (answer, receiver) = oneshot::channel();
        if let Some(queue) = &self.queue {
            // When the thread is gone the request is dropped, and its receiver says so.
            let _ = queue.send(Request { batch, answer });
        }
        receiver
    }
}

impl Drop for Committer {
    /// Commits what waits and ends the thread.
    fn drop(&mut self) {
        self.queue = None;
        // An answer can wake a caller on the committer's own thread, and the caller can drop the store there.
        let elsewhere =
            |thread: &JoinHandle<()>| thread.thread().id() != std::thread::current().id();
        if let Some(thread) = self.thread.take().filter(elsewhere) {
            let _ = thread.join();
        }
    }
}

/// Everything the thread works on.
#[derive(Debug)]
pub(super) struct Work {
    pub(super) events: Events,
    pub(super) index: Arc<Index>,
    /// Taken when the thread ends: it folds what is frozen, and only then the last sync may follow.
    pub(super) indexer: Option<Indexer>,
    pub(super) disk: Disk,
    pub(super) clock: Clock,
    pub(super) durability: Durability,
    /// The end of what is committed.
    pub(super) end: LogEnd,
    pub(super) last_recorded_at: Timestamp,
    /// The last position that readers may see.
    pub(super) visible: Arc<AtomicU64>,
    /// Since when something acknowledged is not synced; only with buffered durability.
    pub(super) unsynced_since: Option<Instant>,
    /// The failure after which nothing is accepted any more: what the file holds is unknown.
    pub(super) failure: Option<Arc<str>>,
}

impl Work {
    fn run(mut self, requests: &Receiver<Request>) {
        loop {
            match self.next(requests) {
                Ok(first) => self.commit(first, requests),
                Err(RecvTimeoutError::Timeout) => {}
                Err(RecvTimeoutError::Disconnected) => break,
            }
            self.sync_overdue();
            // After the sync: how long this takes is no part of any window.
            self.index.wait_for_room();
        }
        self.sync_buffered();
        self.indexer = None;
        self.disk.close();
    }

    fn next(&self, requests: &Receiver<Request>) -> Result<Request, RecvTimeoutError> {
        match (self.durability, self.unsynced_since) {
            (Durability::Buffered { window }, Some(since)) => {
                requests.recv_timeout(window.saturating_sub(since.elapsed()))
            }
            _ => requests.recv().map_err(|_| RecvTimeoutError::Disconnected),
        }
    }

    fn commit(&mut self, first: Request, waiting: &Receiver<Request>) {
        let requests = std::iter::once(first).chain(waiting.try_iter());
        let recorded_at = self.clock.now_after(self.last_recorded_at);
        let (index, events) = (Arc::clone(&self.index), self.events.clone());
        let heads = CommittedHeads { index: &index, events: &events };
        let mut group = GroupWriter::new(self.end, recorded_at, heads);
        let (mut answers, mut bytes) = (Vec::new(), 0);
        for Request { batch, answer } in requests {
            bytes += batch.iter().map(Append::length).sum::<usize>();
            answers.push((answer, self.refusal().map_or_else(|| group.add(batch), Err)));
            // Looked at after a request was taken: the queue must not be asked for one that is not wanted.
            if answers.len() >= GROUP_REQUESTS || bytes >= GROUP_BYTES {
                break;
            }
        }
        let outcome = self.write(group.finish(), recorded_at);
        if let Err(error) = &outcome {
            self.fail("an append failed", error);
        }
        answer_all(answers, &outcome);
    }

    /// Why nothing is taken any more.
    fn refusal(&self) -> Option<AppendError> {
        let cause = self.failure.as_ref().or_else(|| self.index.ended())?;
        Some(AppendError::NotAttempted(StoreError::Stopped { cause: Arc::clone(cause) }))
    }

    fn fail(&mut self, what: &str, error: &StoreError) {
        tracing::error!(name: "patterns.store.commit", %error, "the store stops: {what}");
        self.failure = Some(error.to_string().into());
    }

    fn write(&mut self, group: Group, recorded_at: Timestamp) -> Result<(), StoreError> {
        let Group { frames, indexed, end } = group;
        if frames.is_empty() {
            return Ok(());
        }
        let bytes = frames.iter().map(|frame| frame.bytes.len()).sum();
        self.events.log.write(frames)?;
        match self.durability {
            Durability::Group => self.disk.sync(end.position)?,
            Durability::Buffered { .. } => {
                self.unsynced_since.get_or_insert_with(Instant::now);
                self.disk.wrote(bytes)?;
            }
        }
        self.last_recorded_at = recorded_at;
        self.end = end;
        // In this order: what can be read in the log is in the index as well.
        self.index.publish(indexed, end.position);
        self.visible.store(end.position, Ordering::Release);
        Ok(())
    }

    /// Under steady load the queue never runs dry, so the window is looked at after every commit.
    fn sync_overdue(&mut self) {
        if let (Durability::Buffered { window }, Some(since)) =
            (self.durability, self.unsynced_since)
            && since.elapsed() >= window
        {
            self.sync_buffered();
        }
    }

    fn sync_buffered(&mut self) {
        if self.unsynced_since.take().is_some()
            && let Err(error) = self.disk.sync(self.visible.load(Ordering::Acquire))
        {
            self.fail("a sync failed", &error);
        }
    }
}

/// Conflicts are answered like successes: they were decided against events of the same group, which may be gone as well.
fn answer_all(answers: Vec<(oneshot::Sender<Answer>, Answer)>, outcome: &Result<(), StoreError>) {
    for (answer, result) in answers {
        let result = match (outcome, result) {
            (Err(error), Ok(_) | Err(AppendError::Conflict(_))) => {
                Err(AppendError::Store(error.clone()))
            }
            (_, result) => result,
        };
        // A caller that gave up does not listen any more.
        let _ = answer.send(result);
    }
}
