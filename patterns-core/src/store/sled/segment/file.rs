//! A segment file on the disk, read part by part. Every part is checked whenever it is read.

use std::{
    fs::File,
    os::unix::fs::FileExt,
    path::{Path, PathBuf},
};

use bytes::Bytes;

use super::{
    ArchivedSlice, Root, StreamRun, Totals,
    compression::decompress,
    encode::{HEADER, MAGIC, TABLE, TRAILER, hash, root},
    footer::{BlockEntry, read_blocks, read_streams},
    positions::Positions,
    slice::slices,
};
use crate::{
    event::StreamId,
    store::{StoreError, sled::frame::Cursor},
};

/// An opened segment: its table of blocks is in memory, and nothing else.
#[derive(Debug)]
pub(in crate::store::sled) struct SegmentFile {
    path: PathBuf,
    blocks: Vec<BlockEntry>,
    streams: Table,
    positions: Table,
    pub(in crate::store::sled) totals: Totals,
}

/// Where one of the tables is.
#[derive(Clone, Copy, Debug)]
struct Table {
    at: u64,
    compressed: u64,
    length: u64,
    hash: Root,
}

impl SegmentFile {
    /// Reads the end of the file, which must be that of the segment `number` with this root, and its table of blocks.
    ///
    /// # Errors
    /// [`StoreError::Damaged`] when the file is missing, is another one, or has changed; [`StoreError::Io`].
    pub(in crate::store::sled) fn open(
        path: &Path,
        number: u64,
        expected: &Root,
    ) -> Result<Self, StoreError> {
        let file = open(path)?;
        let length = file.metadata().map_err(StoreError::io("reading a segment file"))?.len();
        let end = length.checked_sub(TRAILER as u64).filter(|end| *end >= HEADER as u64);
        let end = end.ok_or_else(|| damaged(path, "is cut short"))?;
        let header = read(&file, path, 0, HEADER as u64)?;
        let trailer = read(&file, path, end, TRAILER as u64)?;
        let (trailer, found) = trailer.split_last_chunk().unwrap_or((&trailer, &[0; 32]));
        if root(&header, trailer) != *found {
            return Err(damaged(path, "has changed"));
        }
        let expected_header = [MAGIC.as_slice(), &number.to_le_bytes()].concat();
        if found != expected || header != expected_header {
            return Err(damaged(path, "is not the one that was archived"));
        }
        let ([blocks, streams, positions], totals) =
            read_trailer(trailer, end).ok_or_else(|| damaged(path, "has an unknown format"))?;
        let table = blocks.read(&file, path)?;
        let blocks = read_blocks(&table, HEADER as u64).ok_or_else(|| damaged(path, UNREADABLE))?;
        Ok(Self { path: path.into(), blocks, streams, positions, totals })
    }

    /// How many blocks there are.
    pub(in crate::store::sled) fn blocks(&self) -> usize {
        self.blocks.len()
    }

    /// About how many bytes this takes in memory.
    pub(in crate::store::sled) fn weight(&self) -> usize {
        let entry =
            |entry: &BlockEntry| size_of::<BlockEntry>() + entry.first_stream.as_bytes().len();
        size_of::<Self>() + self.blocks.iter().map(entry).sum::<usize>()
    }

    /// The block that `version` of `stream` is in, if it is in the segment.
    pub(in crate::store::sled) fn holder(&self, stream: &StreamId, version: u64) -> usize {
        let begins_before =
            |entry: &BlockEntry| (&entry.first_stream, entry.first_version) <= (stream, version);
        self.blocks.partition_point(begins_before).saturating_sub(1)
    }

    /// A block, decompressed; `None` after the last.
    ///
    /// # Errors
    /// When it has changed, or the file cannot be read.
    pub(in crate::store::sled) fn block(&self, index: usize) -> Result<Option<Bytes>, StoreError> {
        let Some(entry) = self.blocks.get(index) else { return Ok(None) };
        let BlockEntry { at, compressed, length, hash, .. } = *entry;
        let table = Table { at, compressed, length, hash };
        table.read(&open(&self.path)?, &self.path).map(Some)
    }

    /// The slices of a block, in the order of streams and versions.
    pub(in crate::store::sled) fn slices<'a>(
        &'a self,
        block: &'a Bytes,
    ) -> impl Iterator<Item = Result<ArchivedSlice, StoreError>> + 'a {
        slices(block).map(|slice| slice.map_err(|what| self.damaged(what)))
    }

    /// Which streams it has, in the order of their names.
    pub(in crate::store::sled) fn streams(&self) -> Result<Vec<StreamRun>, StoreError> {
        let table = self.streams.read(&open(&self.path)?, &self.path)?;
        read_streams(&table).ok_or_else(|| self.damaged(UNREADABLE))
    }

    /// Which positions it has, in order, and in which blocks they are.
    pub(in crate::store::sled) fn positions(&self) -> Result<Positions, StoreError> {
        let table = self.positions.read(&open(&self.path)?, &self.path)?;
        Ok(Positions::read(table, self.path.clone()))
    }

    /// Something in the file is not as it was written.
    pub(in crate::store::sled) fn damaged(&self, what: &str) -> StoreError {
        damaged(&self.path, what)
    }
}

pub(super) const UNREADABLE: &str = "has a table that cannot be read";
/// No part of a segment is longer: a bounded number of slices, and one that may be as long as an event can be.
const LONGEST: usize = 64 << 20;

impl Table {
    fn read(&self, file: &File, path: &Path) -> Result<Bytes, StoreError> {
        let compressed = read(file, path, self.at, self.compressed)?;
        if hash(&compressed) != self.hash {
            return Err(damaged(path, "has changed"));
        }
        let length = usize::try_from(self.length).ok().filter(|length| *length <= LONGEST);
        let length = length.ok_or_else(|| damaged(path, UNREADABLE))?;
        decompress(&compressed, length).map(Bytes::from)
    }
}

fn read_trailer(trailer: &[u8], end: u64) -> Option<([Table; 3], Totals)> {
    let bytes = Bytes::copy_from_slice(trailer);
    let mut cursor = Cursor { bytes: &bytes, at: 0 };
    let mut table = || {
        let [compressed, length] = [cursor.word()?, cursor.word()?];
        Some(Table { at: 0, compressed, length, hash: cursor.fixed()? })
    };
    let mut tables = [table()?, table()?, table()?];
    let mut at = end;
    for table in tables.iter_mut().rev() {
        at = at.checked_sub(table.compressed)?;
        table.at = at;
    }
    let [events, first_position, last_position, raw] =
        [cursor.word()?, cursor.word()?, cursor.word()?, cursor.word()?];
    debug_assert_eq!(cursor.at, 3 * TABLE + 32);
    Some((tables, Totals { events, first_position, last_position, raw }))
}

fn open(path: &Path) -> Result<File, StoreError> {
    File::open(path).map_err(|cause| match cause.kind() {
        std::io::ErrorKind::NotFound => damaged(path, "is missing"),
        _ => StoreError::io("opening a segment file")(cause),
    })
}

fn read(file: &File, path: &Path, at: u64, length: u64) -> Result<Vec<u8>, StoreError> {
    let size = file.metadata().map_err(StoreError::io("reading a segment file"))?.len();
    // Looked at first: a length from a damaged place must not become an allocation.
    if at.checked_add(length).is_none_or(|end| end > size) {
        return Err(damaged(path, "is cut short"));
    }
    let mut bytes = vec![0; length as usize];
    match file.read_exact_at(&mut bytes, at) {
        Ok(()) => Ok(bytes),
        Err(cause) if cause.kind() == std::io::ErrorKind::UnexpectedEof => {
            Err(damaged(path, "is cut short"))
        }
        Err(cause) => Err(StoreError::io("reading a segment file")(cause)),
    }
}

pub(super) fn damaged(path: &Path, what: &str) -> StoreError {
    StoreError::damaged(format!("the segment file {} {what}", path.display()), 0)
}
