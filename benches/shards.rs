//! Durable appends to one store, and to the same store as one, two and four nodes on one disk: what fences and routes cost, and
//! whether more nodes help.
//!
//! `cargo bench --bench shards`; longer with `PATTERNS_BENCH_SECONDS=3 PATTERNS_BENCH_ROUNDS=9`.

#![allow(missing_docs, reason = "a benchmark is no interface")]
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a benchmark may end by panicking"
)]

mod yardstick;

use std::{collections::HashSet, path::Path, sync::Arc, time::Instant};

use data_patterns::{
    event::StreamId,
    shard::{Node, ShardedStore},
    store::{Append, EventStore, ExpectedVersion, SledStore},
};
use pollster::block_on;
use yardstick::{append_rate, directory, median, payload, rounds, seconds};

/// What is measured: one store, or so many nodes.
const ARMS: [Option<u32>; 4] = [None, Some(1), Some(2), Some(4)];

#[derive(Clone, Copy)]
struct Measured {
    appends: f64,
    syncs: f64,
    /// Processor seconds a second.
    busy: f64,
}

fn main() {
    let (rounds, cores) = (rounds(), std::thread::available_parallelism().unwrap());
    println!(
        "durable appends of one 120-byte event, medians of {rounds} interleaved rounds of {} s, on one disk and {cores} cores",
        seconds()
    );
    for writers in [16, 64] {
        let measured: Vec<[Measured; 4]> =
            (0..rounds).map(|round| measure(writers, round)).collect();
        println!(
            "\n{:<26} {:>10} {:>14} {:>9} {:>14} {:>8} {:>14}",
            format!("{writers} writers"),
            "appends/s",
            "of one store's",
            "syncs/s",
            "events a sync",
            "cores",
            "us an append"
        );
        (0..ARMS.len()).for_each(|arm| print(arm, &measured));
        conclude(&measured, cores.get() as f64);
    }
}

/// Every other round begins at the other end: a disk that slows down favours nobody.
fn measure(writers: u64, round: usize) -> [Measured; 4] {
    let mut measured = [None; 4];
    for turn in 0..ARMS.len() {
        let arm = if round.is_multiple_of(2) { turn } else { ARMS.len() - 1 - turn };
        measured[arm] = Some(run(ARMS[arm], writers));
    }
    measured.map(Option::unwrap)
}

fn run(nodes: Option<u32>, writers: u64) -> Measured {
    let directory = directory();
    let stores: Vec<_> =
        (0..nodes.unwrap_or(1)).map(|number| open(directory.path(), number)).collect();
    let (store, founded) = match nodes {
        None => (Arc::clone(&stores[0]) as Arc<dyn EventStore>, 0),
        Some(_) => (sharded(directory.path(), &stores), syncs(&stores)),
    };
    let (begin, before) = (Instant::now(), processor_seconds());
    let appends = append_rate(&*store, writers, 1);
    let (time, after) = (begin.elapsed().as_secs_f64(), processor_seconds());
    let syncs = (syncs(&stores) - founded) as f64 / time;
    Measured { appends, syncs, busy: (after - before) / time }
}

fn open(directory: &Path, number: u32) -> Arc<SledStore> {
    Arc::new(SledStore::open(directory.join(number.to_string())).unwrap())
}

fn sharded(directory: &Path, stores: &[Arc<SledStore>]) -> Arc<dyn EventStore> {
    let map = Arc::new(SledStore::open(directory.join("map")).unwrap());
    let node = |(number, store): (usize, &Arc<SledStore>)| {
        (Node::new(format!("node-{number}").as_str()), Arc::clone(store) as Arc<dyn EventStore>)
    };
    let store = ShardedStore::open(map, stores.iter().enumerate().map(node));
    let store = block_on(store).unwrap();
    // The first stream of a type founds its slots, once for ever.
    let stream = StreamId::new("account", &(u64::MAX, 0));
    let events = vec![payload(&mut fastrand::Rng::with_seed(0))];
    let first = Append { stream, expected: ExpectedVersion::Any, events };
    block_on(store.append(vec![first])).unwrap();
    Arc::new(store)
}

/// So many syncs have made events durable: those of one commit are stamped with one time.
fn syncs(stores: &[Arc<SledStore>]) -> usize {
    let of = |store: &Arc<SledStore>| {
        let log = block_on(store.read_log(1, usize::MAX)).unwrap();
        log.iter().map(|event| event.recorded_at).collect::<HashSet<_>>().len()
    };
    stores.iter().map(of).sum()
}

/// What all threads of this process have used so far.
fn processor_seconds() -> f64 {
    const TICKS_A_SECOND: f64 = 100.0;
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap();
    let fields: Vec<&str> = stat.rsplit_once(')').unwrap().1.split_whitespace().collect();
    let ticks = |field: usize| fields[field].parse::<f64>().unwrap();
    (ticks(11) + ticks(12)) / TICKS_A_SECOND
}

fn of(measured: &[[Measured; 4]], arm: usize, figure: impl Fn(Measured) -> f64) -> f64 {
    median(measured.iter().map(|round| figure(round[arm])))
}

/// The median of the ratios within a round.
fn ratio(measured: &[[Measured; 4]], (arm, to): (usize, usize), of: fn(Measured) -> f64) -> f64 {
    median(measured.iter().map(|round| of(round[arm]) / of(round[to])))
}

fn print(arm: usize, measured: &[[Measured; 4]]) {
    let name = match ARMS[arm] {
        None => "one store, not sharded".to_string(),
        Some(1) => "1 node".to_string(),
        Some(nodes) => format!("{nodes} nodes"),
    };
    println!(
        "{name:<26} {:>10.0} {:>14.2} {:>9.0} {:>14.1} {:>8.2} {:>14.1}",
        of(measured, arm, |one| one.appends),
        ratio(measured, (arm, 0), |one| one.appends),
        of(measured, arm, |one| one.syncs),
        of(measured, arm, |one| one.appends / one.syncs),
        of(measured, arm, |one| one.busy),
        of(measured, arm, |one| one.busy / one.appends * 1e6),
    );
}

fn conclude(measured: &[[Measured; 4]], cores: f64) {
    let appends = |one: Measured| one.appends;
    let cost = (1.0 - ratio(measured, (1, 0), appends)) * 100.0;
    let busier = (ratio(measured, (1, 0), |one| one.busy / one.appends) - 1.0) * 100.0;
    println!(
        "Fences and routes cost {cost:.0} % of the throughput, and {busier:.0} % more of the processor."
    );
    let (gain, syncs) =
        (ratio(measured, (3, 1), appends), ratio(measured, (3, 1), |one| one.syncs));
    println!(
        "Four nodes take {gain:.2} times the appends of one node, by {syncs:.2} times the syncs."
    );
    println!("{}", why(gain, syncs, of(measured, 3, |one| one.busy) / cores));
}

fn why(gain: f64, syncs: f64, busy: f64) -> String {
    let used = busy * 100.0;
    match (gain >= 1.5, busy >= 0.8) {
        (true, _) => "It scales: commits wait for different files at the same time.".into(),
        (false, true) => {
            format!("It hardly scales: {used:.0} % of all cores are in use, which more nodes share.")
        }
        (false, false) if syncs >= 1.5 => {
            "It hardly scales: the same writers wait at more files, so that fewer events share a sync."
                .into()
        }
        (false, false) => format!(
            "It hardly scales: the disk takes few more syncs of several files than of one, and {used:.0} % of the cores are in use."
        ),
    }
}
