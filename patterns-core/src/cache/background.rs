//! Where loads run on when nobody drives them: on the caller's runtime, or on a few threads of our own.

use core::{fmt, future::Future, pin::Pin, task::Context};
use std::{
    panic::{AssertUnwindSafe, catch_unwind},
    sync::{
        Arc, LazyLock, Mutex, PoisonError,
        mpsc::{Receiver, Sender, channel},
    },
    task::{Wake, Waker},
    thread,
};

/// A load that runs by itself.
pub type Task = Pin<Box<dyn Future<Output = ()> + Send>>;

/// Runs loads to their end, whoever waits for them.
pub trait Background: fmt::Debug + Send + Sync {
    /// Runs `task`, sooner or later. A task that is dropped before its end counts as given up, and somebody else loads.
    fn run(&self, task: Task);
}

/// Runs loads on the tokio runtime of the caller, if there is one (feature `tokio`), and else on threads of its own.
#[derive(Clone, Copy, Debug, Default)]
pub struct Anywhere;

impl Background for Anywhere {
    fn run(&self, task: Task) {
        #[cfg(feature = "tokio")]
        if let Ok(runtime) = tokio::runtime::Handle::try_current() {
            runtime.spawn(task);
            return;
        }
        Job::new(task).wake();
    }
}

const THREADS: usize = 4;

static QUEUE: LazyLock<Sender<Arc<Job>>> = LazyLock::new(|| {
    let (sender, receiver) = channel();
    let receiver = Arc::new(Mutex::new(receiver));
    for number in 0..THREADS {
        let jobs = Arc::clone(&receiver);
        let name = format!("patterns-load-{number}");
        // With no thread at all the queue is dropped, and with it the loads: their callers then load themselves.
        if let Err(error) = thread::Builder::new().name(name).spawn(move || work(&jobs)) {
            tracing::error!(name: "patterns.cache", %error, "no thread for loads in the background");
        }
    }
    sender
});

fn work(jobs: &Mutex<Receiver<Arc<Job>>>) {
    loop {
        let job = jobs.lock().unwrap_or_else(PoisonError::into_inner).recv();
        let Ok(job) = job else { return };
        job.run();
    }
}

/// A task in the queue, or waiting to be woken into it.
struct Job(Mutex<Option<Task>>);

impl Job {
    fn new(task: Task) -> Arc<Self> {
        Arc::new(Self(Mutex::new(Some(task))))
    }

    fn run(self: Arc<Self>) {
        let waker = Waker::from(Arc::clone(&self));
        let mut slot = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let Some(task) = slot.as_mut() else { return };
        // Loads catch their panics; this is for what a user's drop does.
        let polled = catch_unwind(AssertUnwindSafe(|| {
            task.as_mut().poll(&mut Context::from_waker(&waker)).is_ready()
        }));
        if polled.unwrap_or(true) {
            *slot = None;
        }
    }
}

impl Wake for Job {
    fn wake(self: Arc<Self>) {
        // Fails only when no thread could be started; dropping the task tells its waiters.
        let _ = QUEUE.send(self);
    }
}
