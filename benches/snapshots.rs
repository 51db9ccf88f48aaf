//! A snapshot storm: what commands wait when all streams reach their snapshot point at once.
//!
//! `cargo bench --bench snapshots`; longer with `PATTERNS_BENCH_ROUNDS=45`. A round measures for as long as a storm lasts, and runs all ways
//! after one another, each on a fresh database with default durability. Quantiles are over the commands of all rounds, ratios within a round.

#![allow(missing_docs, reason = "a benchmark is no interface")]
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a benchmark may end by panicking"
)]

mod yardstick;

use std::{
    sync::Barrier,
    time::{Duration, Instant},
};

use data_patterns::{
    event::Fingerprint,
    prelude::*,
    store::{SledStore, Snapshot, SnapshotKey},
};
use yardstick::{directory, median, setting};

/// So many events a stream has before the storm; the next one is its snapshot point.
const BEFORE: u64 = 99;

macro_rules! document {
    ($module:ident, $(#[$attribute:meta])*) => {
        mod $module {
            use data_patterns::prelude::*;

            #[derive(Aggregate, Clone, Serialize, Deserialize)]
            #[aggregate(name = "document")]
            $(#[$attribute])*
            pub(crate) struct Document {
                #[id]
                number: u64,
                pub(crate) text: String,
                edits: u64,
            }

            #[events(pub(crate))]
            impl Document {
                fn begun(&mut self, length: usize) {
                    self.text = (0..length).map(|n| char::from(b'a' + (n * n % 26) as u8)).collect();
                }

                fn edited(&mut self, at: usize) {
                    let at = at % self.text.len();
                    self.text.replace_range(at..=at, "!");
                    self.edits += 1;
                }
            }

            #[commands]
            impl Document {
                pub(crate) fn edit(&self, at: usize) -> DocumentEvent {
                    DocumentEvent::edited(at)
                }
            }
        }
    };
}

document!(plain,);
document!(plain_cached, #[cached(ttl = "1h")]);
document!(kept, #[aggregate(snapshot(every = 100))]);
document!(kept_cached, #[aggregate(snapshot(every = 100))] #[cached(ttl = "1h")]);

/// What one way has cost.
struct Measured {
    /// Of each command, in microseconds.
    latencies: Vec<f64>,
    taken: u64,
    dropped: u64,
    /// How long after the beginning of the storm all that was due was taken.
    settled: Duration,
}

impl Measured {
    fn a_second(&self) -> f64 {
        self.latencies.len() as f64 / seconds()
    }
}

fn quantile(latencies: impl IntoIterator<Item = f64>, quantile: f64) -> f64 {
    let mut latencies: Vec<f64> = latencies.into_iter().collect();
    latencies.sort_by(f64::total_cmp);
    latencies[((latencies.len() - 1) as f64 * quantile) as usize]
}

/// About as long as the storm lasts: longer, and the quiet after it would hide it.
fn seconds() -> f64 {
    setting("PATTERNS_BENCH_SECONDS", 0.25)
}

fn rounds() -> usize {
    setting("PATTERNS_BENCH_ROUNDS", 15)
}

/// From a fifth of the longest on.
fn length(number: u64) -> usize {
    let longest = longest_kib() * 1_024;
    longest / 5 + number as usize * (longest - longest / 5) / streams() as usize
}

fn longest_kib() -> usize {
    setting("PATTERNS_BENCH_KIB", 10)
}

fn streams() -> u64 {
    setting("PATTERNS_BENCH_STREAMS", 1_000)
}

fn writers() -> u64 {
    setting("PATTERNS_BENCH_WRITERS", 4)
}

/// Writers edit all documents in turn, for the time of a round. `$after` is part of the command.
macro_rules! storm {
    ($module:ident, $after:expr) => {{
        let directory = directory();
        let db = Database::new(SledStore::open(directory.path()).unwrap());
        let begun = $module::DocumentEvent::begun;
        let edited = $module::DocumentEvent::edited;
        let history = |number| {
            let first = std::iter::once(begun(length(number)));
            first.chain((1..BEFORE).map(|at| edited(at as usize))).collect::<Vec<_>>()
        };
        let document = |number: u64| db.aggregate::<$module::Document>(number);
        for number in 0..streams() {
            pollster::block_on(async {
                document(number).record(history(number)).await.unwrap();
                document(number).load().await.unwrap();
            });
        }
        let (start, begin) = (Barrier::new(writers() as usize + 1), std::sync::OnceLock::new());
        let (latencies, settled) = std::thread::scope(|scope| {
            let write = |writer: u64| {
                let (db, start, begin) = (&db, &start, &begin);
                move || {
                    let own: Vec<_> = (0..streams())
                        .filter(|number| number % writers() == writer)
                        .map(|number| (number, db.aggregate::<$module::Document>(number)))
                        .collect();
                    start.wait();
                    let begin: Instant = *begin.get_or_init(Instant::now);
                    let mut latencies = Vec::new();
                    for (at, (number, document)) in own.iter().cycle().enumerate() {
                        let first = at < own.len();
                        let asked = Instant::now();
                        pollster::block_on(async {
                            document.edit(at).await.unwrap();
                            $after(&db, *number, first).await;
                        });
                        latencies.push(asked.elapsed().as_secs_f64() * 1e6);
                        if begin.elapsed().as_secs_f64() >= seconds() {
                            break;
                        }
                    }
                    latencies
                }
            };
            let threads: Vec<_> = (0..writers()).map(|writer| scope.spawn(write(writer))).collect();
            start.wait();
            // By then every writer has offered its first ones.
            std::thread::sleep(Duration::from_millis(50));
            pollster::block_on(db.snapshots_settled());
            let settled = begin.get().unwrap().elapsed();
            let all = threads.into_iter().flat_map(|thread| thread.join().unwrap());
            (all.collect::<Vec<f64>>(), settled)
        });
        pollster::block_on(db.snapshots_settled());
        let statistics = db.statistics();
        let (taken, dropped) = (statistics.snapshots_taken, statistics.snapshots_dropped);
        Measured { latencies, taken, dropped, settled }
    }};
}

async fn nothing(_: &Database, _: u64, _: bool) {}

/// As a command that takes its snapshot itself: whoever is at the snapshot point waits for it.
async fn put_at_once(db: &Database, number: u64, due: bool) {
    if due {
        let stream = data_patterns::event::StreamId::new("document", &number);
        let key = SnapshotKey { stream, fingerprint: Fingerprint::new(1) };
        let state = vec![number as u8; length(number)].into();
        db.store().put_snapshot(&key, Snapshot { version: BEFORE + 1, state }, 1).await.unwrap();
    }
}

fn main() {
    println!(
        "{} streams at their snapshot point at once, states of {} to {} KiB, {} writers, {} rounds of {} s",
        streams(),
        longest_kib() / 5,
        longest_kib(),
        writers(),
        rounds(),
        seconds()
    );
    let (mut uncached, mut cached) = (Vec::new(), Vec::new());
    for _ in 0..rounds() {
        uncached.push([storm!(plain, nothing), storm!(kept, nothing), storm!(plain, put_at_once)]);
        cached.push([
            storm!(plain_cached, nothing),
            storm!(kept_cached, nothing),
            storm!(plain_cached, put_at_once),
        ]);
    }
    print("every command loads its state", &uncached);
    print("states are cached", &cached);
}

fn print(title: &str, rounds: &[[Measured; 3]]) {
    println!("\n{title}");
    println!(
        "{:<28}{:>11}{:>11}{:>11}{:>12}{:>11}{:>8}{:>9}{:>11}",
        "latency in microseconds",
        "p50",
        "p99",
        "p99.9",
        "p99 ratio",
        "commands/s",
        "taken",
        "dropped",
        "settled ms"
    );
    let names = ["no snapshots", "in the background", "by the command itself"];
    for (way, name) in names.iter().enumerate() {
        let of =
            |value: fn(&Measured) -> f64| median(rounds.iter().map(|round| value(&round[way])));
        let all = |part| {
            let latencies = rounds.iter().flat_map(|round| round[way].latencies.iter().copied());
            quantile(latencies, part)
        };
        let p99 = |way: &Measured| quantile(way.latencies.iter().copied(), 0.99);
        let ratios = rounds.iter().map(|round| p99(&round[way]) / p99(&round[0]));
        println!(
            "{name:<28}{:>11.0}{:>11.0}{:>11.0}{:>12.2}{:>11.0}{:>8.0}{:>9.0}{:>11.0}",
            all(0.5),
            all(0.99),
            all(0.999),
            median(ratios),
            of(Measured::a_second),
            of(|way| way.taken as f64),
            of(|way| way.dropped as f64),
            of(|way| way.settled.as_secs_f64() * 1e3),
        );
    }
}
