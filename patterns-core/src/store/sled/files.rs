//! The trees and files of one database directory.

use std::{fs::File, io, path::Path, sync::Arc, time::Duration};

use super::{
    archive::{Archive, Finisher, Registry},
    disk::Disk,
    guard::guarded,
    index::{Chunks, FOLDED_UNTIL},
    log::Log,
    snapshots::Snapshots,
    syncer::Syncer,
    tree::Tree,
    witness::Testimony,
};
use crate::store::{ArchiveProgress, StoreError};

const FORMAT: u64 = 2;
const FORMAT_KEY: &[u8] = b"format";

/// The names of all trees.
pub(super) const TREES: [&str; 5] = ["settings", "log", "streams", "snapshots", "segments"];

/// What events are kept in.
pub(super) struct Trees {
    pub(super) settings: Tree,
    pub(super) log: Log,
    pub(super) chunks: Chunks,
    pub(super) archive: Arc<Archive>,
    pub(super) syncer: Syncer,
}

/// Bytes that may be kept in memory.
#[derive(Clone, Copy, Debug)]
pub(super) struct CacheBytes {
    pub(super) live: u64,
    pub(super) archive: u64,
}

impl Default for CacheBytes {
    fn default() -> Self {
        Self { live: 64 << 20, archive: 32 << 20 }
    }
}

impl Trees {
    fn open(db: &sled::Db, directory: &Path, cache_bytes: CacheBytes) -> Result<Self, StoreError> {
        let settings = Tree::open(db, "settings")?;
        check_format(&settings)?;
        let syncer = Syncer::open(db.clone(), directory)?;
        let registry = Registry::new(Tree::counted(db, "segments", &syncer)?);
        let archive = Arc::new(Archive::open(directory, registry, cache_bytes.archive)?);
        Self::with(db, settings, archive, syncer)
    }

    /// Those in `copy`, a copy of sled's files in `directory`, to find out what is wrong with them. Answers also what is wrong with the registry
    /// of segments.
    pub(super) fn open_copy(
        copy: &Path,
        directory: &Path,
    ) -> Result<(Self, Vec<StoreError>), StoreError> {
        let db = open_sled(copy, CacheBytes::default().live)?;
        let settings = Tree::open(&db, "settings")?;
        let syncer = Syncer::open(db.clone(), copy)?;
        let registry = Registry::new(Tree::counted(&db, "segments", &syncer)?);
        let cache_bytes = CacheBytes::default().archive;
        let (archive, wrong) = Archive::open_readable(directory, registry, cache_bytes)?;
        Ok((Self::with(&db, settings, Arc::new(archive), syncer)?, wrong))
    }

    fn with(
        db: &sled::Db,
        settings: Tree,
        archive: Arc<Archive>,
        syncer: Syncer,
    ) -> Result<Self, StoreError> {
        let log = Log::new(Tree::open(db, "log")?);
        let chunks = Chunks::new(Tree::counted(db, "streams", &syncer)?, settings.clone());
        Ok(Self { settings, log, chunks, archive, syncer })
    }

    /// Whether this library keeps something under a key of the settings.
    pub(super) fn is_setting(key: &[u8]) -> bool {
        [FORMAT_KEY, FOLDED_UNTIL].contains(&key)
    }

    /// Finishes an archiving that was cut off.
    pub(super) fn finish_archiving(&self, progress: &ArchiveProgress) -> Result<(), StoreError> {
        let finisher = Finisher {
            archive: &self.archive,
            chunks: &self.chunks,
            log: &self.log.counted(&self.syncer),
            syncer: &self.syncer,
            progress,
            stopped: &|| false,
        };
        finisher.finish_pending()
    }
}

/// Everything that is in a database directory, opened and not yet checked.
pub(super) struct Files {
    pub(super) db: sled::Db,
    pub(super) trees: Trees,
    pub(super) snapshots: Snapshots,
    pub(super) disk: Disk,
    pub(super) testimony: Testimony,
}

impl Files {
    pub(super) fn open(directory: &Path, cache_bytes: CacheBytes) -> Result<Self, StoreError> {
        let db = open_sled(directory, cache_bytes.live)?;
        let trees = Trees::open(&db, directory, cache_bytes)?;
        let snapshots = Snapshots::new(Tree::counted(&db, "snapshots", &trees.syncer)?);
        let (disk, testimony) = Disk::open(trees.syncer.clone(), directory)?;
        Ok(Self { db, trees, snapshots, disk, testimony })
    }

    /// Takes the database for whole, with `last_position` as its end.
    pub(super) fn accept(mut self, last_position: u64) -> Result<Self, StoreError> {
        if self.trees.settings.get(FORMAT_KEY)?.is_none() {
            self.trees.settings.insert(FORMAT_KEY, FORMAT.to_le_bytes().to_vec())?;
        }
        self.disk.acknowledged(last_position)?;
        Ok(self)
    }
}

fn open_sled(directory: &Path, cache_bytes: u64) -> Result<sled::Db, StoreError> {
    with_patience(|| try_open_sled(directory, cache_bytes))
}

/// Waits a second for sled's lock: threads of sled's own hold it for a moment after the last handle was dropped.
fn with_patience<T>(open: impl Fn() -> Result<T, StoreError>) -> Result<T, StoreError> {
    let mut pause = Duration::from_millis(1);
    loop {
        match open() {
            Err(StoreError::Locked { .. }) if pause < Duration::from_secs(1) => {
                std::thread::sleep(pause);
                pause *= 2;
            }
            opened => return opened,
        }
    }
}

/// Holds off whoever would open the database, by `try_lock` of `fs2`.
pub(super) fn lock(
    directory: &Path,
    try_lock: impl Fn(&File) -> io::Result<()>,
) -> Result<File, StoreError> {
    with_patience(|| {
        let file = File::open(directory.join("db"));
        let file = file.map_err(StoreError::io("looking for the database file"))?;
        match try_lock(&file) {
            Ok(()) => Ok(file),
            Err(error) if error.kind() == fs2::lock_contended_error().kind() => {
                Err(StoreError::Locked { path: directory.into() })
            }
            Err(error) => Err(StoreError::io("locking the database file")(error)),
        }
    })
}

fn try_open_sled(directory: &Path, cache_bytes: u64) -> Result<sled::Db, StoreError> {
    let config = sled::Config::new()
        .path(directory)
        .cache_capacity(cache_bytes)
        // The committer flushes; a second flusher would only compete with it.
        .flush_every_ms(None);
    guarded(|| config.open()).map_err(|error| match error {
        StoreError::Io { cause, .. } if cause.to_string().contains("could not acquire lock") => {
            StoreError::Locked { path: directory.into() }
        }
        other => other,
    })
}

/// Whether the database says which format it has; `Err` when that is one that this version does not know.
pub(super) fn check_format(settings: &Tree) -> Result<bool, StoreError> {
    let Some(bytes) = settings.get(FORMAT_KEY)? else { return Ok(false) };
    let found = bytes.as_ref().try_into().map_or(0, u64::from_le_bytes);
    if found == FORMAT { Ok(true) } else { Err(StoreError::Format { found, supported: FORMAT }) }
}
