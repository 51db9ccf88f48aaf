//! The trees and files of one database directory.

use std::{path::Path, time::Duration};

use super::{
    disk::Disk, guard::guarded, index::Chunks, log::Log, snapshots::Snapshots, syncer::Syncer,
    tree::Tree, witness::Testimony,
};
use crate::store::StoreError;

const FORMAT: u64 = 1;
const FORMAT_KEY: &[u8] = b"format";

/// Everything that is in a database directory, opened and not yet checked.
pub(super) struct Files {
    settings: Tree,
    pub(super) log: Log,
    pub(super) chunks: Chunks,
    pub(super) snapshots: Snapshots,
    pub(super) disk: Disk,
    pub(super) testimony: Testimony,
}

impl Files {
    pub(super) fn open(directory: &Path, cache_bytes: u64) -> Result<Self, StoreError> {
        let db = open_sled(directory, cache_bytes)?;
        let settings = Tree::open(&db, "settings")?;
        check_format(&settings)?;
        let syncer = Syncer::open(db.clone(), directory)?;
        let log = Log::new(Tree::open(&db, "log")?);
        let chunks = Chunks::new(Tree::counted(&db, "streams", &syncer)?, settings.clone());
        let snapshots = Snapshots::new(Tree::counted(&db, "snapshots", &syncer)?);
        let (disk, testimony) = Disk::open(syncer, directory)?;
        Ok(Self { settings, log, chunks, snapshots, disk, testimony })
    }

    /// Takes the database for whole, with `last_position` as its end.
    pub(super) fn accept(mut self, last_position: u64) -> Result<Self, StoreError> {
        if self.settings.get(FORMAT_KEY)?.is_none() {
            self.settings.insert(FORMAT_KEY, FORMAT.to_le_bytes().to_vec())?;
        }
        self.disk.acknowledged(last_position)?;
        Ok(self)
    }
}

/// Opens sled, and waits a second for its lock: threads of sled's own hold it for a moment after the last handle was dropped.
fn open_sled(directory: &Path, cache_bytes: u64) -> Result<sled::Db, StoreError> {
    let mut pause = Duration::from_millis(1);
    loop {
        match try_open_sled(directory, cache_bytes) {
            Err(StoreError::Locked { .. }) if pause < Duration::from_secs(1) => {
                std::thread::sleep(pause);
                pause *= 2;
            }
            opened => return opened,
        }
    }
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

/// `Err` when the database has a format that this version does not know.
fn check_format(settings: &Tree) -> Result<(), StoreError> {
    let Some(bytes) = settings.get(FORMAT_KEY)? else { return Ok(()) };
    let found = bytes.as_ref().try_into().map_or(0, u64::from_le_bytes);
    if found == FORMAT { Ok(()) } else { Err(StoreError::Format { found, supported: FORMAT }) }
}
