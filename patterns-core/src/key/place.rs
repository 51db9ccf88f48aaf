//! Places, and ranges of them.

use core::fmt;

use serde::{Deserialize, Serialize};

/// Regions begin where slots do, as long as there are at least 2^12 slots; so a region is a whole number of slots.
const REGION_BITS: u32 = 12;

/// Where a shard key lies: a number of 64 bits, the same for ever and on every machine.
///
/// ```
/// use patterns_core::key::{PlaceRange, ShardKey};
/// let place = "Ann".place();
/// assert_eq!(place, "Ann".to_string().place());
/// assert_eq!(place.to_string().len(), 16);
/// assert!(PlaceRange::slot(12, place.slot(12)).contains(place));
/// ```
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Place(u64);

impl Place {
    /// The place `value`.
    pub const fn new(value: u64) -> Self {
        Self(value)
    }

    /// The number.
    pub const fn value(self) -> u64 {
        self.0
    }

    /// Which of `2^bits` slots of one size the place lies in; `bits` above 32 count as 32.
    #[inline]
    pub const fn slot(self, bits: u8) -> u32 {
        // In two steps: a shift by all 64 bits is none.
        ((self.0 >> 32) >> (32 - width(bits))) as u32
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:016x}", self.0)
    }
}

/// The places from one to another, both included; never empty.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(try_from = "(Place, Place)", into = "(Place, Place)")]
pub struct PlaceRange {
    first: u64,
    last: u64,
}

impl PlaceRange {
    /// All places.
    pub const ALL: Self = Self { first: 0, last: u64::MAX };

    /// The places from `first` to `last`; none if that is no place at all.
    pub const fn new(first: Place, last: Place) -> Option<Self> {
        if first.0 > last.0 { None } else { Some(Self { first: first.0, last: last.0 }) }
    }

    /// One place.
    pub const fn single(place: Place) -> Self {
        Self { first: place.0, last: place.0 }
    }

    /// Slot `number` of `2^bits` slots of one size; `bits` above 32 count as 32, and `number` counts modulo the slots.
    pub const fn slot(bits: u8, number: u32) -> Self {
        let bits = width(bits);
        let first = ((number as u64) << 32) << (32 - bits);
        Self { first, last: first | (u64::MAX >> bits) }
    }

    /// Region `index` of `of`. The regions follow each other and cover all places; they differ by one 4,096th of all
    /// places at most, or by one 2^32nd if there are more than 4,096. An index that is too high counts as the last, 0 regions
    /// as 1.
    pub const fn share(index: u32, of: u32) -> Self {
        let of = if of == 0 { 1 } else { of as u64 };
        let index = if index as u64 >= of { of - 1 } else { index as u64 };
        let bits = if of <= 1 << REGION_BITS { REGION_BITS } else { 32 };
        let first = ((index << bits) / of) << (64 - bits);
        let next = ((index + 1) << bits) / of;
        let last = if next >> bits == 1 { u64::MAX } else { (next << (64 - bits)) - 1 };
        Self { first, last }
    }

    /// The places of composite keys that begin with parts of these hashes: the top `bytes[0]` bytes of `hashed[0]`, then the
    /// top `bytes[1]` of `hashed[1]`, and so on. A part without a number of bytes takes all that are left, so with every part
    /// the range is one place.
    ///
    /// After the multi-column keys of Vitess: all of a tenant lie side by side, yet spread over many slots.
    ///
    /// ```
    /// use patterns_core::key::{PlaceRange, ShardKey};
    /// let (tenant, order) = ("acme".place(), 7.place());
    /// let whole = PlaceRange::composite(&[2], &[tenant]);
    /// let one = PlaceRange::composite(&[2], &[tenant, order]);
    /// assert!(whole.covers(one) && one.first() == one.last());
    /// assert_eq!(whole.first().slot(16), tenant.slot(16));
    /// ```
    pub fn composite(bytes: &[u8], hashed: &[Place]) -> Self {
        let all_left = core::iter::repeat(&8);
        let parts = bytes.iter().chain(all_left).zip(hashed);
        let (first, used) = parts.fold((0, 0_u32), |(place, used), (&bytes, part)| {
            let next = used.saturating_add(u32::from(bytes) * 8);
            (place | top(part.0, next - used).checked_shr(used).unwrap_or(0), next)
        });
        Self { first, last: first | u64::MAX.checked_shr(used).unwrap_or(0) }
    }

    /// The first place.
    pub const fn first(self) -> Place {
        Place(self.first)
    }

    /// The last place.
    pub const fn last(self) -> Place {
        Place(self.last)
    }

    /// Whether the place is one of these.
    pub const fn contains(self, place: Place) -> bool {
        self.first <= place.0 && place.0 <= self.last
    }

    /// Whether every place of `other` is one of these.
    pub const fn covers(self, other: Self) -> bool {
        self.first <= other.first && other.last <= self.last
    }

    /// Whether a place is in both.
    pub const fn overlaps(self, other: Self) -> bool {
        self.first <= other.last && other.first <= self.last
    }

    /// This range cut at both ends of `cut`: what is before it, `cut` itself and what is after it. `cut` must be inside.
    pub(crate) fn around(self, cut: Self) -> Vec<Self> {
        let before = cut.first.checked_sub(1).map(|last| (self.first, last));
        let after = cut.last.checked_add(1).map(|first| (first, self.last));
        let pieces = [before, Some((cut.first, cut.last)), after].into_iter().flatten();
        let pieces = pieces.filter(|(first, last)| first <= last);
        pieces.map(|(first, last)| Self { first, last }).collect()
    }

    /// The two halves of this range; itself if it is one place.
    pub(crate) fn halves(self) -> Vec<Self> {
        let middle = self.first + (self.last - self.first) / 2;
        if middle == self.last {
            return vec![self];
        }
        vec![Self { first: self.first, last: middle }, Self { first: middle + 1, last: self.last }]
    }

    /// The places that are in both.
    pub(crate) fn intersection(self, other: Self) -> Option<Self> {
        Self::new(self.first().max(other.first()), self.last().min(other.last()))
    }

    /// The place that lies in this range where `place` lies in all places.
    pub(crate) const fn scale(self, place: Place) -> Place {
        let wide = (self.last - self.first) as u128 + 1;
        Place(self.first + ((place.0 as u128 * wide) >> 64) as u64)
    }
}

impl fmt::Display for PlaceRange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}..={}", self.first(), self.last())
    }
}

impl From<PlaceRange> for (Place, Place) {
    fn from(range: PlaceRange) -> Self {
        (range.first(), range.last())
    }
}

impl TryFrom<(Place, Place)> for PlaceRange {
    type Error = &'static str;

    fn try_from((first, last): (Place, Place)) -> Result<Self, Self::Error> {
        Self::new(first, last).ok_or("a range of places ends before it begins")
    }
}

const fn width(bits: u8) -> u32 {
    if bits > 32 { 32 } else { bits as u32 }
}

/// The top `bits` of a number, the others 0.
fn top(value: u64, bits: u32) -> u64 {
    value & !u64::MAX.checked_shr(bits).unwrap_or(0)
}
