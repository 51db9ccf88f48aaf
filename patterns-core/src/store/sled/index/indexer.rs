//! The thread that folds frozen generations into the tree.

use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    thread::JoinHandle,
};

use super::Index;
use crate::store::StoreError;

/// Folds in the background until it is dropped; what is frozen by then is folded still.
#[derive(Debug)]
pub(in crate::store::sled) struct Indexer {
    index: Arc<Index>,
    stopped: Arc<AtomicBool>,
    thread: Option<JoinHandle<()>>,
}

impl Indexer {
    pub(in crate::store::sled) fn start(index: Arc<Index>) -> Result<Self, StoreError> {
        let stopped = Arc::new(AtomicBool::new(false));
        let (shared, stop) = (Arc::clone(&index), Arc::clone(&stopped));
        let thread = std::thread::Builder::new()
            .name("patterns-indexer".into())
            .spawn(move || run(&shared, &stop))
            .map_err(StoreError::io("starting the indexer thread"))?;
        Ok(Self { index, stopped, thread: Some(thread) })
    }
}

fn run(index: &Index, stopped: &AtomicBool) {
    let _ended = Ended(index);
    while let Some(generation) = index.frozen(|| stopped.load(Ordering::Acquire)) {
        if let Err(error) = index.fold(&generation) {
            // The log still holds everything. The committer stops the store, or the memory of the index would grow for ever.
            tracing::error!(name: "patterns.store.index", %error, "the index of streams cannot be folded");
            index.end(format!("the index of streams cannot be folded: {error}"));
            return;
        }
    }
}

/// However the thread ends, a panic included, nobody waits for it any longer.
struct Ended<'a>(&'a Index);

impl Drop for Ended<'_> {
    fn drop(&mut self) {
        self.0.end("the thread that folds the index of streams has ended");
    }
}

impl Drop for Indexer {
    fn drop(&mut self) {
        self.stopped.store(true, Ordering::Release);
        self.index.tell();
        if let Some(thread) = self.thread.take() {
            // It catches its own failures; a panic has been printed already.
            let _ = thread.join();
        }
    }
}
