//! Values one after the other.

use bytes::Bytes;

pub(in crate::store::sled) fn put_bytes(to: &mut Vec<u8>, bytes: &[u8]) {
    put_varint(to, bytes.len() as u64);
    to.extend(bytes);
}

pub(in crate::store::sled) fn put_varint(to: &mut Vec<u8>, mut value: u64) {
    while value >= 0x80 {
        to.push(value as u8 | 0x80);
        value >>= 7;
    }
    to.push(value as u8);
}

/// Reads values one after the other; `None` when the bytes do not hold them.
pub(in crate::store::sled) struct Cursor<'a> {
    pub(in crate::store::sled) bytes: &'a Bytes,
    pub(in crate::store::sled) at: usize,
}

impl Cursor<'_> {
    pub(in crate::store::sled) fn fixed<const N: usize>(&mut self) -> Option<[u8; N]> {
        let value = self.bytes.get(self.at..self.at.checked_add(N)?)?;
        self.at += N;
        value.try_into().ok()
    }

    pub(in crate::store::sled) fn word(&mut self) -> Option<u64> {
        self.fixed().map(u64::from_le_bytes)
    }

    pub(in crate::store::sled) fn varint(&mut self) -> Option<u64> {
        let mut value = 0;
        for shift in (0..64).step_by(7) {
            let byte = *self.bytes.get(self.at)?;
            self.at += 1;
            value |= u64::from(byte & 0x7f) << shift;
            if byte < 0x80 {
                return Some(value);
            }
        }
        None
    }

    pub(super) fn skip(&mut self) -> Option<core::ops::Range<usize>> {
        let length = usize::try_from(self.varint()?).ok()?;
        let range = self.at..self.at.checked_add(length)?;
        (range.end <= self.bytes.len()).then_some(())?;
        self.at = range.end;
        Some(range)
    }

    pub(in crate::store::sled) fn take(&mut self) -> Option<Bytes> {
        self.skip().map(|range| self.bytes.slice(range))
    }
}
