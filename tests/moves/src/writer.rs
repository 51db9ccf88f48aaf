//! Appends all the while, with the versions it expects, and notes what was acknowledged.

use std::{
    collections::HashMap,
    sync::Arc,
    time::{Duration, Instant},
};

use fastrand::Rng;
use patterns_core::{
    shard::ShardedStore,
    store::{Append, AppendError, Direction, EventStore, ExpectedVersion, conformance::block_on},
};

use crate::{
    streams::{event, id_of},
    world::World,
};

/// An acknowledged event.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ack {
    pub stream: u64,
    pub version: u64,
    pub id: u64,
}

/// How long an append took.
#[derive(Clone, Copy, Debug)]
pub struct Taken {
    /// Which of the slots that are moved it was for.
    pub slot: Option<usize>,
    pub end: Instant,
    pub time: Duration,
}

/// What a writer has done.
#[derive(Default)]
pub struct Written {
    pub acks: Vec<Ack>,
    pub taken: Vec<Taken>,
    pub conflicts: u64,
}

/// Is told of appends.
type Tell<'a> = Box<dyn Fn(&[Ack]) + Send + 'a>;

pub struct Writer<'a> {
    world: &'a World,
    random: Rng,
    next_id: u64,
    heads: HashMap<u64, u64>,
    written: Written,
    /// Its own store, which no mover uses, if it is to have one.
    apart: Option<Arc<ShardedStore>>,
    /// Told of every append before the next one begins.
    tell: Tell<'a>,
}

impl<'a> Writer<'a> {
    /// Writer `number`, whose events have numbers that no other writer of any `era` uses.
    pub fn new(world: &'a World, era: u64, number: u32, random: Rng) -> Self {
        let next_id = (era << 48) | (u64::from(number) << 32);
        let (heads, written) = (HashMap::new(), Written::default());
        Self { world, random, next_id, heads, written, apart: None, tell: Box::new(|_| {}) }
    }

    /// A writer in a process of its own, as far as the sharded store can tell.
    pub fn apart(self, store: Option<Arc<ShardedStore>>) -> Self {
        Self { apart: store, ..self }
    }

    pub fn telling(self, tell: impl Fn(&[Ack]) + Send + 'a) -> Self {
        Self { tell: Box::new(tell), ..self }
    }

    /// Fills a stream up to `count` events.
    pub fn fill(&mut self, stream: u64, count: u64) {
        const BATCH: u64 = 250;
        let store = self.world.live.store();
        while !self.world.is_stopped() {
            let left = count.saturating_sub(self.head(stream));
            if left == 0 {
                return;
            }
            self.append(&store, &[(stream, left.min(BATCH))]);
        }
    }

    /// Writes until the world is stopped.
    pub fn run(&mut self) {
        while !self.world.is_stopped() {
            let store = self.apart.clone().unwrap_or_else(|| self.world.live.store());
            let entries = self.choose();
            self.append(&store, &entries);
            if self.random.u32(..50) == 0 {
                self.read_back(&store);
            }
        }
    }

    pub fn finish(self) -> Written {
        self.written
    }

    fn head(&self, stream: u64) -> u64 {
        self.heads.get(&stream).copied().unwrap_or_default()
    }

    /// Mostly one event; sometimes several, for two streams of one key, or for a stream that does not exist yet.
    fn choose(&mut self) -> Vec<(u64, u64)> {
        let is_new = self.random.u32(..400) == 0;
        let known = self.world.streams().min(crate::streams::MOST);
        let stream = if is_new { self.world.new_stream() } else { self.random.u64(..known) };
        // The slots that are moved should not grow much; the stream two further on is in none of them.
        let is_elsewhere = !is_new && self.random.u32(..3) > 0;
        let stream = if is_elsewhere { stream | 2 } else { stream };
        let count = if self.random.u32(..10) == 0 { self.random.u64(2..6) } else { 1 };
        let twin = (self.random.u32(..10) == 0).then_some((stream ^ 1, 1));
        std::iter::once((stream, count)).chain(twin).collect()
    }

    fn append(&mut self, store: &Arc<ShardedStore>, entries: &[(u64, u64)]) {
        let first_id = self.next_id;
        let batch = entries.iter().map(|(stream, count)| self.entry(*stream, *count)).collect();
        let begun = Instant::now();
        let answer = block_on(store.append(batch));
        let end = Instant::now();
        let slot = self.world.layout.slot(entries[0].0);
        self.written.taken.push(Taken { slot, end, time: end - begun });
        match answer {
            Ok(appended) => self.note(entries, &appended.versions, first_id),
            Err(AppendError::Conflict(conflict)) => {
                self.written.conflicts += 1;
                match self.world.layout.number(&conflict.stream) {
                    Some(number) => drop(self.heads.insert(number, conflict.actual)),
                    None => self.world.fail(format!("a conflict names {}", conflict.stream)),
                }
            }
            Err(error) => self.world.fail(format!("an append failed: {error}")),
        }
    }

    fn entry(&mut self, stream: u64, count: u64) -> Append {
        let ids = self.next_id..self.next_id + count;
        self.next_id = ids.end;
        // Others write to it as well; what this one knows is mostly too old, and now and then meant to be.
        if self.random.u32(..20) > 0 {
            self.heads.insert(stream, self.head(stream).max(self.world.head(stream)));
        }
        Append {
            stream: self.world.layout.stream(stream),
            expected: ExpectedVersion::Exact(self.head(stream)),
            events: ids.map(|id| event(id, stream)).collect(),
        }
    }

    fn note(&mut self, entries: &[(u64, u64)], versions: &[u64], first_id: u64) {
        let before = self.written.acks.len();
        let mut id = first_id;
        for ((stream, count), last) in entries.iter().zip(versions) {
            for version in last + 1 - count..=*last {
                self.written.acks.push(Ack { stream: *stream, version, id });
                id += 1;
            }
            self.heads.insert(*stream, *last);
        }
        (self.tell)(&self.written.acks[before..]);
        for ((stream, _), last) in entries.iter().zip(versions) {
            self.world.acknowledged(*stream, *last);
        }
    }

    /// What was acknowledged to anybody before a read began is in it.
    fn read_back(&mut self, store: &ShardedStore) {
        let Some(ack) = self.written.acks.last().copied() else { return };
        let before = self.world.head(ack.stream);
        let stream = self.world.layout.stream(ack.stream);
        let page = match block_on(store.read_stream(&stream, ack.version, Direction::Forward, 1)) {
            Ok(page) => page,
            Err(error) => return self.world.fail(format!("a read failed: {error}")),
        };
        let found = page.events.first().and_then(|event| id_of(&event.data, ack.stream));
        if found != Some(ack.id) || page.head < before {
            let head = page.head;
            let what = format!("{stream} has version {head} after {before}, {found:?} at {ack:?}");
            self.world.fail(what);
        }
    }
}
