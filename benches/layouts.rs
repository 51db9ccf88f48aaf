//! Candidates for the layout of events on sled, beside a plain file, in interleaved rounds. `docs/storage.md` keeps a table of this.
//!
//! `cargo bench --bench layouts`

#![allow(missing_docs, reason = "a benchmark is no interface")]
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a benchmark may end by panicking"
)]

mod yardstick;

use std::path::Path;

use data_patterns::store::{EventStore, SledStore};
use yardstick::{
    append_rate, directory, disk_bytes,
    layouts::{
        Grouped, Layout, OneEntryAGroup, OneEntryAnEvent, OneEntryAnEventOneAGroup,
        OneLongEntryAGroup, PlainFile, TwoEntriesAnAppend, TwoEntriesAnEvent,
    },
    median, rounds, seconds,
};

type Create = fn(&Path) -> Box<dyn EventStore>;

fn grouped<L: Layout>(directory: &Path) -> Box<dyn EventStore> {
    Box::new(Grouped::create::<L>(directory))
}

fn ours(directory: &Path) -> Box<dyn EventStore> {
    Box::new(SledStore::open(directory).unwrap())
}

const CANDIDATES: [(&str, Create); 8] = [
    ("plain file", grouped::<PlainFile>),
    ("this store: frames, index in background", ours),
    ("one entry a group, no index (ceiling)", grouped::<OneEntryAGroup>),
    ("one long entry a group (not durable)", grouped::<OneLongEntryAGroup>),
    ("one entry an event, no log", grouped::<OneEntryAnEvent>),
    ("two entries an append, transaction", grouped::<TwoEntriesAnAppend>),
    ("one entry an event and one a group", grouped::<OneEntryAnEventOneAGroup>),
    ("two entries an event, transaction", grouped::<TwoEntriesAnEvent>),
];

struct Measured {
    rate: f64,
    bytes_an_event: f64,
    blobs: usize,
}

fn main() {
    for (writers, batch) in [(16, 1), (1, 1000)] {
        println!(
            "{writers} writers, {batch} events an append, {} rounds of {} s",
            rounds(),
            seconds()
        );
        println!(
            "{:<42} {:>10} {:>6} {:>15} {:>6}",
            "", "events/s", "ratio", "bytes an event", "blobs"
        );
        let rounds: Vec<Vec<Measured>> =
            (0..rounds()).map(|round| measure_all(writers, batch, round)).collect();
        for (index, (name, _)) in CANDIDATES.iter().enumerate() {
            let column = |value: fn(&Measured) -> f64| {
                median(rounds.iter().map(|round| value(&round[index])))
            };
            let ratio = median(rounds.iter().map(|round| round[index].rate / round[0].rate));
            println!(
                "{name:<42} {:>10.0} {ratio:>6.2} {:>15.0} {:>6.0}",
                column(|measured| measured.rate),
                column(|measured| measured.bytes_an_event),
                column(|measured| measured.blobs as f64),
            );
        }
    }
}

/// Every other round goes the other way round, so that a disk that slows down favours nobody.
fn measure_all(writers: u64, batch: usize, round: usize) -> Vec<Measured> {
    let measure = |(_, create): &(&str, Create)| measure(*create, writers, batch);
    if round.is_multiple_of(2) {
        return CANDIDATES.iter().map(measure).collect();
    }
    let mut measured: Vec<_> = CANDIDATES.iter().rev().map(measure).collect();
    measured.reverse();
    measured
}

fn measure(create: Create, writers: u64, batch: usize) -> Measured {
    let directory = directory();
    let store = create(directory.path());
    let rate = append_rate(&*store, writers, batch);
    drop(store);
    let blobs = std::fs::read_dir(directory.path().join("blobs")).map_or(0, Iterator::count);
    let bytes_an_event = disk_bytes(directory.path()) as f64 / (rate * seconds());
    Measured { rate, bytes_an_event, blobs }
}
