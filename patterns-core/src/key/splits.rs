//! Split points of the range strategy, and what they split.

use core::fmt;

/// Where the regions of a range strategy begin, except the first; in ascending order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SplitPoints {
    /// Texts, ordered by their bytes.
    Text(&'static [&'static str]),
    /// Integers.
    Integers(&'static [i128]),
}

impl SplitPoints {
    /// How many points there are.
    pub const fn count(&self) -> u32 {
        match self {
            Self::Text(points) => points.len() as u32,
            Self::Integers(points) => points.len() as u32,
        }
    }

    /// The number of points for which `reached` holds. Points of the other kind split nothing: one region is left.
    pub(super) fn region_of_text(&self, reached: impl Fn(&str) -> bool) -> u32 {
        match self {
            Self::Text(points) => points.partition_point(|point| reached(point)) as u32,
            Self::Integers(_) => 0,
        }
    }

    fn region_of_integer(&self, key: i128) -> u32 {
        match self {
            Self::Text(_) => 0,
            Self::Integers(points) => points.partition_point(|point| *point <= key) as u32,
        }
    }
}

impl fmt::Display for SplitPoints {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Text(points) => f.debug_list().entries(*points).finish(),
            Self::Integers(points) => f.debug_list().entries(*points).finish(),
        }
    }
}

/// A shard key that has an order, so that a range strategy can split it.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be split into ranges",
    label = "has no order that split points cut",
    note = "ranges split texts and integers of a fixed width"
)]
pub trait SplitKey {
    /// Whether points that split the key are texts, or else integers; none if that is not known. The derives refuse points of the
    /// other kind: they would split nothing.
    const BY_TEXTS: Option<bool> = None;

    /// The region of the key: how many of the points are not above it.
    ///
    /// ```
    /// use patterns_core::key::{SplitKey, SplitPoints};
    /// let points = SplitPoints::Text(&["G", "N"]);
    /// assert_eq!(["Ann", "G", "Moe", "Zoe"].map(|name| name.region(&points)), [0, 1, 1, 2]);
    /// ```
    fn region(&self, points: &SplitPoints) -> u32;
}

macro_rules! integers {
    ($($type:ty),* $(,)?) => {$(
        #[diagnostic::do_not_recommend]
        impl SplitKey for $type {
            const BY_TEXTS: Option<bool> = Some(false);

            fn region(&self, points: &SplitPoints) -> u32 {
                // What is above every `i128` is above every point.
                points.region_of_integer(i128::try_from(*self).unwrap_or(i128::MAX))
            }
        }
    )*};
}

integers!(u8, u16, u32, u64, u128, i8, i16, i32, i64, i128);

#[diagnostic::do_not_recommend]
impl SplitKey for str {
    const BY_TEXTS: Option<bool> = Some(true);

    fn region(&self, points: &SplitPoints) -> u32 {
        points.region_of_text(|point| point <= self)
    }
}

#[diagnostic::do_not_recommend]
impl SplitKey for String {
    const BY_TEXTS: Option<bool> = Some(true);

    fn region(&self, points: &SplitPoints) -> u32 {
        self.as_str().region(points)
    }
}

#[diagnostic::do_not_recommend]
impl<K: SplitKey + ?Sized> SplitKey for &K {
    const BY_TEXTS: Option<bool> = K::BY_TEXTS;

    fn region(&self, points: &SplitPoints) -> u32 {
        K::region(self, points)
    }
}
