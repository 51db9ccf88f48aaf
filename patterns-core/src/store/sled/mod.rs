//! The embedded store: one directory, one process, durable.
//!
//! * `log.rs`: frames, one or a few a commit group; the truth.
//! * `index/`: where in the log each stream's events are; it can be made again from the log.
//! * `committer.rs`: one thread writes; any number of readers read.
//! * `verify.rs` checks everything at every open, because sled does not notice lost data; [`salvage`] copies what is whole out of a
//!   database that does not pass.
//!
//! `docs/storage.md` has the measurements behind the layout.

#[cfg(not(unix))]
compile_error!(
    "the embedded store syncs files and directories as Unix does; turn the feature `sled` off elsewhere"
);

mod committer;
mod disk;
mod files;
mod frame;
mod group;
mod guard;
mod index;
mod log;
mod options;
mod salvage;
mod snapshots;
mod syncer;
mod tree;
mod verify;
mod witness;

pub use options::{Durability, SledOptions};
pub use salvage::{Salvaged, salvage};

use std::{
    path::Path,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
};

use async_trait::async_trait;

use self::{
    committer::{Committer, Work},
    files::Files,
    frame::Frame,
    index::{Found, Index, Indexer},
    log::Log,
    snapshots::Snapshots,
    verify::verify,
};
use super::{
    Append, AppendError, Appended, Direction, EventStore, Snapshot, SnapshotKey, StoreError,
    StreamHead, StreamPage, read::listed_from,
};
use crate::event::{RecordedEvent, StreamId};

/// Events in a directory, by sled. Dropping it commits what waits and closes the files.
///
/// Reads run on the thread that asks; they touch memory or the page cache, and the disk when the data is in neither.
#[derive(Debug)]
pub struct SledStore {
    // Dropped first: it ends the threads that use the rest.
    committer: Committer,
    log: Log,
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
        let files = Files::open(directory, options.cache_bytes)?;
        let verified = verify(&files.log, &files.chunks, files.testimony)?;
        let Files { log, chunks, snapshots, disk, .. } = files.accept(verified.last_position)?;
        let visible = Arc::new(AtomicU64::new(verified.last_position));
        let index = Arc::new(Index::new(chunks, verified.recent));
        let committer = Committer::start(Work {
            log: log.clone(),
            index: Arc::clone(&index),
            indexer: Some(Indexer::start(Arc::clone(&index))?),
            disk,
            clock: options.clock,
            durability: options.durability.at_least_shortest(),
            last_recorded_at: verified.last_recorded_at,
            visible: Arc::clone(&visible),
            unsynced_since: None,
            failure: None,
        })?;
        Ok(Self { committer, log, index, snapshots, visible })
    }

    fn read(&self, found: &Found) -> Result<Vec<RecordedEvent>, StoreError> {
        let mut events = Vec::with_capacity((found.last + 1 - found.first) as usize);
        let mut open: Option<Frame> = None;
        for posting in &found.postings {
            let frame = match open.take() {
                Some(frame) if frame.first_position == posting.frame => frame,
                _ => self.log.frame(posting.frame)?,
            };
            let damaged = |what| log::damaged(posting.frame, what);
            let slice = frame.slice_at(posting.offset).map_err(damaged)?;
            let skip = found.first.saturating_sub(posting.first_version) as u32;
            let wanted = (found.last + 1 - posting.first_version.max(found.first)) as usize;
            for event in slice.events(skip).take(wanted) {
                events.push(event.map_err(damaged)?);
            }
            open = Some(frame);
        }
        Ok(events)
    }
}

/// Adds the events of `frame` that stand at the positions `first..=last`.
fn read_frame(
    frame: &Frame,
    first: u64,
    last: u64,
    events: &mut Vec<RecordedEvent>,
) -> Result<(), StoreError> {
    let damaged = |what| log::damaged(frame.first_position, what);
    for slice in frame.slices() {
        let slice = slice.map_err(damaged)?;
        let skip = first.saturating_sub(slice.first_position).min(slice.count.into());
        let wanted = (last + 1).saturating_sub(slice.first_position).min(slice.count.into());
        for event in slice.events(skip as u32).take(wanted.saturating_sub(skip) as usize) {
            events.push(event.map_err(damaged)?);
        }
    }
    Ok(())
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
        let found = self.index.postings(stream, |head| direction.span(from, limit, head))?;
        let mut events = self.read(&found)?;
        let wanted = if found.first == 0 { 0 } else { found.last + 1 - found.first };
        if events.len() as u64 != wanted {
            let what =
                format!("stream {stream} misses events between {} and {}", found.first, found.last);
            return Err(StoreError::damaged(what, 0));
        }
        if direction == Direction::Backward {
            events.reverse();
        }
        Ok(StreamPage { events, head: found.head })
    }

    async fn read_log(&self, from: u64, limit: usize) -> Result<Vec<RecordedEvent>, StoreError> {
        let first = from.max(1);
        let until = first.saturating_add(limit as u64) - 1;
        let last = until.min(self.visible.load(Ordering::Acquire));
        let mut events = Vec::with_capacity((last + 1).saturating_sub(first) as usize);
        if first > last {
            return Ok(events);
        }
        for frame in self.log.frames_from(first)? {
            read_frame(&frame?, first, last, &mut events)?;
            if events.last().is_some_and(|event| event.position == last) {
                break;
            }
        }
        let whole = events.first().is_some_and(|event| event.position == first)
            && events.last().is_some_and(|event| event.position == last)
            && events.len() as u64 == last + 1 - first;
        if whole { Ok(events) } else { Err(log::damaged(first, "events are missing")) }
    }

    async fn list_streams(
        &self,
        prefix: &[u8],
        after: Option<&StreamId>,
        limit: usize,
    ) -> Result<Vec<StreamHead>, StoreError> {
        self.index.list(prefix, listed_from(prefix, after), limit)
    }

    async fn put_snapshot(&self, key: &SnapshotKey, snapshot: Snapshot) -> Result<(), StoreError> {
        self.snapshots.put(key, &snapshot)
    }

    async fn snapshot(&self, key: &SnapshotKey) -> Result<Option<Snapshot>, StoreError> {
        self.snapshots.get(key)
    }

    async fn snapshots_of(
        &self,
        stream: &StreamId,
    ) -> Result<Vec<(SnapshotKey, Snapshot)>, StoreError> {
        self.snapshots.of(stream)
    }
}
