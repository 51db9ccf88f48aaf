//! The hash that decides places.

use xxhash_rust::xxh3::{Xxh3, xxh3_64_with_seed};

use super::{Place, lowercase::lowercase};

/// Name and version of the hash. Kept in the shard map: a process that does not know the map's algorithm must not route.
pub const ALGORITHM: &str = "xxh3-64/1";

const BYTES: u64 = 1;
const TEXT: u64 = 2;
const BOOLEAN: u64 = 3;
/// Integers from 0 on.
const NATURAL: u64 = 4;
const NEGATIVE: u64 = 5;
const VARIANT: u64 = 6;
const NONE: u64 = 7;
/// Odd, so that tags stay apart; the golden ratio times 2^64, so that all bits of a seed depend on them.
const SPREAD: u64 = 0x9e37_79b9_7f4a_7c15;

/// Hashes a shard key, one element after the other, without a buffer and without allocating.
///
/// Every element is hashed by the 64-bit [XXH3](https://github.com/Cyan4973/xxHash) in one shot; what was hashed before, and
/// the kind of the element, are its seed. So `("a", "bc")` and `("ab", "c")` differ, as do `1` and `true`. Integers are 8 bytes,
/// big-endian, in two's complement, whatever their type; those that do not fit are 16.
///
/// The hash is for spreading, not for security: who chooses keys can choose their places.
#[derive(Clone, Debug, Default)]
pub struct PlaceHasher(u64);

impl PlaceHasher {
    /// A hash of nothing yet.
    #[inline]
    pub const fn new() -> Self {
        Self(0)
    }

    /// Adds a text.
    #[inline]
    pub fn text(&mut self, value: &str) {
        self.element(TEXT, value.as_bytes());
    }

    /// Adds a text in small letters, each letter by itself: the same as adding [`char::to_lowercase`] of all of them as one
    /// text.
    pub fn text_lowercase(&mut self, value: &str) {
        if value.bytes().all(|byte| byte.is_ascii() && !byte.is_ascii_uppercase()) {
            return self.text(value);
        }
        let mut hash = Xxh3::with_seed(self.seed(TEXT));
        lowercase(value).for_each(|letter| hash.update(letter.encode_utf8(&mut [0; 4]).as_bytes()));
        self.0 = hash.digest();
    }

    /// Adds a byte string.
    #[inline]
    pub fn bytes(&mut self, value: &[u8]) {
        self.element(BYTES, value);
    }

    /// Adds a truth value.
    #[inline]
    pub fn boolean(&mut self, value: bool) {
        self.element(BOOLEAN, &[value.into()]);
    }

    /// Adds an integer that is not negative; its type does not matter.
    #[inline]
    pub fn unsigned(&mut self, value: u64) {
        self.element(NATURAL, &value.to_be_bytes());
    }

    /// Adds an integer; its type does not matter.
    #[inline]
    pub fn signed(&mut self, value: i64) {
        let tag = if value < 0 { NEGATIVE } else { NATURAL };
        self.element(tag, &value.to_be_bytes());
    }

    /// Adds an integer that is not negative; its type does not matter.
    pub fn unsigned_wide(&mut self, value: u128) {
        match u64::try_from(value) {
            Ok(value) => self.unsigned(value),
            Err(_) => self.element(NATURAL, &value.to_be_bytes()),
        }
    }

    /// Adds an integer; its type does not matter.
    pub fn signed_wide(&mut self, value: i128) {
        match (u128::try_from(value), i64::try_from(value)) {
            (Ok(value), _) => self.unsigned_wide(value),
            (_, Ok(value)) => self.signed(value),
            _ => self.element(NEGATIVE, &value.to_be_bytes()),
        }
    }

    /// Adds the stored name of an enum's variant.
    #[inline]
    pub fn variant(&mut self, name: &'static str) {
        self.element(VARIANT, name.as_bytes());
    }

    /// Adds that there is nothing.
    #[inline]
    pub fn none(&mut self) {
        self.element(NONE, &[]);
    }

    /// The place of everything that was added.
    #[inline]
    pub const fn finish(self) -> Place {
        Place::new(self.0)
    }

    #[inline]
    fn element(&mut self, tag: u64, bytes: &[u8]) {
        self.0 = xxh3_64_with_seed(bytes, self.seed(tag));
    }

    #[inline]
    const fn seed(&self, tag: u64) -> u64 {
        self.0 ^ tag.wrapping_mul(SPREAD)
    }
}
