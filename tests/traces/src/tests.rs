//! The yardsticks are right, and the checks can fail.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::collections::{HashMap, HashSet, VecDeque};

use fastrand::Rng;

use super::{
    arguments::Arguments,
    contest::{Row, Run, replay},
    contestants::{Contestant, OURS, QUICK, columns},
    expected::{Expected, Facts},
    optimum::Future,
    patterns,
    recency::Distances,
    report::Report,
    trace::{Source, Trace},
    ttl,
};

fn arguments(words: &[&str]) -> Arguments {
    Arguments::parse(words.iter().map(|word| word.to_string())).unwrap()
}

fn random_trace(random: &mut Rng, longest: usize, keys: u32) -> Trace {
    let length = random.usize(1..=longest);
    Trace::new("random", (0..length).map(|_| random.u32(0..keys)))
}

/// Every choice of whom to let go, the one that passes included.
fn exhaustive(keys: &[u32], kept: &[u32], capacity: usize) -> u64 {
    let Some((key, rest)) = keys.split_first() else { return 0 };
    if kept.contains(key) {
        return 1 + exhaustive(rest, kept, capacity);
    }
    let all = [kept, &[*key]].concat();
    if all.len() <= capacity {
        return exhaustive(rest, &all, capacity);
    }
    let without = |victim| all.iter().copied().filter(|key| *key != victim).collect::<Vec<_>>();
    all.iter().map(|victim| exhaustive(rest, &without(*victim), capacity)).max().unwrap()
}

#[test]
fn the_optimum_is_what_trying_everything_finds() {
    let mut random = Rng::with_seed(1);
    for _ in 0..600 {
        let trace = random_trace(&mut random, 11, 5);
        let future = Future::of(&trace.keys, trace.distinct);
        for capacity in 1..=4 {
            let right = exhaustive(&trace.keys, &[], capacity);
            assert_eq!(future.hits(capacity), right, "{:?} at {capacity}", trace.keys);
        }
    }
}

struct NaiveLru(VecDeque<u32>, usize);

impl Contestant for NaiveLru {
    fn get(&mut self, key: u32) -> Option<u32> {
        let at = self.0.iter().position(|held| *held == key)?;
        self.0.remove(at);
        self.0.push_front(key);
        Some(key)
    }

    fn put(&mut self, key: u32) {
        self.0.push_front(key);
        self.0.truncate(self.1);
    }

    fn held(&self) -> usize {
        self.0.len()
    }
}

#[test]
fn exact_lru_is_what_a_queue_does() {
    let mut random = Rng::with_seed(2);
    for _ in 0..300 {
        let trace = random_trace(&mut random, 120, 24);
        let distances = Distances::of(&trace.keys, trace.distinct);
        let future = Future::of(&trace.keys, trace.distinct);
        for capacity in [1, 2, 3, 7, 20, 30] {
            let naive = replay(&mut NaiveLru(VecDeque::new(), capacity), &trace);
            assert_eq!(distances.hits(capacity), naive.hits, "{:?} at {capacity}", trace.keys);
            assert!(naive.hits <= future.hits(capacity) && naive.held <= capacity);
        }
    }
}

/// Keeps everything, and owns up to it or not.
#[derive(Default)]
struct Hoarder {
    held: HashSet<u32>,
    admits: bool,
}

impl Contestant for Hoarder {
    fn get(&mut self, key: u32) -> Option<u32> {
        self.held.get(&key).copied()
    }

    fn put(&mut self, key: u32) {
        self.held.insert(key);
    }

    fn held(&self) -> usize {
        if self.admits { self.held.len() } else { 0 }
    }
}

/// Says at the end, too, that nothing is there.
#[derive(Default)]
struct Forger(HashMap<u32, u32>, usize);

impl Contestant for Forger {
    fn get(&mut self, key: u32) -> Option<u32> {
        self.1 += 1;
        self.0.get(&key).copied().filter(|_| self.1 <= 2_000)
    }

    fn put(&mut self, key: u32) {
        self.0.insert(key, key / 2);
    }

    fn held(&self) -> usize {
        0
    }
}

fn judged(name: &'static str, contestant: &mut dyn Contestant) -> Vec<String> {
    let trace = Trace::new("loop", (0..2_000).map(|i| i % 500));
    let run = replay(contestant, &trace);
    row(&trace, 100, vec![(name, vec![run])]).faults(None)
}

fn row(trace: &Trace, capacity: usize, runs: Vec<(&'static str, Vec<Run>)>) -> Row {
    Row {
        trace: trace.name.clone(),
        capacity,
        accesses: trace.keys.len(),
        optimum: Future::of(&trace.keys, trace.distinct).hits(capacity),
        lru: Distances::of(&trace.keys, trace.distinct).hits(capacity),
        runs,
    }
}

#[test]
fn who_holds_more_than_the_capacity_is_caught() {
    for admits in [true, false] {
        let faults = judged(OURS, &mut Hoarder { admits, ..Hoarder::default() });
        assert_eq!(faults, ["loop at 100: ours held 500 entries"]);
    }
    let faults = judged(QUICK, &mut Hoarder::default());
    assert!(faults.is_empty(), "others are only marked in the table: {faults:?}");
}

#[test]
fn who_is_better_than_the_optimum_or_answers_something_else_is_caught() {
    let faults = judged(QUICK, &mut Forger::default());
    assert_eq!(faults.len(), 2, "{faults:?}");
    assert!(
        faults.iter().any(|fault| fault.contains("has 1500 hits, the optimum 300")),
        "{faults:?}"
    );
    assert!(faults.iter().any(|fault| fault.contains("of another key")), "{faults:?}");
}

#[test]
fn who_is_behind_is_caught_where_it_counts() {
    let trace = Trace::new("twice", (0..8_000).map(|i| i / 2));
    let late = |capacity, hits| {
        let runs = vec![
            (QUICK, vec![Run::default()]),
            (OURS, vec![Run { hits: 4_000, ..Run::default() }, Run { hits, ..Run::default() }]),
        ];
        row(&trace, capacity, runs).faults(None).len()
    };
    assert_eq!([late(1_000, 3_900), late(1_000, 3_800), late(10_000, 3_800)], [0, 1, 1]);
    assert_eq!(late(500, 0), 0);
}

#[test]
fn a_figure_that_is_not_as_expected_is_caught() {
    let trace = Trace::new("loop-1100.txt", (0..22_000).map(|i| i % 1_100));
    let expected = patterns::worked_out();
    let facts = expected.of(&trace).unwrap();
    let row = row(&trace, 1_000, Vec::new());
    let others = Facts { lru_hits: [(1_000, 1)].into(), ..facts.clone() };
    assert_eq!(row.faults(Some(facts)), [""; 0]);
    assert_eq!(row.faults(Some(&others)), ["loop-1100.txt at 1000: exact LRU has 0 hits, not 1"]);
    let short = Trace::new("loop-1100.txt", 0..3);
    assert_eq!(
        (expected.differences(&trace), expected.differences(&short).is_some()),
        (None, true)
    );
}

#[test]
fn times_to_live_are_as_worked_out_by_hand() {
    let expected = patterns::worked_out();
    let trace = patterns::handmade().pop().unwrap();
    let facts = expected.of(&trace).unwrap();
    assert_eq!(ttl::compare(&trace, Some(facts)), [""; 0]);
    let mut wrong = facts.clone();
    wrong.ttl_unbounded.get_mut(&10).unwrap().hits += 1;
    assert_eq!(ttl::compare(&trace, Some(&wrong)).len(), 1);
}

#[test]
fn random_times_to_live_are_as_a_model_says() {
    let mut random = Rng::with_seed(3);
    let mut trace = Trace::new("clock.tsv", (0..4_000).map(|_| random.u32(0..60)));
    let mut now = 0;
    trace.seconds = trace
        .keys
        .iter()
        .map(|_| {
            now += random.u64(0..4);
            now
        })
        .collect();
    assert_eq!(ttl::compare(&trace, None), [""; 0]);
}

#[test]
fn hand_made_traces_pass() {
    let arguments = arguments(&["--repeat", "1", "--capacities", "100,1000,10000"]);
    let mut report = Report::new(columns(false));
    super::each(&arguments, &Source::handmade(), &mut report).unwrap();
    report.finish();
    assert_eq!(report.faults, [""; 0]);
}

#[test]
fn traces_are_read_as_they_were_written() {
    let directory = tempfile::tempdir().unwrap();
    let write = |name: &str, text: &str| {
        let bytes = zstd::encode_all(text.as_bytes(), 3).unwrap();
        std::fs::write(directory.path().join(name), bytes).unwrap();
    };
    write("a.txt.zst", "17\n4\n17\n9\n");
    write("b.tsv.zst", "5\t/x y\n5\t/\n8\t/x y\n");
    write("c.other.zst", "");
    let source = Source::directory(directory.path()).unwrap();
    assert_eq!(source.names().collect::<Vec<_>>(), ["a.txt", "b.tsv"]);
    let (a, b) = (source.read("a.txt").unwrap(), source.read("b.tsv").unwrap());
    assert_eq!((a.keys, a.distinct, a.seconds), (vec![0, 1, 0, 2], 3, vec![]));
    assert_eq!((b.keys, b.distinct, b.seconds), (vec![0, 1, 0], 2, vec![5, 5, 8]));
    assert_eq!(arguments(&[]).capacities(None), [100, 500, 1_000, 2_000, 5_000, 10_000]);
    assert!(Expected::read(&directory.path().join("a.txt.zst")).is_err());
}

#[test]
fn capacities_are_those_of_the_figures_and_the_judged_ones() {
    let facts = Facts { lru_hits: [(100, 0), (1_000, 0)].into(), ..Facts::default() };
    assert_eq!(arguments(&[]).capacities(Some(&facts)), [100, 1_000, 10_000]);
    assert_eq!(arguments(&["--capacities", "7,3"]).capacities(Some(&facts)), [3, 7]);
    for wrong in [&["--capacities", "0"][..], &["--repeat"], &["--else"]] {
        assert!(Arguments::parse(wrong.iter().map(|word| word.to_string())).is_err());
    }
}
