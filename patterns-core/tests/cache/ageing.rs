//! C3: how long what is served.

use std::{
    sync::{Arc, atomic::Ordering::SeqCst},
    time::Duration,
};

use patterns_core::cache::{
    Builder, Cache, CachePolicy, Clock, Freshness, Loaded, Read, ReadMode, StaleReason, TimedOut,
};

use crate::source::{MINUTE, Names, Source, cache, read};

const fn age(seconds: u64) -> Duration {
    Duration::from_secs(seconds)
}

async fn until_loaded(cache: &Names, loads: u64) {
    while cache.statistics().loads < loads || cache.statistics().entries == 0 {
        tokio::task::yield_now().await;
    }
    for _ in 0..10 {
        tokio::task::yield_now().await;
    }
}

#[tokio::test]
async fn c3_an_entry_is_served_for_its_time_to_live_and_no_longer() {
    let ((cache, clock), source) = (cache(CachePolicy::new(MINUTE)), Source::new());
    assert_eq!(read(&cache, &source).await.unwrap().freshness, Freshness::Fresh);
    source.version.store(2, SeqCst);
    clock.advance(age(59));
    let served = read(&cache, &source).await.unwrap();
    assert_eq!((served.value, served.freshness), (1, Freshness::Cached { age: age(59) }));
    clock.advance(age(1));
    assert_eq!(read(&cache, &source).await.unwrap().value, 2);
    assert_eq!(source.loads(), 2);
}

#[tokio::test]
async fn c3_the_time_to_live_begins_before_the_load_and_not_after_it() {
    let ((cache, clock), source) = (cache(CachePolicy::new(MINUTE)), Source::new());
    source.hold_replies();
    let slow = tokio::spawn({
        let (cache, source) = (cache.clone(), Arc::clone(&source));
        async move { read(&cache, &source).await.map(|read| read.value) }
    });
    source.until_loading(1).await;
    clock.advance(age(59));
    source.release_replies();
    slow.await.unwrap().unwrap();
    clock.advance(age(1));
    assert!(cache.get(&7, ReadMode::Session).is_none());
}

#[tokio::test]
async fn c3_the_system_clock_never_makes_an_entry_younger() {
    let cache: Names = Cache::new("test", CachePolicy::new(Duration::from_millis(200)));
    let source = Source::new();
    let before = std::time::Instant::now();
    read(&cache, &source).await.unwrap();
    loop {
        let asked = before.elapsed();
        if cache.get(&7, ReadMode::Session).is_none() {
            break;
        }
        assert!(asked <= Duration::from_millis(200), "served {asked:?} after the read was sent");
    }
}

#[tokio::test]
async fn c3_modes_say_how_old_is_too_old() {
    let ((cache, clock), source) = (cache(CachePolicy::new(MINUTE)), Source::new());
    read(&cache, &source).await.unwrap();
    source.version.store(2, SeqCst);
    clock.advance(age(30));
    let mode = |mode| cache.get(&7, mode).map(|read: Read<u64>| read.freshness);
    assert_eq!(mode(ReadMode::MaxStale(age(30))), Some(Freshness::Cached { age: age(30) }));
    assert_eq!(mode(ReadMode::MaxStale(age(29))), None);
    assert_eq!(mode(ReadMode::Strong), None);
    clock.advance(age(300));
    let stale = Some(Freshness::Stale { age: age(330), reason: StaleReason::Asked });
    assert_eq!(mode(ReadMode::Any), stale);
    assert_eq!(mode(ReadMode::MaxStale(age(330))), stale);
    assert_eq!(mode(ReadMode::Session), None);
    let strong = cache.read(&7, ReadMode::Strong, source.loading()).await.unwrap();
    assert_eq!((strong.value, strong.freshness), (2, Freshness::Fresh));
}

#[tokio::test]
async fn c3_an_entry_that_nobody_uses_is_dropped() {
    let ((cache, clock), source) =
        (cache(CachePolicy::new(10 * MINUTE).idle(MINUTE)), Source::new());
    read(&cache, &source).await.unwrap();
    for _ in 0..5 {
        clock.advance(age(50));
        assert!(cache.get(&7, ReadMode::Session).is_some());
    }
    clock.advance(age(61));
    assert!(cache.get(&7, ReadMode::Any).is_none());
}

#[tokio::test]
async fn c3_a_stale_entry_is_served_while_it_is_loaded_behind() {
    let policy = CachePolicy::new(MINUTE).stale_while_revalidate(age(30));
    let ((cache, clock), source) = (cache(policy), Source::new());
    read(&cache, &source).await.unwrap();
    source.version.store(2, SeqCst);
    clock.advance(age(61));
    let stale = read(&cache, &source).await.unwrap();
    let reason = StaleReason::Revalidating;
    assert_eq!((stale.value, stale.freshness), (1, Freshness::Stale { age: age(61), reason }));
    until_loaded(&cache, 2).await;
    assert_eq!(read(&cache, &source).await.unwrap().value, 2);
    clock.advance(age(91));
    source.version.store(3, SeqCst);
    assert_eq!(read(&cache, &source).await.unwrap().value, 3, "beyond the grace one waits");
    assert_eq!(cache.statistics().stale_serves, 1);
}

#[tokio::test]
async fn c3_a_failing_source_is_bridged_for_the_grace_and_asked_once_a_second() {
    let policy = CachePolicy::new(MINUTE).stale_if_error(age(30));
    let ((cache, clock), source) = (cache(policy), Source::new());
    read(&cache, &source).await.unwrap();
    source.fails.store(true, SeqCst);
    clock.advance(age(61));
    for _ in 0..100 {
        let stale = read(&cache, &source).await.unwrap();
        let reason = StaleReason::LoadFailed;
        assert_eq!((stale.value, stale.freshness), (1, Freshness::Stale { age: age(61), reason }));
    }
    assert_eq!(source.loads(), 2, "one attempt");
    clock.advance(age(1));
    assert!(read(&cache, &source).await.is_ok());
    assert_eq!(source.loads(), 3, "and one a second later");
    clock.advance(age(29));
    assert_eq!(read(&cache, &source).await.map(|read| read.value), Err("down"));
    source.fails.store(false, SeqCst);
    assert_eq!(read(&cache, &source).await.unwrap().freshness, Freshness::Fresh);
}

#[tokio::test]
async fn c3_the_grace_never_serves_below_the_version_that_was_demanded() {
    let policy = CachePolicy::new(MINUTE).stale_if_error(age(30));
    let ((cache, clock), source) = (cache(policy), Source::new());
    read(&cache, &source).await.unwrap();
    source.fails.store(true, SeqCst);
    clock.advance(age(61));
    let demand = patterns_core::cache::Demand { at_least: 2, ..Default::default() };
    assert!(cache.read(&7, demand, source.loading()).await.is_err());
}

#[tokio::test]
async fn c3_an_invalidated_entry_is_not_served_even_if_the_source_is_down() {
    let policy = CachePolicy::new(MINUTE).stale_if_error(age(30));
    let ((cache, _), source) = (cache(policy), Source::new());
    read(&cache, &source).await.unwrap();
    source.fails.store(true, SeqCst);
    cache.invalidate(&7);
    assert!(read(&cache, &source).await.is_err());
}

#[tokio::test]
async fn c3_a_slow_load_is_bridged_and_still_fills() {
    let policy =
        CachePolicy::new(MINUTE).stale_if_error(age(30)).soft_timeout(Duration::from_millis(5));
    let ((cache, clock), source) = (cache(policy), Source::new());
    read(&cache, &source).await.unwrap();
    source.version.store(2, SeqCst);
    source.hold_replies();
    clock.advance(age(61));
    let stale = read(&cache, &source).await.unwrap();
    let reason = StaleReason::LoadSlow;
    assert_eq!((stale.value, stale.freshness), (1, Freshness::Stale { age: age(61), reason }));
    source.release_replies();
    while cache.get(&7, ReadMode::Session).is_none() {
        tokio::task::yield_now().await;
    }
    assert_eq!(read(&cache, &source).await.unwrap().value, 2);
}

#[tokio::test]
async fn c3_a_load_that_takes_too_long_has_failed() {
    let policy = CachePolicy::new(MINUTE).timeout(Duration::from_millis(5));
    let cache: Names = Builder::new("test", policy).on_timeout(|_: TimedOut| "slow").build();
    let source = Source::new();
    source.hold_replies();
    assert_eq!(read(&cache, &source).await.map(|read| read.value), Err("slow"));
    source.release_replies();
    assert_eq!(read(&cache, &source).await.unwrap().value, 1);
}

#[tokio::test]
async fn c3_failures_are_kept_only_if_declared() {
    let policy = CachePolicy::new(MINUTE).error_ttl(age(5));
    let ((cache, clock), source) = (cache(policy), Source::new());
    source.fails.store(true, SeqCst);
    for _ in 0..10 {
        assert!(read(&cache, &source).await.is_err());
    }
    assert_eq!(source.loads(), 1);
    clock.advance(age(5));
    source.fails.store(false, SeqCst);
    assert!(read(&cache, &source).await.is_ok());
}

#[tokio::test]
async fn c3_nothing_lives_as_long_as_declared_for_nothing() {
    let policy = CachePolicy::new(MINUTE).negative_ttl(age(5));
    let clock = Clock::manual();
    let builder = Builder::new("test", policy).clock(clock.clone());
    let cache: Names = builder.negative_when(|value| *value == 0).build();
    let load = |value| move |_| async move { Ok(Loaded::new(value)) };
    cache.read(&1, ReadMode::Session, load(0)).await.unwrap();
    cache.read(&2, ReadMode::Session, load(9)).await.unwrap();
    clock.advance(age(5));
    assert!(cache.get(&1, ReadMode::Session).is_none());
    assert!(cache.get(&2, ReadMode::Session).is_some());
}

#[tokio::test]
async fn c3_jitter_only_shortens_and_spreads() {
    let ((cache, clock), source) =
        (cache(CachePolicy::new(MINUTE).jitter_percent(50)), Source::new());
    for key in 0..1_000 {
        cache.read(&key, ReadMode::Session, source.loading()).await.unwrap();
    }
    let alive = || (0..1_000).filter(|key| cache.get(key, ReadMode::Session).is_some()).count();
    clock.advance(age(29));
    assert_eq!(alive(), 1_000);
    clock.advance(age(16));
    assert!((300..700).contains(&alive()), "{}", alive());
    clock.advance(age(15));
    assert_eq!(alive(), 0);
}

#[tokio::test]
async fn c3_a_costly_entry_in_use_is_loaded_before_it_expires() {
    let ((cache, clock), source) = (cache(CachePolicy::new(MINUTE).refresh_ahead()), Source::new());
    source.hold_replies();
    let first = tokio::spawn({
        let (cache, source) = (cache.clone(), Arc::clone(&source));
        async move { read(&cache, &source).await.map(|read| read.value) }
    });
    source.until_loading(1).await;
    std::thread::sleep(Duration::from_millis(20));
    source.release_replies();
    first.await.unwrap().unwrap();

    clock.advance(age(30));
    for _ in 0..100 {
        read(&cache, &source).await.unwrap();
    }
    assert_eq!(source.loads(), 1, "half a minute is far more than a load takes");
    source.version.store(2, SeqCst);
    clock.advance(age(30) - Duration::from_millis(1));
    for _ in 0..100 {
        let read = read(&cache, &source).await.unwrap();
        assert!(matches!(read.freshness, Freshness::Cached { .. } | Freshness::Fresh));
        tokio::task::yield_now().await;
    }
    assert_eq!((source.loads(), read(&cache, &source).await.unwrap().value), (2, 2));
}

/// Begins a load that has seen version 1 and is not answered yet, moves the source to version 2, and lets time pass.
async fn slow_load(passing: Duration) -> (Names, Arc<Source>, tokio::task::JoinHandle<u64>) {
    let ((cache, clock), source) = (cache(CachePolicy::new(MINUTE)), Source::new());
    source.hold_replies();
    let slow = tokio::spawn({
        let (cache, source) = (cache.clone(), Arc::clone(&source));
        async move { read(&cache, &source).await.unwrap().value }
    });
    source.until_loading(1).await;
    source.version.store(2, SeqCst);
    clock.advance(passing);
    (cache, source, slow)
}

#[tokio::test]
async fn c3_a_load_that_began_before_the_time_to_live_is_not_joined() {
    let (cache, source, slow) = slow_load(age(61)).await;
    let readers = (0..10).map(|_| {
        let (cache, source) = (cache.clone(), Arc::clone(&source));
        tokio::spawn(async move { read(&cache, &source).await.unwrap().value })
    });
    let readers: Vec<_> = readers.collect();
    for _ in 0..20 {
        tokio::task::yield_now().await;
    }
    source.release_replies();
    for reader in readers {
        assert_eq!(reader.await.unwrap(), 2);
    }
    assert_eq!((slow.await.unwrap(), source.loads()), (1, 2), "one load more, for all of them");
    assert_eq!(read(&cache, &source).await.unwrap().value, 2);
}

#[tokio::test]
async fn c3_a_load_that_began_earlier_than_the_reader_allows_is_not_joined() {
    let (cache, source, slow) = slow_load(age(30)).await;
    let reading = tokio::spawn({
        let (cache, source) = (cache.clone(), Arc::clone(&source));
        let mode = ReadMode::MaxStale(age(29));
        async move { cache.read(&7, mode, source.loading()).await.unwrap().value }
    });
    for _ in 0..20 {
        tokio::task::yield_now().await;
    }
    source.release_replies();
    assert_eq!((reading.await.unwrap(), slow.await.unwrap()), (2, 1));
}

#[tokio::test]
async fn c3_a_failed_refresh_takes_nothing_away_that_may_be_served() {
    let policies = [
        (CachePolicy::new(MINUTE), 30),
        (CachePolicy::new(MINUTE).stale_while_revalidate(age(30)), 70),
    ];
    for (policy, seconds) in policies {
        let ((cache, clock), source) = (cache(policy.error_ttl(age(5))), Source::new());
        read(&cache, &source).await.unwrap();
        clock.advance(age(seconds));
        source.fails.store(true, SeqCst);
        assert!(cache.read(&7, ReadMode::Strong, source.loading()).await.is_err());
        assert_eq!(read(&cache, &source).await.map(|read| read.value), Ok(1));
    }
}

#[tokio::test]
async fn c3_the_longest_times_are_no_overflow() {
    let policy = CachePolicy::new(Duration::MAX).stale_if_error(Duration::MAX).jitter_percent(200);
    let ((cache, clock), source) = (cache(policy.idle(Duration::MAX)), Source::new());
    read(&cache, &source).await.unwrap();
    clock.advance(age(1));
    assert!(read(&cache, &source).await.is_ok());
    let builder = Builder::new(
        "test",
        CachePolicy::new(MINUTE).capacity(patterns_core::cache::CacheCapacity::Bytes(1_000)),
    );
    let heavy: Names = builder.weigh(|_| u64::MAX).build();
    read(&heavy, &source).await.unwrap();
    assert_eq!((heavy.statistics().too_heavy, heavy.statistics().weight), (1, 0));
}
