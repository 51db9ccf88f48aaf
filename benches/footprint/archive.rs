//! A ledger of which nine tenths are archived: bytes an event before and after, what reading costs, and what sled's file does.

use std::{path::Path, time::Instant};

use data_patterns::{
    event::{self, StreamId},
    prelude::*,
    store::{
        Append, ArchiveCut, ArchiveProgress, Direction, EventStore, ExpectedVersion, SledStore,
        StorageReport, sled::compact,
    },
};

use crate::yardstick::{directory, setting};

const ACCOUNTS: u64 = 5_000;
const WRITERS: u64 = 64;
/// Of every stream so many events stay live.
const KEPT: u64 = 20;
/// So many streams are read, for the median.
const READS: u64 = 300;

/// What happens to an account, with texts as people write them.
#[derive(Event, Serialize, Deserialize)]
enum Booking {
    #[event(name = "deposited")]
    Deposited { amount: i64, counterparty: u64, memo: String },
    #[event(name = "withdrawn")]
    Withdrawn { amount: i64, counterparty: u64, memo: String, category: Option<String> },
}

pub(crate) fn measure() {
    let count: u64 = setting("PATTERNS_BENCH_EVENTS", 1_000_000);
    let directory = directory();
    let store = SledStore::open(directory.path()).unwrap();
    write(&store, count, 0);
    println!("{count} bookings on {ACCOUNTS} accounts, one an append, {WRITERS} writers");
    let live = reads(&store, "live");
    report("before", &store);
    let store = reopen(store, directory.path());
    archive(&store);
    let after = report("archived", &store);
    let store = reopen(store, directory.path());
    let cold = reads(&store, "archived, first");
    let warm = reads(&store, "archived, again");
    println!("first {:.1} and again {:.1} times as long as live", cold / live, warm / live);
    println!("the newest {KEPT} of a stream: {:.0} us", newest(&store));
    scan(&store);
    write(&store, count / 10, 1);
    report("a tenth more", &store);
    drop(store);
    let begin = Instant::now();
    let compacted = compact(directory.path()).unwrap();
    println!("compacted in {:.1} s: {compacted:?}", begin.elapsed().as_secs_f64());
    let store = SledStore::open(directory.path()).unwrap();
    report("compacted", &store);
    assert!(after.archived_events > 0);
}

fn write(store: &SledStore, count: u64, salt: u64) {
    let write = |writer: u64| {
        let mut random = fastrand::Rng::with_seed(writer ^ (salt << 32));
        for _ in 0..count / WRITERS {
            let append = Append {
                stream: account(random.u64(..ACCOUNTS)),
                expected: ExpectedVersion::Any,
                events: vec![event::encode(&booking(&mut random)).unwrap()],
            };
            pollster::block_on(store.append(vec![append])).unwrap();
        }
    };
    std::thread::scope(|scope| {
        let write = &write;
        (0..WRITERS).for_each(|writer| drop(scope.spawn(move || write(writer))));
    });
}

fn account(number: u64) -> StreamId {
    StreamId::new("account", &number)
}

fn booking(random: &mut fastrand::Rng) -> Booking {
    const WORDS: [&str; 12] = [
        "rent",
        "salary",
        "invoice",
        "refund",
        "groceries",
        "transfer",
        "monthly",
        "fee",
        "insurance",
        "from",
        "to",
        "no.",
    ];
    let words = (0..random.usize(2..6)).map(|_| WORDS[random.usize(..WORDS.len())]);
    let memo = words.collect::<Vec<_>>().join(" ") + &format!(" {}", random.u32(..100_000));
    let (amount, counterparty) = (random.i64(1..500_000), random.u64(..10_000_000));
    if random.bool() {
        Booking::Deposited { amount, counterparty, memo }
    } else {
        let category = random.bool().then(|| WORDS[random.usize(..WORDS.len())].to_owned());
        Booking::Withdrawn { amount, counterparty, memo, category }
    }
}

fn archive(store: &SledStore) {
    let heads = pollster::block_on(store.list_streams(&[], None, usize::MAX)).unwrap();
    let cut = |head: data_patterns::store::StreamHead| ArchiveCut {
        stream: head.stream,
        until: head.version.saturating_sub(KEPT),
    };
    let begin = Instant::now();
    let cuts = heads.into_iter().map(cut).collect();
    let archived = pollster::block_on(store.archive(cuts, ArchiveProgress::default())).unwrap();
    let seconds = begin.elapsed().as_secs_f64();
    println!(
        "archived {} events in {seconds:.1} s, {:.0} a second; {:.1} bytes an event, {:.2} of the slices",
        archived.events,
        archived.events as f64 / seconds,
        archived.archived_bytes as f64 / archived.events as f64,
        archived.archived_bytes as f64 / archived.raw_bytes as f64,
    );
}

fn report(name: &str, store: &SledStore) -> StorageReport {
    let report = pollster::block_on(store.storage()).unwrap();
    let each = |bytes: u64, events: u64| bytes as f64 / events.max(1) as f64;
    println!(
        "{name:<13} live {:>8} events {:>6.1} bytes each, log {:>6.1} MB, files {:>6.1} MB; archived {:>8} events {:>5.1} bytes each, {:>5.1} MB",
        report.live_events,
        each(report.live_bytes, report.live_events),
        report.live_bytes as f64 / 1e6,
        report.file_bytes as f64 / 1e6,
        report.archived_events,
        each(report.archived_bytes, report.archived_events),
        report.archived_bytes as f64 / 1e6,
    );
    report
}

fn reopen(store: SledStore, directory: &Path) -> SledStore {
    drop(store);
    let begin = Instant::now();
    let store = SledStore::open(directory).unwrap();
    println!("opened and checked in {:.2} s", begin.elapsed().as_secs_f64());
    store
}

/// Microseconds to read a whole stream: the median.
fn reads(store: &SledStore, name: &str) -> f64 {
    let mut random = fastrand::Rng::with_seed(7);
    let streams: Vec<_> = (0..READS).map(|_| account(random.u64(..ACCOUNTS))).collect();
    let (micros, events) = median(&streams, |stream| {
        let page = store.read_stream(stream, 1, Direction::Forward, usize::MAX);
        pollster::block_on(page).unwrap().events.len()
    });
    println!("{name}: a stream of {events} events in {micros:.0} us");
    micros
}

fn newest(store: &SledStore) -> f64 {
    let mut random = fastrand::Rng::with_seed(8);
    let streams: Vec<_> = (0..READS).map(|_| account(random.u64(..ACCOUNTS))).collect();
    let (micros, _) = median(&streams, |stream| {
        let page = store.read_stream(stream, u64::MAX, Direction::Backward, KEPT as usize);
        pollster::block_on(page).unwrap().events.len()
    });
    micros
}

fn median(streams: &[StreamId], mut read: impl FnMut(&StreamId) -> usize) -> (f64, usize) {
    let mut times: Vec<(f64, usize)> = streams
        .iter()
        .map(|stream| {
            let begin = Instant::now();
            let events = read(stream);
            (begin.elapsed().as_secs_f64() * 1e6, events)
        })
        .collect();
    times.sort_by(|one, other| one.0.total_cmp(&other.0));
    times[times.len() / 2]
}

fn scan(store: &SledStore) {
    let (begin, mut next, mut events) = (Instant::now(), 1, 0);
    loop {
        let page = pollster::block_on(store.read_log(next, 1_024)).unwrap();
        let Some(last) = page.last() else { break };
        next = last.position + 1;
        events += page.len();
    }
    let seconds = begin.elapsed().as_secs_f64();
    println!("the whole log, pages of 1,024: {:.0} events a second", events as f64 / seconds);
    let begin = Instant::now();
    let verified = pollster::block_on(store.verify()).unwrap();
    assert!(verified.is_intact(), "{verified}");
    let seconds = begin.elapsed().as_secs_f64();
    println!("verified: {:.0} events a second", verified.events as f64 / seconds);
}
