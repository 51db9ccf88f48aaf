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
    group::{Group, GroupWriter},
    index::{Index, Indexer},
    log::Log,
};
use crate::{
    event::Timestamp,
    store::{Append, AppendError, Appended, Clock, StoreError},
};

/// So many requests at most are committed at once.
const GROUP_REQUESTS: usize = 1024;

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
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

/// Everything the thread works on.
#[derive(Debug)]
pub(super) struct Work {
    pub(super) log: Log,
    pub(super) index: Arc<Index>,
    pub(super) indexer: Indexer,
    pub(super) disk: Disk,
    pub(super) clock: Clock,
    pub(super) durability: Durability,
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
                Err(RecvTimeoutError::Timeout) => self.sync_buffered(),
                Err(RecvTimeoutError::Disconnected) => break,
            }
        }
        self.sync_buffered();
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
        let rest = waiting.try_iter().take(GROUP_REQUESTS - 1);
        let (mut answers, mut accepted) = (Vec::new(), 0);
        let recorded_at = self.clock.now_after(self.last_recorded_at);
        let index = Arc::clone(&self.index);
        let last_position = self.visible.load(Ordering::Acquire);
        let mut group = GroupWriter::new(last_position, recorded_at, |stream| index.head(stream));
        for Request { batch, answer } in std::iter::once(first).chain(rest) {
            let result = match &self.failure {
                Some(cause) => Err(StoreError::Stopped { cause: Arc::clone(cause) }.into()),
                None => group.add(batch),
            };
            accepted += usize::from(result.is_ok());
            answers.push((answer, result));
        }
        let outcome = if accepted > 0 { self.write(group.finish(), recorded_at) } else { Ok(()) };
        if let Err(error) = &outcome {
            self.failure = Some(error.to_string().into());
            tracing::error!(name: "patterns.store.commit", %error, "the store stops: an append failed");
        }
        answer_all(answers, &outcome);
    }

    fn write(&mut self, group: Group, recorded_at: Timestamp) -> Result<(), StoreError> {
        if group.frames.is_empty() {
            return Ok(());
        }
        if self.indexer.has_stopped() {
            return Err(StoreError::Stopped { cause: "the index of streams failed".into() });
        }
        let Group { frames, postings, last_position } = group;
        self.log.write(frames)?;
        match self.durability {
            Durability::Group => self.disk.sync(last_position)?,
            Durability::Buffered { .. } => {
                self.unsynced_since.get_or_insert_with(Instant::now);
            }
        }
        self.last_recorded_at = recorded_at;
        self.visible.store(last_position, Ordering::Release);
        self.index.publish(postings, last_position);
        self.index.wait_for_room(|| self.indexer.has_stopped());
        self.sync_overdue()
    }

    /// Under steady load the queue never runs dry, so the window is checked after every commit too.
    fn sync_overdue(&mut self) -> Result<(), StoreError> {
        match (self.durability, self.unsynced_since) {
            (Durability::Buffered { window }, Some(since)) if since.elapsed() >= window => {
                self.unsynced_since = None;
                self.disk.sync(self.visible.load(Ordering::Acquire))
            }
            _ => Ok(()),
        }
    }

    fn sync_buffered(&mut self) {
        if self.unsynced_since.take().is_some()
            && let Err(error) = self.disk.sync(self.visible.load(Ordering::Acquire))
        {
            tracing::error!(name: "patterns.store.sync", %error, "the store stops: a sync failed");
            self.failure = Some(error.to_string().into());
        }
    }
}

fn answer_all(answers: Vec<(oneshot::Sender<Answer>, Answer)>, outcome: &Result<(), StoreError>) {
    for (answer, result) in answers {
        let result = match outcome {
            Err(error) if result.is_ok() => Err(error.clone().into()),
            _ => result,
        };
        // A caller that gave up does not listen any more.
        let _ = answer.send(result);
    }
}
