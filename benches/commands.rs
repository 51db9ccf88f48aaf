//! Commands on hot aggregates with and without a cache: throughput, and reads of the store per command.
//!
//! `cargo bench --bench commands`; longer with `PATTERNS_BENCH_SECONDS=3 PATTERNS_BENCH_ROUNDS=9`.

#![allow(missing_docs, reason = "a benchmark is no interface")]
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a benchmark may end by panicking"
)]

mod yardstick;

use std::{
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering::Relaxed},
    },
    time::{Duration, Instant},
};

use async_trait::async_trait;
use data_patterns::{
    event::{RecordedEvent, StreamId},
    prelude::*,
    store::{
        Append, AppendError, Appended, EventStore, SledStore, Snapshot, SnapshotKey, StoreError,
        StreamHead, StreamPage,
        sled::{Durability, SledOptions},
    },
};
use yardstick::{directory, median, rounds, seconds};

macro_rules! account {
    ($module:ident, $(#[$attribute:meta])*) => {
        mod $module {
            use data_patterns::prelude::*;

            #[derive(Aggregate, Clone, Serialize, Deserialize)]
            #[aggregate(name = "account", snapshot(every = 100))]
            $(#[$attribute])*
            pub(crate) struct Account {
                #[id]
                number: u32,
                owner: Option<String>,
                pub(crate) balance: i64,
            }

            #[events(pub(crate))]
            impl Account {
                fn deposited(&mut self, amount: i64) {
                    self.balance += amount;
                }

                fn withdrawn(&mut self, amount: i64) {
                    self.balance -= amount;
                }
            }

            #[commands]
            impl Account {
                pub(crate) fn deposit(&self, amount: i64) -> AccountEvent {
                    AccountEvent::deposited(amount)
                }

                pub(crate) fn withdraw(&self, amount: i64) -> Result<AccountEvent, String> {
                    if self.balance < amount {
                        return Err("too little".into());
                    }
                    Ok(AccountEvent::withdrawn(amount))
                }
            }
        }
    };
}

account!(plain,);
account!(cached, #[cached(ttl = 60)]);

/// Counts the reads of streams and snapshots.
#[derive(Clone, Debug)]
struct Counted {
    store: Arc<SledStore>,
    reads: Arc<AtomicU64>,
}

#[async_trait]
impl EventStore for Counted {
    async fn append(&self, batch: Vec<Append>) -> Result<Appended, AppendError> {
        self.store.append(batch).await
    }

    async fn read_stream(
        &self,
        stream: &StreamId,
        from: u64,
        direction: Direction,
        limit: usize,
    ) -> Result<StreamPage, StoreError> {
        self.reads.fetch_add(1, Relaxed);
        self.store.read_stream(stream, from, direction, limit).await
    }

    async fn read_log(&self, from: u64, limit: usize) -> Result<Vec<RecordedEvent>, StoreError> {
        self.store.read_log(from, limit).await
    }

    async fn list_streams(
        &self,
        prefix: &[u8],
        after: Option<&StreamId>,
        limit: usize,
    ) -> Result<Vec<StreamHead>, StoreError> {
        self.store.list_streams(prefix, after, limit).await
    }

    async fn put_snapshot(
        &self,
        key: &SnapshotKey,
        snapshot: Snapshot,
        keep: usize,
    ) -> Result<(), StoreError> {
        self.store.put_snapshot(key, snapshot, keep).await
    }

    async fn snapshot(
        &self,
        key: &SnapshotKey,
        at_most: u64,
    ) -> Result<Option<Snapshot>, StoreError> {
        self.reads.fetch_add(1, Relaxed);
        self.store.snapshot(key, at_most).await
    }
}

struct Measured {
    commands: u64,
    a_second: f64,
    reads_a_command: f64,
    balance: i64,
}

/// One client: deposits and withdraws in turn on one account, until the time is over.
macro_rules! drive {
    ($module:ident, $durability:expr, $commands:expr) => {{
        let directory = directory();
        let options = SledOptions::default().durability($durability);
        let store = Arc::new(options.open(directory.path()).unwrap());
        let reads = Arc::new(AtomicU64::new(0));
        let db = Database::new(Counted { store, reads: Arc::clone(&reads) });
        let account = db.aggregate::<$module::Account>(7_u32);
        pollster::block_on(async {
            for _ in 0..500 {
                account.deposit(10).await.unwrap();
            }
            reads.store(0, Relaxed);
            let (start, limit) = (Instant::now(), Duration::from_secs_f64(seconds()));
            let mut commands = 0_u64;
            while $commands.map_or_else(|| start.elapsed() < limit, |until| commands < until) {
                if commands % 2 == 0 {
                    account.deposit(3).await.unwrap();
                } else {
                    account.withdraw(2).await.unwrap();
                }
                commands += 1;
            }
            let a_second = commands as f64 / start.elapsed().as_secs_f64();
            let reads_a_command = reads.load(Relaxed) as f64 / commands as f64;
            let balance =
                account.load_with(data_patterns::cache::ReadMode::Strong).await.unwrap().balance;
            Measured { commands, a_second, reads_a_command, balance }
        })
    }};
}

fn main() {
    println!(
        "commands on one hot aggregate, one client, median of {} rounds of {} s",
        rounds(),
        seconds()
    );
    println!(
        "{:<12} {:>12} {:>12} {:>7} {:>22} {:>22}",
        "durability",
        "plain/s",
        "cached/s",
        "ratio",
        "reads/command, plain",
        "reads/command, cached"
    );
    let buffered = Durability::Buffered { window: Duration::from_millis(100) };
    for (name, durability) in [("buffered", buffered), ("group", Durability::Group)] {
        let measured: Vec<(Measured, Measured)> = (0..rounds())
            .map(|_| {
                let cached = drive!(cached, durability, None::<u64>);
                let plain = drive!(plain, durability, None::<u64>);
                (plain, cached)
            })
            .collect();
        println!(
            "{name:<12} {:>12.0} {:>12.0} {:>7.2} {:>22.3} {:>22.5}",
            median(measured.iter().map(|(plain, _)| plain.a_second)),
            median(measured.iter().map(|(_, cached)| cached.a_second)),
            median(measured.iter().map(|(plain, cached)| cached.a_second / plain.a_second)),
            median(measured.iter().map(|(plain, _)| plain.reads_a_command)),
            median(measured.iter().map(|(_, cached)| cached.reads_a_command)),
        );
    }
    equal_results(buffered);
}

/// The same commands leave the same balance.
fn equal_results(durability: Durability) {
    let plain = drive!(plain, durability, Some(5_001));
    let cached = drive!(cached, durability, Some(5_001));
    assert_eq!((plain.commands, plain.balance), (cached.commands, cached.balance));
    println!("after {} equal commands both have a balance of {}", plain.commands, plain.balance);
}
