//! What sessions do, and what they check of what they get.

use core::{
    future::Future,
    pin::Pin,
    task::{Context, Poll},
};
use std::{
    collections::HashMap,
    panic::{AssertUnwindSafe, catch_unwind},
    sync::Arc,
    time::Duration,
};

use super::{
    record::{Broken, Loading, Removal, Since, TTL},
    source::{KEYS, Source, Value, is_versioned, pauses, tag},
};
use crate::cache::{Cache, Clock, Demand, Freshness, Known, Read, ReadMode};

pub(super) type Values = Cache<u64, Value, &'static str>;

/// Everything a session works with.
#[derive(Clone)]
pub(super) struct Place {
    pub(super) cache: Values,
    pub(super) source: Arc<Source>,
    pub(super) clock: Clock,
    /// Beyond the time to live, as far as declared.
    pub(super) grace: Duration,
}

/// A future that is polled again and again, and dropped after so many times; a panic of it is an answer.
struct Patience<F>(F, u32);

impl<F: Future + Unpin> Future for Patience<F> {
    type Output = Option<F::Output>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        let future = AssertUnwindSafe(|| Pin::new(&mut self.0).poll(context));
        match catch_unwind(future) {
            Err(_) => Poll::Ready(None),
            Ok(Poll::Ready(answer)) => Poll::Ready(Some(answer)),
            Ok(Poll::Pending) if self.1 <= 1 => Poll::Ready(None),
            Ok(Poll::Pending) => {
                self.1 -= 1;
                context.waker().wake_by_ref();
                Poll::Pending
            }
        }
    }
}

/// For every number of polls up to this one some future is dropped after it.
const IMPATIENT: u32 = 12;
const PATIENT: u32 = 2_000;

pub(super) struct Session {
    place: Place,
    luck: fastrand::Rng,
    tokens: HashMap<u64, u64>,
    habit: Habit,
}

/// What there is more of in a run: some faults need it.
#[derive(Clone, Copy, Debug)]
pub(super) enum Habit {
    Everything,
    /// Others write and do not tell, so that loads see different versions and nothing outdates them.
    Elsewhere,
    Writes,
}

impl Session {
    pub(super) fn new(place: Place, seed: u64, habit: Habit) -> Self {
        Self { place, luck: fastrand::Rng::with_seed(seed), tokens: HashMap::new(), habit }
    }

    pub(super) async fn run(mut self, steps: usize) {
        for _ in 0..steps {
            let key = self.luck.u64(0..KEYS);
            let patience =
                if self.luck.u8(0..4) == 0 { self.luck.u32(1..IMPATIENT) } else { PATIENT };
            let step = self.luck.u8(0..100);
            match self.habit {
                Habit::Elsewhere if step < 60 => {
                    self.read(key, patience).await;
                    continue;
                }
                Habit::Elsewhere if step < 95 => {
                    self.place.source.write(key);
                    continue;
                }
                Habit::Writes if step < 50 => {
                    self.write(key, patience).await;
                    continue;
                }
                _ => {}
            }
            match self.luck.u8(0..100) {
                0..45 => self.read(key, patience).await,
                45..52 => self.read_many(patience).await,
                52..56 => self.read_on_a_thread(key).await,
                56..76 => self.write(key, patience).await,
                76..82 => self.write_elsewhere(key),
                82..88 => self.invalidate(key),
                88..90 => self.clear(),
                90..94 => self.invalidate_tag(key),
                _ => self.place.clock.advance(Duration::from_millis(self.luck.u64(0..15_000))),
            }
            pauses(self.luck.u8(0..3)).await;
        }
    }

    fn demand(&mut self, key: u64) -> Demand {
        let mode = match self.luck.u8(0..10) {
            0 => ReadMode::Any,
            1 => ReadMode::Strong,
            2 => ReadMode::MaxStale(Duration::from_millis(self.luck.u64(0..12_000))),
            _ => ReadMode::Session,
        };
        let token = self.luck.bool() && is_versioned(key);
        let at_least = if token { *self.tokens.entry(key).or_default() } else { 0 };
        Demand { mode, at_least }
    }

    async fn read(&mut self, key: u64, patience: u32) {
        let demand = self.demand(key);
        let asked = Asked::now(&self.place, key, demand);
        let (source, luck) = (Arc::clone(&self.place.source), self.luck.u64(..));
        let load = |_: Option<Known<Value>>| {
            let loading = Loading::begins(&source, key, asked.plain());
            Arc::clone(&source).load(key, luck, loading)
        };
        let read = Box::pin(self.place.cache.read(&key, demand, load));
        if let Some(Ok(read)) = Patience(read, patience).await {
            self.check(&asked, &read);
        }
    }

    async fn read_many(&mut self, patience: u32) {
        let keys: Vec<u64> = (0..3).map(|_| self.luck.u64(0..KEYS)).collect();
        let asked: Vec<Asked> =
            keys.iter().map(|key| Asked::now(&self.place, *key, Demand::default())).collect();
        let source = &self.place.source;
        let luck = self.luck.u64(..);
        let load = |missing: Vec<u64>| {
            let source = Arc::clone(source);
            async move {
                let mut loaded = HashMap::new();
                for key in missing {
                    let loading = Loading::begins(&source, key, None);
                    loaded.insert(key, Arc::clone(&source).load(key, luck, loading).await?);
                }
                Ok(loaded)
            }
        };
        let reads = Box::pin(self.place.cache.read_many(keys, ReadMode::Session, load));
        if let Some(Ok(reads)) = Patience(reads, patience).await {
            for (asked, read) in asked.iter().zip(reads) {
                self.check(asked, &read.unwrap());
            }
        }
    }

    async fn read_on_a_thread(&mut self, key: u64) {
        let demand = Demand::default();
        // A thread cannot be dropped, so it only looks where nobody may be waiting for ever.
        let (place, luck) = (self.place.clone(), self.luck.u64(..));
        let strong = Demand { mode: ReadMode::Strong, ..demand };
        let asked = Asked::now(&self.place, key, strong);
        let read = tokio::task::spawn_blocking(move || {
            place.cache.read_blocking(&key, strong, |_| place.source.load_blocking(key, luck))
        });
        if let Ok(read) = read.await.unwrap() {
            self.check(&asked, &read);
        }
    }

    fn check(&mut self, asked: &Asked, read: &Read<Value>) {
        let (source, truth) = (&self.place.source, read.value.truth);
        asked.check(&self.place, truth, read.freshness);
        if read.version != 0 && read.version != truth {
            source.record.breaks(Broken::FromTheFuture, || format!("{read:?}"));
        }
        if is_versioned(asked.key) {
            let token = self.tokens.entry(asked.key).or_default();
            *token = truth.max(*token);
        }
    }

    async fn write(&mut self, key: u64, patience: u32) {
        let (place, mut luck) = (self.place.clone(), self.luck.fork());
        let write = Box::pin(async move {
            // Dropped after the write is, wherever that is.
            let _removal = Removal::of(&place.source, [key]);
            let mut write = place.cache.begin_write(&key);
            pauses(luck.u8(0..5)).await;
            if luck.bool() {
                write.sent();
            }
            pauses(luck.u8(0..5)).await;
            if luck.u8(0..8) == 0 {
                write.cancel();
                return None;
            }
            let version = place.source.write(key);
            pauses(luck.u8(0..10)).await;
            if luck.u8(0..3) == 0 {
                drop(write);
            } else {
                write.publish(Source::loaded(key, version));
            }
            place.source.record.learn(key, version);
            Some(version)
        });
        if let Some(Some(version)) = Patience(write, patience).await
            && is_versioned(key)
        {
            self.tokens.insert(key, version);
        }
    }

    /// Another node writes, and this one hears of it, or not.
    fn write_elsewhere(&mut self, key: u64) {
        let source = &self.place.source;
        let version = source.write(key);
        if self.luck.bool() {
            let _removal = Removal::of(source, [key]);
            if is_versioned(key) {
                self.place.cache.outdate(&key, version);
            } else {
                self.place.cache.invalidate(&key);
            }
            source.record.learn(key, version);
        }
    }

    fn invalidate(&self, key: u64) {
        let source = &self.place.source;
        let (_removal, head) = (Removal::of(source, [key]), source.head(key));
        self.place.cache.invalidate(&key);
        source.record.learn(key, head);
    }

    fn clear(&self) {
        self.invalidate_all(|_| true, Values::clear);
    }

    fn invalidate_tag(&self, key: u64) {
        let tag_of_key = tag(key);
        self.invalidate_all(|key| tag(key) == tag_of_key, |cache| cache.invalidate_tag(tag_of_key));
    }

    fn invalidate_all(&self, which: impl Fn(u64) -> bool, how: impl FnOnce(&Values)) {
        let source = &self.place.source;
        let keys: Vec<u64> = (0..KEYS).filter(|key| which(*key)).collect();
        let _removal = Removal::of(source, keys.iter().copied());
        let heads: Vec<u64> = keys.iter().map(|key| source.head(*key)).collect();
        how(&self.place.cache);
        for (key, head) in keys.into_iter().zip(heads) {
            source.record.learn(key, head);
        }
    }
}

/// What was so when a read began.
pub(super) struct Asked {
    key: u64,
    demand: Demand,
    /// When, in the order of all that happens, and by the clock.
    since: u64,
    clock: Duration,
    known: u64,
    head: u64,
}

impl Asked {
    pub(super) fn now(place: &Place, key: u64, demand: Demand) -> Self {
        let source = &place.source;
        let known = source.record.known(key);
        let (head, clock) = (source.head(key), source.now());
        Self { key, demand, since: source.record.next(), clock, known, head }
    }

    /// Others may join its load: it asks for nothing special.
    fn plain(&self) -> Option<Since> {
        let plain = self.demand.mode == ReadMode::Session && self.demand.at_least == 0;
        plain.then_some((self.since, self.clock))
    }

    pub(super) fn check(&self, place: &Place, truth: u64, freshness: Freshness) {
        let Self { key, demand, known, .. } = *self;
        let source = &place.source;
        let breaks = |broken, bound: u64| {
            let how = || format!("key {key}: {truth} {freshness:?}, not {bound}, for {demand:?}");
            source.record.breaks(broken, how);
        };
        let head = source.head(key);
        if truth > head {
            breaks(Broken::FromTheFuture, head);
        }
        if truth < demand.at_least {
            breaks(Broken::BelowToken, demand.at_least);
        }
        if truth < known {
            breaks(Broken::BelowKnown, known);
        }
        let age = match demand.mode {
            ReadMode::Session => TTL + place.grace,
            ReadMode::MaxStale(age) => age,
            ReadMode::Any => Duration::MAX,
            ReadMode::Strong => {
                return if truth < self.head {
                    breaks(Broken::TooOld, self.head)
                };
            }
        };
        // The clock counts in fractions of its own.
        let age = age.saturating_add(Duration::from_millis(1));
        let bound = self.clock.checked_sub(age).map_or(0, |then| source.head_at(key, then));
        if truth < bound {
            breaks(Broken::TooOld, bound);
        }
    }
}
