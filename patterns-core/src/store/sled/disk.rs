//! The files of a database, and when they are on the disk.

use std::{
    fs::{File, read_dir},
    path::{Path, PathBuf},
};

use super::{
    tree::guarded,
    witness::{Testimony, Witness},
};
use crate::store::StoreError;

/// Owns durability. sled's `flush` hands everything to the operating system but never syncs the file, so a power cut could take what it
/// reported as flushed; the file is therefore synced here.
#[derive(Debug)]
pub(super) struct Disk {
    db: sled::Db,
    file: File,
    witness: Witness,
}

impl Disk {
    /// Makes the database's files durable as they are now, new directory entries included.
    pub(super) fn open(db: sled::Db, directory: &Path) -> Result<(Self, Testimony), StoreError> {
        let failed = || StoreError::io("opening the database file");
        let (witness, testimony) = Witness::open(directory).map_err(failed())?;
        let file = File::open(directory.join("db")).map_err(failed())?;
        let disk = Self { db, file, witness };
        guarded(|| disk.db.flush())?;
        sync_tree(directory).map_err(StoreError::io("syncing the database directory"))?;
        Ok((disk, testimony))
    }

    /// Notes durably that everything up to `position` was found at open.
    pub(super) fn acknowledged(&mut self, position: u64) -> Result<(), StoreError> {
        self.sync(position)?;
        self.witness.sync().map_err(StoreError::io("syncing the acknowledged position"))
    }

    /// Makes everything written so far durable, then notes that the log is acknowledged up to `position`.
    pub(super) fn sync(&mut self, position: u64) -> Result<(), StoreError> {
        guarded(|| self.db.flush())?;
        self.file.sync_data().map_err(StoreError::io("syncing the database file"))?;
        self.witness.note(position).map_err(StoreError::io("noting the acknowledged position"))
    }

    /// A last sync of everything. Failures do not matter any more: what was acknowledged is durable already.
    pub(super) fn close(&self) {
        let _ = guarded(|| self.db.flush());
        let _ = self.file.sync_data();
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
