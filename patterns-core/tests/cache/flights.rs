//! C5: one load a key, which belongs to nobody.

use std::{
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering::SeqCst},
    },
    time::Duration,
};

use patterns_core::cache::{
    Background, Builder, Cache, CacheCapacity, CachePolicy, Loaded, ReadMode, Task,
};

use crate::source::{MINUTE, Names, Source, cache, read};

fn spawn_reads(
    count: usize,
    cache: &Names,
    source: &Arc<Source>,
) -> Vec<tokio::task::JoinHandle<Result<u64, &'static str>>> {
    let reads = (0..count).map(|_| {
        let (cache, source) = (cache.clone(), Arc::clone(source));
        tokio::spawn(async move { read(&cache, &source).await.map(|read| read.value) })
    });
    reads.collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn c5_a_thousand_callers_of_one_cold_key_cause_one_load() {
    let ((cache, _), source) = (cache(CachePolicy::new(MINUTE)), Source::new());
    source.hold_replies();
    let readers = spawn_reads(1_000, &cache, &source);
    source.until_loading(1).await;
    source.release_replies();
    for reader in readers {
        assert_eq!(reader.await.unwrap(), Ok(1));
    }
    assert_eq!(source.loads(), 1);
    let statistics = cache.statistics();
    assert_eq!((statistics.loads, statistics.hits + statistics.misses), (1, 1_000));
}

#[tokio::test]
async fn c5_the_load_outlives_all_who_wait_for_it() {
    let ((cache, _), source) = (cache(CachePolicy::new(MINUTE)), Source::new());
    source.hold_replies();
    for reader in spawn_reads(3, &cache, &source) {
        source.until_loading(1).await;
        reader.abort();
        assert!(reader.await.unwrap_err().is_cancelled());
    }
    source.release_replies();
    while cache.get(&7, ReadMode::Session).is_none() {
        tokio::task::yield_now().await;
    }
    assert_eq!(source.loads(), 1);
}

#[tokio::test]
async fn c5_a_failure_is_shared_by_those_who_had_joined_and_nobody_else() {
    let ((cache, _), source) = (cache(CachePolicy::new(MINUTE)), Source::new());
    source.hold_replies();
    source.fails.store(true, SeqCst);
    let readers = spawn_reads(200, &cache, &source);
    source.until_loading(1).await;
    for _ in 0..400 {
        tokio::task::yield_now().await;
    }
    source.fails.store(false, SeqCst);
    source.release_replies();
    for reader in readers {
        assert_eq!(reader.await.unwrap(), Err("down"));
    }
    assert_eq!(source.loads(), 1);
    assert_eq!(read(&cache, &source).await.unwrap().value, 1);
    assert_eq!(cache.statistics().loads_failed, 1);
}

#[tokio::test]
async fn c5_a_panic_reaches_all_who_wait_and_the_next_load_is_tried() {
    let ((cache, _), source) = (cache(CachePolicy::new(MINUTE)), Source::new());
    source.panics.store(true, SeqCst);
    for reader in spawn_reads(3, &cache, &source) {
        assert!(reader.await.unwrap_err().is_panic());
    }
    source.panics.store(false, SeqCst);
    assert_eq!(read(&cache, &source).await.unwrap().value, 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn c5_distinct_keys_load_side_by_side() {
    let ((cache, _), source) = (cache(CachePolicy::new(MINUTE)), Source::new());
    source.hold_replies();
    let readers: Vec<_> = (0..200_u64)
        .map(|key| {
            let (cache, source) = (cache.clone(), Arc::clone(&source));
            tokio::spawn(async move { cache.read(&key, ReadMode::Session, source.loading()).await })
        })
        .collect();
    source.until_loading(200).await;
    source.release_replies();
    for reader in readers {
        assert!(reader.await.unwrap().is_ok());
    }
    assert_eq!(source.loads(), 200);
}

/// Runs nothing: every task is dropped, as by a runtime that is shutting down.
#[derive(Debug)]
struct Nowhere;

impl Background for Nowhere {
    fn run(&self, task: Task) {
        drop(task);
    }
}

#[tokio::test]
async fn c5_a_load_that_nobody_runs_is_driven_by_its_caller() {
    let cache: Names = Builder::new("test", CachePolicy::new(MINUTE)).background(Nowhere).build();
    let source = Source::new();
    source.hold_replies();
    let reading = tokio::spawn({
        let (cache, source) = (cache.clone(), Arc::clone(&source));
        async move { read(&cache, &source).await }
    });
    source.until_loading(2).await;
    source.release_replies();
    assert_eq!(reading.await.unwrap().unwrap().value, 1);
    assert_eq!(source.loads(), 2);
}

#[test]
fn c5_without_any_runtime_loads_go_on_in_the_background() {
    let (cache, _) = cache(CachePolicy::new(MINUTE));
    let loads = Arc::new(AtomicU64::new(0));
    let load = |_| {
        let loads = Arc::clone(&loads);
        async move {
            loads.fetch_add(1, SeqCst);
            futures_timer::Delay::new(Duration::from_millis(20)).await;
            Ok(Loaded::new(5))
        }
    };
    {
        // Polled once, and dropped.
        let mut reading = std::pin::pin!(cache.read(&7, ReadMode::Session, load));
        let mut context = std::task::Context::from_waker(std::task::Waker::noop());
        assert!(reading.as_mut().poll(&mut context).is_pending());
    }
    let value = pollster::block_on(cache.read(&7, ReadMode::Session, load)).unwrap();
    assert_eq!((value.value, loads.load(SeqCst)), (5, 1));
}

#[test]
fn c5_threads_that_load_on_their_own_wait_for_each_other() {
    let (cache, _) = cache(CachePolicy::new(MINUTE));
    let loads = AtomicU64::new(0);
    std::thread::scope(|scope| {
        for _ in 0..8 {
            scope.spawn(|| {
                let read = cache.read_blocking(&7, ReadMode::Session, |_| {
                    loads.fetch_add(1, SeqCst);
                    std::thread::sleep(Duration::from_millis(30));
                    Ok(Loaded::new(5))
                });
                assert_eq!(read.unwrap().value, 5);
            });
        }
    });
    assert_eq!(loads.load(SeqCst), 1);
}

#[test]
fn c5_a_blocking_load_may_read_its_own_key() {
    let (cache, _) = cache(CachePolicy::new(MINUTE));
    let outer = cache.read_blocking(&7, ReadMode::Session, |_| {
        let inner = cache.read_blocking(&7, ReadMode::Session, |_| Ok(Loaded::new(1)))?;
        Ok(Loaded::new(inner.value + 1))
    });
    assert_eq!(outer.unwrap().value, 2);
}

#[tokio::test]
async fn c5_a_weigher_that_panics_leaves_nobody_waiting_and_nothing_old() {
    let policy = CachePolicy::new(MINUTE).capacity(CacheCapacity::Bytes(10_000));
    let weigh = |value: &u64| if *value == 2 { panic!("heavy") } else { 8 };
    let cache: Names = Builder::new("test", policy).weigh(weigh).build();
    let source = Source::new();
    read(&cache, &source).await.unwrap();
    let write = cache.begin_write(&7);
    source.version.store(2, SeqCst);
    let publishing = std::panic::AssertUnwindSafe(|| write.publish(Loaded::versioned(2, 2)));
    assert!(std::panic::catch_unwind(publishing).is_err());
    assert!(cache.get(&7, ReadMode::Any).is_none());

    source.hold_replies();
    let readers = spawn_reads(3, &cache, &source);
    source.until_loading(1).await;
    source.release_replies();
    for reader in readers {
        let ended = tokio::time::timeout(Duration::from_secs(10), reader).await;
        assert!(ended.expect("the load lands").unwrap_err().is_panic());
    }
    source.version.store(3, SeqCst);
    assert_eq!(read(&cache, &source).await.unwrap().value, 3);
    assert!(cache.get(&7, ReadMode::Session).is_some(), "nothing counts as under way for ever");
}

/// Panics when it is dropped, if it is told to.
struct Fragile(bool);

impl Drop for Fragile {
    fn drop(&mut self) {
        assert!(!self.0, "broke");
    }
}

#[tokio::test]
async fn c5_a_value_whose_drop_panics_leaves_nobody_waiting() {
    let policy = CachePolicy::new(MINUTE).capacity(CacheCapacity::Entries(1));
    let cache: Cache<u64, Arc<Fragile>, ()> = Cache::new("test", policy);
    cache.put(&1, Loaded::new(Arc::new(Fragile(true))));
    let release = Arc::new(tokio::sync::Notify::new());
    let readers: Vec<_> = (0..3)
        .map(|_| {
            let (cache, release) = (cache.clone(), Arc::clone(&release));
            tokio::spawn(async move {
                let load = |_| {
                    let release = Arc::clone(&release);
                    async move {
                        release.notified().await;
                        Ok(Loaded::new(Arc::new(Fragile(false))))
                    }
                };
                cache.read(&2, ReadMode::Session, load).await.is_ok()
            })
        })
        .collect();
    for _ in 0..20 {
        tokio::task::yield_now().await;
    }
    release.notify_waiters();
    for reader in readers {
        assert!(tokio::time::timeout(Duration::from_secs(10), reader).await.is_ok(), "it waits");
    }
}
