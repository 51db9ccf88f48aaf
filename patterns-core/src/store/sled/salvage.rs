//! Repair, on demand only.

use std::path::Path;

use super::{
    compaction::settle,
    files::{CacheBytes, Files, Trees},
    frame::{Frame, Indexed},
    index::{FREEZE_AFTER, Generation},
    log::{StoredFrame, damaged},
    verify::check_testimony,
};
use crate::{event::ChainHash, store::StoreError};

/// What could be saved of a damaged database.
#[derive(Debug)]
pub struct Salvaged {
    /// The last position that was copied; 0 when nothing was.
    pub until: u64,
    /// What stopped the copy, or what was acknowledged and is not there; `None` when nothing is known to be missing.
    pub stopped_by: Option<StoreError>,
}

/// Copies the events of a damaged database, up to the first damage and by whole commits only, into a new one in `into`.
///
/// Streams, versions, positions and times stay as they were. The damaged directory is left as it is, except for what sled does to it when it is
/// opened: keep a copy. Snapshots are not copied; they are made anew. Archived events are copied into the live log of the new database, which has no
/// archive at first; one whose segment file is damaged or missing is such a first damage, so restore that file from a backup if there is one.
///
/// # Errors
/// When there is no database in the damaged directory or sled cannot open it at all, when `into` holds events already, or when it cannot be written.
pub fn salvage(damaged: impl AsRef<Path>, into: impl AsRef<Path>) -> Result<Salvaged, StoreError> {
    settle(damaged.as_ref())?;
    let exists = std::fs::metadata(damaged.as_ref().join("db"));
    exists.map_err(StoreError::io("looking for the damaged database file"))?;
    let from = Files::open(damaged.as_ref(), CacheBytes::default())?;
    let to = Files::open(into.as_ref(), CacheBytes::default())?;
    if to.trees.log.frames_from(0)?.next().is_some() {
        let exists = std::io::ErrorKind::AlreadyExists;
        return Err(StoreError::io("salvaging into a new directory")(exists.into()));
    }
    let (group, postings) = (Vec::new(), Generation::default());
    let log_hash = ChainHash::log_genesis();
    let mut copy = Copy { to, group, postings, last: 0, until: 0, log_hash };
    let stopped_by = copy.all(&from.trees).err();
    let until = copy.finish()?;
    let stopped_by = stopped_by.or_else(|| check_testimony(until, from.testimony).err());
    Ok(Salvaged { until, stopped_by })
}

/// The new database, and the group that is being copied into it.
struct Copy {
    to: Files,
    group: Vec<StoredFrame>,
    /// Postings of whole groups that are not in the new index yet.
    postings: Generation,
    /// The last position read, and the last one of a whole group.
    last: u64,
    until: u64,
    /// The hash of the log after the last position read.
    log_hash: ChainHash,
}

/// A thinned frame as it was.
fn restored(from: &Trees, frame: &Frame) -> Result<Frame, StoreError> {
    let whole = from.archive.restore(&from.archive.view(), frame)?;
    Frame::read(whole.bytes).map_err(|what| damaged(frame.first_position, what))
}

impl Copy {
    /// Archived events are put back among the live ones: frames are copied as they were written.
    fn all(&mut self, from: &Trees) -> Result<(), StoreError> {
        let mut indexed = Vec::new();
        for frame in from.log.frames_from(0)? {
            let frame = frame?;
            self.put_back(from, frame.first_position, &mut indexed)?;
            let frame = if frame.thinned { restored(from, &frame)? } else { frame };
            self.frame(&frame, &mut indexed)?;
        }
        self.put_back(from, u64::MAX, &mut indexed)?;
        match self.group.is_empty() {
            true => Ok(()),
            false => Err(damaged(self.last, "the last commit is not complete")),
        }
    }

    /// The frames that are archived whole, up to that of the position `to`.
    fn put_back(
        &mut self,
        from: &Trees,
        to: u64,
        indexed: &mut Vec<Indexed>,
    ) -> Result<(), StoreError> {
        let view = from.archive.view();
        while self.last + 1 < to
            && let Some(whole) = from.archive.restore_at(&view, self.last + 1, &self.log_hash)?
        {
            let read = Frame::read(whole.bytes).map_err(|what| damaged(self.last + 1, what));
            self.frame(&read?, indexed)?;
        }
        Ok(())
    }

    fn frame(&mut self, frame: &Frame, indexed: &mut Vec<Indexed>) -> Result<(), StoreError> {
        self.follow(frame, indexed)?;
        self.log_hash = frame.log_hash;
        self.group.push(StoredFrame { position: frame.first_position, bytes: frame.to_vec() });
        if frame.group_end == self.last {
            self.whole_group(std::mem::take(indexed))?;
        }
        Ok(())
    }

    /// Reads the frame, which must follow the last one.
    fn follow(&mut self, frame: &Frame, indexed: &mut Vec<Indexed>) -> Result<(), StoreError> {
        if frame.first_position != self.last + 1 {
            return Err(damaged(self.last + 1, "events are missing"));
        }
        for slice in frame.slices() {
            let slice = slice.map_err(|what| damaged(frame.first_position, what))?;
            self.last += u64::from(slice.count);
            indexed.push(slice.indexed());
        }
        Ok(())
    }

    fn whole_group(&mut self, indexed: Vec<Indexed>) -> Result<(), StoreError> {
        let frames = std::mem::take(&mut self.group);
        let bytes = frames.iter().map(|frame| frame.bytes.len()).sum();
        self.to.trees.log.write(frames)?;
        self.to.disk.wrote(bytes)?;
        self.until = self.last;
        self.postings.extend(indexed, self.until);
        // Folded while copying, so that neither this nor the next opening holds the whole index in memory.
        if self.postings.len() >= FREEZE_AFTER { self.fold() } else { Ok(()) }
    }

    fn fold(&mut self) -> Result<(), StoreError> {
        self.to.trees.chunks.fold(&std::mem::take(&mut self.postings))
    }

    fn finish(mut self) -> Result<u64, StoreError> {
        if self.postings.len() > 0 {
            self.fold()?;
        }
        self.to.accept(self.until)?;
        Ok(self.until)
    }
}
