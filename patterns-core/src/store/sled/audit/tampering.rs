//! What can have been done to a frame, and what it would mean for the numbers of its slices.

use super::{chain::shifted, streams::Link};

/// What could have been done to a frame.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Tampering {
    Nothing,
    /// The hash of a slice is another.
    Hash(usize),
    /// A slice was put in.
    Inserted(usize),
    /// So many more events were in a slice.
    Count(usize, i64),
    /// So many more events of the stream were before a slice.
    Version(usize, i64),
    /// So many more events were before a slice, in the log as in its stream.
    Both(usize, i64),
    /// So many more events of the stream were before a slice, in a frame before this one.
    Gone(usize, i64),
    /// So many more events were before the frame.
    Shifted(i64),
    /// So much later ended the commit that the frame belongs to.
    Ended(i64),
}

impl Tampering {
    /// The slice that it was done to.
    pub(super) const fn slice(self) -> Option<usize> {
        match self {
            Self::Hash(slice) | Self::Inserted(slice) => Some(slice),
            Self::Count(slice, _)
            | Self::Version(slice, _)
            | Self::Both(slice, _)
            | Self::Gone(slice, _) => Some(slice),
            Self::Nothing | Self::Shifted(_) | Self::Ended(_) => None,
        }
    }

    /// The first version, the number of events, and how many events are missing before them in the log.
    pub(super) fn numbers(self, slice: usize, link: &Link) -> Option<(u64, u32, i64)> {
        let plain = (link.first_version, link.count, 0);
        Some(match self {
            Self::Count(at, by) if at == slice => {
                let count = link.count.checked_add_signed(i32::try_from(by).ok()?)?;
                (link.first_version, count, 0)
            }
            Self::Version(at, by) if at == slice => {
                (shifted(link.first_version, by)?, link.count, 0)
            }
            Self::Both(at, by) if at == slice => (shifted(link.first_version, by)?, link.count, by),
            _ => plain,
        })
    }

    /// How many positions a slice took.
    pub(super) fn span(self, slice: usize, link: &Link) -> Option<u64> {
        if self == Self::Inserted(slice) {
            return Some(0);
        }
        let (_, count, before) = self.numbers(slice, link)?;
        shifted(count.into(), before)
    }
}
