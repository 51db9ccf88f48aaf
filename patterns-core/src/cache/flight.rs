//! A load on its way, and those who wait for it.

use std::{
    any::Any,
    sync::{Arc, Mutex, OnceLock, PoisonError},
    thread::{self, ThreadId},
};

use event_listener::Event;

use super::{clock::Moment, entry::Entry};

/// How a load ended.
#[derive(Debug)]
pub(super) enum Landing<V, E> {
    Loaded(Entry<V, E>),
    Failed(Arc<E>),
    Panicked(Panic),
}

/// How a load did not end.
#[derive(Clone, Copy, Debug)]
pub(super) enum Unlanded {
    /// It was dropped before its end.
    Abandoned,
    /// It was one for many keys, and answered nothing for this one.
    Unanswered,
}

/// What a load panicked with. The payload can be had once, its text by everybody.
#[derive(Clone, Debug)]
pub(super) struct Panic {
    text: Arc<str>,
    payload: Arc<Mutex<Option<Box<dyn Any + Send>>>>,
}

/// One load. Whoever holds it can wait for its end, from a task or a thread.
#[derive(Debug)]
pub(super) struct Flight<V, E> {
    landing: OnceLock<Result<Landing<V, E>, Unlanded>>,
    landed: Event,
    /// Before what it brings was read.
    pub(super) began: Moment,
    /// The thread that is busy loading, for loads that run on the caller's.
    pilot: Option<ThreadId>,
}

impl<V: Clone, E> Flight<V, E> {
    pub(super) fn detached(began: Moment) -> Arc<Self> {
        Self::new(began, None)
    }

    pub(super) fn on_this_thread(began: Moment) -> Arc<Self> {
        Self::new(began, Some(thread::current().id()))
    }

    fn new(began: Moment, pilot: Option<ThreadId>) -> Arc<Self> {
        Arc::new(Self { landing: OnceLock::new(), landed: Event::new(), began, pilot })
    }

    /// Whether waiting for it here would never end.
    pub(super) fn is_piloted_here(&self) -> bool {
        self.pilot.is_some_and(|pilot| pilot == thread::current().id())
    }

    pub(super) fn land(&self, landing: Result<Landing<V, E>, Unlanded>) {
        // A flight lands once; its lead is consumed by it.
        let _ = self.landing.set(landing);
        self.landed.notify(usize::MAX);
    }

    pub(super) async fn wait(&self) -> Result<Landing<V, E>, Unlanded> {
        loop {
            if let Some(landing) = self.landing.get() {
                return landing.clone();
            }
            let landed = self.landed.listen();
            if self.landing.get().is_none() {
                landed.await;
            }
        }
    }

    pub(super) fn wait_on_thread(&self) -> Result<Landing<V, E>, Unlanded> {
        use event_listener::Listener as _;
        loop {
            if let Some(landing) = self.landing.get() {
                return landing.clone();
            }
            let landed = self.landed.listen();
            if self.landing.get().is_none() {
                landed.wait();
            }
        }
    }
}

impl Panic {
    pub(super) fn new(payload: Box<dyn Any + Send>) -> Self {
        let text = payload.downcast_ref::<&str>().copied();
        let text = text.or_else(|| payload.downcast_ref::<String>().map(String::as_str));
        let text = text.unwrap_or("a load of the cache panicked").into();
        Self { text, payload: Arc::new(Mutex::new(Some(payload))) }
    }

    /// Panics here as the load did there.
    pub(super) fn resume(self) -> ! {
        let payload = self.payload.lock().unwrap_or_else(PoisonError::into_inner).take();
        std::panic::resume_unwind(payload.unwrap_or_else(|| Box::new(self.text.to_string())))
    }
}

impl<V, E> Landing<V, E> {
    /// Whether what it brings was loaded before one of its tags was invalidated: who joined it later must not be given that.
    pub(super) fn is_invalidated(&self) -> bool {
        matches!(self, Self::Loaded(entry) if entry.is_invalidated())
    }
}

impl<V: Clone, E> Clone for Landing<V, E> {
    fn clone(&self) -> Self {
        match self {
            Self::Loaded(entry) => Self::Loaded(entry.clone()),
            Self::Failed(error) => Self::Failed(Arc::clone(error)),
            Self::Panicked(panic) => Self::Panicked(panic.clone()),
        }
    }
}
