//! Compaction: a database whose files are as large as what is in them.
//!
//! sled gives nothing back: its file keeps the size that it once had, and what was removed leaves room for what comes. So a closed
//! database is copied, entry by entry, into a fresh directory beside it, checked, and put in its place.
//!
//! ```text
//! database                           database.compacting
//! 1. is opened and checked
//! 2.                                 is written; segment files are linked, not copied
//! 3.                                 is checked, closed and synced
//! 4. is closed and locked
//! 5. becomes database.replaced
//! 6.                                 becomes database
//! 7. database.replaced is removed
//! ```
//! Killed before 6, the next opening finds the database where it was, or moves what was step 6 left to do; see `swap.rs`.

mod copy;
mod swap;

use std::path::Path;

use self::swap::Places;
pub(super) use self::swap::settle;
use super::{
    files::{CacheBytes, Files},
    storage::file_bytes,
    verify::verify,
};
use crate::store::{ArchiveProgress, StoreError};

/// What a compaction did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Compacted {
    /// Bytes of the database's files before, without segment files.
    pub before: u64,
    /// Bytes of its files after.
    pub after: u64,
}

/// What a compaction has just done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum CompactionStep {
    /// Some more of the database was copied.
    Copying,
    /// All of it was.
    Copied,
    /// The copy was found to be whole, and is on the disk. The database is closed.
    Verified,
    /// Nobody can open it any more.
    Locked,
    /// It is out of its place.
    Displaced,
    /// The copy is in its place.
    Replaced,
    /// The old one is removed.
    Removed,
}

impl CompactionStep {
    /// All steps, in their order.
    pub const ALL: [Self; 7] = [
        Self::Copying,
        Self::Copied,
        Self::Verified,
        Self::Locked,
        Self::Displaced,
        Self::Replaced,
        Self::Removed,
    ];
}

/// Makes the files of a closed database as small as they can be. Events, snapshots and the archive are what they were.
///
/// It needs as much room beside the directory as the live database will take. Killed at any moment, it leaves one whole database at
/// `directory`, for whoever opens it with this library. What lies beside it then, a copy that was not completed (`.compacting`) or the old
/// database (`.replaced`), is removed by the next compaction.
///
/// # Errors
/// [`StoreError::Locked`] when the database is open, or is opened by others meanwhile; [`StoreError::Damaged`] as when it is opened;
/// [`StoreError::Io`]. The database is then as it was.
pub fn compact(directory: impl AsRef<Path>) -> Result<Compacted, StoreError> {
    compact_telling(directory, |_| {})
}

/// As [`compact`]; `tell` is told of every step.
///
/// # Errors
/// As [`compact`].
pub fn compact_telling(
    directory: impl AsRef<Path>,
    mut tell: impl FnMut(CompactionStep),
) -> Result<Compacted, StoreError> {
    let places = Places::of(directory.as_ref());
    places.settle()?;
    let exists = std::fs::metadata(places.database.join("db"));
    exists.map_err(StoreError::io("looking for the database file"))?;
    let measure = || file_bytes(&places.database).map_err(StoreError::io("measuring the database"));
    let before = measure()?;
    let source = Files::open(&places.database, CacheBytes::default())?;
    source.trees.finish_archiving(&ArchiveProgress::default())?;
    let end = verify(&source.trees, source.testimony)?.end;
    let source = source.accept(end.position)?;
    places.remove_leftovers()?;
    copy::copy(&source, &places, end, &mut tell)?;
    drop(source);
    tell(CompactionStep::Verified);
    let _lock = places.lock(end.position)?;
    tell(CompactionStep::Locked);
    places.swap(&mut tell)?;
    Ok(Compacted { before, after: measure()? })
}
