//! A list that grows: its state shows which events were folded, and in which order.

use core::time::Duration;

use patterns_core::{
    aggregate::{Aggregate, Apply, Snapshots},
    cache::{CachePolicy, Caching},
    event::{Event, EventSchema, Fingerprint, Timestamp},
    repository::{Database, Handle, HasHandle},
    store::{Clock, MemoryStore},
};
use serde::{Deserialize, Serialize};

/// Takes a snapshot after `EVERY` events, never if that is 0.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct List<const EVERY: u64 = 0, const CACHED: bool = false> {
    pub(crate) items: Vec<u32>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) enum ListEvent {
    Added(u32),
    Cleared,
}

impl Event for ListEvent {
    const SCHEMA: &'static [EventSchema] =
        &[EventSchema::new("added"), EventSchema::new("cleared")];
}

impl<const EVERY: u64, const CACHED: bool> Aggregate for List<EVERY, CACHED> {
    type Id = String;

    const NAME: &'static str = "list";
    const SHAPE: Fingerprint = Fingerprint::new(EVERY);
    const SNAPSHOTS: Option<Snapshots<Self>> =
        if EVERY > 0 { Some(Snapshots::every(EVERY)) } else { None };
    const CACHE: Option<Caching<Self>> =
        if CACHED { Some(Caching::new(CachePolicy::new(Duration::from_secs(60)))) } else { None };
    const ONCE_WITHIN: u64 = 600;

    fn initial(_: &String) -> Self {
        Self { items: Vec::new() }
    }
}

impl<const EVERY: u64, const CACHED: bool> Apply for List<EVERY, CACHED> {
    type Event = ListEvent;

    const FOLD: Fingerprint = Fingerprint::new(1);

    fn apply(&mut self, event: ListEvent) {
        match event {
            ListEvent::Added(item) => self.items.push(item),
            ListEvent::Cleared => self.items.clear(),
        }
    }
}

impl<const EVERY: u64, const CACHED: bool> HasHandle for List<EVERY, CACHED> {
    type Handle = Handle<Self>;
}

pub(crate) type Plain = List;

pub(crate) fn database() -> Database {
    Database::new(MemoryStore::new())
}

pub(crate) fn list(db: &Database) -> Handle<Plain> {
    db.aggregate::<Plain>("a")
}

/// A database in which the first event is recorded at second 1, and every further append a second later.
pub(crate) fn ticking() -> Database {
    let seconds = std::sync::atomic::AtomicU64::new(0);
    let now = move || {
        Timestamp::from_micros(
            1_000_000 * (1 + seconds.fetch_add(1, std::sync::atomic::Ordering::Relaxed)),
        )
    };
    Database::new(MemoryStore::with_clock(Clock::from_fn(now)))
}

pub(crate) const fn second(second: u64) -> Timestamp {
    Timestamp::from_micros(second * 1_000_000)
}
