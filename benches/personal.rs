//! What personal data costs: the same events with their text in the clear and encrypted, replayed and recorded, with keys in memory and in files.
//! Interleaved rounds, medians.
//!
//! `cargo bench --features personal --bench personal`; `PATTERNS_BENCH_EVENTS` sets how many events are replayed (200,000).

#![allow(missing_docs, reason = "a benchmark is no interface")]
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a benchmark may end by panicking"
)]

mod yardstick;

use std::{sync::Arc, time::Instant};

use data_patterns::{
    personal::{KeyDirectory, KeyStore, MemoryKeys, Subject},
    prelude::*,
    store::MemoryStore,
};
use pollster::block_on;
use yardstick::{directory, median, rounds, setting};

#[derive(Aggregate)]
struct Clear {
    #[id]
    number: u64,
    length: usize,
}

#[events]
impl Clear {
    fn renamed(&mut self, name: String) {
        self.length += name.len();
    }
}

#[derive(Aggregate)]
struct Encrypted {
    #[id]
    number: u64,
    length: usize,
}

#[events]
impl Encrypted {
    fn renamed(&mut self, #[personal] name: Personal<String>) {
        self.length += name.get().map_or(0, String::len);
    }
}

const NAME: &str = "Annegret Mustermann";
/// So many streams are loaded, of one event each.
const SMALL: u64 = 2_000;

fn main() {
    let count: u64 = setting("PATTERNS_BENCH_EVENTS", 200_000);
    let directory = directory();
    let in_memory: Arc<dyn KeyStore> = Arc::new(MemoryKeys::new());
    let in_files: Arc<dyn KeyStore> =
        Arc::new(KeyDirectory::create(directory.path().join("keys")).unwrap());
    let [memory, files] = [&in_memory, &in_files]
        .map(|keys| Database::new(MemoryStore::new()).with_keys(Arc::clone(keys)));
    for db in [&memory, &files] {
        fill(db, count);
    }
    println!("medians of {} rounds", rounds());
    let per_round: Vec<[f64; 7]> = (0..rounds())
        .map(|_| {
            [
                per_event(count, || load_clear(&memory, 0..1)),
                per_event(count, || load_encrypted(&memory, 0..1)),
                per_event(SMALL, || load_clear(&memory, 1..SMALL + 1)),
                per_event(SMALL, || load_encrypted(&memory, 1..SMALL + 1)),
                per_event(SMALL, || load_encrypted(&files, 1..SMALL + 1)),
                per_event(SMALL, || record_clear(&memory)),
                per_event(SMALL, || record_encrypted(&files)),
            ]
        })
        .collect();
    let names = [
        "an event replayed, in the clear",
        "an event replayed, encrypted",
        "a stream of one event loaded, in the clear",
        "a stream of one event loaded, key in memory",
        "a stream of one event loaded, key in a file",
        "an event recorded, in the clear",
        "an event recorded, key in a file",
    ];
    for (index, name) in names.iter().enumerate() {
        let seconds = median(per_round.iter().map(|round| round[index]));
        println!("{name:<48} {:>8.2} µs", seconds * 1e6);
    }
    keys(&in_files);
}

/// A long stream, and many short ones.
fn fill(db: &Database, count: u64) {
    let clear = || ClearEvent::renamed(NAME.into());
    let encrypted = || EncryptedEvent::renamed(Personal::new(NAME.into()));
    for first in (0..count).step_by(1000) {
        let batch = 1000.min(count - first);
        let long = (db.aggregate::<Clear>(0_u64), db.aggregate::<Encrypted>(0_u64));
        block_on(long.0.record((0..batch).map(|_| clear()).collect::<Vec<_>>())).unwrap();
        block_on(long.1.record((0..batch).map(|_| encrypted()).collect::<Vec<_>>())).unwrap();
    }
    for number in 1..=SMALL {
        block_on(db.aggregate::<Clear>(number).record(clear())).unwrap();
        block_on(db.aggregate::<Encrypted>(number).record(encrypted())).unwrap();
    }
}

fn per_event(events: u64, work: impl FnOnce()) -> f64 {
    let begin = Instant::now();
    work();
    begin.elapsed().as_secs_f64() / events as f64
}

fn load_clear(db: &Database, numbers: std::ops::Range<u64>) {
    for number in numbers {
        assert!(block_on(db.aggregate::<Clear>(number).load()).unwrap().length > 0);
    }
}

fn load_encrypted(db: &Database, numbers: std::ops::Range<u64>) {
    for number in numbers {
        assert!(block_on(db.aggregate::<Encrypted>(number).load()).unwrap().length > 0);
    }
}

fn record_clear(db: &Database) {
    for _ in 0..SMALL {
        let event = ClearEvent::renamed(NAME.into());
        block_on(db.aggregate::<Clear>(SMALL + 1).record(event)).unwrap();
    }
}

fn record_encrypted(db: &Database) {
    for _ in 0..SMALL {
        let event = EncryptedEvent::renamed(Personal::new(NAME.into()));
        block_on(db.aggregate::<Encrypted>(SMALL + 1).record(event)).unwrap();
    }
}

/// Making and destroying keys on this disk.
fn keys(keys: &Arc<dyn KeyStore>) {
    const KEYS: u64 = 200;
    let subject = |number: u64| Subject::from(format!("bench-{number}"));
    let make = per_event(KEYS, || {
        (0..KEYS).for_each(|number| drop(block_on(keys.create(&subject(number))).unwrap()));
    });
    let destroy = per_event(KEYS, || {
        for number in 0..KEYS {
            block_on(keys.destroy(&subject(number))).unwrap();
        }
    });
    println!("a key made {:.2} ms, destroyed {:.2} ms", make * 1e3, destroy * 1e3);
}
