//! What a slot or a node was asked to do.

use core::ops::Add;

/// Operations and bytes, of a time that the giver of the figures knows. Sums stop at [`u64::MAX`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Load {
    /// Appends.
    pub appends: u64,
    /// Reads.
    pub reads: u64,
    /// Bytes appended and read.
    pub bytes: u64,
}

impl Load {
    /// A load of so many appends, reads and bytes.
    pub const fn new(appends: u64, reads: u64, bytes: u64) -> Self {
        Self { appends, reads, bytes }
    }

    /// Appends and reads together: what placements are judged by.
    pub const fn operations(&self) -> u64 {
        self.appends.saturating_add(self.reads)
    }
}

impl Add for Load {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        Self {
            appends: self.appends.saturating_add(other.appends),
            reads: self.reads.saturating_add(other.reads),
            bytes: self.bytes.saturating_add(other.bytes),
        }
    }
}
