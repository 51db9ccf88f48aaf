//! A cache is always bounded.

use patterns_core::cache::{Builder, Cache, CacheCapacity, CachePolicy, Loaded, ReadMode};

use crate::source::MINUTE;

type Texts = Cache<u64, String, ()>;

#[test]
fn there_are_never_more_entries_than_declared() {
    for capacity in [1, 3, 100, 1_000] {
        let policy = CachePolicy::new(MINUTE).capacity(CacheCapacity::Entries(capacity));
        let cache: Texts = Cache::new("test", policy);
        for key in 0..5 * capacity {
            cache.put(&key, Loaded::new(String::new()));
            assert!(cache.statistics().entries <= capacity, "{:?}", cache.statistics());
        }
        assert!(cache.get(&(5 * capacity - 1), ReadMode::Session).is_some());
        let statistics = cache.statistics();
        assert_eq!(statistics.evictions + statistics.entries, 5 * capacity);
    }
}

#[test]
fn there_are_never_more_bytes_than_declared() {
    let policy = CachePolicy::new(MINUTE).capacity(CacheCapacity::Bytes(1_000_000));
    let cache: Texts =
        Builder::new("test", policy).weigh(|text: &String| text.len() as u64).build();
    for key in 0..10_000 {
        cache.put(&key, Loaded::new("x".repeat(key as usize % 10_000)));
        assert!(cache.statistics().weight <= 1_000_000);
    }
    assert!(cache.statistics().weight > 800_000);
}

#[test]
fn what_is_too_heavy_is_counted_and_leaves_nothing_older_behind() {
    let policy = CachePolicy::new(MINUTE).capacity(CacheCapacity::Bytes(100_000));
    let cache: Texts =
        Builder::new("test", policy).weigh(|text: &String| text.len() as u64).build();
    cache.put(&1, Loaded::new("small".into()));
    cache.put(&1, Loaded::new("x".repeat(200_000)));
    assert!(cache.get(&1, ReadMode::Any).is_none());
    assert_eq!((cache.statistics().too_heavy, cache.statistics().entries), (1, 0));
    let read = cache.read_blocking(&1, ReadMode::Session, |_| Ok(Loaded::new("y".repeat(200_000))));
    assert_eq!(read.unwrap().len(), 200_000, "served, though not kept");
}

#[test]
fn a_weight_can_be_what_serde_writes() {
    let policy = CachePolicy::new(MINUTE).capacity(CacheCapacity::Bytes(100_000));
    let cache: Texts = Builder::new("test", policy).weigh_serialized().build();
    for key in 0..1_000 {
        cache.put(&key, Loaded::new("x".repeat(1_000)));
    }
    assert!((50..100).contains(&cache.statistics().entries), "{:?}", cache.statistics());
}
