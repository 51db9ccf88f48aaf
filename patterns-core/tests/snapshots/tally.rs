//! An aggregate for every policy that the tests need.

use std::{
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering::SeqCst},
    },
    time::Duration,
};

use patterns_core::{
    aggregate::{Aggregate, Apply, SnapshotPolicy, Snapshots, fingerprint},
    cache::{CachePolicy, Caching},
    event::{Event, EventSchema, Fingerprint, StreamId, Timestamp},
    repository::{Database, Handle, HasHandle},
    store::{Clock, Snapshot, SnapshotKey, conformance::block_on},
};
use serde::{Deserialize, Deserializer, Serialize, Serializer, ser::Error};

pub(crate) const HOUR: Duration = Duration::from_secs(3_600);

/// Which of these policies a tally has.
pub(crate) const TENTH: usize = 0;
pub(crate) const DAILY: usize = 1;
pub(crate) const SLOW: usize = 2;
pub(crate) const ANY: usize = 3;
pub(crate) const ON_DEMAND: usize = 4;
pub(crate) const FIRST: usize = 5;
pub(crate) const NONE: usize = 6;

const POLICIES: [SnapshotPolicy; 6] = [
    SnapshotPolicy::new().events(10).keep(3),
    SnapshotPolicy::new().age(HOUR.saturating_mul(24)),
    SnapshotPolicy::new().replay(Duration::from_millis(50)),
    SnapshotPolicy::new().events(10).age(HOUR).replay(Duration::from_millis(50)),
    SnapshotPolicy::new().keep(2),
    SnapshotPolicy::new().events(1),
];

/// A tally, `CACHED` if that is 1.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Tally<const POLICY: usize, const CACHED: usize = 0> {
    number: u64,
    pub(crate) sum: u64,
    /// Depends on every event and on their order.
    trail: u64,
    stored: Stored,
}

/// What happens when the state is stored.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Stored {
    #[default]
    Well,
    Refused,
    Panicking,
}

impl Serialize for Stored {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Well => serializer.serialize_unit(),
            Self::Refused => Err(S::Error::custom("not this one")),
            Self::Panicking => panic!("this panic is meant"),
        }
    }
}

impl<'de> Deserialize<'de> for Stored {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        <()>::deserialize(deserializer).map(|()| Self::Well)
    }
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) enum TallyEvent {
    Added(u64),
    /// From now on the state cannot be stored: 1 refuses, 2 panics, 0 heals it.
    Spoiled(u8),
    /// Panics when it is applied.
    Impossible,
}

pub(crate) use TallyEvent::{Added, Impossible, Spoiled};

impl Event for TallyEvent {
    const SCHEMA: &'static [EventSchema] =
        &[EventSchema::new("added"), EventSchema::new("spoiled"), EventSchema::new("impossible")];
}

impl<const POLICY: usize, const CACHED: usize> Aggregate for Tally<POLICY, CACHED> {
    type Id = u64;

    const NAME: &'static str = "tally";
    const SHAPE: Fingerprint = Fingerprint::new(POLICY as u64);
    const SNAPSHOTS: Option<Snapshots<Self>> =
        if POLICY < POLICIES.len() { Some(Snapshots::when(POLICIES[POLICY])) } else { None };
    const CACHE: Option<Caching<Self>> =
        if CACHED == 1 { Some(Caching::new(CachePolicy::new(HOUR))) } else { None };

    fn initial(id: &u64) -> Self {
        Self { number: *id, sum: 0, trail: 0, stored: Stored::Well }
    }
}

impl<const POLICY: usize, const CACHED: usize> Apply for Tally<POLICY, CACHED> {
    type Event = TallyEvent;

    const FOLD: Fingerprint = Fingerprint::new(1);

    fn apply(&mut self, event: TallyEvent) {
        match event {
            Added(amount) => self.sum += amount,
            Spoiled(0) => self.stored = Stored::Well,
            Spoiled(1) => self.stored = Stored::Refused,
            Spoiled(_) => self.stored = Stored::Panicking,
            Impossible => panic!("this panic is meant"),
        }
        self.trail = self.trail.wrapping_mul(31).wrapping_add(self.sum);
    }
}

impl<const POLICY: usize, const CACHED: usize> HasHandle for Tally<POLICY, CACHED> {
    type Handle = Handle<Self>;
}

/// Records one event by a command.
pub(crate) fn add<A: Apply<Event = TallyEvent>>(tally: &Handle<A>) {
    block_on(tally.update(|_| Added(1))).unwrap();
}

pub(crate) fn add_times<A: Apply<Event = TallyEvent>>(tally: &Handle<A>, times: usize) {
    (0..times).for_each(|_| add(tally));
}

pub(crate) fn settle(db: &Database) {
    block_on(db.snapshots_settled());
}

/// The newest snapshot that covers at most `at_most` events of the tally `number`, if there is one.
pub(crate) fn snapshot_at<A: Apply>(db: &Database, number: u64, at_most: u64) -> Option<Snapshot> {
    let stream = StreamId::new(A::NAME, &number);
    let key = SnapshotKey { stream, fingerprint: fingerprint::<A>() };
    block_on(db.store().snapshot(&key, at_most)).unwrap()
}

/// What the newest snapshot of the tally `number` covers, when all that were due are taken.
pub(crate) fn covered<A: Apply>(db: &Database, number: u64) -> u64 {
    settle(db);
    snapshot_at::<A>(db, number, u64::MAX).map_or(0, |snapshot| snapshot.version)
}

/// A clock that a test moves.
#[derive(Clone, Debug)]
pub(crate) struct Hands(Arc<AtomicU64>);

impl Default for Hands {
    fn default() -> Self {
        Self(Arc::new(AtomicU64::new(1_700_000_000_000_000)))
    }
}

impl Hands {
    pub(crate) fn clock(&self) -> Clock {
        let now = Arc::clone(&self.0);
        Clock::from_fn(move || Timestamp::from_micros(now.load(SeqCst)))
    }

    pub(crate) fn advance(&self, by: Duration) {
        self.0.fetch_add(by.as_micros() as u64, SeqCst);
    }

    pub(crate) fn set_back(&self, by: Duration) {
        self.0.fetch_sub(by.as_micros() as u64, SeqCst);
    }
}
