//! How a database is opened.

use std::{path::Path, time::Duration};

use super::{SledStore, files::CacheBytes};
use crate::store::{ArchiveProgress, Clock, StoreError};

/// When an append is acknowledged.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Durability {
    /// When it is on the disk. Appends that wait at the same time share one sync.
    #[default]
    Group,
    /// At once; the disk follows within `window` (1 ms at least) and the time that a sync takes, sooner when much was written. A crash of the
    /// process or a power cut loses what was acknowledged in between: the newest appends, each whole.
    Buffered {
        /// How long an acknowledged append may stay unsynced.
        window: Duration,
    },
}

impl Durability {
    /// A window shorter than any sync takes makes no sense.
    pub(super) fn at_least_shortest(self) -> Self {
        const SHORTEST_WINDOW: Duration = Duration::from_millis(1);
        match self {
            Self::Buffered { window } => Self::Buffered { window: window.max(SHORTEST_WINDOW) },
            Self::Group => Self::Group,
        }
    }
}

/// How a database is opened.
#[derive(Clone, Debug)]
pub struct SledOptions {
    pub(super) durability: Durability,
    pub(super) cache_bytes: CacheBytes,
    pub(super) clock: Clock,
    pub(super) archive_progress: ArchiveProgress,
}

impl Default for SledOptions {
    /// Group durability, 64 MiB of cache, 32 MiB more for what is archived, the system's clock.
    fn default() -> Self {
        Self {
            durability: Durability::default(),
            cache_bytes: CacheBytes::default(),
            clock: Clock::default(),
            archive_progress: ArchiveProgress::default(),
        }
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
        self.cache_bytes.live = bytes;
        self
    }

    /// How many bytes of archived events may be kept in memory, decompressed. What is not archived does not need any.
    #[must_use]
    pub const fn archive_cache_bytes(mut self, bytes: u64) -> Self {
        self.cache_bytes.archive = bytes;
        self
    }

    /// Who is told of the steps of an archiving that was cut off and is finished when the database is opened.
    #[must_use]
    pub fn archive_progress(mut self, progress: ArchiveProgress) -> Self {
        self.archive_progress = progress;
        self
    }

    /// The clock that stamps events.
    #[must_use]
    pub fn clock(mut self, clock: Clock) -> Self {
        self.clock = clock;
        self
    }

    /// Opens the database in `directory`, which is created if it does not exist, and checks all of it: every live event, and that every archived
    /// one is where it should be. An archiving that was cut off is finished first.
    ///
    /// A database that does not pass can be copied as far as it is whole: see [`salvage`](super::salvage()).
    ///
    /// # Errors
    /// [`StoreError::Locked`] when it is open already, and still is after a second; [`StoreError::Damaged`] when anything that was acknowledged is missing or
    /// does not fit (this library changes nothing then; sled may have); [`StoreError::Format`]; [`StoreError::Io`];
    /// [`StoreError::Unsupported`] when events are archived and this build lacks the feature `archive`.
    pub fn open(self, directory: impl AsRef<Path>) -> Result<SledStore, StoreError> {
        SledStore::open_with(directory.as_ref(), self)
    }
}
