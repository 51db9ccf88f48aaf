//! Typed replay of one long stream on both stores, against a raw scan and a raw decode of the same events; loads with and without a
//! snapshot. Interleaved rounds, medians.
//!
//! `cargo bench --bench replay`; `PATTERNS_BENCH_EVENTS` sets the length of the stream (1,000,000).

#![allow(missing_docs, reason = "a benchmark is no interface")]
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a benchmark may end by panicking"
)]

mod yardstick;

use std::{hint::black_box, time::Instant};

use data_patterns::{
    event::{EventData, StreamId, decode, encode},
    prelude::*,
    repository::Database,
    store::{Append, Direction, EventStore, ExpectedVersion, MemoryStore, SledStore},
};
use pollster::block_on;
use yardstick::{directory, median, rounds, setting};

/// Without snapshots.
#[derive(Aggregate)]
struct Account {
    #[id]
    number: u64,
    balance: u64,
    events: u64,
}

#[events]
impl Account {
    fn deposited(&mut self, amount: u64) {
        self.balance += amount;
        self.events += 1;
    }
    fn withdrawn(&mut self, amount: u64) {
        self.balance -= amount;
        self.events += 1;
    }
}

/// The same stream, with snapshots.
mod with_snapshots {
    use data_patterns::prelude::*;

    #[derive(Aggregate, Serialize, Deserialize)]
    #[aggregate(name = "account", snapshot(every = 1000))]
    pub(crate) struct Account {
        #[id]
        number: u64,
        pub(crate) balance: u64,
    }

    #[events]
    impl Account {
        fn deposited(&mut self, amount: u64) {
            self.balance += amount;
        }
        fn withdrawn(&mut self, amount: u64) {
            self.balance -= amount;
        }
    }
}

fn main() {
    let count: u64 = setting("PATTERNS_BENCH_EVENTS", 1_000_000);
    let events = events(count);
    let directory = directory();
    let memory = Database::new(MemoryStore::new());
    let sled = Database::new(SledStore::open(directory.path()).unwrap());
    for db in [&memory, &sled] {
        write(db.store(), &events);
    }
    println!("a stream of {count} events, median of {} rounds", rounds());
    let per_round: Vec<[f64; 5]> = (0..rounds())
        .map(|_| {
            [
                seconds(|| decode_all(&events)),
                seconds(|| scan(memory.store(), count)),
                seconds(|| replay(&memory, count)),
                seconds(|| scan(sled.store(), count)),
                seconds(|| replay(&sled, count)),
            ]
        })
        .collect();
    let column = |index: usize| median(per_round.iter().map(|round| round[index]));
    let names = ["decode alone", "scan, memory", "replay, memory", "scan, sled", "replay, sled"];
    for (index, name) in names.iter().enumerate() {
        println!("{name:<16} {:>12.0} events/s", count as f64 / column(index));
    }
    for (name, scan, replay) in [("memory", 1, 2), ("sled", 3, 4)] {
        let ratio = median(per_round.iter().map(|round| (round[0] + round[scan]) / round[replay]));
        println!(
            "{name:<16} replay at {ratio:.2} of the rate of scan and decode one after the other"
        );
    }
    snapshots(&sled, count);
}

fn events(count: u64) -> Vec<EventData> {
    let event = |n| {
        if n % 3 == 2 { AccountEvent::withdrawn(n % 50) } else { AccountEvent::deposited(n % 1000) }
    };
    (0..count).map(|n| encode(&event(n)).unwrap()).collect()
}

fn stream() -> StreamId {
    StreamId::new("account", &7_u64)
}

fn write(store: &dyn EventStore, events: &[EventData]) {
    for batch in events.chunks(1000) {
        let append =
            Append { stream: stream(), expected: ExpectedVersion::Any, events: batch.to_vec() };
        block_on(store.append(vec![append])).unwrap();
    }
}

fn seconds(work: impl FnOnce()) -> f64 {
    let begin = Instant::now();
    work();
    begin.elapsed().as_secs_f64()
}

fn decode_all(events: &[EventData]) {
    for event in events {
        black_box(decode::<AccountEvent>(event).unwrap());
    }
}

fn scan(store: &dyn EventStore, count: u64) {
    let mut next = 1;
    while next <= count {
        let page = block_on(store.read_stream(&stream(), next, Direction::Forward, 1024)).unwrap();
        next += black_box(&page.events).len() as u64;
    }
}

fn replay(db: &Database, count: u64) {
    let account = block_on(db.aggregate::<Account>(7_u64).load()).unwrap();
    assert_eq!(account.events, count);
}

fn snapshots(db: &Database, count: u64) {
    let account = db.aggregate::<with_snapshots::Account>(7_u64);
    let plain = block_on(db.aggregate::<Account>(7_u64).load()).unwrap();
    let first = block_on(account.load()).unwrap();
    block_on(db.snapshots_settled());
    assert_eq!((first.version(), first.balance), (count, plain.balance));
    let loads = 1000;
    let compare = || {
        let full = seconds(|| replay(db, count));
        let from_snapshot = seconds(|| {
            for _ in 0..loads {
                assert_eq!(block_on(account.load()).unwrap().balance, plain.balance);
            }
        });
        (full, from_snapshot / f64::from(loads))
    };
    let rounds: Vec<(f64, f64)> = (0..rounds()).map(|_| compare()).collect();
    println!(
        "load in full {:.1} ms, from a snapshot {:.1} us: {:.0} times as fast",
        1e3 * median(rounds.iter().map(|(full, _)| *full)),
        1e6 * median(rounds.iter().map(|(_, snapshot)| *snapshot)),
        median(rounds.iter().map(|(full, snapshot)| full / snapshot)),
    );
}
