//! The table of positions: where in the log the slices of a segment are, and in which of its blocks.

use std::path::PathBuf;

use bytes::Bytes;

use super::{
    ArchivedSlice,
    blocks::RawBlock,
    file::{UNREADABLE, damaged},
};
use crate::store::{
    StoreError,
    sled::frame::{Cursor, put_varint},
};

/// Where in the log a slice is, and in which block.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::store::sled) struct Placed {
    pub(in crate::store::sled) first: u64,
    pub(in crate::store::sled) events: u32,
    pub(in crate::store::sled) block: u32,
}

impl Placed {
    /// The position after the last one.
    pub(in crate::store::sled) const fn end(&self) -> u64 {
        self.first.saturating_add(self.events as u64)
    }
}

/// Where slices are that are divided into blocks, in the order of positions; `None` when two have the same.
pub(super) fn place(slices: &[ArchivedSlice], blocks: &[RawBlock]) -> Option<Vec<Placed>> {
    let blocks = (0..).zip(blocks);
    let block_of = blocks.flat_map(|(number, block)| core::iter::repeat_n(number, block.slices));
    let mut placed: Vec<_> = slices
        .iter()
        .zip(block_of)
        .map(|(slice, block)| Placed { first: slice.first_position, events: slice.count, block })
        .collect();
    placed.sort_unstable_by_key(|placed| placed.first);
    placed.is_sorted_by(|one, next| one.end() <= next.first).then_some(placed)
}

pub(super) fn write_positions(positions: &[Placed]) -> Vec<u8> {
    let (mut bytes, mut end) = (Vec::new(), 0);
    for placed in positions {
        put_varint(&mut bytes, placed.first - end);
        put_varint(&mut bytes, placed.events.into());
        put_varint(&mut bytes, placed.block.into());
        end = placed.end();
    }
    bytes
}

/// The rows of a table of positions, read one by one.
#[derive(Debug)]
pub(in crate::store::sled) struct Positions {
    bytes: Bytes,
    at: usize,
    end: u64,
    /// The file, for what is said of it.
    path: PathBuf,
}

impl Positions {
    pub(super) const fn read(bytes: Bytes, path: PathBuf) -> Self {
        Self { bytes, at: 0, end: 0, path }
    }

    fn row(&mut self) -> Option<Placed> {
        let mut cursor = Cursor { bytes: &self.bytes, at: self.at };
        let first = self.end.checked_add(cursor.varint()?)?;
        let events = u32::try_from(cursor.varint()?).ok()?;
        let block = u32::try_from(cursor.varint()?).ok()?;
        let placed = Placed { first, events, block };
        (self.at, self.end) = (cursor.at, placed.end());
        Some(placed)
    }
}

impl Iterator for Positions {
    type Item = Result<Placed, StoreError>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.at >= self.bytes.len() {
            return None;
        }
        let row = self.row();
        if row.is_none() {
            self.at = self.bytes.len();
        }
        Some(row.ok_or_else(|| damaged(&self.path, UNREADABLE)))
    }
}
