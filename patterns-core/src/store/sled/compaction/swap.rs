//! Two directories change places. No system can do that at once everywhere, so there is a moment without a database in its place; whoever comes
//! then finishes the change.

use std::{
    ffi::OsStr,
    fs::{self, File},
    io,
    path::{Path, PathBuf},
};

use fs2::FileExt;

use super::CompactionStep;
use crate::store::{
    StoreError,
    sled::{
        files::lock,
        witness::{Testimony, Witness},
    },
};

/// Where a database is, its copy, and where it goes when it is replaced.
#[derive(Debug)]
pub(super) struct Places {
    pub(super) database: PathBuf,
    pub(super) copy: PathBuf,
    replaced: PathBuf,
}

/// Finishes a compaction of the database in `directory` that was cut off between its last steps.
pub(in crate::store::sled) fn settle(directory: &Path) -> Result<(), StoreError> {
    // What nearly always is so, at the price of one look.
    if directory.exists() { Ok(()) } else { Places::of(directory).settle() }
}

impl Places {
    pub(super) fn of(directory: &Path) -> Self {
        let database = real(directory);
        let beside = |ending: &str| {
            let mut name = database.file_name().unwrap_or(OsStr::new("database")).to_owned();
            name.push(ending);
            database.with_file_name(name)
        };
        let [copy, replaced] = [".compacting", ".replaced"].map(beside);
        Self { database, copy, replaced }
    }

    /// Puts a copy in its place that was about to come there. It is only believed to be whole if what it is a copy of was taken away.
    ///
    /// # Errors
    /// When only the old database is left: whether it is wanted cannot be known.
    pub(super) fn settle(&self) -> Result<(), StoreError> {
        if self.database.exists() || !self.replaced.exists() {
            return Ok(());
        }
        if !self.copy.exists() && !self.database.exists() {
            return Err(self.lost());
        }
        let settled = fs::rename(&self.copy, &self.database).and_then(|()| self.sync_parent());
        match settled {
            // Somebody else was quicker.
            Err(_) if self.database.exists() => Ok(()),
            settled => settled.map_err(StoreError::io("finishing a compaction")),
        }
    }

    fn lost(&self) -> StoreError {
        let (database, replaced) = (self.database.display(), self.replaced.display());
        let what = format!(
            "there is no database at {database}, and beside it lies {replaced}, which a compaction took away: rename or remove it"
        );
        StoreError::damaged(what, 0)
    }

    /// Removes what compactions have left behind that were cut off. Only while the database is open, so that no other compaction is at work.
    pub(super) fn remove_leftovers(&self) -> Result<(), StoreError> {
        for leftover in [&self.copy, &self.replaced] {
            remove(leftover).map_err(StoreError::io("removing what a compaction left behind"))?;
        }
        Ok(())
    }

    /// Holds off whoever would open the database, which was closed and must end where it did.
    pub(super) fn lock(&self, position: u64) -> Result<File, StoreError> {
        let file = lock(&self.database, FileExt::try_lock_exclusive)?;
        let testimony = Witness::testimony(&self.database);
        match testimony.map_err(StoreError::io("reading the acknowledged position"))? {
            Testimony::AcknowledgedUntil(until) if until == position => Ok(file),
            // Somebody has appended between the closing and the locking.
            _ => Err(StoreError::Locked { path: self.database.clone() }),
        }
    }

    /// Puts the copy in the place of the database.
    pub(super) fn swap(&self, tell: &mut impl FnMut(CompactionStep)) -> Result<(), StoreError> {
        let displaced = fs::rename(&self.database, &self.replaced);
        displaced
            .and_then(|()| self.sync_parent())
            .map_err(StoreError::io("taking the database away"))?;
        tell(CompactionStep::Displaced);
        // From here on the next to come would do the same.
        self.settle()?;
        tell(CompactionStep::Replaced);
        remove(&self.replaced).map_err(StoreError::io("removing the replaced database"))?;
        tell(CompactionStep::Removed);
        Ok(())
    }

    fn sync_parent(&self) -> io::Result<()> {
        self.database.parent().map_or(Ok(()), |parent| File::open(parent)?.sync_all())
    }
}

/// The directory itself, where `directory` is a link to it, even if it is out of its place at the moment.
fn real(directory: &Path) -> PathBuf {
    if let Ok(found) = directory.canonicalize() {
        return found;
    }
    let linked = fs::read_link(directory).ok().map(|to| match directory.parent() {
        Some(parent) => parent.join(to),
        None => to,
    });
    let missing = linked.unwrap_or_else(|| directory.to_path_buf());
    let parent = missing.parent().filter(|parent| !parent.as_os_str().is_empty());
    let parent = parent.unwrap_or(Path::new(".")).canonicalize();
    match (parent, missing.file_name()) {
        (Ok(parent), Some(name)) => parent.join(name),
        _ => missing,
    }
}

fn remove(directory: &Path) -> io::Result<()> {
    match fs::remove_dir_all(directory) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        removed => removed,
    }
}
