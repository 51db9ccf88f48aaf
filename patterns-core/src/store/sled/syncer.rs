//! What makes the database file durable.

use std::{
    fs::File,
    path::Path,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
};

use super::guard::guarded;
use crate::store::StoreError;

/// So many bytes at most are written beside the committer without a sync: well below a segment of sled, which is 512 KiB.
///
/// sled takes a segment for free, and overwrites it, as soon as what it held was written elsewhere, not when that was synced. Little
/// enough unsynced, and no power cut can take both.
const MOST_UNSYNCED: usize = 128 * 1024;

/// Owns durability. sled's `flush` hands everything to the operating system but never syncs the file, so a power cut could take what it
/// reported as flushed; the file is therefore synced here.
#[derive(Clone, Debug)]
pub(super) struct Syncer {
    db: sled::Db,
    file: Arc<File>,
    unsynced: Arc<AtomicUsize>,
}

impl Syncer {
    pub(super) fn open(db: sled::Db, directory: &Path) -> Result<Self, StoreError> {
        let file = File::open(directory.join("db"));
        let file = Arc::new(file.map_err(StoreError::io("opening the database file"))?);
        Ok(Self { db, file, unsynced: Arc::default() })
    }

    /// Makes everything written so far durable.
    pub(super) fn sync(&self) -> Result<(), StoreError> {
        self.unsynced.store(0, Ordering::Relaxed);
        guarded(|| self.db.flush())?;
        self.file.sync_data().map_err(StoreError::io("syncing the database file"))
    }

    /// Counts what was written outside a synced commit, and syncs when it is too much.
    pub(super) fn wrote(&self, bytes: usize) -> Result<(), StoreError> {
        let before = self.unsynced.fetch_add(bytes, Ordering::Relaxed);
        if before + bytes > MOST_UNSYNCED { self.sync() } else { Ok(()) }
    }
}
