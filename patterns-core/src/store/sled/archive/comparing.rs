//! Whether a segment holds what the live log holds: looked at before anything is taken out of the log.

use super::Archive;
use crate::store::{
    StoreError,
    sled::{
        frame::Frame,
        log::{Log, damaged},
        segment::{ArchivedSlice, Placed, SegmentFile, StreamRun},
    },
};

/// How much of a segment the log must still hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Expected {
    /// Everything: nothing has been taken out yet.
    All,
    /// Perhaps a part: an archiving was cut off.
    Some,
}

/// Reads a whole segment, checks that its tables tell of what is in its blocks, and compares that with the log.
pub(super) fn compare(file: &SegmentFile, log: &Log, expected: Expected) -> Result<(), StoreError> {
    let mut slices = all_slices(file)?;
    check_streams(file, &slices)?;
    slices.sort_unstable_by_key(|slice| slice.first_position);
    let positions = file.positions()?.collect::<Result<Vec<_>, _>>()?;
    let of = |slice: &ArchivedSlice| (slice.first_position, slice.count);
    if !positions.iter().map(|placed| (placed.first, placed.events)).eq(slices.iter().map(of)) {
        return Err(file.damaged("has other positions than it says"));
    }
    let mut found = 0;
    each_holder(log, positions.into_iter().map(Ok), |frame, placed| {
        found += compare_frame(file, frame, placed, &slices)?;
        Ok(())
    })?;
    if expected == Expected::All && found != slices.len() {
        return Err(file.damaged("has events that are not in the log"));
    }
    Ok(())
}

fn all_slices(file: &SegmentFile) -> Result<Vec<ArchivedSlice>, StoreError> {
    let mut slices = Vec::new();
    for index in 0..file.blocks() {
        if let Some(block) = file.block(index)? {
            for slice in file.slices(&block) {
                slices.push(slice?);
            }
        }
    }
    Ok(slices)
}

/// `slices` are in the order of streams and versions.
fn check_streams(file: &SegmentFile, slices: &[ArchivedSlice]) -> Result<(), StoreError> {
    let found =
        StreamRun::of(slices).filter(|found| file.streams().is_ok_and(|said| said == *found));
    found.map(drop).ok_or_else(|| file.damaged("has other streams than it says"))
}

/// How many slices of a frame are in the segment. Those must be equal to the last bit.
fn compare_frame(
    file: &SegmentFile,
    frame: &Frame,
    placed: &[Placed],
    slices: &[ArchivedSlice],
) -> Result<usize, StoreError> {
    let mut found = 0;
    for live in frame.slices() {
        let live = live.map_err(|what| damaged(frame.first_position, what))?;
        if placed.binary_search_by_key(&live.first_position, |placed| placed.first).is_err() {
            continue;
        }
        let at = slices.binary_search_by_key(&live.first_position, |slice| slice.first_position);
        let archived = at.ok().and_then(|at| slices.get(at));
        if live.to_archived().ok().as_ref() != archived {
            return Err(file.damaged("has other events than the log"));
        }
        found += 1;
    }
    Ok(found)
}

/// Gives `take` every live frame that was written with some of these positions, and which of them these are.
pub(super) fn each_holder(
    log: &Log,
    positions: impl Iterator<Item = Result<Placed, StoreError>>,
    mut take: impl FnMut(&Frame, &[Placed]) -> Result<(), StoreError>,
) -> Result<(), StoreError> {
    let mut positions = positions.peekable();
    // A frame that ends before the position. Long ones are not read again for every position behind them.
    let mut passed = None;
    while let Some(first) = positions.next().transpose()? {
        let Some(holding) = log.holding(first.first)?.filter(|at| passed != Some(*at)) else {
            continue;
        };
        let frame = log.frame(holding)?;
        if frame.end() <= first.first {
            passed = Some(holding);
            continue;
        }
        let is_here = |next: &Result<Placed, StoreError>| {
            next.as_ref().is_ok_and(|next| next.first < frame.end())
        };
        let mut here = vec![first];
        while let Some(next) = positions.next_if(is_here).transpose()? {
            here.push(next);
        }
        take(&frame, &here)?;
    }
    Ok(())
}

impl Archive {
    /// As [`compare`], of a segment of this archive.
    pub(super) fn compare(
        &self,
        segment: &super::Segment,
        log: &Log,
        expected: Expected,
    ) -> Result<(), StoreError> {
        compare(&self.open_file(segment)?, log, expected)
    }
}
