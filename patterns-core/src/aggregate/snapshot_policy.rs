//! When a snapshot is due: pure, from what is known of the newest one.

use core::time::Duration;

/// A replay of fewer events is never the reason for a snapshot: what made it slow was not their number.
const FEWEST_REPLAYED: u64 = 16;

/// When snapshots of a type are taken, and how many are kept. Of several conditions the one that is met first counts; without any,
/// snapshots are taken on demand only.
///
/// ```
/// use std::time::Duration;
/// use patterns_core::aggregate::{SnapshotPolicy, SnapshotProgress};
///
/// let policy = SnapshotPolicy::new().events(100).age(Duration::from_secs(24 * 3600)).keep(3);
/// let hour = SnapshotProgress { behind: 5, age: Duration::from_secs(3600), ..Default::default() };
/// assert!(!policy.due(&hour));
/// assert!(policy.due(&SnapshotProgress { behind: 100, ..hour }));
/// assert!(policy.due(&SnapshotProgress { age: 25 * hour.age, ..hour }));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SnapshotPolicy {
    events: Option<u64>,
    age: Option<Duration>,
    replay: Option<Duration>,
    keep: usize,
}

/// How far a state has come since the newest snapshot of its stream.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct SnapshotProgress {
    /// So many events are not covered by it.
    pub behind: u64,
    /// So long ago the last event that it covers was recorded; without a snapshot the first event of the stream.
    pub age: Duration,
    /// So many events were replayed when the state was loaded.
    pub replayed: u64,
    /// So long that took, reading included.
    pub replay: Duration,
}

impl SnapshotPolicy {
    /// On demand only, and one is kept.
    pub const fn new() -> Self {
        Self { events: None, age: None, replay: None, keep: 1 }
    }

    /// As soon as so many events are not covered; 0 counts as 1.
    #[must_use]
    pub const fn events(mut self, events: u64) -> Self {
        self.events = Some(events);
        self
    }

    /// With the first event, or the first load, so long after the last event that the newest snapshot covers was recorded; without a
    /// snapshot, after the first event of the stream.
    #[must_use]
    pub const fn age(mut self, age: Duration) -> Self {
        self.age = Some(age);
        self
    }

    /// As soon as a load has spent so long on reading and applying the events after the newest snapshot, if they were 16 or more.
    #[must_use]
    pub const fn replay(mut self, replay: Duration) -> Self {
        self.replay = Some(replay);
        self
    }

    /// So many snapshots of a stream are kept; 0 counts as 1. States at earlier versions are folded from the nearest one below.
    #[must_use]
    pub const fn keep(mut self, keep: usize) -> Self {
        self.keep = if keep == 0 { 1 } else { keep };
        self
    }

    /// How many snapshots of a stream are kept.
    pub const fn kept(&self) -> usize {
        self.keep
    }

    /// Whether a snapshot is due. None is while everything is covered.
    pub fn due(&self, progress: &SnapshotProgress) -> bool {
        let &SnapshotProgress { behind, age, replayed, replay } = progress;
        let slow = |longest| replayed >= FEWEST_REPLAYED && replay >= longest;
        behind > 0
            && (self.events.is_some_and(|events| behind >= events)
                || self.age.is_some_and(|oldest| age >= oldest)
                || self.replay.is_some_and(slow))
    }

    /// Whether loads are to be timed.
    pub(crate) const fn looks_at_replay(&self) -> bool {
        self.replay.is_some()
    }
}

impl Default for SnapshotPolicy {
    fn default() -> Self {
        Self::new()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const MINUTE: Duration = Duration::from_secs(60);
    const LATE: SnapshotProgress =
        SnapshotProgress { behind: 99, age: MINUTE, replayed: 99, replay: MINUTE };

    #[test]
    fn without_a_condition_nothing_is_due() {
        assert!(!SnapshotPolicy::new().due(&LATE));
        assert_eq!(SnapshotPolicy::new(), SnapshotPolicy::default());
    }

    #[test]
    fn each_condition_is_met_at_its_bound_and_not_before() {
        let short = Duration::from_millis(59_999);
        let policies = [
            (SnapshotPolicy::new().events(99), SnapshotProgress { behind: 98, ..LATE }),
            (SnapshotPolicy::new().age(MINUTE), SnapshotProgress { age: short, ..LATE }),
            (SnapshotPolicy::new().replay(MINUTE), SnapshotProgress { replay: short, ..LATE }),
            (SnapshotPolicy::new().replay(MINUTE), SnapshotProgress { replayed: 15, ..LATE }),
        ];
        for (policy, early) in policies {
            assert!(policy.due(&LATE), "{policy:?}");
            assert!(!policy.due(&early), "{policy:?}");
        }
    }

    #[test]
    fn the_first_condition_counts() {
        let policy = SnapshotPolicy::new().events(99).age(MINUTE).replay(MINUTE);
        let none = SnapshotProgress { behind: 1, ..SnapshotProgress::default() };
        assert!(!policy.due(&none));
        assert!(policy.due(&SnapshotProgress { behind: 99, ..none }));
        assert!(policy.due(&SnapshotProgress { age: MINUTE, ..none }));
        assert!(policy.due(&SnapshotProgress { replayed: 16, replay: MINUTE, ..none }));
    }

    #[test]
    fn nothing_is_due_while_everything_is_covered() {
        let policy = SnapshotPolicy::new().events(0).age(Duration::ZERO).replay(Duration::ZERO);
        assert!(!policy.due(&SnapshotProgress { behind: 0, ..LATE }));
        assert!(policy.due(&SnapshotProgress { behind: 1, ..SnapshotProgress::default() }));
    }

    #[test]
    fn at_least_one_is_kept() {
        assert_eq!([0, 1, 5].map(|keep| SnapshotPolicy::new().keep(keep).kept()), [1, 1, 5]);
    }
}
