//! Peak memory and bytes on the disk of a large load, beside the naive layout of two trees and an entry an event in each. Every load runs in a
//! process of its own.
//!
//! `cargo bench --bench footprint`; `PATTERNS_BENCH_EVENTS` sets the number of events (1,000,000). With `--features archive` there follows what
//! archiving saves and costs; `-- archive` measures that alone.

#![allow(missing_docs, reason = "a benchmark is no interface")]
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a benchmark may end by panicking"
)]

#[cfg(feature = "archive")]
#[path = "footprint/archive.rs"]
mod archive;
mod yardstick;

use std::{path::Path, process::Command, time::Instant};

use data_patterns::{
    event::StreamId,
    store::{Append, EventStore, ExpectedVersion, SledStore},
};
use yardstick::{
    directory, disk_bytes,
    layouts::{Grouped, TwoEntriesAnEvent},
    payload, peak_memory, setting,
};

const OURS: &str = "ours";

fn main() {
    let arguments: Vec<String> = std::env::args().collect();
    match arguments.iter().position(|argument| argument == "load") {
        Some(at) => load(&arguments[at + 1], arguments[at + 2].parse().unwrap()),
        None => {
            if !arguments.iter().any(|argument| argument == "archive") {
                compare();
            }
            #[cfg(feature = "archive")]
            archive::measure();
        }
    }
}

fn compare() {
    let count: u64 = setting("PATTERNS_BENCH_EVENTS", 1_000_000);
    for (batch, count) in [(1000, count), (1, count / 5)] {
        println!("{count} events of 120 bytes, {batch} an append, 64 writers at most");
        let [ours, naive] = [OURS, "naive"].map(|layout| run(layout, batch, count));
        for (name, [memory, disk, _]) in [(OURS, ours), ("naive", naive)] {
            println!(
                "{name:<6} {:>8.1} MiB at most, {disk:>6.0} bytes an event on disk",
                memory / f64::from(1 << 20)
            );
        }
        println!("ratio  {:>8.2}              {:>6.2}", ours[0] / naive[0], ours[1] / naive[1]);
        println!("ours, opened again and checked in {:.2} s", ours[2]);
    }
}

/// Bytes of memory, bytes on disk an event, seconds to open again.
fn run(layout: &str, batch: u64, count: u64) -> [f64; 3] {
    let mut child = Command::new(std::env::current_exe().unwrap());
    child
        .args(["load", layout, &batch.to_string()])
        .env("PATTERNS_BENCH_EVENTS", count.to_string());
    let output = child.output().unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    let numbers: Vec<f64> = text.split_whitespace().map(|number| number.parse().unwrap()).collect();
    numbers.try_into().unwrap()
}

/// Loads in this process and prints its peak memory, the bytes on disk an event, and how long it takes to open again.
fn load(layout: &str, batch: u64) {
    let count = setting("PATTERNS_BENCH_EVENTS", 1_000_000);
    let directory = directory();
    let store = create(layout, directory.path());
    let before = peak_memory();
    write(&*store, batch, count);
    let memory = peak_memory() - before;
    drop(store);
    let disk = disk_bytes(directory.path()) as f64 / count as f64;
    let begin = Instant::now();
    if layout == OURS {
        drop(create(layout, directory.path()));
    }
    println!("{memory} {disk} {}", begin.elapsed().as_secs_f64());
}

fn create(layout: &str, directory: &Path) -> Box<dyn EventStore> {
    match layout {
        OURS => Box::new(SledStore::open(directory).unwrap()),
        _ => Box::new(Grouped::create::<TwoEntriesAnEvent>(directory)),
    }
}

fn write(store: &dyn EventStore, batch: u64, count: u64) {
    let writers = if batch == 1 { 64 } else { 1 };
    let write = |writer: u64| {
        let mut random = fastrand::Rng::with_seed(writer);
        for n in 0..count / batch / writers {
            let events = std::iter::repeat_with(|| payload(&mut random)).take(batch as usize);
            let append = Append {
                stream: StreamId::new("account", &(writer, n % 100)),
                expected: ExpectedVersion::Any,
                events: events.collect(),
            };
            pollster::block_on(store.append(vec![append])).unwrap();
        }
    };
    std::thread::scope(|scope| {
        let write = &write;
        (0..writers).for_each(|writer| drop(scope.spawn(move || write(writer))));
    });
}
