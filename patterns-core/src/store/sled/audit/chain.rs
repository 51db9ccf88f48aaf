//! One chain of hashes, of a stream or of the log, while it is followed past damage.
//!
//! Events can have been taken out or put in, and all later ones numbered anew. So two numbers are kept: the one that events bear, and the
//! one under which they were recorded, which is the one in their hashes.

use super::findings::FindingId;
use crate::event::ChainHash;

/// So many events at most can have been taken out or put in at one place for their number to be found.
pub(super) const MOST_SHIFTED: i64 = 1024;

/// Numbers that are read are no higher, so that those computed with them have room. Nobody records as many events.
pub(super) fn believable(number: u64) -> u64 {
    number.min(1 << 60)
}

/// A place in a chain from which it can go on.
#[derive(Clone, Copy, Debug)]
pub(super) struct Point {
    /// The number of the last event, as it stands there.
    pub(super) number: u64,
    /// The number under which it was recorded.
    pub(super) original: u64,
    pub(super) hash: ChainHash,
}

/// A chain up to some event.
#[derive(Clone, Copy, Debug)]
pub(super) struct Chain {
    /// The end, with the hash that the store has of it.
    pub(super) end: Point,
    /// The hash that the events give, where it is another.
    pub(super) computed: Option<ChainHash>,
    /// The last end before what is doubted.
    pub(super) trusted: Option<Point>,
    /// The finding about what is doubted, which what comes next can explain.
    pub(super) doubt: Option<FindingId>,
}

/// From where a chain was found to go on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Origin {
    /// From its end.
    End,
    /// From the end, and the hash that stands there is not the one it had.
    Computed,
    /// From before what is doubted: that was put in.
    Trusted,
}

impl Chain {
    pub(super) const fn beginning(hash: ChainHash) -> Self {
        let end = Point { number: 0, original: 0, hash };
        Self { end, computed: None, trusted: None, doubt: None }
    }

    /// Where it can go on from.
    pub(super) fn origins(&self) -> impl Iterator<Item = (Origin, Point)> + use<> {
        let computed = self.computed.map(|hash| (Origin::Computed, Point { hash, ..self.end }));
        let trusted = self.trusted.map(|point| (Origin::Trusted, point));
        [Some((Origin::End, self.end)), computed, trusted].into_iter().flatten()
    }

    /// How much lower events are numbered than they were recorded.
    pub(super) const fn shift(&self) -> i64 {
        self.end.original.wrapping_sub(self.end.number).cast_signed()
    }

    /// The chain after what follows it without doubt.
    pub(super) const fn followed(end: Point) -> Self {
        Self { end, computed: None, trusted: None, doubt: None }
    }

    /// The chain after what follows it and proves nothing: from wherever it goes on, it goes on `after` that.
    pub(super) fn advanced(&self, after: impl Fn(Point) -> Option<Point>) -> Option<Self> {
        let computed = self.computed.and_then(|hash| after(Point { hash, ..self.end }));
        let end = after(self.end)?;
        let computed = computed.map(|point| point.hash);
        Some(Self { end, computed, trusted: self.trusted.and_then(after), doubt: self.doubt })
    }

    /// The chain after something doubtful that ends at `end`.
    pub(super) fn doubted(
        &self,
        end: Point,
        computed: Option<ChainHash>,
        finding: FindingId,
    ) -> Self {
        let computed = computed.filter(|hash| *hash != end.hash);
        Self {
            end,
            computed,
            trusted: Some(self.trusted.unwrap_or(self.end)),
            doubt: Some(finding),
        }
    }
}

/// Numbers to try for how many events were taken out (above 0) or put in, the likeliest first; fewer when each try costs `length` bytes of
/// hashing.
pub(super) fn shifts(length: usize) -> impl Iterator<Item = i64> {
    const BYTES: usize = 4 << 20;
    let most = i64::try_from(BYTES / length.max(64)).unwrap_or(MOST_SHIFTED);
    (1..=most.clamp(1, MOST_SHIFTED)).flat_map(|shift| [shift, -shift])
}

/// `number` moved by `by`; `None` where there is no such number.
pub(super) const fn shifted(number: u64, by: i64) -> Option<u64> {
    number.checked_add_signed(by)
}
