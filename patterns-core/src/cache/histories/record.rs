//! What was done when, and what of it breaks a promise.

use std::{
    sync::{
        Arc, Mutex, MutexGuard,
        atomic::{AtomicU64, Ordering::SeqCst},
    },
    time::Duration,
};

use super::source::{KEYS, Source};

/// How long an entry may be served.
pub(super) const TTL: Duration = Duration::from_secs(10);

/// A promise broken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Broken {
    /// C1: below what the session demands.
    BelowToken,
    /// A value that was not written yet.
    FromTheFuture,
    /// C2: below what the node had acknowledged, or was told of, before the read began.
    BelowKnown,
    /// C2: an older version has replaced a newer one that nothing had removed.
    Backwards,
    /// C3: older than the time to live and the grace, or than the reader allows, or not read for a strong read.
    TooOld,
    /// C5: two loads of one key, and the second could have joined the first.
    TwoLoads,
    /// C5: all has ended, and somebody waits or something counts as under way.
    NeverEnds,
}

#[derive(Debug, Default)]
pub(super) struct Record {
    /// The order of all that happens.
    sequence: AtomicU64,
    keys: Mutex<Keys>,
    broken: Mutex<Vec<(Broken, String)>>,
}

#[derive(Debug)]
struct Keys(Vec<Key>);

#[derive(Debug, Default)]
struct Key {
    /// What the node has acknowledged, or was told of.
    known: u64,
    /// When something was done that removes entries and outdates loads: from, to.
    removals: Vec<(u64, u64)>,
    /// Loads that others may join: when their reads began.
    plain_loads: Vec<Since>,
    /// The newest version that was found in the cache, and when that was.
    seen: (u64, u64),
}

impl Default for Keys {
    fn default() -> Self {
        Self((0..KEYS).map(|_| Key::default()).collect())
    }
}

impl Record {
    fn keys(&self) -> MutexGuard<'_, Keys> {
        self.keys.lock().unwrap()
    }

    pub(super) fn next(&self) -> u64 {
        self.sequence.fetch_add(1, SeqCst)
    }

    pub(super) fn breaks(&self, broken: Broken, how: impl FnOnce() -> String) {
        self.broken.lock().unwrap().push((broken, how()));
    }

    pub(super) fn broken(&self) -> Vec<(Broken, String)> {
        self.broken.lock().unwrap().clone()
    }

    pub(super) fn known(&self, key: u64) -> u64 {
        self.keys().0[key as usize].known
    }

    pub(super) fn learn(&self, key: u64, version: u64) {
        let known = &mut self.keys().0[key as usize].known;
        *known = version.max(*known);
    }

    /// An entry was found in the cache by somebody who began to look at `since`, and is the only one to tell.
    pub(super) fn found(&self, key: u64, version: u64, since: u64) {
        let now = self.next();
        let mut keys = self.keys();
        let key_seen = &mut keys.0[key as usize];
        let (newest, then) = key_seen.seen;
        let removed = key_seen.removals.iter().any(|(from, to)| *from <= now && then <= *to);
        if version < newest && !removed {
            let how = || format!("key {key}: {newest} and then {version}");
            self.breaks(Broken::Backwards, how);
        }
        if version >= newest || removed {
            key_seen.seen = (version, since);
        }
    }
}

/// Something that removes entries and outdates loads, as long as it lasts.
pub(super) struct Removal {
    record: Arc<Source>,
    keys: Vec<u64>,
    from: u64,
}

impl Removal {
    pub(super) fn of(source: &Arc<Source>, keys: impl IntoIterator<Item = u64>) -> Self {
        let record = Arc::clone(source);
        let from = record.record.next();
        let keys: Vec<u64> = keys.into_iter().collect();
        for key in &keys {
            // It has no end yet.
            record.record.keys().0[*key as usize].removals.push((from, u64::MAX));
        }
        Self { record, keys, from }
    }
}

impl Drop for Removal {
    fn drop(&mut self) {
        let to = self.record.record.next();
        let mut keys = self.record.record.keys();
        for key in &self.keys {
            let removals = keys.0[*key as usize].removals.iter_mut();
            removals.filter(|removal| removal.0 == self.from).for_each(|removal| removal.1 = to);
        }
    }
}

/// In the order of all that happens, and by the clock.
pub(super) type Since = (u64, Duration);

/// A load on its way.
pub(super) struct Loading {
    source: Arc<Source>,
    key: u64,
    /// Since when its read is under way; `None` for loads that nobody need join.
    plain: Option<Since>,
}

impl Loading {
    pub(super) fn begins(source: &Arc<Source>, key: u64, plain: Option<Since>) -> Self {
        let source = Arc::clone(source);
        if let Some(since) = plain {
            let mut keys = source.record.keys();
            let Key { removals, plain_loads, .. } = &mut keys.0[key as usize];
            // The first one may have been outdated since it began, and then nobody may join it.
            // And what it brings may be too old by now.
            let now = source.now();
            let joinable = |(earlier, then): &&Since| {
                removals.iter().all(|(_, to)| to < earlier) && now < *then + TTL
            };
            if let Some((earlier, _)) = plain_loads.iter().find(joinable) {
                let how = || format!("key {key}: since {earlier} and since {since:?}");
                source.record.breaks(Broken::TwoLoads, how);
            }
            plain_loads.push(since);
        }
        Self { source, key, plain }
    }
}

impl Drop for Loading {
    fn drop(&mut self) {
        if let Some(since) = self.plain {
            let mut keys = self.source.record.keys();
            let loads = &mut keys.0[self.key as usize].plain_loads;
            if let Some(own) = loads.iter().position(|own| *own == since) {
                loads.swap_remove(own);
            }
        }
    }
}
