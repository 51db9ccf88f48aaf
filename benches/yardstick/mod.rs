//! What the store is measured against, and how: interleaved rounds, medians of ratios within a round.

#![allow(dead_code, reason = "every benchmark uses a part of it")]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a benchmark may end by panicking"
)]

pub(crate) mod layouts;

use std::{
    path::{Path, PathBuf},
    time::{Duration, Instant},
};

use data_patterns::{
    event::{EventData, EventName, StreamId},
    store::{Append, EventStore, ExpectedVersion},
};

/// How long one measurement lasts and how often it is repeated; `PATTERNS_BENCH_SECONDS` and `PATTERNS_BENCH_ROUNDS`.
pub(crate) fn seconds() -> f64 {
    setting("PATTERNS_BENCH_SECONDS", 1.0)
}

pub(crate) fn rounds() -> usize {
    setting("PATTERNS_BENCH_ROUNDS", 3)
}

pub(crate) fn setting<T: std::str::FromStr>(name: &str, default: T) -> T {
    std::env::var(name).ok().and_then(|text| text.parse().ok()).unwrap_or(default)
}

/// A directory beside the build's own files: on a disk, where `/tmp` may be memory.
pub(crate) fn directory() -> tempfile::TempDir {
    let target =
        std::env::var_os("CARGO_TARGET_TMPDIR").map_or_else(|| "target".into(), PathBuf::from);
    std::fs::create_dir_all(&target).unwrap();
    tempfile::tempdir_in(target).unwrap()
}

/// Bytes that the directory takes on the disk.
pub(crate) fn disk_bytes(directory: &Path) -> u64 {
    use std::os::unix::fs::MetadataExt;
    let entries = std::fs::read_dir(directory).unwrap().map(Result::unwrap);
    let size = |entry: std::fs::DirEntry| match entry.metadata().unwrap() {
        metadata if metadata.is_dir() => disk_bytes(&entry.path()),
        metadata => metadata.blocks() * 512,
    };
    entries.map(size).sum()
}

/// The most memory the process has held so far, in bytes.
pub(crate) fn peak_memory() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap();
    line.trim().trim_end_matches(" kB").trim().parse::<u64>().unwrap() * 1024
}

/// A payload of 120 bytes that does not repeat itself.
pub(crate) fn payload(random: &mut fastrand::Rng) -> EventData {
    let bytes: Vec<u8> = std::iter::repeat_with(|| random.u8(..)).take(120).collect();
    EventData {
        name: EventName::from_static("deposited"),
        schema_version: 1,
        payload: bytes.into(),
        metadata: Default::default(),
    }
}

/// Appends of `batch` events by `writers` threads, each to 100 streams of its own in turn; answers events a second.
pub(crate) fn append_rate(store: &dyn EventStore, writers: u64, batch: usize) -> f64 {
    let (begin, limit) = (Instant::now(), Duration::from_secs_f64(seconds()));
    let total: usize = std::thread::scope(|scope| {
        let write = |writer| move || write_until(store, writer, batch, begin + limit);
        let threads: Vec<_> = (0..writers).map(|writer| scope.spawn(write(writer))).collect();
        threads.into_iter().map(|thread| thread.join().unwrap()).sum()
    });
    total as f64 / begin.elapsed().as_secs_f64()
}

fn write_until(store: &dyn EventStore, writer: u64, batch: usize, end: Instant) -> usize {
    let mut random = fastrand::Rng::with_seed(writer);
    let streams: Vec<_> = (0..100).map(|n| StreamId::new("account", &(writer, n))).collect();
    let mut versions = vec![0; streams.len()];
    let mut written = 0;
    while Instant::now() < end {
        let at = written / batch % streams.len();
        let append = Append {
            stream: streams[at].clone(),
            expected: ExpectedVersion::Exact(versions[at]),
            events: std::iter::repeat_with(|| payload(&mut random)).take(batch).collect(),
        };
        pollster::block_on(store.append(vec![append])).unwrap();
        versions[at] += batch as u64;
        written += batch;
    }
    written
}

pub(crate) fn median(values: impl IntoIterator<Item = f64>) -> f64 {
    let mut values: Vec<f64> = values.into_iter().collect();
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}
