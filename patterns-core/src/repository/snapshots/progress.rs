//! What a state on its way to a decision knows of the newest snapshot of its stream.

use core::time::Duration;

use crate::{
    aggregate::{SnapshotPolicy, SnapshotProgress},
    event::{RecordedEvent, Timestamp},
};

/// What the newest snapshot of a stream covers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Covered {
    /// So many events; 0 without a snapshot.
    pub(super) version: u64,
    /// When the last of them was recorded; without a snapshot the first event of the stream, if there is one.
    pub(super) at: Option<Timestamp>,
}

/// Why a snapshot is of no use.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::repository) enum Unusable {
    Unreadable,
    /// It knows events that its stream does not have, and would be believed when the stream has others there.
    Ahead,
}

/// How a state was loaded.
#[derive(Clone, Copy, Debug, Default)]
pub(in crate::repository) struct Progress {
    /// `None` for a state out of a cache: nobody has asked the store.
    pub(super) covered: Option<Covered>,
    /// What is wrong with the newest snapshot, if the state was folded without it: another takes its place, due or not.
    pub(super) unusable: Option<Unusable>,
    /// When the last event of the state was recorded, if it was read.
    pub(super) last_event: Option<Timestamp>,
    replayed: u64,
    replay: Duration,
}

impl Progress {
    /// A state that was folded from the first event, or from a snapshot.
    pub(super) fn from(covered: Covered) -> Self {
        Self { covered: Some(covered), last_event: covered.at, ..Self::default() }
    }

    /// A state before the first event, in a stream without a snapshot.
    pub(in crate::repository) fn initial() -> Self {
        Self::from(Covered::default())
    }

    /// A state that a cache shares.
    pub(in crate::repository) fn of_cached() -> Self {
        Self::default()
    }

    /// The newest snapshot was of no use.
    pub(in crate::repository) fn without(self, unusable: Unusable) -> Self {
        Self { unusable: Some(unusable), ..self }
    }

    /// How many snapshots are kept when one of the state is put. Beside one that is ahead of its stream none is to be believed.
    pub(super) fn kept(&self, policy: SnapshotPolicy) -> usize {
        if self.unusable == Some(Unusable::Ahead) { 1 } else { policy.kept() }
    }

    /// Whether no snapshot of the state, which has come to `version`, is wanted.
    pub(super) fn covers(&self, version: u64) -> bool {
        self.unusable.is_none() && self.covered.is_some_and(|covered| covered.version >= version)
    }

    /// The next event was read.
    pub(in crate::repository) fn read(&mut self, event: &RecordedEvent) {
        self.replayed += 1;
        self.last_event = Some(event.recorded_at);
        if let Some(Covered { at: at @ None, .. }) = &mut self.covered {
            *at = Some(event.recorded_at);
        }
    }

    /// Reading and applying them took so long.
    pub(in crate::repository) fn took(&mut self, replay: Duration) {
        self.replay += replay;
    }

    /// Events were recorded that nobody has read.
    pub(in crate::repository) fn recorded(&mut self) {
        self.last_event = None;
    }

    /// What the policy is asked about, when the newest snapshot covers `covered`, which the state was loaded from or which is newer.
    pub(super) fn since(&self, covered: Covered, version: u64, now: Timestamp) -> SnapshotProgress {
        let measured =
            self.covered.is_some_and(|loaded_from| loaded_from.version == covered.version);
        let (replayed, replay) =
            if measured { (self.replayed, self.replay) } else { Default::default() };
        SnapshotProgress {
            behind: version.saturating_sub(covered.version),
            age: covered.at.map_or(Duration::ZERO, |at| elapsed(at, now)),
            replayed,
            replay,
        }
    }
}

/// How long `now` is after `earlier`; nothing if a clock was set back.
pub(super) fn elapsed(earlier: Timestamp, now: Timestamp) -> Duration {
    Duration::from_micros(now.as_micros().saturating_sub(earlier.as_micros()))
}
