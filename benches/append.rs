//! Durable appends against a plain file and against sled synced by every caller, in interleaved rounds.
//!
//! `cargo bench --bench append`; longer with `PATTERNS_BENCH_SECONDS=3 PATTERNS_BENCH_ROUNDS=9`.

#![allow(missing_docs, reason = "a benchmark is no interface")]
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a benchmark may end by panicking"
)]

mod yardstick;

use std::{
    fs::File,
    time::{Duration, Instant},
};

use data_patterns::store::SledStore;
use sled::{Transactional, transaction::ConflictableTransactionError};
use yardstick::{
    append_rate, directory, disk_bytes,
    layouts::{Grouped, PlainFile},
    median, payload, rounds, seconds,
};

struct Round {
    plain: f64,
    ours: f64,
    bytes_an_event: f64,
}

fn main() {
    println!(
        "durable appends of 120-byte events, median of {} rounds of {} s",
        rounds(),
        seconds()
    );
    println!(
        "{:<34} {:>12} {:>12} {:>7} {:>14}",
        "", "plain file/s", "ours/s", "ratio", "bytes an event"
    );
    for (writers, batch) in [(1, 1), (16, 1), (64, 1), (1, 1000)] {
        let measured: Vec<Round> =
            (0..rounds()).map(|round| measure(writers, batch, round)).collect();
        println!(
            "{:<34} {:>12.0} {:>12.0} {:>7.2} {:>14.0}",
            format!("{writers} writers, {batch} events an append"),
            median(measured.iter().map(|round| round.plain)),
            median(measured.iter().map(|round| round.ours)),
            median(measured.iter().map(|round| round.ours / round.plain)),
            median(measured.iter().map(|round| round.bytes_an_event)),
        );
    }
    let rounds: Vec<(f64, f64)> =
        (0..rounds()).map(|_| (ours(16, 1).0, synced_by_callers(16))).collect();
    println!(
        "16 writers: group commit {:.0}/s, every caller syncs sled itself {:.0}/s, {:.1} times as many",
        median(rounds.iter().map(|(ours, _)| *ours)),
        median(rounds.iter().map(|(_, callers)| *callers)),
        median(rounds.iter().map(|(ours, callers)| ours / callers)),
    );
}

fn measure(writers: u64, batch: usize, round: usize) -> Round {
    // Every other round begins with the other one: a disk that slows down favours neither.
    let (plain, (ours, bytes_an_event)) = if round.is_multiple_of(2) {
        let plain = plain(writers, batch);
        (plain, ours(writers, batch))
    } else {
        let ours = ours(writers, batch);
        (plain(writers, batch), ours)
    };
    Round { plain, ours, bytes_an_event }
}

fn plain(writers: u64, batch: usize) -> f64 {
    let directory = directory();
    append_rate(&Grouped::create::<PlainFile>(directory.path()), writers, batch)
}

fn ours(writers: u64, batch: usize) -> (f64, f64) {
    let directory = directory();
    let store = SledStore::open(directory.path()).unwrap();
    let rate = append_rate(&store, writers, batch);
    drop(store);
    (rate, disk_bytes(directory.path()) as f64 / (rate * seconds()))
}

/// The naive layout, and every writer commits and syncs on its own: versions and positions are agreed on in the transaction.
fn synced_by_callers(writers: u64) -> f64 {
    let directory = directory();
    let db = sled::Config::new().path(directory.path()).flush_every_ms(None).open().unwrap();
    let (events, log) = (db.open_tree("events").unwrap(), db.open_tree("log").unwrap());
    let file = File::open(directory.path().join("db")).unwrap();
    let (begin, limit) = (Instant::now(), Duration::from_secs_f64(seconds()));
    let write = |writer: u64| {
        let (mut random, mut written) = (fastrand::Rng::with_seed(writer), 0_u64);
        while begin.elapsed() < limit {
            let (stream, version) = (writer * 100 + written % 100, written / 100 + 1);
            let event = payload(&mut random).payload;
            append_naively(&events, &log, stream, version, &event);
            db.flush().unwrap();
            file.sync_data().unwrap();
            written += 1;
        }
        written
    };
    let total: u64 = std::thread::scope(|scope| {
        let write = &write;
        let threads: Vec<_> =
            (0..writers).map(|writer| scope.spawn(move || write(writer))).collect();
        threads.into_iter().map(|thread| thread.join().unwrap()).sum()
    });
    total as f64 / begin.elapsed().as_secs_f64()
}

fn append_naively(events: &sled::Tree, log: &sled::Tree, stream: u64, version: u64, event: &[u8]) {
    let key = [stream.to_be_bytes(), version.to_be_bytes()].concat();
    let written = (events, log).transaction(|(events, log)| {
        let last =
            log.get(b"last")?.map_or(0, |last| u64::from_be_bytes((*last).try_into().unwrap()));
        let position = (last + 1).to_be_bytes();
        if events.get(&key)?.is_some() {
            return Err(ConflictableTransactionError::Abort(()));
        }
        events.insert(key.as_slice(), [position.as_slice(), event].concat())?;
        log.insert(position.as_slice(), key.as_slice())?;
        log.insert(b"last", position.as_slice())?;
        Ok(())
    });
    written.unwrap();
}
