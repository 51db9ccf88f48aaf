//! The files of a database, and when they are on the disk.

use std::{
    fs::{File, read_dir},
    path::{Path, PathBuf},
};

use super::{
    syncer::Syncer,
    witness::{Testimony, Witness},
};
use crate::store::StoreError;

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
pub(super) fn sync_tree(directory: &Path) -> std::io::Result<()> {
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
