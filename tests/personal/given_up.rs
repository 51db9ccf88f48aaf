//! Forgetting that nobody waits for any more.

use std::{
    future::Future,
    path::Path,
    sync::{Mutex, mpsc},
    task::{Context, Waker},
    time::{Duration, Instant},
};

use data_patterns::{
    cache::{CachePolicy, ReadMode},
    personal::*,
    prelude::*,
    store::MemoryStore,
};

use super::types::{Cached, CustomerEvent, gone, known};

/// Keys that are not destroyed before they are told to be.
fn held(directory: &Path) -> (KeyDirectory, mpsc::Sender<()>) {
    let (go_on, goes_on) = mpsc::channel();
    let goes_on = Mutex::new(goes_on);
    let keys = KeyDirectory::create(directory).unwrap().watched(move |step| {
        if step == KeyStep::DraftTombstone {
            goes_on.lock().unwrap().recv().unwrap();
        }
    });
    (keys, go_on)
}

/// Begins it, and gives it up.
fn begin(work: impl Future) {
    let mut work = std::pin::pin!(work);
    assert!(work.as_mut().poll(&mut Context::from_waker(Waker::noop())).is_pending());
}

/// Whether it comes about, sooner or later.
async fn comes_about(mut done: impl AsyncFnMut() -> bool) -> bool {
    let begun = Instant::now();
    while !done().await {
        if begun.elapsed() > Duration::from_secs(10) {
            return false;
        }
        std::thread::yield_now();
    }
    true
}

#[pollster::test]
async fn a_forget_that_was_given_up_clears_the_caches_when_the_key_is_gone() {
    let directory = tempfile::tempdir().unwrap();
    let (keys, go_on) = held(directory.path());
    let db = Database::new(MemoryStore::new()).with_keys(keys);
    let ann = db.aggregate::<Cached>(7);
    ann.record(CustomerEvent::renamed(known("Ann"))).await.unwrap();
    begin(ann.forget());
    assert_eq!(ann.load().await.unwrap().name, known("Ann"), "the key is there still");
    go_on.send(()).unwrap();
    let name = async || ann.load_with(ReadMode::Any).await.unwrap().name.clone();
    assert!(comes_about(async || name().await == gone()).await, "it is cached for ever");
}

#[pollster::test]
async fn a_key_whose_destruction_was_given_up_is_dropped_when_it_is_gone() {
    let directory = tempfile::tempdir().unwrap();
    let (keys, go_on) = held(directory.path());
    let keys = CachedKeys::new(keys, CachePolicy::new(Duration::from_secs(3600)));
    let ann = Subject::from("ann");
    keys.create(&ann).await.unwrap();
    begin(keys.destroy(&ann));
    assert!(matches!(keys.find(&ann).await, Ok(KeyState::Known(_))), "it is there still");
    go_on.send(()).unwrap();
    let destroyed = async || matches!(keys.find(&ann).await, Ok(KeyState::Destroyed));
    assert!(comes_about(destroyed).await, "it is cached for ever");
}
