//! The files of a database, and when they are on the disk.

use std::{
    fs::{File, read_dir},
    path::{Path, PathBuf},
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
};

use super::{
    tree::guarded,
    witness::{Testimony, Witness},
};
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

/// What the committer syncs, and where it notes what it acknowledges.
#[derive(Debug)]
pub(super) struct Disk {
    syncer: Syncer,
    witness: Witness,
}

impl Disk {
    /// Makes the database's files durable as they are now, new directory entries included.
    pub(super) fn open(syncer: Syncer, directory: &Path) -> Result<(Self, Testimony), StoreError> {
        let opened = Witness::open(directory);
        let (witness, testimony) =
            opened.map_err(StoreError::io("opening the acknowledged position"))?;
        syncer.sync()?;
        sync_tree(directory).map_err(StoreError::io("syncing the database directory"))?;
        Ok((Self { syncer, witness }, testimony))
    }

    /// Notes durably that everything up to `position` was found at open.
    pub(super) fn acknowledged(&mut self, position: u64) -> Result<(), StoreError> {
        self.sync(position)?;
        self.witness.sync().map_err(StoreError::io("syncing the acknowledged position"))
    }

    /// Makes everything written so far durable, then notes that the log is acknowledged up to `position`.
    pub(super) fn sync(&mut self, position: u64) -> Result<(), StoreError> {
        self.syncer.sync()?;
        self.witness.note(position).map_err(StoreError::io("noting the acknowledged position"))
    }

    /// Counts what was written and is synced later.
    pub(super) fn wrote(&self, bytes: usize) -> Result<(), StoreError> {
        self.syncer.wrote(bytes)
    }

    /// A last sync of everything. Failures do not matter any more: what was acknowledged is durable already.
    pub(super) fn close(&self) {
        let _ = self.syncer.sync();
        let _ = self.witness.sync();
    }
}

/// Syncs a directory with everything in it, and its entry in its parent.
fn sync_tree(directory: &Path) -> std::io::Result<()> {
    let mut unvisited = vec![directory.to_path_buf()];
    while let Some(path) = unvisited.pop() {
        if path.is_dir() {
            for entry in read_dir(&path)? {
                unvisited.push(entry?.path());
            }
        }
        File::open(&path)?.sync_all()?;
    }
    let parent = directory.canonicalize()?.parent().map(PathBuf::from);
    parent.map_or(Ok(()), |parent| File::open(parent)?.sync_all())
}
