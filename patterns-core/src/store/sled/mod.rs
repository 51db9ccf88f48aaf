//! The embedded store: one directory, one process, durable.
//!
//! * `log.rs`: frames, one or a few a commit group; the truth.
//! * `index/`: where in the log each stream's events are; it can be made again from the log.
//! * `archive/`, `segment/`: events that have left the log for compressed files; `events.rs` reads both as one.
//! * `committer.rs`: one thread writes; any number of readers read.
//! * `verify/` checks at every open all that is live, and that what is archived is where it should be, because sled does not notice lost data;
//!   [`salvage`] copies what is whole out of a database that does not pass.
//! * `audit/` tells what was tampered with, and where.
//!
//! `docs/storage.md` has the measurements behind the layout.

#[cfg(not(unix))]
compile_error!(
    "the embedded store syncs files and directories as Unix does; turn the feature `sled` off elsewhere"
);

mod archive;
mod audit;
mod committer;
mod compaction;
mod disk;
mod events;
mod files;
mod frame;
mod group;
mod guard;
mod index;
mod log;
mod options;
mod salvage;
mod segment;
mod snapshots;
mod storage;
mod syncer;
mod tree;
mod verify;
mod witness;

pub use audit::{verify_directory, verify_directory_against};
pub use compaction::{Compacted, CompactionStep, compact, compact_telling};
pub use options::{Durability, SledOptions};
pub use salvage::{Salvaged, salvage};

use std::{
    path::{Path, PathBuf},
    sync::{
        Arc, Mutex,
        atomic::{AtomicBool, AtomicU64, Ordering},
    },
};

use async_trait::async_trait;

use self::{
    archive::{Archiver, ArchiverWork},
    audit::{OneStream, Online},
    committer::{Committer, Work},
    events::Events,
    files::{Files, Trees},
    index::{Index, Indexer},
    snapshots::Snapshots,
    verify::verify,
};
use super::{
    Append, AppendError, Appended, ArchiveCut, ArchiveProgress, Archived, Direction, EventStore,
    SignOff, Snapshot, SnapshotKey, StorageReport, StoreError, StreamHead, StreamPage,
    Verification, read::listed_from,
};
use crate::event::{RecordedEvent, StreamHash, StreamId};

/// Events in a directory, by sled. Dropping it commits what waits and closes the files.
///
/// Reads run on the thread that asks; they touch memory or the page cache, and the disk when the data is in neither.
#[derive(Debug)]
pub struct SledStore {
    directory: PathBuf,
    // Dropped first: it ends the threads that use the rest.
    archiver: Archiver,
    committer: Committer,
    events: Events,
    index: Arc<Index>,
    snapshots: Snapshots,
    visible: Arc<AtomicU64>,
}

impl SledStore {
    /// Opens the database in `directory` with the default options.
    ///
    /// # Errors
    /// As [`SledOptions::open`].
    pub fn open(directory: impl AsRef<Path>) -> Result<Self, StoreError> {
        SledOptions::default().open(directory)
    }

    fn open_with(directory: &Path, options: SledOptions) -> Result<Self, StoreError> {
        compaction::settle(directory)?;
        let files = Files::open(directory, options.cache_bytes)?;
        files.trees.finish_archiving(&options.archive_progress)?;
        let verified = verify(&files.trees, files.testimony)?;
        let Files { trees, snapshots, disk, .. } = files.accept(verified.end.position)?;
        let Trees { log, chunks, archive, syncer, .. } = trees;
        // Not before: had the database lost its registry, these files would be all that is left.
        archive.remove_unregistered()?;
        log.set_bytes(verified.live_bytes);
        let visible = Arc::new(AtomicU64::new(verified.end.position));
        let index = Arc::new(Index::new(chunks, verified.recent));
        let archiver = Archiver::new(ArchiverWork {
            archive: Arc::clone(&archive),
            index: Arc::clone(&index),
            log: log.counted(&syncer),
            syncer,
            turn: Mutex::default(),
            stopped: AtomicBool::new(false),
        });
        let events = Events { log, archive };
        let committer = Committer::start(Work {
            events: events.clone(),
            index: Arc::clone(&index),
            indexer: Some(Indexer::start(Arc::clone(&index))?),
            disk,
            clock: options.clock,
            durability: options.durability.at_least_shortest(),
            end: verified.end,
            last_recorded_at: verified.last_recorded_at,
            visible: Arc::clone(&visible),
            unsynced_since: None,
            failure: None,
        })?;
        let directory = directory.to_path_buf();
        Ok(Self { directory, archiver, committer, events, index, snapshots, visible })
    }
}

#[async_trait]
impl EventStore for SledStore {
    async fn append(&self, batch: Vec<Append>) -> Result<Appended, AppendError> {
        batch.iter().try_for_each(Append::check_limits)?;
        let answer = self.committer.submit(batch).await;
        answer.unwrap_or_else(|_| {
            let cause = "the committer thread has ended".into();
            Err(AppendError::Store(StoreError::Stopped { cause }))
        })
    }

    async fn read_stream(
        &self,
        stream: &StreamId,
        from: u64,
        direction: Direction,
        limit: usize,
    ) -> Result<StreamPage, StoreError> {
        let (mut events, head) = self.events.steadily(|view| {
            let found = self.index.find(stream, |head| direction.span(from, limit, head))?;
            Ok((self.events.read(view, stream, &found)?, found.head))
        })?;
        if direction == Direction::Backward {
            events.reverse();
        }
        Ok(StreamPage { events, head })
    }

    async fn read_log(&self, from: u64, limit: usize) -> Result<Vec<RecordedEvent>, StoreError> {
        let first = from.max(1);
        let until = first.saturating_add(limit as u64) - 1;
        let last = until.min(self.visible.load(Ordering::Acquire));
        let mut events = Vec::with_capacity((last + 1).saturating_sub(first) as usize);
        self.events.each_slice(first, last, |slice| {
            let skip = first.saturating_sub(slice.first_position) as u32;
            let wanted = last + 1 - slice.first_position.max(first);
            for event in slice.events(skip).take(wanted as usize) {
                events.push(event.map_err(|what| log::damaged(slice.first_position, what))?);
            }
            Ok(())
        })?;
        Ok(events)
    }

    async fn list_streams(
        &self,
        prefix: &[u8],
        after: Option<&StreamId>,
        limit: usize,
    ) -> Result<Vec<StreamHead>, StoreError> {
        self.index.list(prefix, listed_from(prefix, after), limit)
    }

    async fn stream_hash(&self, stream: &StreamId) -> Result<StreamHash, StoreError> {
        self.index.stream_hash(stream, &self.events)
    }

    async fn verify_stream(
        &self,
        stream: &StreamId,
        signed: &[StreamHash],
    ) -> Result<Verification, StoreError> {
        let whole = |head: u64| (head > 0).then_some((1, head));
        self.events.settled(|view| {
            let found = self.index.find(stream, whole)?;
            OneStream::new(&self.events, view, stream).verify(&found, signed)
        })
    }

    async fn sign_off(&self) -> Result<SignOff, StoreError> {
        self.events.log.end(self.visible.load(Ordering::Acquire)).map(SignOff::of_log)
    }

    async fn verify_against(&self, signed: &SignOff) -> Result<Verification, StoreError> {
        let (_paused, unfinished) = self.archiver.pause();
        let end = self.visible.load(Ordering::Acquire);
        let online = Online { events: &self.events, index: &self.index, end };
        online.verify(signed, unfinished.as_ref())
    }

    async fn put_snapshot(
        &self,
        key: &SnapshotKey,
        snapshot: Snapshot,
        keep: usize,
    ) -> Result<(), StoreError> {
        self.snapshots.put(key, &snapshot, keep)
    }

    async fn snapshot(
        &self,
        key: &SnapshotKey,
        at_most: u64,
    ) -> Result<Option<Snapshot>, StoreError> {
        self.snapshots.get(key, at_most)
    }

    async fn snapshots_of(
        &self,
        stream: &StreamId,
    ) -> Result<Vec<(SnapshotKey, Snapshot)>, StoreError> {
        self.snapshots.of(stream)
    }

    async fn archive(
        &self,
        cuts: Vec<ArchiveCut>,
        progress: ArchiveProgress,
    ) -> Result<Archived, StoreError> {
        let answer = self.archiver.start(cuts, progress)?.await;
        answer.unwrap_or_else(|_| {
            let cause = "the archiver thread has ended".into();
            Err(StoreError::Stopped { cause })
        })
    }

    async fn archived_until(&self, stream: &StreamId) -> Result<u64, StoreError> {
        let (archived_until, _) = self.index.chunks().boundary(stream)?;
        Ok(archived_until)
    }

    async fn storage(&self) -> Result<StorageReport, StoreError> {
        storage::report(&self.directory, &self.events, self.visible.load(Ordering::Acquire))
    }
}
