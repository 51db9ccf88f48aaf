//! Times to live, on traces that say when each access was and with room for everything.
//!
//! An entry is served while less than its time to live has passed since it was loaded, here and by whoever worked out the figures: one
//! of 10 s that was loaded at second 5 is loaded again at second 15. Nothing needs to be converted.

use core::{convert::Infallible, time::Duration};
use std::collections::{BTreeSet, HashMap};

use patterns_core::cache::{Builder, Cache, CacheCapacity, CachePolicy, Clock, Loaded, ReadMode};

use super::{
    expected::{Facts, Timed},
    trace::Trace,
};

/// In seconds; those that somebody has worked out come on top.
const TIMES: [u64; 6] = [1, 10, 60, 300, 3_600, 86_400];

/// Prints a line for each time to live, and answers what differs.
pub(crate) fn compare(trace: &Trace, facts: Option<&Facts>) -> Vec<String> {
    let mut faults = Vec::new();
    let said = facts.map(|facts| &facts.ttl_unbounded);
    let times: BTreeSet<u64> =
        said.into_iter().flat_map(|said| said.keys().copied()).chain(TIMES).collect();
    println!(
        "\n{:<26}{:>9}{:>12}{:>12}   (an entry exactly as old as its time to live is loaded again)",
        trace.name, "ttl in s", "hits", "loads"
    );
    for ttl in times {
        let (ours, evicted) = replay(trace, ttl);
        let mut right = vec![("a model", model(trace, ttl))];
        right.extend(said.and_then(|said| said.get(&ttl)).map(|said| ("what is expected", *said)));
        let names: Vec<_> = right.iter().map(|(name, _)| *name).collect();
        println!(
            "{:>35}{:>12}{:>12}   compared with {}",
            ttl,
            ours.hits,
            ours.loads,
            names.join(" and ")
        );
        let differ = right.into_iter().filter(|(_, right)| *right != ours);
        faults.extend(differ.map(|(name, right)| {
            format!("{} with a ttl of {ttl} s: {ours:?}, but {name} has {right:?}", trace.name)
        }));
        if evicted > 0 {
            faults.push(format!("{} with a ttl of {ttl} s: {evicted} evicted", trace.name));
        }
    }
    faults
}

/// Reads through the cache, whose clock stands at the second of each access. Also answers how many entries were evicted.
pub(crate) fn replay(trace: &Trace, ttl: u64) -> (Timed, u64) {
    let clock = Clock::manual();
    // Shards fill unevenly, so room for everything is more than as many entries as there are keys.
    let room = CacheCapacity::Entries(4 * trace.distinct as u64 + 1_000);
    let policy = CachePolicy::new(Duration::from_secs(ttl)).capacity(room);
    let builder: Builder<u32, Infallible> = Builder::new("ttl", policy);
    let cache: Cache<u32, u32, Infallible> = builder.clock(clock.clone()).build();
    let mut now = trace.seconds.first().copied().unwrap_or_default();
    for (key, second) in trace.keys.iter().zip(&trace.seconds) {
        clock.advance(Duration::from_secs(second.saturating_sub(now)));
        now = *second;
        let value = *key;
        let load = move |_| async move { Ok(Loaded::new(value)) };
        let _ = pollster::block_on(cache.read(key, ReadMode::Session, load));
    }
    let seen = cache.statistics();
    (Timed { hits: seen.hits, loads: seen.loads }, seen.evictions)
}

/// The same by a map of when each key was loaded.
fn model(trace: &Trace, ttl: u64) -> Timed {
    let (mut loaded, mut counts) = (HashMap::new(), Timed::default());
    for (key, now) in trace.keys.iter().zip(&trace.seconds) {
        match loaded.get(key) {
            Some(then) if now - then < ttl => counts.hits += 1,
            _ => {
                counts.loads += 1;
                loaded.insert(*key, *now);
            }
        }
    }
    counts
}
