//! The header of a frame.

use super::{CRC, EVENTS, FORMAT, GROUP_END, HEADER, LOG_HASH, PARTS};
use crate::event::{ChainHash, Timestamp};

/// The header of a frame without what is known at its end.
pub(super) fn header(first_position: u64, recorded_at: Timestamp) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(1024);
    bytes.extend([0; CRC]);
    bytes.push(FORMAT);
    bytes.extend([0; 2]);
    bytes.extend(first_position.to_le_bytes());
    bytes.extend([0; 8]);
    bytes.extend(recorded_at.as_micros().to_le_bytes());
    bytes.extend([0; HEADER - EVENTS]);
    bytes
}

/// Fills in what is known at the end of a frame, which is to be stored in values of at most `part` bytes.
pub(super) fn seal(
    bytes: &mut [u8],
    part: usize,
    group_end: u64,
    events: u32,
    log_hash: &ChainHash,
) {
    let parts = bytes.len().div_ceil(part) as u16;
    patch(bytes, PARTS, &parts.to_le_bytes());
    patch(bytes, GROUP_END, &group_end.to_le_bytes());
    patch(bytes, EVENTS, &events.to_le_bytes());
    patch(bytes, LOG_HASH, log_hash.as_bytes());
    seal_crc(bytes);
}

pub(super) fn seal_crc(bytes: &mut [u8]) {
    let crc = crc32fast::hash(bytes.get(CRC..).unwrap_or_default());
    patch(bytes, 0, &crc.to_le_bytes());
}

pub(super) fn patch(bytes: &mut [u8], at: usize, with: &[u8]) {
    if let Some(target) = bytes.get_mut(at..at + with.len()) {
        target.copy_from_slice(with);
    }
}

/// In how many values the frame is stored that begins with `first_part`.
pub(in crate::store::sled) fn parts(first_part: &[u8]) -> Option<u16> {
    first_part.get(PARTS..PARTS + 2)?.try_into().ok().map(u16::from_le_bytes)
}
