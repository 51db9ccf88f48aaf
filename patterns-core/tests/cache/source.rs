//! A slow source of values that can be told what to do, and the cache beside it.

use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicU64, Ordering::SeqCst},
    },
    time::Duration,
};

use patterns_core::cache::{Builder, Cache, CachePolicy, Clock, Known, Loaded, Read, ReadMode};
use tokio::sync::Semaphore;

pub(crate) const MINUTE: Duration = Duration::from_secs(60);

pub(crate) type Names = Cache<u64, u64, &'static str>;

/// Answers its present version for every key.
#[derive(Debug)]
pub(crate) struct Source {
    pub(crate) version: AtomicU64,
    pub(crate) loads: AtomicU64,
    pub(crate) fails: AtomicBool,
    pub(crate) panics: AtomicBool,
    /// Reads go out at once, replies come in only with a permit.
    replies: Semaphore,
    held: AtomicBool,
}

impl Source {
    pub(crate) fn new() -> Arc<Self> {
        Arc::new(Self {
            version: AtomicU64::new(1),
            loads: AtomicU64::new(0),
            fails: AtomicBool::new(false),
            panics: AtomicBool::new(false),
            replies: Semaphore::new(0),
            held: AtomicBool::new(false),
        })
    }

    pub(crate) fn hold_replies(&self) {
        self.held.store(true, SeqCst);
    }

    /// Lets the replies in that are on their way, and all later ones.
    pub(crate) fn release_replies(&self) {
        self.held.store(false, SeqCst);
        self.replies.add_permits(1_000);
    }

    pub(crate) fn loads(&self) -> u64 {
        self.loads.load(SeqCst)
    }

    pub(crate) async fn load(self: Arc<Self>) -> Result<Loaded<u64>, &'static str> {
        self.loads.fetch_add(1, SeqCst);
        let (version, fails) = (self.version.load(SeqCst), self.fails.load(SeqCst));
        assert!(!self.panics.load(SeqCst), "the source panicked");
        if self.held.load(SeqCst) {
            self.replies.acquire().await.unwrap().forget();
        }
        if fails { Err("down") } else { Ok(Loaded::versioned(version, version)) }
    }

    /// For caches of values without versions.
    pub(crate) async fn load_unversioned(self: Arc<Self>) -> Result<Loaded<u64>, &'static str> {
        self.load().await.map(|loaded| Loaded::new(loaded.value))
    }

    pub(crate) fn loading(self: &Arc<Self>) -> impl Fn(Option<Known<u64>>) -> Loading {
        let source = Arc::clone(self);
        move |_| Box::pin(Arc::clone(&source).load())
    }

    /// Waits until `count` loads have begun.
    pub(crate) async fn until_loading(&self, count: u64) {
        while self.loads() < count {
            tokio::task::yield_now().await;
        }
    }
}

pub(crate) type Loading =
    std::pin::Pin<Box<dyn Future<Output = Result<Loaded<u64>, &'static str>> + Send>>;

pub(crate) async fn read(cache: &Names, source: &Arc<Source>) -> Result<Read<u64>, &'static str> {
    cache.read(&7, ReadMode::Session, source.loading()).await
}

/// A cache with a clock that stands still.
pub(crate) fn cache(policy: CachePolicy) -> (Names, Clock) {
    let clock = Clock::manual();
    (Builder::new("test", policy).clock(clock.clone()).build(), clock)
}
