//! Chooses the mode: every mode is simulated, keys only, on the same small spatial sample of the
//! keys (Waldspurger et al.: "Cache Modeling and Optimization using Miniature Simulations",
//! USENIX ATC 2017). A paired comparison on one sample tells the modes apart far better than
//! comparing shards that see different keys.

use std::sync::{
    Mutex, TryLockError,
    atomic::{AtomicUsize, Ordering::Relaxed},
};

use super::{
    mode::{MODES, Mode},
    space::Space,
};

/// Entries a simulation aims at; more are more exact and cost more hits.
const SIMULATED: usize = 512;
/// At most one key in this many is sampled, which bounds what a hit pays on average.
const MIN_RATE: usize = 8;
/// Fewer would be noise.
const MIN_SIMULATED: usize = 8;
/// Scores halve in this many capacities' worth of accesses.
const HALF_LIFE: f64 = 10.0;
/// Hits a mode must lead by, as a share of the capacity: about what changing over costs.
const LEAD: f64 = 0.35;

struct Sim {
    space: Space<u64>,
    score: f64,
}

struct Sims {
    sims: Vec<Sim>,
    seen: usize,
}

pub(super) struct Chooser {
    mask: u64,
    current: AtomicUsize,
    sims: Mutex<Sims>,
}

impl Chooser {
    pub(super) fn new(entries: usize) -> Self {
        let rate = (entries / SIMULATED).max(MIN_RATE).next_power_of_two();
        let size = simulated(entries, rate as u64);
        let sims = MODES.iter().map(|m| Sim { space: Space::new(size, *m), score: 0.0 }).collect();
        Chooser {
            mask: rate as u64 - 1,
            current: AtomicUsize::new(0),
            sims: Mutex::new(Sims { sims, seen: 0 }),
        }
    }

    pub(super) fn mode(&self) -> Mode {
        let [first, ..] = MODES;
        MODES.get(self.current.load(Relaxed)).copied().unwrap_or(first)
    }

    /// Whether accesses to a key of this hash are simulated.
    #[inline]
    pub(super) fn samples(&self, hash: u64) -> bool {
        (hash >> 32) & self.mask == 0
    }

    /// Simulates one access; skipped rather than waited for when another thread is at it.
    /// `entries` tells the real resident count if the cache is full, asked for once a judgement.
    #[cold]
    #[inline(never)]
    pub(super) fn observe(&self, hash: u64, entries: impl FnOnce() -> Option<usize>) {
        let mut guard = match self.sims.try_lock() {
            Ok(guard) => guard,
            Err(TryLockError::Poisoned(p)) => p.into_inner(),
            Err(TryLockError::WouldBlock) => return,
        };
        guard.sims.iter_mut().for_each(|s| s.access(hash));
        guard.seen += 1;
        let size = guard.size();
        if guard.seen >= (size / 8).max(4) as usize {
            guard.judge(&self.current);
            if let Some(n) = entries() {
                guard.resize(simulated(n, self.mask + 1));
            }
        }
    }
}

fn simulated(entries: usize, rate: u64) -> u64 {
    (entries as u64 / rate).max(MIN_SIMULATED as u64)
}

impl Sim {
    fn access(&mut self, hash: u64) {
        if let Some(slot) = self.space.find(hash, |held| *held == hash) {
            slot.touch();
            self.score += 1.0;
        } else {
            self.space.insert(hash, hash, 1, |a, b| a == b, &mut Vec::new());
        }
    }
}

impl Sims {
    fn size(&self) -> u64 {
        self.sims.first().map_or(1, |s| s.space.capacity())
    }

    fn judge(&mut self, current: &AtomicUsize) {
        let size = self.size() as f64;
        let held = self.sims.get(current.load(Relaxed)).map_or(0.0, |s| s.score);
        let scores = self.sims.iter().map(|s| s.score).enumerate();
        // a later mode must be strictly better, so equals keep the order of preference
        let (best, score) = scores.fold((0, f64::MIN), |a, b| if b.1 > a.1 { b } else { a });
        if score > held + LEAD * size {
            current.store(best, Relaxed);
        }
        let keep = 0.5_f64.powf(self.seen as f64 / (HALF_LIFE * size));
        self.sims.iter_mut().for_each(|s| s.score *= keep);
        self.seen = 0;
    }

    /// With weights the estimate of the entry count may be far off; follow what really fits.
    fn resize(&mut self, size: u64) {
        for s in self.sims.iter_mut().filter(|s| s.space.capacity() != size) {
            s.space.set_capacity(size, &mut Vec::new());
        }
    }
}
