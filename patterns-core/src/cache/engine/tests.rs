//! Strict capacity, and the map a cache is apart from evictions.

use std::{
    collections::HashMap,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering::SeqCst},
    },
};

use super::Engine;

struct Rng(u64);
impl Rng {
    fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }
    fn below(&mut self, n: u64) -> u64 {
        (self.next() >> 11) % n
    }
}

fn op(e: &Engine<u64, u64>, r: &mut Rng, keys: u64, heaviest: u64) {
    let k = r.below(keys);
    match r.below(100) {
        0..50 => drop(e.get(&k, u64::clone)),
        50..90 => drop(e.insert(k, k, r.below(heaviest + 1))),
        90..98 => drop(e.remove(&k)),
        _ => drop(e.peek(&k)),
    }
}

#[test]
fn never_above_capacity() {
    for (cap, est, keys, heaviest) in [
        (1, 1, 9, 1),
        (7, 3, 30, 3),
        (100, 100, 400, 1),
        (1000, 5000, 9000, 5),
        (5000, 4096, 20000, 40),
        (0, 10, 9, 1),
    ] {
        let (e, mut r) = (Engine::with_shards(cap, est, 16), Rng(42));
        for _ in 0..60_000 {
            op(&e, &mut r, keys, heaviest);
            assert!(e.weight() <= cap, "{} > {cap}", e.weight());
        }
    }
}

#[test]
fn never_above_capacity_with_threads() {
    let e = Arc::new(Engine::with_shards(20_000, 10_000, 8));
    let stop = Arc::new(AtomicBool::new(false));
    let watch = {
        let (e, stop) = (e.clone(), stop.clone());
        std::thread::spawn(move || {
            while !stop.load(SeqCst) {
                assert!(e.weight() <= 20_000);
            }
        })
    };
    let workers: Vec<_> = (1..5)
        .map(|t| {
            let e = e.clone();
            std::thread::spawn(move || {
                let mut r = Rng(t * 7919);
                (0..200_000).for_each(|_| op(&e, &mut r, 60_000, 6));
            })
        })
        .collect();
    workers.into_iter().for_each(|w| w.join().unwrap());
    stop.store(true, SeqCst);
    watch.join().unwrap();
    assert!(e.weight() > 15_000, "it is used, too: {}", e.weight());
}

/// What is resident is what was last put; what was removed is gone; every value leaves exactly once.
#[test]
fn is_a_map_apart_from_evictions() {
    let (e, mut r, mut model) = (Engine::with_shards(3000, 4096, 4), Rng(1), HashMap::new());
    let (mut put, mut left) = (0u64, 0u64);
    for i in 0..300_000u64 {
        let k = r.below(8000);
        match r.below(10) {
            0..6 => {
                if let Some(v) = e.get(&k, u64::clone) {
                    assert_eq!(Some(&v), model.get(&k));
                }
            }
            6..9 => {
                put += 1;
                let w = if r.below(1000) == 0 { 5000 } else { 1 + r.below(3) };
                let got = e.insert(k, i, w);
                left += got.displaced.len() as u64;
                assert_eq!(got.stored, w < 5000);
                if got.stored {
                    assert_eq!(e.peek(&k), Some(i), "what was just put is there");
                    model.insert(k, i);
                } else {
                    assert_eq!(e.peek(&k), None, "a refused value leaves no older one behind");
                }
            }
            _ => {
                let was = e.remove(&k);
                left += u64::from(was.is_some());
                assert!(was.is_none() || was == model.remove(&k));
                model.remove(&k);
                assert_eq!(e.get(&k, u64::clone), None);
            }
        }
    }
    assert_eq!(put, left + e.len() as u64);
    e.clear();
    assert_eq!((e.len(), e.weight()), (0, 0));
}

/// A value whose drop uses the cache does not deadlock: values leave outside of the locks.
#[test]
fn a_drop_may_use_the_cache() {
    struct Noisy(Arc<Engine<u64, u64>>, u64);
    impl Drop for Noisy {
        fn drop(&mut self) {
            drop(self.0.insert(self.1, 1, 1));
        }
    }
    let log = Arc::new(Engine::with_shards(100_000, 1000, 1));
    let e: Engine<u64, Arc<Noisy>> = Engine::with_shards(10, 10, 1);
    for i in 0..100 {
        drop(e.insert(i, Arc::new(Noisy(log.clone(), i)), 1));
    }
    assert_eq!(log.len(), 90);
    e.clear();
    assert_eq!(log.len(), 100);
}

#[test]
fn a_loop_keeps_a_part_and_recency_is_learnt() {
    let e = Engine::with_shards(1000, 1000, 1);
    let run = |e: &Engine<u64, ()>, keys: &mut dyn Iterator<Item = u64>| {
        let (mut hits, mut n) = (0u64, 0u64);
        for k in keys {
            n += 1;
            if e.get(&k, |()| ()).is_some() {
                hits += 1
            } else {
                e.insert(k, (), 1);
            }
        }
        hits * 100 / n
    };
    let looped = run(&e, &mut (0..200_000).map(|i| i % 1150));
    assert!(looped > 60, "loop: {looped} %"); // LRU: 0
    let mut r = Rng(3);
    let moving = run(&e, &mut (0..400_000u64).map(|i| 10_000 + i - r.below(900)));
    assert!(moving > 30, "moving window: {moving} %"); // at most 37
}

/// What the cache relies on: nothing leaves without being handed back, and what is refused takes the older value with it.
#[test]
fn c2_what_an_insert_displaces_is_handed_back() {
    let engine: Engine<u64, u64> = Engine::with_shards(10, 10, 1);
    let insert = |value, weight| {
        let inserted = engine.insert(7, value, weight);
        (inserted.stored, inserted.displaced)
    };
    assert_eq!(insert(1, 1), (true, vec![]));
    assert_eq!(insert(2, 3), (true, vec![(7, 1)]));
    assert_eq!((engine.peek(&7), engine.get(&7, u64::clone)), (Some(2), Some(2)));
    assert_eq!((engine.len(), engine.weight()), (1, 3));
    let (stored, mut displaced) = insert(3, 11);
    displaced.sort_unstable();
    assert_eq!((stored, displaced), (false, vec![(7, 2), (7, 3)]));
    assert_eq!((engine.peek(&7), engine.remove(&7), engine.len()), (None, None, 0));
    insert(4, 1);
    assert_eq!(engine.remove(&7), Some(4));
    insert(5, 1);
    engine.clear();
    assert_eq!((engine.peek(&7), engine.weight()), (None, 0));
}
