//! The byte format, after the tuple layer of FoundationDB: a type tag, then bytes that sort as the value and end themselves.

use core::fmt;

use super::print::fmt_elements;

pub(super) const BYTES: u8 = 0x01;
pub(super) const TEXT: u8 = 0x02;
pub(super) const FALSE: u8 = 0x05;
pub(super) const TRUE: u8 = 0x06;
/// Tag of the integer 0. A positive integer of `n` bytes has the tag `INTEGER + n`, a negative one `INTEGER - n`.
pub(super) const INTEGER: u8 = 0x20;
pub(super) const WIDEST_INTEGER: u8 = 16;
/// Ends a text or byte string and never occurs inside one: there 0 and 1 are written as `ESCAPE` and themselves plus one. So no key
/// is the beginning of another, which with the escape of FoundationDB it could be ("a" of "a\0").
pub(super) const END: u8 = 0x00;
pub(super) const ESCAPE: u8 = 0x01;

/// Writes the canonical bytes of a key, one element after the other.
#[derive(Debug, Default)]
pub struct KeyEncoder(Vec<u8>);

impl KeyEncoder {
    /// Appends a text.
    pub fn text(&mut self, value: &str) {
        self.escaped(TEXT, value.as_bytes());
    }

    /// Appends a byte string.
    pub fn bytes(&mut self, value: &[u8]) {
        self.escaped(BYTES, value);
    }

    /// Appends a truth value.
    pub fn boolean(&mut self, value: bool) {
        self.0.push(if value { TRUE } else { FALSE });
    }

    /// Appends an integer that is not negative; its width does not matter.
    pub fn unsigned(&mut self, value: u128) {
        self.integer(value, value.to_be_bytes(), |tag, length| tag + length);
    }

    /// Appends an integer; its width does not matter.
    pub fn signed(&mut self, value: i128) {
        if value >= 0 {
            return self.unsigned(value.unsigned_abs());
        }
        let magnitude = value.unsigned_abs();
        self.integer(magnitude, (!magnitude).to_be_bytes(), |tag, length| tag - length);
    }

    /// The bytes written so far.
    pub fn finish(self) -> KeyBytes {
        KeyBytes(self.0)
    }

    fn escaped(&mut self, tag: u8, value: &[u8]) {
        self.0.push(tag);
        for &byte in value {
            match byte {
                END | ESCAPE => self.0.extend([ESCAPE, byte + 1]),
                _ => self.0.push(byte),
            }
        }
        self.0.push(END);
    }

    fn integer(&mut self, magnitude: u128, big_endian: [u8; 16], tag: fn(u8, u8) -> u8) {
        let unused = (magnitude.leading_zeros() / 8) as u8;
        self.0.push(tag(INTEGER, WIDEST_INTEGER - unused));
        self.0.extend(big_endian.iter().skip(usize::from(unused)));
    }
}

/// The canonical encoding of a key. Sorts as the key does, and prints readably.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct KeyBytes(Vec<u8>);

impl KeyBytes {
    /// The bytes.
    pub fn as_bytes(&self) -> &[u8] {
        &self.0
    }

    /// The bytes, owned.
    pub fn into_bytes(self) -> Vec<u8> {
        self.0
    }
}

impl fmt::Display for KeyBytes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt_elements(&self.0, f)
    }
}

impl fmt::Debug for KeyBytes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self}")
    }
}
