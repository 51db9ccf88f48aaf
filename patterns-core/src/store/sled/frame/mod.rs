//! The bytes of the log: a frame holds the events of one commit group, or a part of them, in the order of their positions.
//!
//! ```text
//! crc32 of all that follows: u32 | format: u8 | parts: u16 | first position: u64 | last position of the group: u64
//! | recorded at: u64 | count of events: u32 | hash of the log after them: 32 bytes | slices
//! slice: stream | first version | position of its first event, less the frame's first | count: u32
//! | hash of the stream after its last event: 32 bytes | events
//! event: name | schema version | metadata | payload
//! ```
//! The format is 2, or 3 when slices have been taken out since: the others, and the rest of the header, are as they were then.
//! Between two events of a slice stand the first 8 bytes of the stream's hash after the earlier one.
//! Integers without a type are LEB128 variable-length integers, texts and byte strings are led by their length. Fixed integers are little-endian.

mod cursor;
mod header;
mod read;
mod thinning;
mod writer;

pub(in crate::store::sled) use self::{
    cursor::{Cursor, put_bytes, put_varint},
    header::parts,
    read::{Frame, Slice, Within},
    writer::FrameWriter,
};

use crate::event::{ChainHash, StreamId};

pub(in crate::store::sled) const FORMAT: u8 = 2;
/// A frame that some of its slices have been taken out of, because they are archived. All else in its header is as it was.
const THINNED: u8 = 3;
pub(in crate::store::sled) const CRC: usize = 4;
const COUNT: usize = 4;
const PARTS: usize = 5;
const GROUP_END: usize = 15;
const EVENTS: usize = 31;
const LOG_HASH: usize = 35;
pub(in crate::store::sled) const HEADER: usize = 67;

/// Where the events of one append lie: one entry of the index of streams.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(in crate::store::sled) struct Posting {
    pub(in crate::store::sled) first_version: u64,
    pub(in crate::store::sled) count: u32,
    /// First position of the frame that holds them.
    pub(in crate::store::sled) frame: u64,
    /// Where in the frame their slice begins.
    pub(in crate::store::sled) offset: u32,
}

impl Posting {
    pub(in crate::store::sled) const fn last_version(&self) -> u64 {
        self.first_version + self.count as u64 - 1
    }
}

/// What the index learns of one append to a stream.
#[derive(Clone, Debug)]
pub(in crate::store::sled) struct Indexed {
    pub(in crate::store::sled) stream: StreamId,
    pub(in crate::store::sled) posting: Posting,
    /// The stream's hash after it.
    pub(in crate::store::sled) hash: ChainHash,
}
