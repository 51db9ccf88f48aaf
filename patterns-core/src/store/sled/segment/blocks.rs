//! Slices laid out in blocks, before they are compressed.

use super::slice::{ArchivedSlice, Before};
use crate::{
    event::StreamId,
    store::sled::frame::{put_bytes, put_varint},
};

/// With so many bytes a block is closed: what is decompressed to read one event.
const BLOCK_BYTES: usize = 64 << 10;

/// A block that is not compressed yet, and the slice that it begins with.
#[derive(Debug)]
pub(super) struct RawBlock {
    pub(super) bytes: Vec<u8>,
    /// How many there are.
    pub(super) slices: usize,
    pub(super) first_stream: StreamId,
    pub(super) first_version: u64,
}

/// Divides slices, which are in the order of streams and versions.
pub(super) fn divide(slices: &[ArchivedSlice]) -> Vec<RawBlock> {
    let mut blocks = Vec::new();
    let mut rest = slices;
    while let Some(first) = rest.first() {
        let (bytes, slices) = block(rest);
        let (first_stream, first_version) = (first.stream.clone(), first.first_version);
        blocks.push(RawBlock { bytes, slices, first_stream, first_version });
        rest = rest.get(slices..).unwrap_or_default();
    }
    blocks
}

/// One block, and how many of the slices are in it.
fn block(slices: &[ArchivedSlice]) -> (Vec<u8>, usize) {
    let mut bytes = Vec::with_capacity(BLOCK_BYTES + BLOCK_BYTES / 8);
    let mut group: Option<(&StreamId, Before)> = None;
    for (index, slice) in slices.iter().enumerate() {
        if bytes.len() >= BLOCK_BYTES {
            end_group(&mut bytes);
            return (bytes, index);
        }
        let (_, before) = match &mut group {
            Some(open) if *open.0 == slice.stream => open,
            other => {
                if other.is_some() {
                    end_group(&mut bytes);
                }
                put_bytes(&mut bytes, slice.stream.as_bytes());
                put_varint(&mut bytes, slice.first_version);
                other.insert((&slice.stream, Before::default()))
            }
        };
        before.put(&mut bytes, slice);
    }
    end_group(&mut bytes);
    (bytes, slices.len())
}

fn end_group(bytes: &mut Vec<u8>) {
    bytes.push(0);
}
