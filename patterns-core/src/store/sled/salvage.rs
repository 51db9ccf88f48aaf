//! Repair, on demand only.

use std::path::Path;

use super::{
    files::Files,
    frame::Frame,
    log::{Log, StoredFrame, damaged},
};
use crate::store::StoreError;

/// sled's cache while copying.
const CACHE_BYTES: u64 = 64 << 20;

/// What could be saved of a damaged database.
#[derive(Debug)]
pub struct Salvaged {
    /// The last position that was copied; 0 when nothing was.
    pub until: u64,
    /// What stopped the copy; `None` when the log was read to its end.
    pub stopped_by: Option<StoreError>,
}

/// Copies the events of a damaged database, up to the first damage and by whole commits only, into a new one in `into`.
///
/// Streams, versions, positions and times stay as they were. The damaged directory is left as it is, except for what sled does to it when it is
/// opened: keep a copy. Snapshots are not copied; they are made anew.
///
/// # Errors
/// When sled cannot open the damaged directory at all, when `into` holds events already, or when it cannot be written.
pub fn salvage(damaged: impl AsRef<Path>, into: impl AsRef<Path>) -> Result<Salvaged, StoreError> {
    let from = Files::open(damaged.as_ref(), CACHE_BYTES)?;
    let to = Files::open(into.as_ref(), CACHE_BYTES)?;
    if to.log.frames_from(0)?.next().is_some() {
        return Err(StoreError::io("salvaging into a new directory")(
            std::io::ErrorKind::AlreadyExists.into(),
        ));
    }
    let salvaged = copy(&from.log, &to.log)?;
    to.accept(salvaged.until)?;
    Ok(salvaged)
}

fn copy(from: &Log, to: &Log) -> Result<Salvaged, StoreError> {
    let (mut salvaged, mut last, mut group) =
        (Salvaged { until: 0, stopped_by: None }, 0, Vec::new());
    for frame in from.frames_from(0)? {
        match frame.and_then(|frame| follow(last, frame)) {
            Ok((frame, end)) => {
                last = end;
                group.push(StoredFrame { position: frame.first_position, bytes: frame.to_vec() });
                if frame.group_end == end {
                    to.write(std::mem::take(&mut group))?;
                    salvaged.until = end;
                }
            }
            Err(error) => {
                salvaged.stopped_by = Some(error);
                break;
            }
        }
    }
    Ok(salvaged)
}

/// The frame and its last position, if it follows the position `last`.
fn follow(last: u64, frame: Frame) -> Result<(Frame, u64), StoreError> {
    if frame.first_position != last + 1 {
        return Err(damaged(last + 1, "events are missing"));
    }
    let mut end = last;
    for slice in frame.slices() {
        end += u64::from(slice.map_err(|what| damaged(last + 1, what))?.count);
    }
    Ok((frame, end))
}
