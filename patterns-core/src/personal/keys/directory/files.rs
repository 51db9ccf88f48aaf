//! The files of a directory of keys: `<subject>.key` and `<subject>.forgotten`. Where both are there, the tombstone counts.

use core::fmt;
use std::{
    collections::HashSet,
    fs::{self, File},
    io::{self, ErrorKind},
    path::{Path, PathBuf},
    sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError},
};

use zeroize::Zeroizing;

use super::{
    KeyState,
    disk::{make_directory, overwrite, sync_directory, write_new},
    file,
    step::KeyStep,
};
use crate::personal::{KeyError, SubjectId, SubjectKey};

/// Says that the directory is one of keys.
const MARKER: &str = "keys-of-data-patterns";
const KEY: &str = "key";
const TOMBSTONE: &str = "forgotten";
/// What nobody looks for, until it is renamed.
const DRAFT: &str = "draft";

type Watch = Box<dyn Fn(KeyStep) + Send + Sync>;

pub(super) struct Files {
    directory: PathBuf,
    /// Locked as long as it is open.
    _marker: File,
    /// Whose keys have names that may not survive.
    unsynced: Mutex<HashSet<SubjectId>>,
    pub(super) watch: OnceLock<Watch>,
}

impl Files {
    pub(super) fn create(directory: &Path) -> Result<Self, KeyError> {
        make_directory(directory).map_err(failed("creating", directory))?;
        let marker = directory.join(MARKER);
        match write_new(&marker, b"1\n") {
            Err(error) if error.kind() == ErrorKind::AlreadyExists => {
                return Err(KeyError::Exists { path: directory.into() });
            }
            written => written.map_err(failed("writing", &marker))?,
        }
        sync_directory(directory).map_err(failed("syncing", directory))?;
        Self::open(directory)
    }

    /// Opens the directory, and finishes what was begun in it.
    pub(super) fn open(directory: &Path) -> Result<Self, KeyError> {
        let files = Self::locked(directory)?;
        files.finish()?;
        Ok(files)
    }

    pub(super) fn locked(directory: &Path) -> Result<Self, KeyError> {
        let (marker, path) = (directory.join(MARKER), directory.to_path_buf());
        let marker = match File::open(&marker) {
            Err(error) if error.kind() == ErrorKind::NotFound => {
                return Err(KeyError::Absent { path });
            }
            opened => opened.map_err(failed("opening", &marker))?,
        };
        fs2::FileExt::try_lock_exclusive(&marker).map_err(|error| unlocked(directory, error))?;
        let (unsynced, watch) = (Mutex::default(), OnceLock::new());
        Ok(Self { directory: path, _marker: marker, unsynced, watch })
    }

    pub(super) fn find(&self, id: &SubjectId) -> Result<KeyState, KeyError> {
        // First the key, then the tombstone: in between it may be destroyed, and never comes back.
        let key = self.read_key(id);
        let tombstone = self.path(id, TOMBSTONE);
        if tombstone.try_exists().map_err(failed("looking for", &tombstone))? {
            return Ok(KeyState::Destroyed);
        }
        Ok(key?.map_or(KeyState::Unknown, KeyState::Known))
    }

    /// Whether a key that was found will be found again, whatever happens. To be asked after it was found.
    pub(super) fn is_durable(&self, id: &SubjectId) -> bool {
        !self.unsynced().contains(id)
    }

    /// The key, durable; a new one where there is none.
    pub(super) fn put(&self, id: &SubjectId) -> Result<KeyState, KeyError> {
        match self.find(id)? {
            KeyState::Unknown => {
                let key = SubjectKey::random()?;
                self.write_key(id, &key)?;
                Ok(KeyState::Known(key))
            }
            found => {
                // Its name may have failed to be synced when it was made.
                if !self.is_durable(id) {
                    self.sync(KeyStep::SyncKey)?;
                }
                Ok(found)
            }
        }
    }

    /// Leaves a tombstone; answers whether there was a key.
    pub(super) fn destroy(&self, id: &SubjectId) -> Result<bool, KeyError> {
        let tombstone = self.path(id, TOMBSTONE);
        if !tombstone.try_exists().map_err(failed("looking for", &tombstone))? {
            let draft = self.draft(id);
            self.step(KeyStep::DraftTombstone);
            write_new(&draft, b"forgotten\n").map_err(failed("writing", &draft))?;
            self.step(KeyStep::NameTombstone);
            fs::rename(&draft, &tombstone).map_err(failed("naming", &tombstone))?;
        }
        self.sync(KeyStep::SyncTombstone)?;
        self.wipe(&self.path(id, KEY))
    }

    fn read_key(&self, id: &SubjectId) -> Result<Option<SubjectKey>, KeyError> {
        let path = self.path(id, KEY);
        match fs::read(&path).map(Zeroizing::new) {
            Ok(bytes) => {
                let key = file::read(id, &bytes);
                key.map(Some).ok_or(KeyError::Damaged { path })
            }
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
            Err(error) => Err(failed("reading", &path)(error)),
        }
    }

    fn write_key(&self, id: &SubjectId, key: &SubjectKey) -> Result<(), KeyError> {
        let draft = self.draft(id);
        let named = self.name_key(id, key, &draft);
        let synced = named.and_then(|()| self.sync(KeyStep::SyncKey));
        self.step(KeyStep::RemoveDraft);
        // Also when it has failed: there is a key in it.
        let removed = fs::remove_file(&draft).map_err(failed("removing", &draft));
        synced.and(removed)
    }

    /// Linking, unlike renaming, never replaces a key.
    fn name_key(&self, id: &SubjectId, key: &SubjectKey, draft: &Path) -> Result<(), KeyError> {
        let path = self.path(id, KEY);
        self.step(KeyStep::DraftKey);
        write_new(draft, &file::written(id, key)).map_err(failed("writing", draft))?;
        self.step(KeyStep::NameKey);
        self.unsynced().insert(*id);
        fs::hard_link(draft, &path).map_err(failed("naming", &path))
    }

    /// Overwrites and removes a key; answers whether there was one.
    fn wipe(&self, path: &Path) -> Result<bool, KeyError> {
        self.step(KeyStep::OverwriteKey);
        match overwrite(path) {
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(false),
            overwritten => overwritten.map_err(failed("overwriting", path))?,
        }
        self.step(KeyStep::RemoveKey);
        fs::remove_file(path).map_err(failed("removing", path))?;
        self.sync(KeyStep::SyncRemoval)?;
        Ok(true)
    }

    /// Removes drafts, which hold no key that anything was encrypted with, and the keys beside which there is a tombstone.
    pub(super) fn finish(&self) -> Result<(), KeyError> {
        // A key that is found is answered, and one with a tombstone is wiped: their names must survive first.
        self.sync(KeyStep::SyncTombstone)?;
        let listing = failed("listing", &self.directory);
        let entries: io::Result<Vec<_>> =
            fs::read_dir(&self.directory).and_then(|entries| entries.collect());
        for entry in entries.map_err(listing)? {
            let path = entry.path();
            match path.extension().and_then(|extension| extension.to_str()) {
                // Not overwritten: a draft may be a key by another name.
                Some(DRAFT) => fs::remove_file(&path).map_err(failed("removing", &path))?,
                Some(TOMBSTONE) => drop(self.wipe(&path.with_extension(KEY))?),
                _ => {}
            }
        }
        Ok(())
    }

    fn path(&self, id: &SubjectId, extension: &str) -> PathBuf {
        self.directory.join(format!("{id}.{extension}"))
    }

    fn draft(&self, id: &SubjectId) -> PathBuf {
        self.directory.join(format!("{id}.{:016x}.{DRAFT}", fastrand::u64(..)))
    }

    /// Makes sure that all names survive.
    fn sync(&self, step: KeyStep) -> Result<(), KeyError> {
        self.step(step);
        sync_directory(&self.directory).map_err(failed("syncing", &self.directory))?;
        // Names are given by one thread alone, which is here now.
        self.unsynced().clear();
        Ok(())
    }

    fn unsynced(&self) -> MutexGuard<'_, HashSet<SubjectId>> {
        self.unsynced.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn step(&self, step: KeyStep) {
        if let Some(watch) = self.watch.get() {
            watch(step);
        }
    }
}

impl fmt::Debug for Files {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Files({})", self.directory.display())
    }
}

/// Why there is no lock: somebody else has it, or the system has none to give.
pub(super) fn unlocked(directory: &Path, error: io::Error) -> KeyError {
    if error.raw_os_error() == fs2::lock_contended_error().raw_os_error() {
        return KeyError::Locked { path: directory.into() };
    }
    failed("locking", directory)(error)
}

fn failed(doing: &'static str, path: &Path) -> impl FnOnce(io::Error) -> KeyError {
    move |cause| KeyError::Io { doing, path: path.into(), cause: Arc::new(cause) }
}
