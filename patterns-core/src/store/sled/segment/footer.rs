//! The tables at the end of a segment file: where its blocks are, and which streams it has. `positions.rs` has the third.

use bytes::Bytes;

use super::{Root, slice::ArchivedSlice};
use crate::{
    event::StreamId,
    store::sled::frame::{Cursor, put_bytes, put_varint},
};

/// What a segment holds altogether.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::store::sled) struct Totals {
    pub(in crate::store::sled) events: u64,
    pub(in crate::store::sled) first_position: u64,
    pub(in crate::store::sled) last_position: u64,
    /// Bytes that its slices had in their frames.
    pub(in crate::store::sled) raw: u64,
}

/// A row of the table of blocks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct BlockEntry {
    /// Where in the file it begins.
    pub(super) at: u64,
    pub(super) compressed: u64,
    pub(super) length: u64,
    pub(super) hash: Root,
    pub(super) first_stream: StreamId,
    pub(super) first_version: u64,
}

/// Which events of a stream a segment has: one stretch of versions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::store::sled) struct StreamRun {
    pub(in crate::store::sled) stream: StreamId,
    pub(in crate::store::sled) first_version: u64,
    pub(in crate::store::sled) events: u64,
}

impl StreamRun {
    pub(in crate::store::sled) const fn last_version(&self) -> u64 {
        self.first_version.saturating_add(self.events).saturating_sub(1)
    }
}

pub(super) fn write_blocks(entries: &[BlockEntry]) -> Vec<u8> {
    let mut bytes = Vec::new();
    for entry in entries {
        put_varint(&mut bytes, entry.compressed);
        put_varint(&mut bytes, entry.length);
        bytes.extend(entry.hash);
        put_bytes(&mut bytes, entry.first_stream.as_bytes());
        put_varint(&mut bytes, entry.first_version);
    }
    bytes
}

/// The rows of a table of blocks, of which the first begins at the byte `at` of the file.
pub(super) fn read_blocks(bytes: &Bytes, mut at: u64) -> Option<Vec<BlockEntry>> {
    let row = |cursor: &mut Cursor<'_>| {
        let (compressed, length) = (cursor.varint()?, cursor.varint()?);
        let hash = cursor.fixed()?;
        let first_stream = StreamId::from_bytes(cursor.take()?);
        let first_version = cursor.varint()?;
        let entry = BlockEntry { at, compressed, length, hash, first_stream, first_version };
        at = at.checked_add(compressed)?;
        Some(entry)
    };
    rows(bytes, row).collect()
}

impl StreamRun {
    /// Which streams there are among slices in the order of streams and versions; `None` when versions are missing.
    pub(in crate::store::sled) fn of(slices: &[ArchivedSlice]) -> Option<Vec<Self>> {
        let mut runs = Vec::<Self>::new();
        for slice in slices {
            match runs.last_mut().filter(|last| last.stream == slice.stream) {
                Some(last) if slice.first_version != last.last_version() + 1 => return None,
                Some(last) => last.events += u64::from(slice.count),
                None => runs.push(Self {
                    stream: slice.stream.clone(),
                    first_version: slice.first_version,
                    events: slice.count.into(),
                }),
            }
        }
        Some(runs)
    }
}

pub(super) fn write_streams(streams: &[StreamRun]) -> Vec<u8> {
    let (mut bytes, mut before) = (Vec::new(), [].as_slice());
    for StreamRun { stream, first_version, events } in streams {
        let name = stream.as_bytes();
        let common = name.iter().zip(before).take_while(|(own, other)| own == other).count();
        put_varint(&mut bytes, common as u64);
        put_bytes(&mut bytes, name.get(common..).unwrap_or_default());
        put_varint(&mut bytes, *first_version);
        put_varint(&mut bytes, *events);
        before = name;
    }
    bytes
}

pub(super) fn read_streams(bytes: &Bytes) -> Option<Vec<StreamRun>> {
    let mut name = Vec::new();
    let row = |cursor: &mut Cursor<'_>| {
        let common = usize::try_from(cursor.varint()?).ok()?;
        name = [name.get(..common)?, &cursor.take()?].concat();
        let stream = StreamId::from_bytes(Bytes::copy_from_slice(&name));
        Some(StreamRun { stream, first_version: cursor.varint()?, events: cursor.varint()? })
    };
    rows(bytes, row).collect()
}

/// Rows until the bytes end; `None` in place of one that they do not hold.
fn rows<'a, T: 'a>(
    bytes: &'a Bytes,
    mut row: impl FnMut(&mut Cursor<'a>) -> Option<T> + 'a,
) -> impl Iterator<Item = Option<T>> + 'a {
    let mut cursor = Cursor { bytes, at: 0 };
    let mut failed = false;
    core::iter::from_fn(move || {
        if failed || cursor.at >= bytes.len() {
            return None;
        }
        let read = row(&mut cursor);
        failed = read.is_none();
        Some(read)
    })
}
