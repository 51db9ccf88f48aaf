//! The one thread of a database that takes snapshots, so that no command waits for one.

use std::{
    sync::{Arc, Mutex, PoisonError},
    thread::{Builder, JoinHandle, current},
    time::Instant,
};

use super::{job::Job, pace::rest_after, taking::Shared};

/// The thread, as soon as there was something for it to do.
#[derive(Debug)]
pub(super) struct Worker {
    pub(super) shared: Arc<Shared>,
    thread: Mutex<Option<JoinHandle<()>>>,
}

impl Worker {
    pub(super) fn new(shared: Shared) -> Self {
        Self { shared: Arc::new(shared), thread: Mutex::default() }
    }

    /// Hands a snapshot over; answers it back when there is no room for it, or no thread.
    pub(super) fn hand(&self, job: Box<Job>) -> Result<(), Box<Job>> {
        if !self.is_running() {
            return Err(job);
        }
        self.shared.queue.push(job)
    }

    /// Starts the thread unless it was started before.
    fn is_running(&self) -> bool {
        let mut thread = self.thread.lock().unwrap_or_else(PoisonError::into_inner);
        if thread.is_none() {
            let shared = Arc::clone(&self.shared);
            match Builder::new().name("patterns-snapshots".into()).spawn(move || run(&shared)) {
                Ok(started) => *thread = Some(started),
                Err(error) => {
                    tracing::error!(name: "patterns.snapshot", %error, "no thread takes snapshots");
                }
            }
        }
        thread.is_some()
    }
}

impl Drop for Worker {
    /// Abandons what waits and returns when the thread has ended: it does not hold the store any more then.
    fn drop(&mut self) {
        self.shared.queue.close();
        let thread = self.thread.get_mut().unwrap_or_else(PoisonError::into_inner).take();
        // What a state drops on this very thread can be the last clone of the database.
        if let Some(thread) = thread.filter(|thread| thread.thread().id() != current().id()) {
            // It may be waiting for the store.
            thread.thread().unpark();
            let _ = thread.join();
        }
    }
}

fn run(shared: &Shared) {
    while let Some(job) = shared.queue.next() {
        let begun = Instant::now();
        shared.take(*job);
        let took = begun.elapsed();
        shared.queue.done();
        shared.queue.rest(rest_after(took));
    }
}
