//! The process that is killed: writes with many threads until then, and says what was acknowledged.

use std::{path::Path, process::ExitCode, thread, time::Duration};

use bytes::Bytes;
use fastrand::Rng;
use patterns_core::{
    event::Fingerprint,
    store::{
        EventStore, SledStore, Snapshot, SnapshotKey,
        conformance::block_on,
        sled::{Durability, SledOptions},
    },
};

use super::{
    acks,
    events::{STREAMS, random_append, stream},
};

/// How the writer is told to acknowledge before the disk has followed, and how not to.
pub const BUFFERED: &str = "buffered";
pub const GROUP: &str = "group";
/// Long enough for much to be unsynced.
const WINDOW: Duration = Duration::from_secs(1);

/// Writes to the store in `directory` until the store fails or the process is killed.
pub fn run(directory: &Path, seed: u64, buffered: bool) -> ExitCode {
    let durability =
        if buffered { Durability::Buffered { window: WINDOW } } else { Durability::Group };
    let store = match SledOptions::default().durability(durability).open(directory) {
        Ok(store) => store,
        Err(error) => return failed(&error),
    };
    acks::print_line("opened");
    let threads = Rng::with_seed(seed).u64(4..=16);
    let store = &store;
    thread::scope(|scope| {
        (0..threads).for_each(|thread| {
            scope.spawn(move || write(store, Rng::with_seed(seed ^ (thread << 32))));
        });
    });
    ExitCode::FAILURE
}

pub fn failed(error: &dyn std::error::Error) -> ExitCode {
    acks::print_line(&format!("failed {error}: {:?}", error.source().map(ToString::to_string)));
    ExitCode::FAILURE
}

/// Appends until the store fails.
pub fn write(store: &SledStore, mut random: Rng) {
    loop {
        let batch = random_append(&mut random);
        let summary = acks::summary(&batch);
        match block_on(store.append(batch)) {
            Ok(appended) => acks::print(&summary, &appended),
            Err(error) => {
                failed(&error);
                return;
            }
        }
        if random.u32(..50) == 0 {
            put_snapshot(store, &mut random);
        }
    }
}

/// The highest version that a snapshot has.
pub const MOST_COVERED: u64 = 5;

/// Snapshots are promised nothing, but they are written to the same file.
fn put_snapshot(store: &SledStore, random: &mut Rng) {
    let key = snapshot_key(random.u32(..STREAMS), random.u64(..3));
    let snapshot = Snapshot {
        version: random.u64(1..=MOST_COVERED),
        state: snapshot_state(random.usize(..40_000)),
    };
    let _ = block_on(store.put_snapshot(&key, snapshot, random.usize(1..4)));
}

pub fn snapshot_key(number: u32, fingerprint: u64) -> SnapshotKey {
    SnapshotKey { stream: stream("narrow", number), fingerprint: Fingerprint::new(fingerprint) }
}

/// A state that shows its own length.
pub fn snapshot_state(length: usize) -> Bytes {
    vec![length as u8; length].into()
}
