//! A damaged frame that slices were taken out of: the archived ones go back between what is left, so that nobody misses them.

use core::{iter::Peekable, slice::Iter};

use bytes::Bytes;

use super::layout::{Header, RawSlice, slices_left};
use crate::store::sled::{
    frame::{CRC, FORMAT, HEADER},
    segment::ArchivedSlice,
};

/// The bytes of the damaged frame at `position` with its archived slices put back: each where it was, and what is left in the gaps between
/// them.
pub(super) fn put_together(bytes: &Bytes, position: u64, archived: &[ArchivedSlice]) -> Bytes {
    let Some(header) = Header::read(bytes) else { return bytes.clone() };
    let pieces = pieces(bytes, &slices_left(bytes, header.events));
    let mut left = pieces.iter().peekable();
    let mut whole = bytes.get(..HEADER).unwrap_or_default().to_vec();
    // What was taken out is back, and that alone is no damage.
    if let Some(format) = whole.get_mut(CRC) {
        *format = FORMAT;
    }
    let mut next = 0;
    for slice in archived {
        let index = slice.first_position - position;
        fill(&mut whole, &mut left, next, index);
        whole.extend_from_slice(&slice.bytes);
        next = index + u64::from(slice.count);
    }
    left.for_each(|piece| whole.extend_from_slice(&piece.bytes));
    whole.into()
}

/// What is left of a slice, or of several.
struct Piece {
    bytes: Bytes,
    /// Where it says that it stands, and how many events it has; unknown for what is damaged.
    stands: Option<(u64, u64)>,
}

fn pieces(bytes: &Bytes, slices: &[RawSlice]) -> Vec<Piece> {
    let ends = slices.iter().skip(1).map(|next| next.offset as usize).chain([bytes.len()]);
    let piece = |(slice, end): (&RawSlice, usize)| Piece {
        bytes: bytes.slice(slice.offset as usize..end),
        stands: slice
            .is_whole
            .then_some(slice.head.as_ref())
            .flatten()
            .map(|head| (head.index, u64::from(slice.count))),
    };
    slices.iter().zip(ends).map(piece).collect()
}

/// Adds the pieces that stood from the place `next` on, up to `end`.
fn fill(whole: &mut Vec<u8>, left: &mut Peekable<Iter<'_, Piece>>, mut next: u64, end: u64) {
    while next < end
        && let Some(piece) = left.next()
    {
        whole.extend_from_slice(&piece.bytes);
        let following = left.peek().and_then(|following| following.stands);
        next = match (piece.stands, following) {
            (Some((_, count)), _) => next + count,
            // As far as the next one that knows where it stands.
            (None, Some((index, _))) if index > next => index,
            (None, _) => end,
        };
    }
}
