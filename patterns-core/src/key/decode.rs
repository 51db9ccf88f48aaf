//! The inverse of the byte format.

use super::encode::{BYTES, END, ESCAPE, FALSE, INTEGER, TEXT, TRUE, WIDEST_INTEGER};

/// Reads the canonical bytes of a key, one element after the other. Whatever the encoder would not have written is nothing.
#[derive(Clone, Debug)]
pub struct KeyDecoder<'a>(&'a [u8]);

impl<'a> KeyDecoder<'a> {
    /// Reads `bytes` from the beginning.
    pub const fn new(bytes: &'a [u8]) -> Self {
        Self(bytes)
    }

    /// Whether everything has been read.
    pub const fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The next element, if it is a text.
    pub fn text(&mut self) -> Option<String> {
        match self.element()? {
            Element::Text(text) => Some(text),
            _ => None,
        }
    }

    /// The next element, if it is a byte string.
    pub fn bytes(&mut self) -> Option<Vec<u8>> {
        match self.element()? {
            Element::Bytes(bytes) => Some(bytes),
            _ => None,
        }
    }

    /// The next element, if it is a truth value.
    pub fn boolean(&mut self) -> Option<bool> {
        match self.element()? {
            Element::Boolean(value) => Some(value),
            _ => None,
        }
    }

    /// The next element, if it is an integer that is not negative.
    pub fn unsigned(&mut self) -> Option<u128> {
        match self.element()? {
            Element::Unsigned(value) => Some(value),
            _ => None,
        }
    }

    /// The next element, if it is an integer that fits.
    pub fn signed(&mut self) -> Option<i128> {
        match self.element()? {
            Element::Unsigned(value) => value.try_into().ok(),
            Element::Negative(magnitude) => 0_i128.checked_sub_unsigned(magnitude),
            _ => None,
        }
    }

    /// What has not been read.
    pub(super) const fn rest(&self) -> &'a [u8] {
        self.0
    }

    /// The next element; nothing is read when there is none.
    pub(crate) fn element(&mut self) -> Option<Element> {
        let (element, rest) = Element::read(self.0)?;
        self.0 = rest;
        Some(element)
    }
}

/// One decoded element.
pub(crate) enum Element {
    Text(String),
    Bytes(Vec<u8>),
    Boolean(bool),
    Unsigned(u128),
    /// The magnitude of a negative integer.
    Negative(u128),
}

impl Element {
    fn read(from: &[u8]) -> Option<(Self, &[u8])> {
        let (&tag, rest) = from.split_first()?;
        match tag {
            TEXT => {
                let (bytes, rest) = unescape(rest)?;
                Some((Self::Text(String::from_utf8(bytes).ok()?), rest))
            }
            BYTES => unescape(rest).map(|(bytes, rest)| (Self::Bytes(bytes), rest)),
            FALSE | TRUE => Some((Self::Boolean(tag == TRUE), rest)),
            _ => Self::read_integer(tag, rest),
        }
    }

    fn read_integer(tag: u8, rest: &[u8]) -> Option<(Self, &[u8])> {
        let length = tag.abs_diff(INTEGER);
        if length > WIDEST_INTEGER {
            return None;
        }
        let (digits, rest) = rest.split_at_checked(usize::from(length))?;
        let fill = if tag < INTEGER { 0xff } else { 0 };
        if digits.first() == Some(&fill) {
            return None; // An integer is written with as few digits as it needs.
        }
        let mut wide = [fill; 16];
        wide.iter_mut().rev().zip(digits.iter().rev()).for_each(|(to, from)| *to = *from);
        let value = u128::from_be_bytes(wide);
        Some((if tag < INTEGER { Self::Negative(!value) } else { Self::Unsigned(value) }, rest))
    }
}

fn unescape(from: &[u8]) -> Option<(Vec<u8>, &[u8])> {
    let mut value = Vec::new();
    let mut rest = from;
    loop {
        let (&byte, after) = rest.split_first()?;
        let (byte, after) = match byte {
            END => return Some((value, after)),
            ESCAPE => unescape_one(after)?,
            _ => (byte, after),
        };
        value.push(byte);
        rest = after;
    }
}

fn unescape_one(after: &[u8]) -> Option<(u8, &[u8])> {
    let (&escaped, after) = after.split_first()?;
    let byte = escaped.checked_sub(1).filter(|byte| matches!(*byte, END | ESCAPE))?;
    Some((byte, after))
}
