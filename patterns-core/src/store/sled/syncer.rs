//! What makes the database file durable.

use std::{
    fs::File,
    path::Path,
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicUsize, Ordering},
    },
};

use super::guard::guarded;
use crate::store::StoreError;

/// So many bytes at most are written beside the committer without a sync: well below a segment of sled, which is 512 KiB.
///
/// sled takes a segment for free, and overwrites it, as soon as what it held was written elsewhere, not when that was synced. The less
/// is unsynced, the less a power cut between the two could take.
const MOST_UNSYNCED: usize = 128 * 1024;

/// Owns durability. sled's `flush` hands everything to the operating system but never syncs the file, so a power cut could take what it
/// reported as flushed; the file is therefore synced here.
#[derive(Clone, Debug)]
pub(super) struct Syncer {
    db: sled::Db,
    file: Arc<File>,
    unsynced: Arc<AtomicUsize>,
    /// The first failure of a sync, for ever: the system reports a lost write once, to whoever syncs next, and then forgets it.
    failure: Arc<Mutex<Option<StoreError>>>,
}

impl Syncer {
    pub(super) fn open(db: sled::Db, directory: &Path) -> Result<Self, StoreError> {
        let file = File::open(directory.join("db"));
        let file = Arc::new(file.map_err(StoreError::io("opening the database file"))?);
        Ok(Self { db, file, unsynced: Arc::default(), failure: Arc::default() })
    }

    /// Makes everything written so far durable. Fails for ever once any sync has failed, whoever asked for it.
    pub(super) fn sync(&self) -> Result<(), StoreError> {
        // One at a time: nobody may succeed between another's failure and its being noted.
        let mut failure = self.failure.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(error) = &*failure {
            return Err(error.clone());
        }
        let synced = self.flush_and_sync();
        *failure = synced.as_ref().err().cloned();
        synced
    }

    fn flush_and_sync(&self) -> Result<(), StoreError> {
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

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

    use super::*;

    /// A snapshot or the index must not swallow the failure that the committer has to see.
    #[test]
    fn e3_a_sync_that_failed_is_never_followed_by_one_that_succeeds() {
        let directory = tempfile::tempdir().unwrap();
        let db = sled::open(directory.path()).unwrap();
        let good = Syncer::open(db, directory.path()).unwrap();
        good.sync().unwrap();
        // A device that cannot be synced.
        let file = Arc::new(File::open("/dev/null").unwrap());
        let bad = Syncer { file, ..good.clone() };
        assert!(bad.wrote(MOST_UNSYNCED + 1).is_err());
        assert!(good.sync().is_err(), "the failure is shared and stays");
    }
}
