//! Repair, on demand only.

use std::path::Path;

use super::{
    files::Files,
    frame::{Frame, Posting},
    index::{FREEZE_AFTER, Generation},
    log::{Log, StoredFrame, damaged},
    verify::check_testimony,
};
use crate::{event::StreamId, store::StoreError};

/// sled's cache while copying.
const CACHE_BYTES: u64 = 64 << 20;

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
/// opened: keep a copy. Snapshots are not copied; they are made anew.
///
/// # Errors
/// When there is no database in the damaged directory or sled cannot open it at all, when `into` holds events already, or when it cannot be written.
pub fn salvage(damaged: impl AsRef<Path>, into: impl AsRef<Path>) -> Result<Salvaged, StoreError> {
    let exists = std::fs::metadata(damaged.as_ref().join("db"));
    exists.map_err(StoreError::io("looking for the damaged database file"))?;
    let from = Files::open(damaged.as_ref(), CACHE_BYTES)?;
    let to = Files::open(into.as_ref(), CACHE_BYTES)?;
    if to.log.frames_from(0)?.next().is_some() {
        let exists = std::io::ErrorKind::AlreadyExists;
        return Err(StoreError::io("salvaging into a new directory")(exists.into()));
    }
    let mut copy =
        Copy { to, group: Vec::new(), postings: Generation::default(), last: 0, until: 0 };
    let stopped_by = copy.all(&from.log).err();
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
}

impl Copy {
    fn all(&mut self, from: &Log) -> Result<(), StoreError> {
        let mut postings = Vec::new();
        for frame in from.frames_from(0)? {
            let frame = frame?;
            self.follow(&frame, &mut postings)?;
            self.group.push(StoredFrame { position: frame.first_position, bytes: frame.to_vec() });
            if frame.group_end == self.last {
                self.whole_group(std::mem::take(&mut postings))?;
            }
        }
        match self.group.is_empty() {
            true => Ok(()),
            false => Err(damaged(self.last, "the last commit is not complete")),
        }
    }

    /// Reads the frame, which must follow the last one.
    fn follow(
        &mut self,
        frame: &Frame,
        postings: &mut Vec<(StreamId, Posting)>,
    ) -> Result<(), StoreError> {
        if frame.first_position != self.last + 1 {
            return Err(damaged(self.last + 1, "events are missing"));
        }
        for slice in frame.slices() {
            let slice = slice.map_err(|what| damaged(frame.first_position, what))?;
            self.last += u64::from(slice.count);
            postings.push((slice.stream.clone(), slice.posting()));
        }
        Ok(())
    }

    fn whole_group(&mut self, postings: Vec<(StreamId, Posting)>) -> Result<(), StoreError> {
        let frames = std::mem::take(&mut self.group);
        let bytes = frames.iter().map(|frame| frame.bytes.len()).sum();
        self.to.log.write(frames)?;
        self.to.disk.wrote(bytes)?;
        self.until = self.last;
        self.postings.extend(postings, self.until);
        // Folded while copying, so that neither this nor the next opening holds the whole index in memory.
        if self.postings.len() >= FREEZE_AFTER { self.fold() } else { Ok(()) }
    }

    fn fold(&mut self) -> Result<(), StoreError> {
        self.to.chunks.fold(&std::mem::take(&mut self.postings))
    }

    fn finish(mut self) -> Result<u64, StoreError> {
        if self.postings.len() > 0 {
            self.fold()?;
        }
        self.to.accept(self.until)?;
        Ok(self.until)
    }
}
