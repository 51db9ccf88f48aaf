//! Snapshots of states: when one is due, and how it comes into the store without any command waiting for it.
//!
//! A state that was loaded or left by a command is offered to the [`Snapshotter`]. If a snapshot is due (`progress.rs` and `marks.rs` know how
//! far the newest one is behind, and the type's policy decides), the state itself goes to the worker's queue (`queue.rs`), which is bounded:
//! what finds no room is dropped, and the next event makes it due again. One thread a database (`worker.rs`) applies the events that were
//! recorded, writes the state and puts it (`taking.rs`), and rests in between (`pace.rs`). Snapshots are disposable, so nothing here fails a
//! command, and a database that is dropped abandons what waits.

mod context;
mod demand;
mod error;
mod job;
mod marks;
mod nearest;
mod pace;
mod progress;
mod queue;
mod stored;
mod taking;
mod worker;

#[cfg(test)]
mod tests;

use std::sync::Arc;

pub use demand::SnapshotRun;
pub use error::SnapshotError;
pub(super) use job::Encode;
pub(super) use nearest::Nearest;
pub(super) use progress::{Progress, Unusable};

use self::{
    context::Context,
    job::{Doubt, Job},
    marks::Marks,
    progress::{Covered, elapsed},
    queue::Queue,
    taking::Shared,
    worker::Worker,
};
use super::statistics::Counters;
use crate::{
    aggregate::{Apply, SnapshotPolicy, Snapshots, fingerprint},
    event::{StreamId, Timestamp},
    store::{Clock, EventStore, SnapshotKey},
};

/// Takes the snapshots of a database in the background.
#[derive(Debug)]
pub(super) struct Snapshotter(Worker);

/// Whether a snapshot is due.
enum Verdict {
    No,
    /// With what is remembered of the newest one.
    Yes(Option<Covered>),
    /// The newest one is not known.
    AskTheStore,
}

impl Snapshotter {
    pub(super) fn new(store: Arc<dyn EventStore>, counters: Arc<Counters>, clock: Clock) -> Self {
        let (marks, queue) = (Marks::default(), Queue::default());
        Self(Worker::new(Shared { store, counters, clock, marks, queue }))
    }

    /// Takes a snapshot of the state that `encode` writes, if one is due.
    pub(super) fn offer<A: Apply>(
        &self,
        stream: &StreamId,
        version: u64,
        progress: &Progress,
        encode: impl FnOnce(Snapshots<A>) -> Encode,
    ) {
        let Some(snapshots) = A::SNAPSHOTS else { return };
        if progress.covers(version) {
            return;
        }
        let (key, policy) = (snapshot_key::<A>(stream), snapshots.policy());
        let now = self.shared().now();
        let (before, doubt) = match self.judge(&key, policy, version, progress, now) {
            Verdict::No => return,
            Verdict::Yes(before) => (before, None),
            Verdict::AskTheStore => (None, Some(Doubt { policy, now })),
        };
        let last_event = progress.last_event.unwrap_or(now);
        let covered = Covered { version, at: Some(last_event) };
        // Of several commands that find the same snapshot due one takes it.
        if self.shared().marks.replace(&key, before, covered) {
            let (keep, encode) = (progress.kept(policy), encode(snapshots));
            let context = Context::of_caller();
            self.hand(
                Job { key, version, last_event, keep, encode, doubt, answer: None, context },
                before,
            );
        }
    }

    fn judge(
        &self,
        key: &SnapshotKey,
        policy: SnapshotPolicy,
        version: u64,
        progress: &Progress,
        now: Timestamp,
    ) -> Verdict {
        if progress.unusable.is_some() {
            return self.judge_replacement(key, version);
        }
        let due = |covered: Covered| policy.due(&progress.since(covered, version, now));
        if progress.covered.is_some_and(|covered| !due(covered)) {
            return Verdict::No;
        }
        // A newer one may be on its way, or have failed.
        match (progress.covered, self.noted(key, now)) {
            (None, None) => Verdict::AskTheStore,
            (Some(loaded), Some(noted)) if noted.version <= loaded.version => {
                Verdict::Yes(Some(noted))
            }
            (_, Some(noted)) if !due(noted) => Verdict::No,
            (_, noted) => Verdict::Yes(noted),
        }
    }

    /// One takes the place of a snapshot that is of no use, unless it is on its way.
    fn judge_replacement(&self, key: &SnapshotKey, version: u64) -> Verdict {
        match self.shared().marks.get(key) {
            Some(noted) if noted.version >= version.max(1) => Verdict::No,
            noted => Verdict::Yes(noted),
        }
    }

    /// What is remembered of the newest snapshot. A stream that was empty when it was loaded has its first event by now.
    fn noted(&self, key: &SnapshotKey, now: Timestamp) -> Option<Covered> {
        let noted = self.shared().marks.get(key)?;
        if noted.at.is_some() {
            return Some(noted);
        }
        let begun = Covered { at: Some(now), ..noted };
        self.shared().marks.replace(key, Some(noted), begun);
        Some(begun)
    }

    fn hand(&self, job: Job, before: Option<Covered>) {
        if let Err(job) = self.0.hand(Box::new(job)) {
            self.shared().marks.set(&job.key, before);
            self.shared().counters.snapshots_dropped.increment();
        }
    }

    /// Remembers how a state was loaded that a cache will share.
    pub(super) fn learn<A: Apply>(&self, stream: &StreamId, progress: &Progress) {
        if let (Some(_), Some(covered)) = (A::SNAPSHOTS, progress.covered) {
            self.shared().marks.learn(&snapshot_key::<A>(stream), covered);
        }
    }

    /// A snapshot was of no use: nothing is known of the newest one.
    pub(super) fn ignored<A: Apply>(&self, stream: &StreamId) {
        self.shared().counters.snapshots_ignored.increment();
        self.shared().marks.set(&snapshot_key::<A>(stream), None);
    }

    /// When a replay begins, if its time counts.
    pub(super) fn begin_replay<A: Apply>(&self) -> Option<Timestamp> {
        let timed = A::SNAPSHOTS.is_some_and(|snapshots| snapshots.policy().looks_at_replay());
        timed.then(|| self.shared().now())
    }

    /// The replay that began then has ended.
    pub(super) fn end_replay(&self, begun: Option<Timestamp>, progress: &mut Progress) {
        if let Some(begun) = begun {
            progress.took(elapsed(begun, self.shared().now()));
        }
    }

    /// Waits until nothing waits to be taken or is being taken.
    pub(super) async fn settled(&self) {
        self.shared().queue.settled().await;
    }

    /// The time by the clock of snapshots.
    pub(super) fn now(&self) -> Timestamp {
        self.shared().now()
    }

    fn shared(&self) -> &Shared {
        &self.0.shared
    }
}

pub(super) fn snapshot_key<A: Apply>(stream: &StreamId) -> SnapshotKey {
    SnapshotKey { stream: stream.clone(), fingerprint: fingerprint::<A>() }
}
