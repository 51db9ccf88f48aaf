//! Reads everything in a database and checks that it fits together.

use std::{
    collections::HashMap,
    panic::{AssertUnwindSafe, catch_unwind},
    path::Path,
    process::ExitCode,
};

use patterns_core::{
    event::{RecordedEvent, StreamId},
    store::{Direction, EventStore, SledStore, StoreError, StreamHead, conformance::block_on},
};

use super::{
    acks::Ack,
    events::{digest, read},
    writer::{MOST_COVERED, snapshot_key, snapshot_state},
};

/// Everything that a database holds, found to be consistent.
pub struct Contents {
    pub log: Vec<RecordedEvent>,
    streams: HashMap<StreamId, Vec<usize>>,
}

/// Why a database is not as it should be.
#[derive(Debug)]
pub enum Fault {
    /// The store says so itself, by a typed error.
    Reported(StoreError),
    /// It does not, and that is the failure.
    Silent(String),
}

impl From<StoreError> for Fault {
    fn from(error: StoreError) -> Self {
        Self::Reported(error)
    }
}

macro_rules! ensure {
    ($condition:expr, $($what:tt)+) => {
        if !$condition {
            return Err(Fault::Silent(format!($($what)+)));
        }
    };
}

/// Opens and reads everything.
pub fn read_all(directory: &Path) -> Result<Contents, Fault> {
    let store = SledStore::open(directory)?;
    let log = block_on(store.read_log(1, usize::MAX))?;
    let mut streams = HashMap::<_, Vec<usize>>::new();
    for (index, event) in log.iter().enumerate() {
        ensure!(event.position == index as u64 + 1, "a hole before position {}", event.position);
        ensure!(read(&event.data).is_some(), "other bytes at position {}", event.position);
        let versions = streams.entry(event.stream.clone()).or_default();
        versions.push(index);
        ensure!(event.version == versions.len() as u64, "a hole in {}", event.stream);
    }
    check_appends(&log)?;
    for (name, events) in &streams {
        check_stream(&store, name, events.iter().map(|index| &log[*index]))?;
    }
    check_list(&store, &streams)?;
    check_snapshots(&store)?;
    Ok(Contents { log, streams })
}

/// The events of an append stand together, in order, all of them.
fn check_appends(log: &[RecordedEvent]) -> Result<(), Fault> {
    let mut expected = 0;
    for event in log {
        let Some(part) = read(&event.data) else { continue };
        ensure!(part.part == expected, "append {:x} is torn at {}", part.append, event.position);
        expected = (part.part + 1) % part.total;
    }
    ensure!(expected == 0, "the last append is torn");
    Ok(())
}

fn check_stream<'a>(
    store: &SledStore,
    name: &StreamId,
    events: impl ExactSizeIterator<Item = &'a RecordedEvent>,
) -> Result<(), Fault> {
    let page = block_on(store.read_stream(name, 1, Direction::Forward, usize::MAX))?;
    ensure!(page.head == events.len() as u64, "{name} has the version {}", page.head);
    ensure!(page.events.iter().eq(events), "{name} and the log disagree");
    Ok(())
}

/// The list of streams is that of the log.
fn check_list(store: &SledStore, streams: &HashMap<StreamId, Vec<usize>>) -> Result<(), Fault> {
    let listed = block_on(store.list_streams(&[], None, usize::MAX))?;
    ensure!(listed.len() == streams.len(), "{} of {} are listed", listed.len(), streams.len());
    for StreamHead { stream, version } in listed {
        let events = streams.get(&stream).map_or(0, Vec::len);
        ensure!(version == events as u64, "{stream} is listed with the version {version}");
    }
    Ok(())
}

/// A snapshot may be missing, or be refused, but not be another.
fn check_snapshots(store: &SledStore) -> Result<(), Fault> {
    for (number, fingerprint) in (0..super::events::STREAMS).flat_map(|n| [(n, 0), (n, 1), (n, 2)])
    {
        let found = block_on(store.snapshot(&snapshot_key(number, fingerprint), u64::MAX));
        if let Ok(Some(snapshot)) = found {
            let whole = snapshot.state == snapshot_state(snapshot.state.len());
            ensure!(
                whole && (1..=MOST_COVERED).contains(&snapshot.version),
                "snapshot {number} is another"
            );
        }
    }
    Ok(())
}

impl Contents {
    /// Looks for everything that was acknowledged.
    pub fn check_acknowledged(&self, acks: &[Ack]) -> Result<(), Fault> {
        for ack in acks {
            let versions = self.streams.get(&ack.stream).map_or(&[][..], Vec::as_slice);
            let first = (ack.last_version - ack.count) as usize;
            let found = versions.get(first..ack.last_version as usize).unwrap_or_default();
            let digest =
                super::events::data_digest(found.iter().map(|index| &self.log[*index].data));
            ensure!(
                found.len() as u64 == ack.count,
                "{} was acknowledged up to version {} and has {}",
                ack.stream,
                ack.last_version,
                versions.len()
            );
            ensure!(digest == ack.digest, "{} has other events than acknowledged", ack.stream);
        }
        Ok(())
    }

    /// The digest of the events up to the position `until`.
    pub fn digest_until(&self, until: u64) -> u32 {
        digest(self.log.iter().take(until as usize))
    }
}

/// Prints what became of a database; the parent compares.
pub fn run(directory: &Path, until: u64) -> ExitCode {
    // The store catches panics of sled; without the hook they would still be printed.
    std::panic::set_hook(Box::new(|_| {}));
    match catch_unwind(AssertUnwindSafe(|| read_all(directory))) {
        Ok(Ok(contents)) => {
            println!("read {} {}", contents.log.len(), contents.digest_until(until))
        }
        Ok(Err(Fault::Reported(error))) => println!("reported {}", kind(&error)),
        Ok(Err(Fault::Silent(what))) => println!("silent {what}"),
        Err(_) => println!("panic"),
    }
    ExitCode::SUCCESS
}

fn kind(error: &StoreError) -> String {
    let debug = format!("{error:?}");
    let end = debug.find([' ', '(', '{']).unwrap_or(debug.len());
    format!("{} {error}", &debug[..end])
}
