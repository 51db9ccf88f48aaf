//! The one thread of a directory that changes its files, so that nobody's executor waits for a disk, and no two changes meet.

use core::fmt;
use std::{
    sync::{
        Arc, Mutex, PoisonError,
        mpsc::{self, Receiver, Sender},
    },
    thread::{self, JoinHandle},
};

use futures_channel::oneshot;

use super::files::Files;
use crate::personal::KeyError;

type Job = Box<dyn FnOnce(&Files) + Send>;

pub(super) struct Worker {
    files: Arc<Files>,
    /// As soon as there was something to do.
    running: Mutex<Option<Running>>,
}

struct Running {
    jobs: Sender<Job>,
    thread: JoinHandle<()>,
}

impl Worker {
    pub(super) fn new(files: Arc<Files>) -> Self {
        Self { files, running: Mutex::default() }
    }

    /// Does `work` after what was handed over before. It is done to its end, also when nobody waits for it any more.
    pub(super) async fn run<R: Send + 'static>(
        &self,
        work: impl FnOnce(&Files) -> Result<R, KeyError> + Send + 'static,
    ) -> Result<R, KeyError> {
        let (answer, answered) = oneshot::channel();
        self.hand(Box::new(move |files| {
            // Whoever gave up does not listen any more.
            let _ = answer.send(work(files));
        }))?;
        answered.await.unwrap_or_else(|stopped| {
            Err(KeyError::other("the thread that changes keys has ended", stopped))
        })
    }

    fn hand(&self, job: Job) -> Result<(), KeyError> {
        let mut running = self.running.lock().unwrap_or_else(PoisonError::into_inner);
        if running.is_none() {
            *running = Some(start(Arc::clone(&self.files))?);
        }
        if let Some(Running { jobs, .. }) = &*running {
            // Without a receiver the job is dropped, and whoever waits for it is told.
            let _ = jobs.send(job);
        }
        Ok(())
    }
}

fn start(files: Arc<Files>) -> Result<Running, KeyError> {
    let (jobs, received) = mpsc::channel();
    let work = move |jobs: Receiver<Job>, files: Arc<Files>| {
        jobs.into_iter().for_each(|job| job(&files));
    };
    let thread = thread::Builder::new().name("patterns-keys".into());
    let thread = thread.spawn(move || work(received, files));
    let thread = thread.map_err(|error| KeyError::other("no thread changes keys", error))?;
    Ok(Running { jobs, thread })
}

impl Drop for Worker {
    /// Returns when what was handed over has been done.
    fn drop(&mut self) {
        let running = self.running.get_mut().unwrap_or_else(PoisonError::into_inner).take();
        if let Some(Running { jobs, thread }) = running {
            drop(jobs);
            let _ = thread.join();
        }
    }
}

impl fmt::Debug for Worker {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Worker")
    }
}
