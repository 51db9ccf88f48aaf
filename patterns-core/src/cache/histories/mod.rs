//! Histories of the real cache on real threads, with everything going wrong that can, checked afterwards against what the source knows.
//!
//! Every run has a seed; the choices of a run repeat with it, their interleaving does not. `PATTERNS_EXPLORE=long` runs many more.
#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::print_stdout,
    clippy::unwrap_used,
    reason = "a test fails by panicking, and this one tells what it did"
)]

mod record;
mod sessions;
mod source;

use std::{sync::Arc, time::Duration};

use record::{Broken, Loading, TTL};
use sessions::{Asked, Habit, Place, Session};
use source::{KEYS, Source, is_versioned, pauses};

use super::{Builder, CacheCapacity, CachePolicy, Clock, Demand, Freshness, ReadMode, Weakened};

/// A run by real time that takes longer than this never ends.
const LONGEST: Duration = Duration::from_secs(20);

fn runs(few: u64) -> u64 {
    let long = std::env::var("PATTERNS_EXPLORE").is_ok_and(|how| how == "long");
    if long { 200 * few } else { few }
}

/// What was declared, drawn by lot.
fn place(seed: u64, weakened: Weakened) -> (Place, bool) {
    let mut luck = fastrand::Rng::with_seed(seed);
    let mut policy = CachePolicy::new(TTL);
    let mut grace = Duration::ZERO;
    if luck.bool() {
        let beyond = Duration::from_secs(luck.u64(1..10));
        policy = policy.stale_if_error(beyond);
        grace = grace.max(beyond);
    }
    if luck.bool() {
        let beyond = Duration::from_secs(luck.u64(1..10));
        policy = policy.stale_while_revalidate(beyond);
        grace = grace.max(beyond);
    }
    let roomy = luck.bool();
    policy = policy.capacity(match (roomy, luck.bool()) {
        (true, _) => CacheCapacity::Entries(10_000),
        (false, true) => CacheCapacity::Entries(3),
        (false, false) => CacheCapacity::Bytes(2_000),
    });
    let clock = Clock::manual();
    let mut cache = Builder::new("histories", policy)
        .clock(clock.clone())
        .weigh(|value: &source::Value| value.weight)
        .build();
    Arc::get_mut(&mut cache.0).unwrap().weakened = weakened;
    let faults = if luck.bool() { [10, 5, 3] } else { [0, 0, 0] };
    let source = Arc::new(Source::new(clock.clone(), faults));
    (Place { cache, source, clock, grace }, roomy)
}

/// One run: what is broken in it.
fn run(seed: u64, weakened: Weakened) -> (Vec<(Broken, String)>, u64) {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_time()
        .build()
        .unwrap();
    let (place, roomy) = place(seed, weakened);
    let source = Arc::clone(&place.source);
    let habit = match seed % 3 {
        0 => Habit::Everything,
        1 => Habit::Elsewhere,
        _ => Habit::Writes,
    };
    runtime.block_on(async {
        let sessions = (0..4).map(|session| {
            let session = Session::new(place.clone(), seed * 100 + session, habit);
            tokio::spawn(session.run(60))
        });
        let sessions: Vec<_> = sessions.collect();
        let watcher = roomy.then(|| tokio::spawn(watch(place.clone())));
        let ended = async {
            for session in sessions {
                session.await.unwrap();
            }
            if let Some(watcher) = watcher {
                watcher.abort();
            }
            source.close();
            come_to_rest(&place).await;
        };
        if tokio::time::timeout(LONGEST, ended).await.is_err() {
            source.record.breaks(Broken::NeverEnds, || format!("{:?}", place.cache.0.underway));
        }
    });
    runtime.shutdown_background();
    (source.record.broken(), source.loads.load(std::sync::atomic::Ordering::SeqCst))
}

/// Looks at what is cached, all the time.
async fn watch(place: Place) {
    loop {
        for key in (0..KEYS).filter(|key| is_versioned(*key)) {
            let since = place.source.record.next();
            if let Some(read) = place.cache.get(&key, ReadMode::Any) {
                place.source.record.found(key, read.version, since);
            }
        }
        pauses(1).await;
    }
}

/// Everything that was begun ends, everybody is answered, and nothing old stays.
async fn come_to_rest(place: &Place) {
    while !place.cache.0.underway.is_empty() {
        tokio::task::yield_now().await;
    }
    for key in 0..KEYS {
        let asked = Asked::now(place, key, Demand::from(ReadMode::Any));
        if let Some(read) = place.cache.get(&key, ReadMode::Any) {
            asked.check(place, read.value.truth, read.freshness);
        }
        let asked = Asked::now(place, key, Demand::default());
        let load = |_| {
            let loading = Loading::begins(&place.source, key, None);
            Arc::clone(&place.source).load(key, key, loading)
        };
        let read = place.cache.read(&key, ReadMode::Session, load).await.unwrap();
        asked.check(place, read.value.truth, read.freshness);
        let strong = Asked::now(place, key, Demand::from(ReadMode::Strong));
        let read = place.cache.read(&key, ReadMode::Strong, load).await.unwrap();
        strong.check(place, read.value.truth, Freshness::Fresh);
    }
    while !place.cache.0.underway.is_empty() {
        tokio::task::yield_now().await;
    }
}

#[test]
fn c1_c2_c3_c5_hold_whatever_goes_wrong() {
    let (mut loads, runs) = (0, runs(60));
    for seed in 0..runs {
        let (broken, loaded) = run(seed, Weakened::default());
        loads += loaded;
        assert!(broken.is_empty(), "seed {seed}: {broken:#?}");
    }
    println!("{runs} histories with {loads} loads: nothing is broken");
}

/// The checker is worth something: it finds what a protection that is off lets through.
fn is_found(weakened: Weakened, expected: &[Broken]) {
    for seed in 0..400 {
        let (broken, _) = run(seed, weakened);
        if let Some((broken, how)) = broken.iter().find(|(kind, _)| expected.contains(kind)) {
            println!("{weakened:?}: {broken:?} in history {}: {how}", seed + 1);
            return;
        }
        assert!(broken.is_empty(), "{broken:#?}");
    }
    panic!("{weakened:?} is not found");
}

#[test]
fn loads_that_overwrite_what_has_outdated_them_are_found() {
    is_found(Weakened { unfenced_fills: true, ..Weakened::default() }, &[Broken::BelowKnown]);
}

#[test]
fn writes_that_overwrite_what_has_outdated_them_are_found() {
    is_found(Weakened { unfenced_puts: true, ..Weakened::default() }, &[Broken::BelowKnown]);
}

#[test]
fn older_versions_over_newer_ones_are_found() {
    is_found(Weakened { any_version: true, ..Weakened::default() }, &[Broken::Backwards]);
}
