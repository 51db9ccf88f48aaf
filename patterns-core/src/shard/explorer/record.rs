//! What was done and seen, and what of it breaks a promise.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::{Arc, Mutex},
};

use super::{flaw::head, network::Remote};
use crate::{
    event::{EventData, EventName, RecordedEvent, StreamId, Timestamp, decode},
    shard::{map::KeyspaceId, node::Fences, node_id::NodeId},
    store::{Direction, EventStore, StoreError, conformance::block_on},
};

pub(super) const KEYSPACE: KeyspaceId = KeyspaceId(0);

/// What may have become of an event that was to be appended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Fate {
    /// Acknowledged, at this version.
    At(u64),
    Unknown,
    Nowhere,
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct Seen {
    number: u64,
    recorded_at: Timestamp,
    metadata: bytes::Bytes,
}

#[derive(Debug, Default)]
struct History {
    next: u64,
    events: BTreeMap<u64, (StreamId, Fate)>,
    acknowledged: BTreeMap<StreamId, u64>,
    seen: BTreeMap<(StreamId, u64), Seen>,
    fences: Vec<Fences>,
    broken: Vec<String>,
}

/// Shared by all who take part.
#[derive(Clone, Debug)]
pub(super) struct Record {
    history: Arc<Mutex<History>>,
    pub(super) nodes: Arc<Vec<(NodeId, Remote)>>,
}

impl Record {
    pub(super) fn new(nodes: Vec<(NodeId, Remote)>) -> Self {
        let fences = nodes.iter().map(|_| Fences::default()).collect();
        let history = Arc::new(Mutex::new(History { fences, ..History::default() }));
        Self { history, nodes: Arc::new(nodes) }
    }

    fn with<T>(&self, work: impl FnOnce(&mut History) -> T) -> T {
        work(&mut self.history.lock().unwrap())
    }

    pub(super) fn breaks(&self, what: String) {
        self.with(|history| history.broken.push(what));
    }

    pub(super) fn broken(&self) -> Vec<String> {
        self.with(|history| history.broken.clone())
    }

    /// An event that no other is like.
    pub(super) fn event(&self, stream: &StreamId) -> (u64, EventData) {
        let number = self.with(|history| {
            history.next += 1;
            history.events.insert(history.next, (stream.clone(), Fate::Nowhere));
            history.next
        });
        // Some with metadata that looks like the mark of a copy.
        let metadata = [&[][..], &[0xc1, 1, 2], &[0x80]][number as usize % 3];
        let event = EventData {
            name: EventName::from_static("deposited"),
            schema_version: 1,
            payload: number.to_be_bytes().to_vec().into(),
            metadata: metadata.to_vec().into(),
        };
        (number, event)
    }

    /// The last acknowledged version of a stream.
    pub(super) fn acknowledged(&self, stream: &StreamId) -> u64 {
        self.with(|history| history.acknowledged.get(stream).copied().unwrap_or_default())
    }

    /// The streams that have acknowledged events, and their versions.
    pub(super) fn streams(&self) -> BTreeMap<StreamId, u64> {
        self.with(|history| history.acknowledged.clone())
    }

    pub(super) fn acknowledge(&self, stream: &StreamId, numbers: &[u64], version: u64) {
        self.with(|history| {
            let head = history.acknowledged.entry(stream.clone()).or_default();
            *head = version.max(*head);
            for (number, before) in numbers.iter().rev().zip(0..) {
                let at = Fate::At(version - before);
                history.events.insert(*number, (stream.clone(), at));
            }
        });
    }

    /// Nobody knows whether they were appended.
    pub(super) fn leave_open(&self, numbers: &[u64]) {
        self.with(|history| {
            for number in numbers {
                let event = history.events.get_mut(number);
                event.into_iter().for_each(|(_, fate)| *fate = Fate::Unknown);
            }
        });
    }

    /// It is certain that it was not appended.
    pub(super) fn never(&self, number: u64) {
        self.with(|history| {
            let event = history.events.get_mut(&number);
            event.into_iter().for_each(|(_, fate)| *fate = Fate::Nowhere);
        });
    }

    /// Whoever sees an event sees the same.
    pub(super) fn saw(&self, event: &RecordedEvent, how: &str) {
        let number = u64::from_be_bytes(event.data.payload[..].try_into().unwrap());
        let (recorded_at, metadata) = (event.recorded_at, event.data.metadata.clone());
        let seen = Seen { number, recorded_at, metadata };
        let at = (event.stream.clone(), event.version);
        self.with(|history| {
            let first = history.seen.entry(at.clone()).or_insert_with(|| seen.clone());
            if *first != seen {
                history.broken.push(format!("{how}: {at:?} was {first:?} and is {seen:?}"));
            }
        });
    }

    /// S1 and S2, at this moment. To be called after everything that a node does.
    pub(super) fn look(&self) {
        self.with(|history| {
            for ((_, remote), fences) in self.nodes.iter().zip(&mut history.fences) {
                catch_up(remote, fences);
            }
            for (stream, version) in &history.acknowledged {
                let place = stream.route().unwrap().place();
                let fences = history.fences.iter().map(|fences| fences.at(KEYSPACE, place));
                let fences: Vec<_> = fences.collect();
                if fences.iter().filter(|fence| fence.accepts_appends()).count() > 1 {
                    history.broken.push(format!("S1: {stream}: {fences:?}"));
                }
                for ((name, remote), fence) in self.nodes.iter().zip(fences) {
                    let has = head(&remote.store, &stream.placed(place));
                    if fence.answers_reads() && has < *version {
                        let what = format!("S2: {name} has {has} of {version} of {stream}");
                        history.broken.push(what);
                    }
                }
            }
        });
    }

    /// At the end everything is where it was acknowledged, once.
    pub(super) fn check_all(&self) {
        self.with(|history| {
            let mut found: BTreeMap<u64, Vec<(StreamId, u64)>> = BTreeMap::new();
            for (at, seen) in &history.seen {
                found.entry(seen.number).or_default().push(at.clone());
            }
            for (number, (stream, fate)) in &history.events {
                let found = found.remove(number).unwrap_or_default();
                let right = match fate {
                    Fate::At(version) => found == [(stream.clone(), *version)],
                    Fate::Unknown => found.len() <= 1,
                    Fate::Nowhere => found.is_empty(),
                };
                if !right {
                    history.broken.push(format!("S3: {number}, {fate:?} of {stream}: {found:?}"));
                }
            }
            let strange: BTreeSet<_> = found.into_keys().collect();
            if !strange.is_empty() {
                history.broken.push(format!("nobody has appended {strange:?}"));
            }
        });
    }

    /// What each stream has, by version.
    pub(super) fn heads(&self) -> BTreeMap<StreamId, u64> {
        let seen = self.with(|history| history.seen.keys().cloned().collect::<Vec<_>>());
        seen.into_iter().collect()
    }
}

fn catch_up(remote: &Remote, fences: &mut Fences) {
    let stream = StreamId::new("patterns.fences", &0_u8);
    let from = fences.version() + 1;
    let page = block_on(remote.store.read_stream(&stream, from, Direction::Forward, 1_000));
    for event in page.unwrap().events {
        fences.apply(decode(&event.data).unwrap());
    }
}

/// Whether an error was injected.
pub(super) fn is_injected(error: &StoreError) -> bool {
    error.to_string().contains("injected")
}
