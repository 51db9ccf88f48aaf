//! What waits for the worker: bounded, because every entry holds a state.

use std::{
    collections::VecDeque,
    sync::{Condvar, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use event_listener::Event;

use super::job::Job;

/// So many snapshots wait at most, beside those that somebody waits for.
pub(super) const LONGEST: usize = 1_024;

#[derive(Debug, Default)]
pub(super) struct Queue {
    state: Mutex<State>,
    changed: Condvar,
    settled: Event,
}

#[derive(Debug, Default)]
struct State {
    jobs: VecDeque<Box<Job>>,
    /// Whether one is being taken.
    busy: bool,
    closed: bool,
}

impl Queue {
    /// Adds a snapshot; answers it back if there is no room, or nobody will take it any more. One that somebody waits for always has room:
    /// such are as many as wait.
    pub(super) fn push(&self, job: Box<Job>) -> Result<(), Box<Job>> {
        let mut state = self.state();
        if state.closed || (state.jobs.len() >= LONGEST && job.answer.is_none()) {
            return Err(job);
        }
        state.jobs.push_back(job);
        drop(state);
        self.changed.notify_one();
        Ok(())
    }

    /// The next snapshot to be taken, as soon as there is one; `None` when the queue is closed.
    pub(super) fn next(&self) -> Option<Box<Job>> {
        let idle = |state: &mut State| state.jobs.is_empty() && !state.closed;
        let state = self.changed.wait_while(self.state(), idle);
        let mut state = state.unwrap_or_else(PoisonError::into_inner);
        let job = if state.closed { None } else { state.jobs.pop_front() };
        state.busy = job.is_some();
        job
    }

    /// The one that was answered last is done with.
    pub(super) fn done(&self) {
        self.state().busy = false;
        self.settled.notify(usize::MAX);
    }

    /// Returns after `time`, or as soon as the queue is closed.
    pub(super) fn rest(&self, time: Duration) {
        let open = |state: &mut State| !state.closed;
        drop(self.changed.wait_timeout_while(self.state(), time, open));
    }

    /// Drops what waits, and takes nothing more.
    pub(super) fn close(&self) {
        let abandoned = {
            let mut state = self.state();
            state.closed = true;
            std::mem::take(&mut state.jobs)
        };
        // Outside the lock: these are states of users.
        drop(abandoned);
        self.changed.notify_all();
        self.settled.notify(usize::MAX);
    }

    pub(super) fn is_closed(&self) -> bool {
        self.state().closed
    }

    /// Waits until nothing waits to be taken or is being taken.
    pub(super) async fn settled(&self) {
        while !self.is_settled() {
            let listener = self.settled.listen();
            if self.is_settled() {
                return;
            }
            listener.await;
        }
    }

    fn is_settled(&self) -> bool {
        let state = self.state();
        state.jobs.is_empty() && !state.busy
    }

    fn state(&self) -> MutexGuard<'_, State> {
        // No code that can panic runs under the lock.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
