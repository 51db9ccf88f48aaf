//! What has left the live log: which segments there are, how they are read, how they come about, and how all of it is checked.
//!
//! A segment comes about in this order, and every step is durable before the next one:
//! 1. `archiver.rs`, `collecting.rs`: slices are read from the log, laid out (`segment/`), and written to a file of their own.
//! 2. `comparing.rs`: the file is read back and compared with the live slices.
//! 3. `registry.rs`: the segment is entered as sealed. From here on the archiving is finished whatever happens; before, it never was.
//! 4. `finishing.rs`: the index leads its streams into the segment; then its slices are taken out of their frames; then it is done.
//!
//! Readers (`events.rs`) ask the index where a stream is. While slices are taken out, a reader can find that one is not where the index said;
//! it then looks again, and the index, which was changed before, leads it into the segment. Whether it has to look again it knows from
//! the [`Moment`] at which it began: if nothing was entered or taken out since, what it misses is really missing.

mod archiver;
mod collecting;
mod comparing;
mod finishing;
mod gaps;
mod reading;
mod registry;
mod restoring;
mod retrieving;
#[cfg(test)]
mod tests;
mod view;

pub(super) use self::{
    archiver::{Archiver, Work as ArchiverWork},
    finishing::Finisher,
    gaps::Gaps,
    registry::{Registry, Segment, State},
    restoring::Restored,
    view::{Moment, View},
};

use std::{
    fs, io,
    path::{Path, PathBuf},
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
};

use arc_swap::ArcSwap;

use self::retrieving::Cached;
use super::segment;
use crate::{cache::Engine, store::StoreError};

/// The folder of segment files in a database directory.
pub(super) const FOLDER: &str = "archive";
/// So many parts of segments are in memory at once, about; for the cache to size itself.
const CACHED_PARTS: usize = 1024;

/// The segments of a database.
pub(super) struct Archive {
    folder: PathBuf,
    registry: Registry,
    view: ArcSwap<View>,
    /// How often slices have been taken out of frames, counted before and after: odd while they are.
    removals: AtomicU64,
    cache: Engine<(u64, retrieving::Part), Cached>,
}

impl std::fmt::Debug for Archive {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Archive").field("folder", &self.folder).finish_non_exhaustive()
    }
}

impl Archive {
    /// The archive of the database in `directory`.
    ///
    /// # Errors
    /// When there are segments and this build cannot read any.
    pub(super) fn open(
        directory: &Path,
        registry: Registry,
        cache_bytes: u64,
    ) -> Result<Self, StoreError> {
        let segments = registry.all().collect::<Result<Vec<_>, _>>()?;
        Self::with(directory, registry, segments, cache_bytes)
    }

    /// As [`open`](Self::open), with those segments that the registry can be read of, and what is wrong with the others.
    pub(super) fn open_readable(
        directory: &Path,
        registry: Registry,
        cache_bytes: u64,
    ) -> Result<(Self, Vec<StoreError>), StoreError> {
        let (mut segments, mut wrong) = (Vec::new(), Vec::new());
        for segment in registry.all() {
            match segment {
                Ok(segment) => segments.push(segment),
                Err(error) => wrong.push(error),
            }
        }
        Ok((Self::with(directory, registry, segments, cache_bytes)?, wrong))
    }

    fn with(
        directory: &Path,
        registry: Registry,
        segments: Vec<Segment>,
        cache_bytes: u64,
    ) -> Result<Self, StoreError> {
        if !segments.is_empty() && !segment::is_available() {
            return Err(StoreError::NO_ARCHIVE);
        }
        let view = ArcSwap::from_pointee(View::new(segments));
        let folder = directory.join(FOLDER);
        let cache = Engine::new(cache_bytes, CACHED_PARTS);
        Ok(Self { folder, registry, view, removals: AtomicU64::new(0), cache })
    }

    pub(super) fn folder(&self) -> &Path {
        &self.folder
    }

    /// The segments as they are now.
    pub(super) fn view(&self) -> Arc<View> {
        self.view.load_full()
    }

    pub(super) fn now(&self) -> Moment {
        let removals = self.removals.load(Ordering::Acquire);
        Moment { view: self.view(), removals }
    }

    /// Whether nothing was entered or taken out since: what a reader has missed is then really missing.
    pub(super) fn is_as_at(&self, moment: &Moment) -> bool {
        let removals = self.removals.load(Ordering::Acquire);
        let none = removals == moment.removals && removals.is_multiple_of(2);
        none && Arc::ptr_eq(&moment.view, &self.view.load())
    }

    /// Takes slices out of frames, which readers may notice.
    fn removing<T>(&self, remove: impl FnOnce() -> T) -> T {
        self.removals.fetch_add(1, Ordering::AcqRel);
        let removed = remove();
        self.removals.fetch_add(1, Ordering::AcqRel);
        removed
    }

    /// Enters a segment, or its new state, and shows it to readers.
    fn enter(&self, segment: Segment) -> Result<(), StoreError> {
        self.registry.enter(&segment)?;
        self.view.store(Arc::new(self.view().with(segment)));
        Ok(())
    }

    /// The number of the next segment.
    fn next_number(&self) -> u64 {
        self.view().segments().last().map_or(1, |last| last.number + 1)
    }

    /// Removes what archivings have left behind that were cut off before their segment was entered. Only for a database that was found
    /// to be whole without.
    pub(super) fn remove_unregistered(&self) -> Result<(), StoreError> {
        let view = self.view();
        let removing = || -> io::Result<()> {
            for entry in fs::read_dir(&self.folder)? {
                let entry = entry?;
                let name = entry.file_name();
                let Some(name) = name.to_str() else { continue };
                let number = segment::number_of(name);
                let kept = number.is_none_or(|number| {
                    view.segment(number).is_ok() && name == segment::file_name(number)
                });
                if !kept {
                    fs::remove_file(entry.path())?;
                }
            }
            Ok(())
        };
        match removing() {
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
            done => done.map_err(StoreError::io("removing unfinished segment files")),
        }
    }
}
