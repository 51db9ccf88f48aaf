//! Two nodes over one store, and a record of what everybody does there: what is judged, and what schedules are told apart by.

use std::{
    collections::BTreeSet,
    sync::{
        Arc, Mutex, MutexGuard,
        atomic::{AtomicU64, Ordering::SeqCst},
    },
    time::Duration,
};

use super::protocol::{Kind, Protocol};
use crate::cache::{
    Background, Builder, Cache, CacheCapacity, CachePolicy, Clock, ReadMode, flight::Flight,
};

/// The one key. With more of them nothing more could happen, as keys share nothing but a lock.
pub(super) const KEY: u8 = 7;

/// A version is its own value.
pub(super) type Node = Cache<u8, u64, ()>;
type Flown = Arc<Flight<u64, ()>>;

/// One command of a client's program: on which node.
#[derive(Clone, Copy, Debug)]
pub(super) enum Step {
    Read(usize),
    Write(usize),
}

pub(super) type Programs = &'static [(&'static str, &'static [Step])];

/// The programs of the model.
pub(super) const ALL: Programs = &[
    ("A", &[Step::Write(0), Step::Read(0), Step::Read(1)]),
    ("B", &[Step::Read(0), Step::Read(0)]),
    ("C", &[Step::Read(1), Step::Write(1)]),
];

pub(super) struct Site {
    pub(super) protocol: Protocol,
    pub(super) programs: Programs,
    pub(super) nodes: [Node; 2],
    head: AtomicU64,
    record: Mutex<Record>,
}

#[derive(Default)]
pub(super) struct Record {
    pub(super) clients: Vec<Client>,
    pub(super) loads: Vec<Load>,
    /// On their way to a node: to be delivered in any order, or never, which is how they are lost.
    pub(super) messages: BTreeSet<(usize, u64)>,
    pub(super) evicted: bool,
    /// What each node has acknowledged or was told of.
    pub(super) known: [u64; 2],
    pub(super) found: BTreeSet<Kind>,
    /// What happened, in words; only when somebody wants to read it.
    pub(super) trace: Option<Vec<String>>,
}

#[derive(Default)]
pub(super) struct Client {
    /// How many of its steps are done, and how far it is in the one that it is doing.
    pub(super) done: usize,
    pub(super) within: u8,
    /// It can go on by itself.
    pub(super) paused: bool,
    pub(super) written: u64,
    pub(super) seen: u64,
    /// The write that it has begun: when, and what it has appended.
    pub(super) write: Option<(u64, u64)>,
    /// How many loads of its own it has begun in this step.
    pub(super) led: usize,
    /// The load that it waits for.
    pub(super) waits_for: Option<usize>,
}

pub(super) struct Load {
    pub(super) node: usize,
    pub(super) leader: usize,
    pub(super) began: u64,
    /// The flight that others can join, if this is it. Held, so that no other flight takes its place in memory.
    pub(super) flight: Option<Flown>,
    pub(super) read: Option<u64>,
    pub(super) landed: bool,
}

impl Site {
    pub(super) fn new(
        protocol: Protocol,
        programs: Programs,
        background: impl Background + Clone + 'static,
    ) -> Arc<Self> {
        // Time stands still: what has expired is loaded, as is what was evicted.
        let policy = CachePolicy::new(Duration::from_secs(60)).capacity(CacheCapacity::Entries(4));
        let clock = Clock::manual();
        let node = || {
            let builder = Builder::new("explored", policy).clock(clock.clone());
            let mut node: Node = builder.background(background.clone()).build();
            Arc::get_mut(&mut node.0).unwrap().weakened = protocol.weakened;
            node
        };
        let clients = programs.iter().map(|_| Client::default()).collect();
        let record = Mutex::new(Record { clients, ..Record::default() });
        let nodes = [node(), node()];
        Arc::new(Self { protocol, programs, nodes, head: AtomicU64::new(0), record })
    }

    pub(super) fn record(&self) -> MutexGuard<'_, Record> {
        self.record.lock().unwrap()
    }

    pub(super) fn tell(&self, line: impl FnOnce() -> String) {
        if let Some(trace) = &mut self.record().trace {
            trace.push(line());
        }
    }

    pub(super) fn head(&self) -> u64 {
        self.head.load(SeqCst)
    }

    pub(super) fn append(&self) -> u64 {
        self.head.fetch_add(1, SeqCst) + 1
    }

    /// The version that a node caches.
    pub(super) fn cached(&self, node: usize) -> Option<u64> {
        self.nodes[node].0.engine.peek(&KEY).map(|entry| entry.version)
    }

    /// The epoch of what is under way at a node.
    pub(super) fn epoch(&self, node: usize) -> Option<u64> {
        self.nodes[node].0.underway.seen(&KEY).map(|seen| seen.0)
    }

    pub(super) fn load_begins(&self, leader: usize, node: usize) -> usize {
        let (began, _, joinable) = self.nodes[node].0.underway.seen(&KEY).unwrap();
        let mut record = self.record();
        let known = |flight: &Flown| {
            record
                .loads
                .iter()
                .filter_map(|load| load.flight.as_ref())
                .any(|f| Arc::ptr_eq(f, flight))
        };
        let flight = joinable.filter(|flight| !known(flight));
        record.loads.push(Load { node, leader, began, flight, read: None, landed: false });
        record.clients[leader].led += 1;
        record.loads.len() - 1
    }

    /// The load that somebody who comes now would join.
    pub(super) fn joinable(&self, node: usize) -> Option<usize> {
        let flight = self.nodes[node].0.underway.seen(&KEY)?.2?;
        let record = self.record();
        record
            .loads
            .iter()
            .position(|load| load.flight.as_ref().is_some_and(|own| Arc::ptr_eq(own, &flight)))
    }

    pub(super) fn writes(&self) -> usize {
        let steps = self.programs.iter().flat_map(|(_, steps)| steps.iter());
        steps.filter(|step| matches!(step, Step::Write(_))).count()
    }

    /// Whether any load is on its way; when all clients have ended, nothing else can be.
    pub(super) fn loads(&self) -> bool {
        self.nodes.iter().any(|node| node.0.underway.seen(&KEY).is_some())
    }

    pub(super) fn deliver(&self, node: usize, version: u64) {
        self.tell(|| format!("v{version} is heard of at {node}"));
        if self.protocol.does != super::protocol::Does::Nothing {
            self.nodes[node].outdate(&KEY, version);
        }
        let mut record = self.record();
        record.messages.remove(&(node, version));
        record.known[node] = record.known[node].max(version);
    }

    /// Drops the entry as the engine does to make room: without a word to those under way.
    pub(super) fn evict(&self, node: usize) {
        self.tell(|| format!("{node} evicts"));
        self.nodes[node].0.engine.remove(&KEY);
        self.record().evicted = true;
    }

    /// What holds in every moment.
    pub(super) fn judge_moment(&self) {
        for node in [0, 1] {
            let cached = self.cached(node);
            let mut record = self.record();
            if cached.is_some_and(|version| version < record.known[node]) {
                record.found.insert(Kind::Passing);
            }
        }
    }

    /// What holds when nobody does anything any more, whatever messages may still come.
    pub(super) fn judge_rest(&self) {
        for node in [0, 1] {
            let cached = self.nodes[node].get(&KEY, ReadMode::Any).map(|read| read.version);
            let left = !self.nodes[node].0.underway.is_empty();
            let mut record = self.record();
            if cached.is_some_and(|version| version < record.known[node]) {
                record.found.insert(Kind::Stuck);
            }
            if left {
                record.found.insert(Kind::LeftUnderWay);
            }
        }
    }
}
