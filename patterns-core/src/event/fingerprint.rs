//! Fingerprints of code, made by the macros at compile time.

/// Identifies the shape of a state or the body of a fold: equal tokens give equal fingerprints.
///
/// A snapshot is kept under the fingerprint of the code that made it, so code that has changed never reads it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Fingerprint(u64);

impl Fingerprint {
    /// A fingerprint with a value of your own, to be raised by hand whenever the code it stands for changes.
    pub const fn new(value: u64) -> Self {
        Self(value)
    }

    /// The fingerprint of two things together.
    #[must_use]
    pub const fn combine(self, other: Self) -> Self {
        // One round of FNV-1a over a 64-bit word (Fowler, Noll, Vo), so that the order counts.
        Self((self.0.rotate_left(29) ^ other.0).wrapping_mul(0x0000_0100_0000_01b3))
    }

    /// The value.
    pub const fn value(self) -> u64 {
        self.0
    }
}
