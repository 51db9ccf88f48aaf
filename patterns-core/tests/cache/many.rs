//! Many keys at once.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex},
};

use patterns_core::cache::{Background, Builder, CachePolicy, Demand, Loaded, ReadMode, Task};

use crate::source::{MINUTE, Names, Source, cache};

#[tokio::test]
async fn one_load_for_all_that_are_missing() {
    let (cache, _) = cache(CachePolicy::new(MINUTE));
    let asked = Mutex::new(Vec::new());
    let load = |keys: Vec<u64>| {
        asked.lock().unwrap().push(keys.clone());
        async move {
            let known = keys.into_iter().filter(|key| *key != 3);
            Ok(known.map(|key| (key, Loaded::new(10 * key))).collect::<HashMap<_, _>>())
        }
    };
    cache.put(&2, Loaded::new(22));
    let reads = cache.read_many([1, 2, 3, 1, 4], ReadMode::Session, load).await.unwrap();
    let values: Vec<Option<u64>> = reads.into_iter().map(|read| Some(read?.value)).collect();
    assert_eq!(values, [Some(10), Some(22), None, Some(10), Some(40)]);
    cache.read_many([1, 2, 4], ReadMode::Session, load).await.unwrap();
    assert_eq!(*asked.lock().unwrap(), [[1, 3, 4]]);
    assert!(cache.read_many([], ReadMode::Session, load).await.unwrap().is_empty());
}

#[tokio::test]
async fn c5_batches_and_single_reads_share_their_loads_key_by_key() {
    let ((cache, _), source) = (cache(CachePolicy::new(MINUTE)), Source::new());
    source.hold_replies();
    let single = tokio::spawn({
        let (cache, source) = (cache.clone(), Arc::clone(&source));
        async move { cache.read(&1, ReadMode::Session, source.loading()).await }
    });
    source.until_loading(1).await;
    let asked = Arc::new(Mutex::new(Vec::new()));
    let batch = tokio::spawn({
        let (cache, source, asked) = (cache.clone(), Arc::clone(&source), Arc::clone(&asked));
        async move {
            let load = |keys: Vec<u64>| {
                let source = Arc::clone(&source);
                asked.lock().unwrap().push(keys.clone());
                async move {
                    let loaded = source.load_unversioned().await?;
                    Ok(keys.into_iter().map(|key| (key, loaded.clone())).collect())
                }
            };
            cache.read_many([1, 2], ReadMode::Session, load).await
        }
    });
    source.until_loading(2).await;
    let joins_the_batch = tokio::spawn({
        let (cache, source) = (cache.clone(), Arc::clone(&source));
        async move { cache.read(&2, ReadMode::Session, source.loading()).await }
    });
    tokio::task::yield_now().await;
    source.release_replies();
    assert!(single.await.unwrap().is_ok() && joins_the_batch.await.unwrap().is_ok());
    assert!(batch.await.unwrap().unwrap().iter().all(Option::is_some));
    assert_eq!((source.loads(), asked.lock().unwrap().clone()), (2, vec![vec![2]]));
}

#[tokio::test]
async fn a_batch_that_fails_fails_all_its_keys_once() {
    let (cache, _) = cache(CachePolicy::new(MINUTE));
    let fails = |_| async { Err("down") };
    assert_eq!(cache.read_many([1, 2], ReadMode::Session, fails).await.map(|_| ()), Err("down"));
    let works = |keys: Vec<u64>| async {
        Ok(keys.into_iter().map(|key| (key, Loaded::new(key))).collect())
    };
    assert_eq!(cache.read_many([1, 2], ReadMode::Session, works).await.unwrap().len(), 2);
}

#[tokio::test]
async fn warming_up_loads_what_is_missing() {
    let (cache, _) = cache(CachePolicy::new(MINUTE));
    cache.put(&5, Loaded::new(5));
    let load =
        |key: u64| async move { if key % 10 == 9 { Err("down") } else { Ok(Loaded::new(key)) } };
    let done = cache.warm(0..100, load).await;
    assert_eq!((done.loaded, done.failed, done.present), (89, 10, 1));
    assert_eq!(cache.statistics().entries, 90);
}

/// Runs nothing, as a runtime that is shutting down.
#[derive(Debug)]
struct Nowhere;

impl Background for Nowhere {
    fn run(&self, task: Task) {
        drop(task);
    }
}

#[tokio::test]
async fn c5_a_batch_that_nobody_runs_is_driven_by_its_caller() {
    let cache: Names = Builder::new("test", CachePolicy::new(MINUTE)).background(Nowhere).build();
    let load = |keys: Vec<u64>| async move {
        tokio::task::yield_now().await;
        Ok(keys.into_iter().map(|key| (key, Loaded::new(key))).collect())
    };
    let reads = cache.read_many([1, 2], ReadMode::Session, load).await.unwrap();
    assert!(reads.iter().all(Option::is_some), "{reads:?}");
}

#[tokio::test]
async fn c3_a_batch_loads_behind_what_it_serves_stale() {
    let policy = CachePolicy::new(MINUTE).stale_while_revalidate(MINUTE);
    let (cache, clock) = cache(policy);
    let load = |keys: Vec<u64>| async {
        Ok(keys.into_iter().map(|key| (key, Loaded::new(key))).collect())
    };
    cache.read_many([1, 2], ReadMode::Session, load).await.unwrap();
    clock.advance(MINUTE + MINUTE / 2);
    cache.read_many([1, 2], ReadMode::Session, load).await.unwrap();
    while cache.statistics().loads < 4 {
        tokio::task::yield_now().await;
    }
}

#[tokio::test]
async fn c5_a_batch_that_loads_again_after_another_load_outlives_its_caller() {
    let ((cache, _), source) = (cache(CachePolicy::new(MINUTE)), Source::new());
    source.hold_replies();
    let single = tokio::spawn({
        let (cache, source) = (cache.clone(), Arc::clone(&source));
        async move { cache.read(&1, ReadMode::Session, source.loading()).await }
    });
    source.until_loading(1).await;
    let gate = Arc::new(tokio::sync::Notify::new());
    let newer = Demand { at_least: 2, ..Demand::default() };
    let batch = tokio::spawn({
        let (cache, gate) = (cache.clone(), Arc::clone(&gate));
        async move {
            let load = |keys: Vec<u64>| {
                let gate = Arc::clone(&gate);
                async move {
                    gate.notified().await;
                    Ok(keys.into_iter().map(|key| (key, Loaded::versioned(2, 2))).collect())
                }
            };
            cache.read_many([1], newer, load).await
        }
    });
    tokio::task::yield_now().await;
    source.release_replies();
    assert!(single.await.unwrap().is_ok());
    while cache.statistics().loads < 2 {
        tokio::task::yield_now().await;
    }
    batch.abort();
    assert!(batch.await.unwrap_err().is_cancelled());
    gate.notify_one();
    let filled = async {
        while cache.get(&1, newer).is_none() {
            tokio::task::yield_now().await;
        }
    };
    let waited = tokio::time::timeout(std::time::Duration::from_secs(10), filled).await;
    assert!(waited.is_ok(), "the load went with its caller");
}
