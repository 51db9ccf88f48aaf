//! The embedded store: one directory, one process, durable.
//!
//! * The [log](log) holds frames, one or a few a commit group; it is the truth.
//! * The [index](index) says where in the log each stream's events are; it can be made again from the log.
//! * One [committer](committer) thread writes; any number of readers read.
//! * [Verification](verify) at every open, because sled does not notice lost data.
//!
//! `docs/storage.md` has the measurements behind the layout.

mod committer;
mod disk;
mod frame;
mod group;
mod index;
mod log;
mod snapshots;
mod tree;
mod verify;
mod witness;

use std::{
    path::Path,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};

use async_trait::async_trait;

use self::{
    committer::{Committer, SHORTEST_WINDOW, Work},
    disk::Disk,
    frame::Frame,
    index::{Chunks, Found, Index, Indexer},
    log::Log,
    snapshots::Snapshots,
    tree::{Tree, guarded},
    verify::verify,
};
use super::{
    Append, AppendError, Appended, Clock, Direction, EventStore, Snapshot, SnapshotKey, StoreError,
    StreamPage,
};
use crate::event::{RecordedEvent, StreamId};

const FORMAT: u64 = 1;
const FORMAT_KEY: &[u8] = b"format";

/// When an append is acknowledged.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Durability {
    /// When it is on the disk. Appends that wait at the same time share one sync.
    #[default]
    Group,
    /// At once; the disk follows within `window`, 1 ms at least. A crash of the process or a power cut loses what was
    /// acknowledged within the last window: never a part of an append, and never older data.
    Buffered {
        /// How long an acknowledged append may stay unsynced.
        window: Duration,
    },
}

/// How a database is opened.
#[derive(Clone, Debug)]
pub struct SledOptions {
    durability: Durability,
    cache_bytes: u64,
    clock: Clock,
}

impl Default for SledOptions {
    /// Group durability, 64 MiB of cache, the system's clock.
    fn default() -> Self {
        Self { durability: Durability::default(), cache_bytes: 64 << 20, clock: Clock::default() }
    }
}

impl SledOptions {
    /// When an append is acknowledged.
    #[must_use]
    pub const fn durability(mut self, durability: Durability) -> Self {
        self.durability = durability;
        self
    }

    /// How many bytes of the database sled may keep in memory. It takes this for a hint: expect some more.
    #[must_use]
    pub const fn cache_bytes(mut self, bytes: u64) -> Self {
        self.cache_bytes = bytes;
        self
    }

    /// The clock that stamps events.
    #[must_use]
    pub fn clock(mut self, clock: Clock) -> Self {
        self.clock = clock;
        self
    }

    /// Opens the database in `directory`, which is created if it does not exist, and checks all of it.
    ///
    /// # Errors
    /// [`StoreError::Locked`] when it is open already, and still is after a second; [`StoreError::Damaged`] when anything that was acknowledged is missing or
    /// does not fit (this library changes nothing then; sled may have); [`StoreError::Format`]; [`StoreError::Io`].
    pub fn open(self, directory: impl AsRef<Path>) -> Result<SledStore, StoreError> {
        SledStore::open_with(directory.as_ref(), self)
    }
}

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
        let db = open_sled(directory, options.cache_bytes)?;
        let settings = Tree::open(&db, "settings")?;
        let is_new = check_format(&settings)?;
        let log = Log::new(Tree::open(&db, "log")?);
        let chunks = Chunks::new(Tree::open(&db, "streams")?, settings.clone());
        let snapshots = Snapshots::new(Tree::open(&db, "snapshots")?);
        let (disk, testimony) = Disk::open(db, directory)?;
        let verified = verify(&log, &chunks, testimony)?;
        if is_new {
            settings.insert(FORMAT_KEY, FORMAT.to_le_bytes().to_vec())?;
        }
        let disk = disk.acknowledged(verified.last_position)?;
        let visible = Arc::new(AtomicU64::new(verified.last_position));
        let index = Arc::new(Index::new(chunks, verified.recent));
        let committer = Committer::start(Work {
            log: log.clone(),
            index: Arc::clone(&index),
            indexer: Indexer::start(Arc::clone(&index))?,
            disk,
            clock: options.clock,
            durability: at_least_shortest(options.durability),
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
        StoreError::Io { cause, .. } if cause.to_string().contains("lock") => {
            StoreError::Locked { path: directory.into() }
        }
        other => other,
    })
}

/// Whether the database is new; `Err` when it has a format that this version does not know.
fn check_format(settings: &Tree) -> Result<bool, StoreError> {
    let Some(bytes) = settings.get(FORMAT_KEY)? else {
        return Ok(true);
    };
    let found = bytes.as_ref().try_into().map_or(0, u64::from_le_bytes);
    if found == FORMAT { Ok(false) } else { Err(StoreError::Format { found, supported: FORMAT }) }
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

fn at_least_shortest(durability: Durability) -> Durability {
    match durability {
        Durability::Buffered { window } => {
            Durability::Buffered { window: window.max(SHORTEST_WINDOW) }
        }
        Durability::Group => Durability::Group,
    }
}

#[async_trait]
impl EventStore for SledStore {
    async fn append(&self, batch: Vec<Append>) -> Result<Appended, AppendError> {
        batch.iter().try_for_each(Append::check_limits)?;
        let answer = self.committer.submit(batch).await;
        answer.unwrap_or_else(|_| {
            Err(StoreError::Stopped { cause: "the committer thread has ended".into() }.into())
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

    async fn put_snapshot(&self, key: &SnapshotKey, snapshot: Snapshot) -> Result<(), StoreError> {
        self.snapshots.put(key, &snapshot)
    }

    async fn snapshot(&self, key: &SnapshotKey) -> Result<Option<Snapshot>, StoreError> {
        self.snapshots.get(key)
    }
}
