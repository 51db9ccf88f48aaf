//! Which events of a type may be archived: pure, from what is known of a stream.

use std::time::Duration;

/// Which events of a type may leave the live database. A new policy archives nothing; what is added to it allows more streams, or fewer of
/// their events.
///
/// ```
/// # use std::time::Duration;
/// # use patterns_core::repository::ArchivePolicy;
/// let year = Duration::from_secs(365 * 24 * 60 * 60);
/// // Of every stream what is older than a year, but never the last hundred events; closed streams as soon as they are a year old.
/// let policy = ArchivePolicy::new().older_than(year).keep_last(100).closed();
/// ```
///
/// | stream | leaves | stays |
/// |---|---|---|
/// | open | events that are neither among the last [`keep_last`](Self::keep_last) nor younger than [`older_than`](Self::older_than); none if neither was said | those that its newest usable snapshot does not cover, if the type declares snapshots |
/// | closed, with [`closed`](Self::closed) | all events, once the last is older than [`older_than`](Self::older_than) | until then all events |
///
/// A stream is closed when its last event is [`FrameworkEvent::Closed`](crate::event::FrameworkEvent::Closed). A snapshot is usable when the
/// code that asks can read it. Loading an aggregate, and every command, needs only what the newest snapshot does not cover: so for types with
/// snapshots, commands never read the archive, unless an undo leads them back behind the snapshot.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[must_use]
pub struct ArchivePolicy {
    keep_last: Option<u64>,
    older_than: Option<Duration>,
    closed: bool,
}

/// What a policy is asked about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Stream {
    pub(super) head: u64,
    pub(super) closed: bool,
    /// The last version that is as old as the policy asks; that of the head where it does not ask.
    pub(super) old_until: u64,
    /// How many events the newest usable snapshot covers; `None` for types without snapshots.
    pub(super) covered: Option<u64>,
}

impl ArchivePolicy {
    /// Archives nothing.
    pub const fn new() -> Self {
        Self { keep_last: None, older_than: None, closed: false }
    }

    /// Of open streams, the last `events` stay.
    pub const fn keep_last(mut self, events: u64) -> Self {
        self.keep_last = Some(events);
        self
    }

    /// Of open streams, what was recorded within the last `age` stays; so do closed streams, whole, whose last event was.
    ///
    /// The time is that of recording, and the age is measured by the clock that snapshots are measured by, see
    /// [`with_snapshot_clock`](super::super::Database::with_snapshot_clock).
    pub const fn older_than(mut self, age: Duration) -> Self {
        self.older_than = Some(age);
        self
    }

    /// Closed streams leave whole or not at all, whatever is said of open ones.
    pub const fn closed(mut self) -> Self {
        self.closed = true;
        self
    }

    pub(super) const fn age(self) -> Option<Duration> {
        self.older_than
    }

    /// Whether it matters which streams are closed.
    pub(super) const fn asks_for_closed(self) -> bool {
        self.closed
    }

    /// Whether open streams are archived at all.
    pub(super) const fn asks_for_open(self) -> bool {
        self.keep_last.is_some() || self.older_than.is_some()
    }

    /// The last version that may leave.
    pub(super) fn cut(self, stream: Stream) -> u64 {
        let Stream { head, closed, old_until, covered } = stream;
        if self.closed && closed {
            // Nothing of it is covered by a snapshot that anybody looked for: it leaves whole or not at all.
            return if old_until >= head { head } else { 0 };
        }
        if !self.asks_for_open() {
            return 0;
        }
        let kept = self.keep_last.unwrap_or_default();
        head.saturating_sub(kept).min(old_until).min(covered.unwrap_or(u64::MAX))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const AGE: Duration = Duration::from_secs(1);
    const OPEN: Stream = Stream { head: 100, closed: false, old_until: 100, covered: None };
    const CLOSED: Stream = Stream { closed: true, ..OPEN };

    #[test]
    fn open_streams_keep_what_any_condition_keeps() {
        let (none, last, old) = (
            ArchivePolicy::new(),
            ArchivePolicy::new().keep_last(30),
            ArchivePolicy::new().older_than(AGE),
        );
        let at = |old_until, covered| Stream { old_until, covered, ..OPEN };
        assert_eq!(none.cut(OPEN), 0, "without a condition nothing leaves");
        assert_eq!(last.cut(OPEN), 70);
        assert_eq!(last.cut(Stream { head: 20, ..OPEN }), 0, "a short stream stays");
        assert_eq!(old.cut(at(60, None)), 60);
        assert_eq!(last.older_than(AGE).cut(at(60, None)), 60);
        assert_eq!(last.older_than(AGE).cut(at(90, None)), 70);
        assert_eq!(last.cut(at(100, Some(50))), 50, "not beyond the snapshot");
        assert_eq!(last.cut(at(100, Some(0))), 0, "without one nothing leaves");
        assert_eq!(ArchivePolicy::new().keep_last(0).cut(OPEN), 100);
    }

    #[test]
    fn closed_streams_leave_whole_when_they_are_old_enough() {
        let closed = ArchivePolicy::new().closed();
        assert_eq!(closed.cut(OPEN), 0);
        assert_eq!(closed.cut(Stream { covered: Some(0), ..CLOSED }), 100, "without any snapshot");
        assert_eq!(closed.keep_last(30).cut(CLOSED), 100);
        assert_eq!(closed.keep_last(30).cut(OPEN), 70);
        let old = closed.older_than(AGE);
        assert_eq!(old.cut(CLOSED), 100);
        let young = Stream { old_until: 99, ..CLOSED };
        assert_eq!(old.cut(young), 0, "whole or not at all");
        assert_eq!(old.keep_last(30).cut(young), 0, "whatever is said of open ones");
        assert_eq!(ArchivePolicy::new().older_than(AGE).cut(young), 99, "where nobody asks");
        assert_eq!(ArchivePolicy::new().keep_last(30).cut(CLOSED), 70, "where nobody asks");
    }
}
