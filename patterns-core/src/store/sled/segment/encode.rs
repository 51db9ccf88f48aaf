//! The bytes of a segment file: pure, from the slices that it is to hold.

use super::{
    Root, Totals,
    blocks::{RawBlock, divide},
    compression::compress,
    footer::{self, BlockEntry, StreamRun},
    positions,
    slice::ArchivedSlice,
};
use crate::store::StoreError;

/// Begins every segment file; the last byte is the format.
pub(super) const MAGIC: [u8; 8] = *b"PATSEGM\x01";
/// The magic and the number.
pub(super) const HEADER: usize = 16;
/// Three tables of 48 bytes, four numbers and the root.
pub(super) const TRAILER: usize = 3 * TABLE + 4 * 8 + 32;
/// Two lengths and a hash.
pub(super) const TABLE: usize = 48;

/// A segment file that is not written yet.
#[derive(Debug)]
pub(in crate::store::sled) struct Encoded {
    pub(in crate::store::sled) bytes: Vec<u8>,
    pub(in crate::store::sled) root: Root,
    pub(in crate::store::sled) totals: Totals,
}

/// Lays out the segment `number`. The slices can be in any order, but must be whole stretches of versions.
///
/// # Errors
/// When slices contradict each other, or this build has no archive.
pub(in crate::store::sled) fn encode(
    number: u64,
    mut slices: Vec<ArchivedSlice>,
) -> Result<Encoded, StoreError> {
    slices.sort_unstable_by(|left, right| {
        (&left.stream, left.first_version).cmp(&(&right.stream, right.first_version))
    });
    let streams = StreamRun::of(&slices).ok_or_else(|| contradiction("versions"))?;
    let raw = divide(&slices);
    let placed = positions::place(&slices, &raw).ok_or_else(|| contradiction("positions"))?;
    let totals = Totals {
        events: streams.iter().map(|run| run.events).sum(),
        first_position: placed.first().map_or(0, |placed| placed.first),
        last_position: placed.last().map_or(0, |placed| placed.end().saturating_sub(1)),
        raw: slices.iter().map(|slice| slice.bytes.len() as u64).sum(),
    };
    let mut file = FileWriter::new(number);
    let blocks = file.blocks(raw)?;
    file.table(&footer::write_blocks(&blocks))?;
    file.table(&footer::write_streams(&streams))?;
    file.table(&positions::write_positions(&placed))?;
    Ok(file.finish(totals))
}

fn contradiction(what: &str) -> StoreError {
    StoreError::damaged(format!("events to be archived contradict each other in their {what}"), 0)
}

struct FileWriter {
    bytes: Vec<u8>,
    trailer: Vec<u8>,
}

impl FileWriter {
    fn new(number: u64) -> Self {
        let bytes = [MAGIC.as_slice(), &number.to_le_bytes()].concat();
        Self { bytes, trailer: Vec::with_capacity(TRAILER) }
    }

    fn blocks(&mut self, raw: Vec<RawBlock>) -> Result<Vec<BlockEntry>, StoreError> {
        raw.into_iter().map(|block| self.block(block)).collect()
    }

    fn block(&mut self, raw: RawBlock) -> Result<BlockEntry, StoreError> {
        let compressed = compress(&raw.bytes)?;
        let at = self.bytes.len() as u64;
        self.bytes.extend_from_slice(&compressed);
        let RawBlock { bytes, first_stream, first_version, .. } = raw;
        let (compressed, hash) = (compressed.len() as u64, hash(&compressed));
        let length = bytes.len() as u64;
        Ok(BlockEntry { at, compressed, length, hash, first_stream, first_version })
    }

    fn table(&mut self, raw: &[u8]) -> Result<(), StoreError> {
        let compressed = compress(raw)?;
        self.bytes.extend_from_slice(&compressed);
        self.trailer.extend((compressed.len() as u64).to_le_bytes());
        self.trailer.extend((raw.len() as u64).to_le_bytes());
        self.trailer.extend(hash(&compressed));
        Ok(())
    }

    fn finish(mut self, totals: Totals) -> Encoded {
        let Totals { events, first_position, last_position, raw } = totals;
        for total in [events, first_position, last_position, raw] {
            self.trailer.extend(total.to_le_bytes());
        }
        let header = self.bytes.get(..HEADER).unwrap_or_default();
        let root = root(header, &self.trailer);
        self.bytes.extend_from_slice(&self.trailer);
        self.bytes.extend(root);
        Encoded { bytes: self.bytes, root, totals }
    }
}

pub(super) fn hash(bytes: &[u8]) -> Root {
    blake3::hash(bytes).into()
}

/// What the segment is known by: the hash of its header and of its trailer without the root itself.
pub(super) fn root(header: &[u8], trailer: &[u8]) -> Root {
    blake3::Hasher::new().update(header).update(trailer).finalize().into()
}
