//! Segment files: events that have left the database, compressed and checksummed. A file is written once and never changed.
//!
//! ```text
//! file: magic: 8 bytes | number of the segment: u64 | blocks | footer | trailer
//! block: zstd of groups; at least one slice, and no more once there are 64 KiB of them
//! group: stream | first version | slices | 0
//! slice: count of its events | its first position | recorded at | last position of its commit | length | bytes as in the log
//! footer: zstd of each of three tables
//!     blocks: compressed length | length | blake3 of the compressed bytes | first stream | first version; a row a block
//!     streams: bytes in common with the name before | the rest of the name | first version | events; a row a stream
//!     positions: positions since the slice before | events | number of its block; a row a slice, in the order of positions
//! trailer: compressed length: u64, length: u64 and blake3 of each table | events: u64 | first position: u64 | last position: u64
//!     | bytes of the slices: u64 | root: blake3 of the magic, the number and the trailer before it
//! ```
//! Integers without a type are LEB128 variable-length integers, those with one are little-endian; names are led by their length. The first
//! slice of a group has its position and time in full, the others what they add to those of the one before; the end of a commit is told
//! as what it adds to the slice's position.
//!
//! Slices lie in the order of streams and versions, not in that of positions: the events of a stream are what is read most, they lie in one block or a
//! few, and they resemble each other, so that they compress better. Who wants the order of positions finds the blocks by the third table;
//! a segment is bounded (16 MiB of slices), so that all of them fit into memory.
//!
//! The root vouches for the trailer, the trailer for the tables, these for the blocks. The database keeps the root, so no file can stand
//! in for another one, and every changed byte is found when it is read.

mod blocks;
mod compression;
mod encode;
mod file;
mod footer;
mod positions;
mod slice;
#[cfg(test)]
mod tests;
mod write;

pub(super) use self::{
    compression::is_available,
    encode::{Encoded, encode},
    file::SegmentFile,
    footer::{StreamRun, Totals},
    positions::{Placed, Positions},
    slice::ArchivedSlice,
    write::{Written, file_name, number_of, write},
};

/// The blake3 hash by which a segment is known.
pub(super) type Root = [u8; 32];

/// With so many bytes of slices a segment is large enough.
pub(super) const SEGMENT_BYTES: usize = 16 << 20;
