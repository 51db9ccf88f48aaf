//! C2: no late fill or put leaves something older than what was written, invalidated or heard of.

use std::{
    sync::{Arc, atomic::Ordering::SeqCst},
    time::Duration,
};

use patterns_core::cache::{Cache, CachePolicy, Demand, Loaded, ReadMode, Write};

use crate::source::{MINUTE, Names, Source, cache, read};

/// Begins a read whose load has seen version 1, moves the source to version 2, does `meanwhile`, and lets the old reply in.
async fn late_fill(meanwhile: impl FnOnce(&Names)) -> (Names, Arc<Source>) {
    let ((cache, _), source) = (cache(CachePolicy::new(MINUTE)), Source::new());
    source.hold_replies();
    let old = tokio::spawn({
        let (cache, source) = (cache.clone(), Arc::clone(&source));
        async move { read(&cache, &source).await.map(|read| read.value) }
    });
    source.until_loading(1).await;
    source.version.store(2, SeqCst);
    meanwhile(&cache);
    let late = tokio::spawn({
        let (cache, source) = (cache.clone(), Arc::clone(&source));
        async move { read(&cache, &source).await.map(|read| read.value) }
    });
    tokio::task::yield_now().await;
    source.release_replies();
    // Who asked before may see what was before; who asks afterwards may not.
    assert_eq!(old.await.unwrap(), Ok(1));
    assert_eq!(late.await.unwrap(), Ok(2));
    (cache, source)
}

#[tokio::test]
async fn c2_a_fill_that_began_before_an_invalidation_leaves_nothing() {
    let (cache, source) = late_fill(|cache| cache.invalidate(&7)).await;
    assert_eq!(read(&cache, &source).await.unwrap().value, 2);
    assert_eq!(cache.statistics().fenced, 1);
}

#[tokio::test]
async fn c2_a_fill_that_began_before_a_clear_leaves_nothing() {
    let (cache, source) = late_fill(Names::clear).await;
    assert_eq!(read(&cache, &source).await.unwrap().value, 2);
}

#[tokio::test]
async fn c2_a_fill_that_began_before_a_put_leaves_nothing() {
    let (cache, source) = late_fill(|cache| cache.put(&7, Loaded::versioned(2, 2))).await;
    assert_eq!((read(&cache, &source).await.unwrap().value, source.loads()), (2, 1));
}

#[tokio::test]
async fn c2_a_fill_that_began_before_a_newer_version_was_heard_of_leaves_nothing() {
    let (cache, source) = late_fill(|cache| cache.outdate(&7, 2)).await;
    assert_eq!(read(&cache, &source).await.unwrap().value, 2);
}

#[tokio::test]
async fn c2_a_fill_that_began_before_a_write_of_unknown_outcome_leaves_nothing() {
    let (cache, source) = late_fill(|cache| drop(cache.begin_write(&7))).await;
    assert_eq!(read(&cache, &source).await.unwrap().value, 2);
}

#[tokio::test]
async fn c2_a_write_that_another_one_overtook_leaves_nothing() {
    let ((cache, _), source) = (cache(CachePolicy::new(MINUTE)), Source::new());
    let slow = cache.begin_write(&7);
    cache.begin_write(&7).publish(Loaded::versioned(3, 3));
    slow.publish(Loaded::versioned(2, 2));
    assert_eq!(read(&cache, &source).await.unwrap().value, 3, "the newer entry stays");

    let slow = cache.begin_write(&7);
    cache.outdate(&7, 5);
    slow.publish(Loaded::versioned(4, 4));
    assert!(cache.get(&7, ReadMode::Any).is_none(), "version 5 was heard of");
}

#[tokio::test]
async fn c2_values_without_versions_are_dropped_when_two_writes_overlap() {
    let (cache, _) = cache(CachePolicy::new(MINUTE));
    let (first, second) = (cache.begin_write(&7), cache.begin_write(&7));
    second.publish(Loaded::new(2));
    first.publish(Loaded::new(1));
    // Nobody knows which of them the source has now.
    assert!(cache.get(&7, ReadMode::Any).is_none());
}

#[tokio::test]
async fn c2_values_without_versions_are_dropped_when_a_write_overlaps_with_a_load() {
    let ((cache, clock), source) = (cache(CachePolicy::new(MINUTE)), Source::new());
    let load = |_| Arc::clone(&source).load_unversioned();
    let write = cache.begin_write(&7);
    clock.advance(Duration::from_secs(1));
    assert_eq!(cache.read(&7, ReadMode::Session, load).await.unwrap().value, 1);
    source.version.store(2, SeqCst);
    write.publish(Loaded::new(2));
    assert_eq!(cache.read(&7, ReadMode::Session, load).await.unwrap().value, 2);
}

#[tokio::test]
async fn c2_a_write_whose_tag_was_invalidated_leaves_nothing_older() {
    let ((cache, _), source) = (cache(CachePolicy::new(MINUTE)), Source::new());
    let load = |_| {
        let source = Arc::clone(&source);
        async { source.load().await.map(|loaded| loaded.tagged(["red"])) }
    };
    let write = cache.begin_write(&7);
    cache.invalidate_tag("red");
    assert_eq!(cache.read(&7, ReadMode::Session, load).await.unwrap().value, 1);
    source.version.store(2, SeqCst);
    write.publish(Loaded::versioned(2, 2).tagged(["red"]));
    assert_eq!(cache.read(&7, ReadMode::Session, load).await.unwrap().value, 2);
}

#[tokio::test]
async fn c2_a_write_that_did_not_happen_changes_nothing() {
    let ((cache, _), source) = (cache(CachePolicy::new(MINUTE)), Source::new());
    read(&cache, &source).await.unwrap();
    cache.begin_write(&7).cancel();
    assert!(cache.get(&7, ReadMode::Session).is_some());
}

#[tokio::test]
async fn c2_an_invalidation_happens_when_it_is_dropped() {
    let ((cache, _), source) = (cache(CachePolicy::new(MINUTE)), Source::new());
    for all in [false, true] {
        read(&cache, &source).await.unwrap();
        let invalidation = if all { cache.invalidation_of_all() } else { cache.invalidation(&7) };
        assert!(cache.get(&7, ReadMode::Session).is_some());
        drop(invalidation);
        assert!(cache.get(&7, ReadMode::Session).is_none());
    }
}

#[tokio::test]
async fn c1_a_version_below_the_one_demanded_is_never_served_from_the_cache() {
    let ((cache, _), source) = (cache(CachePolicy::new(MINUTE)), Source::new());
    read(&cache, &source).await.unwrap();
    source.version.store(2, SeqCst);
    let demand = Demand { at_least: 2, ..Demand::default() };
    assert!(cache.get(&7, demand).is_none());
    assert_eq!(cache.read(&7, demand, source.loading()).await.unwrap().version, 2);
    assert_eq!(read(&cache, &source).await.unwrap().version, 2);
}

#[tokio::test]
async fn c1_who_demands_a_newer_version_than_a_load_has_seen_loads_again() {
    let ((cache, _), source) = (cache(CachePolicy::new(MINUTE)), Source::new());
    source.hold_replies();
    let old = tokio::spawn({
        let (cache, source) = (cache.clone(), Arc::clone(&source));
        async move { read(&cache, &source).await.map(|read| read.value) }
    });
    source.until_loading(1).await;
    source.version.store(2, SeqCst);
    let new = tokio::spawn({
        let (cache, source) = (cache.clone(), Arc::clone(&source));
        let demand = Demand { at_least: 2, ..Demand::default() };
        async move { cache.read(&7, demand, source.loading()).await.map(|read| read.value) }
    });
    tokio::task::yield_now().await;
    source.release_replies();
    assert_eq!((old.await.unwrap(), new.await.unwrap()), (Ok(1), Ok(2)));
}

#[tokio::test]
async fn c1_a_strong_read_never_joins_a_load_that_began_before_it() {
    let ((cache, _), source) = (cache(CachePolicy::new(MINUTE)), Source::new());
    source.hold_replies();
    let old = tokio::spawn({
        let (cache, source) = (cache.clone(), Arc::clone(&source));
        async move { read(&cache, &source).await.map(|read| read.value) }
    });
    source.until_loading(1).await;
    source.version.store(2, SeqCst);
    let strong = tokio::spawn({
        let (cache, source) = (cache.clone(), Arc::clone(&source));
        async move { cache.read(&7, ReadMode::Strong, source.loading()).await.map(|read| read.value) }
    });
    source.until_loading(2).await;
    source.release_replies();
    assert_eq!((old.await.unwrap(), strong.await.unwrap()), (Ok(1), Ok(2)));
    assert_eq!(read(&cache, &source).await.unwrap().value, 2);
}

#[tokio::test]
async fn c2_tags_reach_entries_and_loads_on_their_way() {
    let ((cache, _), source) = (cache(CachePolicy::new(MINUTE)), Source::new());
    let load = |_| {
        let source = Arc::clone(&source);
        async { source.load_unversioned().await.map(|loaded| loaded.tagged(["red"])) }
    };
    cache.read(&7, ReadMode::Session, load).await.unwrap();
    cache.invalidate_tag("blue");
    assert!(cache.get(&7, ReadMode::Session).is_some());
    cache.invalidate_tag("red");
    assert!(cache.get(&7, ReadMode::Any).is_none());

    source.hold_replies();
    let mut reading = std::pin::pin!(cache.read(&7, ReadMode::Session, load));
    assert!(futures_poll(reading.as_mut()).is_pending());
    cache.invalidate_tag("red");
    source.release_replies();
    reading.await.unwrap();
    assert!(cache.get(&7, ReadMode::Any).is_none());
}

#[tokio::test]
async fn c2_who_reads_after_a_tag_was_invalidated_is_not_given_what_was_loaded_before() {
    let ((cache, _), source) = (cache(CachePolicy::new(MINUTE)), Source::new());
    source.hold_replies();
    let readers = |count: usize| {
        let reads = (0..count).map(|_| {
            let (cache, source) = (cache.clone(), Arc::clone(&source));
            tokio::spawn(async move {
                let load = |_| {
                    let source = Arc::clone(&source);
                    async { source.load_unversioned().await.map(|loaded| loaded.tagged(["red"])) }
                };
                cache.read(&7, ReadMode::Session, load).await.unwrap().value
            })
        });
        reads.collect::<Vec<_>>()
    };
    let before = readers(1);
    source.until_loading(1).await;
    source.version.store(2, SeqCst);
    cache.invalidate_tag("red");
    let after = readers(10);
    for _ in 0..20 {
        tokio::task::yield_now().await;
    }
    source.release_replies();
    for reader in after {
        assert_eq!(reader.await.unwrap(), 2);
    }
    for reader in before {
        assert_eq!(reader.await.unwrap(), 1);
    }
    assert_eq!(source.loads(), 2, "one load more, for all of them");
}

fn futures_poll<F: Future>(future: std::pin::Pin<&mut F>) -> std::task::Poll<F::Output> {
    future.poll(&mut std::task::Context::from_waker(std::task::Waker::noop()))
}

/// A write is sent, its caller gives up, somebody reads what was before, and only then the write takes effect.
#[tokio::test]
async fn c2_a_write_whose_caller_gave_up_is_fenced_to_its_end() {
    let ((cache, _), source) = (cache(CachePolicy::new(MINUTE)), Source::new());
    assert_eq!(read(&cache, &source).await.unwrap().value, 1);
    let (take_effect, effect) = tokio::sync::oneshot::channel::<()>();
    let write = tokio::spawn({
        let (cache, source) = (cache.clone(), Arc::clone(&source));
        async move {
            let send = async move |guard: Write<_, _, _>| {
                effect.await.unwrap();
                source.version.store(2, SeqCst);
                drop(guard);
            };
            cache.write(&7, send).await;
        }
    });
    tokio::task::yield_now().await;
    write.abort();
    assert!(write.await.is_err());
    assert!(cache.get(&7, ReadMode::Any).is_none(), "what is cached may be outdated already");
    assert_eq!(read(&cache, &source).await.unwrap().value, 1);
    take_effect.send(()).unwrap();
    while read(&cache, &source).await.unwrap().value != 2 {
        tokio::task::yield_now().await;
    }
}

/// Uses the cache when it is dropped.
struct Reentrant(std::sync::Weak<Cache<u64, Arc<Self>, ()>>);

impl Drop for Reentrant {
    fn drop(&mut self) {
        if let Some(cache) = self.0.upgrade() {
            cache.invalidate(&7);
        }
    }
}

#[test]
fn a_value_may_use_the_cache_when_it_is_dropped() {
    let cache = Arc::new(Cache::<u64, Arc<Reentrant>, ()>::new("test", CachePolicy::new(MINUTE)));
    let value = || Arc::new(Reentrant(Arc::downgrade(&cache)));
    let outdated = cache.begin_write(&7);
    cache.invalidate(&7);
    outdated.publish(Loaded::new(value()));
    cache.put(&7, Loaded::versioned(value(), 2));
    cache.put(&7, Loaded::versioned(value(), 1));
    cache.put(&7, Loaded::versioned(value(), 3));
    cache.put(&7, Loaded::versioned(value(), 4).tagged(["red"]));
    cache.invalidate_tag("red");
    let read = cache.read_blocking(&7, ReadMode::Session, |_| Ok(Loaded::versioned(value(), 5)));
    assert!(read.is_ok());
    cache.invalidate(&7);
}

/// Asks for everything else when the first one is dropped; notes how much of it was known.
struct Curious {
    cache: std::sync::Weak<Cache<u64, Arc<Self>, ()>>,
    asked: Arc<std::sync::Once>,
    known: Arc<std::sync::atomic::AtomicUsize>,
}

const CURIOUS: u64 = 1_000;

impl Drop for Curious {
    fn drop(&mut self) {
        let Some(cache) = self.cache.upgrade() else { return };
        self.asked.call_once(|| {
            for key in 0..CURIOUS {
                let read = cache.read_blocking(&key, ReadMode::Strong, |known| {
                    self.known.fetch_add(usize::from(known.is_some()), SeqCst);
                    Err(())
                });
                assert!(read.is_err());
            }
        });
    }
}

#[test]
fn c2_a_load_that_begins_while_everything_is_cleared_starts_from_nothing() {
    let cache = Arc::new(Cache::<u64, Arc<Curious>, ()>::new("test", CachePolicy::new(MINUTE)));
    let (asked, known) = (Arc::new(std::sync::Once::new()), Arc::default());
    let value = || {
        let (asked, known) = (Arc::clone(&asked), Arc::clone(&known));
        Arc::new(Curious { cache: Arc::downgrade(&cache), asked, known })
    };
    (0..CURIOUS).for_each(|key| cache.put(&key, Loaded::new(value())));
    assert_eq!(cache.statistics().entries, CURIOUS);
    cache.clear();
    assert!(asked.is_completed());
    assert_eq!(known.load(SeqCst), 0, "what was about to go was started from");
}
