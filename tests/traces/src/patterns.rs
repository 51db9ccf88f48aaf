//! Traces of our own.

use std::collections::BTreeMap;

use fastrand::Rng;

use super::{
    expected::{Expected, Facts, Timed},
    trace::Trace,
};

const LENGTH: usize = 400_000;
const KEYS: u64 = 100_000;

/// Small ones, of which [`worked_out`] says what must come out.
pub(crate) fn handmade() -> Vec<Trace> {
    let mut timed = Trace::new("clock.tsv", [7, 8, 7, 8, 7, 7, 8]);
    timed.seconds = vec![0, 0, 9, 10, 10, 19, 21];
    vec![
        Trace::new("loop-1100.txt", (0..22_000).map(|i| i % 1_100)),
        Trace::new("once.txt", 0..5_000),
        Trace::new("twice.txt", (0..20_000).map(|i| i / 2)),
        zipf(1.0, 30_000),
        timed,
    ]
}

/// LRU never meets a loop longer than it is, and always what was used just before.
pub(crate) fn worked_out() -> Expected {
    let facts = |accesses, distinct, small, large| Facts {
        accesses,
        distinct,
        lru_hits: BTreeMap::from([(1_000, small), (10_000, large)]),
        ttl_unbounded: BTreeMap::new(),
    };
    let mut timed = facts(7, 2, 5, 5);
    timed.ttl_unbounded = BTreeMap::from([
        (1, Timed { hits: 0, loads: 7 }),
        (10, Timed { hits: 2, loads: 5 }),
        (11, Timed { hits: 3, loads: 4 }),
        (60, Timed { hits: 5, loads: 2 }),
    ]);
    Expected(BTreeMap::from([
        ("loop-1100.txt".into(), facts(22_000, 1_100, 0, 20_900)),
        ("once.txt".into(), facts(5_000, 5_000, 0, 0)),
        ("twice.txt".into(), facts(20_000, 10_000, 10_000, 10_000)),
        ("clock.tsv".into(), timed),
    ]))
}

/// What applications do to caches, one by one and mixed, around the capacities that are judged.
pub(crate) fn generated() -> Vec<Trace> {
    let mut all: Vec<Trace> = [0.8, 0.9, 1.0, 1.1, 1.2].map(|s| zipf(s, LENGTH)).into();
    all.extend([100, 1_000, 10_000].map(drifting));
    for (uses, within) in
        [(2, 10), (2, 300), (2, 3_000), (3, 600), (3, 6_000), (5, 900), (5, 9_000), (10, 500)]
    {
        all.push(bursts(uses, within));
    }
    for length in
        [1_010, 1_050, 1_200, 1_500, 2_000, 3_000, 10_100, 10_500, 12_000, 15_000, 20_000, 30_000]
    {
        all.push(Trace::new(format!("loop-{length}"), (0..LENGTH as u64).map(|i| i % length)));
    }
    for turn in [1_100, 1_500, 2_000, 3_000, 11_000, 15_000, 20_000, 30_000] {
        all.push(back_and_forth(turn));
    }
    for width in [500, 900, 1_100, 2_000, 5_000, 9_000, 11_000, 20_000] {
        all.push(moving(width));
    }
    for (share, length) in [(10, 2_000), (30, 2_000), (10, 20_000), (30, 20_000), (50, 20_000)] {
        all.push(with_scans(share, length));
        all.push(zipf_and_loop(share, length));
    }
    all.extend([5_000, 20_000, 50_000, 100_000].map(phases));
    all.extend([5_000, 20_000, 50_000, 100_000].map(replaced));
    all.extend([10, 50, 90].map(bursts_and_zipf));
    all
}

/// Powers of ranks, by inversion of their sums.
pub(crate) struct Zipf(Vec<f64>);

impl Zipf {
    pub(crate) fn new(keys: u64, exponent: f64) -> Self {
        let mut sum = 0.0;
        let sums = (1..=keys).map(|rank| {
            sum += (rank as f64).powf(-exponent);
            sum
        });
        Self(sums.collect())
    }

    pub(crate) fn next(&self, random: &mut Rng) -> u64 {
        let at = random.f64() * self.0.last().copied().unwrap_or_default();
        self.0.partition_point(|sum| *sum < at) as u64
    }
}

fn zipf(exponent: f64, length: usize) -> Trace {
    let (zipf, mut random) = (Zipf::new(KEYS, exponent), Rng::with_seed(1));
    Trace::new(format!("zipf-{exponent:.1}"), (0..length).map(|_| zipf.next(&mut random)))
}

/// Every `each` accesses all ranks move to the next key, so that what was hot cools down.
fn drifting(each: u64) -> Trace {
    let (zipf, mut random) = (Zipf::new(KEYS, 0.9), Rng::with_seed(2));
    let key = |i: u64| (zipf.next(&mut random) + i * 10 / each) % (4 * KEYS);
    Trace::new(format!("drift-10-in-{each}"), (0..LENGTH as u64).map(key))
}

/// Every key is used `uses` times in all, at random moments within so many accesses after its first.
fn bursts(uses: u64, within: u64) -> Trace {
    let mut random = Rng::with_seed(3);
    let mut planned: BTreeMap<(u64, u64), u64> = BTreeMap::new();
    let (mut keys, mut fresh) = (Vec::new(), 0);
    while keys.len() < LENGTH {
        let now = keys.len() as u64;
        let due = planned.first_entry().filter(|due| due.key().0 <= now).map(|due| due.remove());
        keys.push(due.unwrap_or_else(|| {
            fresh += 1;
            for _ in 1..uses {
                planned.insert((now + 1 + random.u64(0..within), random.u64(..)), fresh);
            }
            fresh
        }));
    }
    Trace::new(format!("bursts-{uses}-in-{within}"), keys)
}

fn back_and_forth(turn: u64) -> Trace {
    let key = |i: u64| (i % (2 * turn)).min(2 * turn - 1 - i % (2 * turn));
    Trace::new(format!("zigzag-{turn}"), (0..LENGTH as u64).map(key))
}

/// Any of the latest keys, of which there is a new one at every second access.
fn moving(width: u64) -> Trace {
    let mut random = Rng::with_seed(4);
    let key = |i: u64| width + i / 2 - random.u64(0..width);
    Trace::new(format!("latest-{width}"), (0..LENGTH as u64).map(key))
}

/// Zipf, and in `share` percent of the accesses one scan after the other of keys that never come back.
fn with_scans(share: u64, length: u64) -> Trace {
    let (zipf, mut random) = (Zipf::new(KEYS, 0.9), Rng::with_seed(5));
    let key = |i: u64| {
        let scans = i % (length * 100 / share) < length;
        if scans { KEYS + i } else { zipf.next(&mut random) }
    };
    Trace::new(format!("zipf-scans-{share}%-{length}"), (0..LENGTH as u64).map(key))
}

fn zipf_and_loop(share: u64, length: u64) -> Trace {
    let (zipf, mut random) = (Zipf::new(KEYS, 0.9), Rng::with_seed(6));
    let mut at = 0;
    let key = |_| {
        let loops = random.u64(0..100) < share;
        at += u64::from(loops);
        if loops { KEYS + at % length } else { zipf.next(&mut random) }
    };
    Trace::new(format!("zipf-loop-{share}%-{length}"), (0..LENGTH as u64).map(key))
}

/// A loop, Zipf, bursts of the latest and a scan take turns.
fn phases(length: u64) -> Trace {
    let (zipf, mut random) = (Zipf::new(KEYS, 1.0), Rng::with_seed(7));
    let key = |i: u64| match i / length % 4 {
        0 => i % 1_300,
        1 => KEYS + zipf.next(&mut random),
        2 => 3 * KEYS + i / 3 - random.u64(0..700),
        _ => 10 * KEYS + i,
    };
    Trace::new(format!("phases-{length}"), (0..LENGTH as u64).map(key))
}

/// Zipf, whose keys are all replaced every so often.
fn replaced(length: u64) -> Trace {
    let (zipf, mut random) = (Zipf::new(KEYS, 1.0), Rng::with_seed(8));
    let key = |i: u64| i / length * KEYS + zipf.next(&mut random);
    Trace::new(format!("replaced-{length}"), (0..LENGTH as u64).map(key))
}

fn bursts_and_zipf(share: u64) -> Trace {
    let (zipf, mut random) = (Zipf::new(KEYS, 0.9), Rng::with_seed(9));
    let key = |i: u64| match random.u64(0..100) < share {
        true => 2 * KEYS + i / 3 - random.u64(0..400),
        false => zipf.next(&mut random),
    };
    Trace::new(format!("zipf-bursts-{share}%"), (0..LENGTH as u64).map(key))
}
