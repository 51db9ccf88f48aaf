//! The byte format, after the tuple layer of FoundationDB: a type tag, then bytes that sort as the value and end themselves.

use core::fmt;

const BYTES: u8 = 0x01;
const TEXT: u8 = 0x02;
const FALSE: u8 = 0x05;
const TRUE: u8 = 0x06;
/// Tag of the integer 0. A positive integer of `n` bytes has the tag `INTEGER + n`, a negative one `INTEGER - n`.
const INTEGER: u8 = 0x20;
const WIDEST_INTEGER: u8 = 16;
/// Ends a text or byte string and never occurs inside one: there 0 and 1 are written as `ESCAPE` and themselves plus one. So no key
/// is the beginning of another, which with the escape of FoundationDB it could be ("a" of "a\0").
const END: u8 = 0x00;
const ESCAPE: u8 = 0x01;

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

/// Prints canonical bytes element by element, separated by `/`; bytes that are no key are printed as hexadecimal digits.
pub(crate) fn fmt_elements(mut rest: &[u8], f: &mut fmt::Formatter<'_>) -> fmt::Result {
    let mut separator = "";
    while !rest.is_empty() {
        f.write_str(separator)?;
        rest = match Element::read(rest) {
            Some((element, rest)) => {
                write!(f, "{element}")?;
                rest
            }
            None => {
                fmt_hex(rest, f)?;
                &[]
            }
        };
        separator = "/";
    }
    Ok(())
}

fn fmt_hex(bytes: &[u8], f: &mut fmt::Formatter<'_>) -> fmt::Result {
    f.write_str("0x")?;
    bytes.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
}

/// One decoded element, for printing only.
enum Element {
    Text(String),
    Bytes(Vec<u8>),
    Boolean(bool),
    Unsigned(u128),
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
            ESCAPE => {
                after.split_first().and_then(|(next, after)| Some((next.checked_sub(1)?, after)))?
            }
            _ => (byte, after),
        };
        value.push(byte);
        rest = after;
    }
}

impl fmt::Display for Element {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Text(text) => write!(f, "{}", text.escape_debug()),
            Self::Bytes(bytes) => fmt_hex(bytes, f),
            Self::Boolean(value) => write!(f, "{value}"),
            Self::Unsigned(value) => write!(f, "{value}"),
            Self::Negative(value) => write!(f, "-{value}"),
        }
    }
}
