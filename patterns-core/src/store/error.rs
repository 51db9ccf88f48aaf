//! What can go wrong with a store.

use std::{path::PathBuf, sync::Arc};

/// Why a store could not be opened, read or written. Cheap to clone: one failure may answer many callers.
#[derive(Clone, Debug, thiserror::Error)]
#[non_exhaustive]
pub enum StoreError {
    /// The operating system refused.
    #[error("{doing}: {cause}")]
    Io {
        /// What was being done.
        doing: &'static str,
        /// What the system answered.
        cause: Arc<std::io::Error>,
    },
    /// The database is open already, here or in another process.
    #[error("the database at {} is open already", path.display())]
    Locked {
        /// Its directory.
        path: PathBuf,
    },
    /// The database was written by a version of this library that this one does not understand.
    #[error("the database has format {found}, this version reads format {supported}")]
    Format {
        /// The format found.
        found: u64,
        /// The format understood.
        supported: u64,
    },
    /// Stored bytes are missing or damaged. Nothing was changed.
    #[error(
        "the database is damaged: {what}; everything up to position {consistent_until} is intact"
    )]
    Damaged {
        /// What does not fit, and where.
        what: String,
        /// The last position up to which the log is known to be whole; 0 when nothing is known.
        consistent_until: u64,
    },
    /// The store failed earlier and takes no more appends until it is opened again.
    #[error("the store stopped after an earlier failure: {cause}")]
    Stopped {
        /// The failure.
        cause: Arc<str>,
    },
    /// The store, or this build of it, does not do this.
    #[error("this store has no {what}")]
    Unsupported {
        /// What it does not have.
        what: &'static str,
    },
    /// What a kind of store of its own can run into; for stores made of others, and those outside of this library.
    #[error("{doing}: {cause}")]
    Other {
        /// What was being done.
        doing: &'static str,
        /// What went wrong.
        cause: Arc<dyn std::error::Error + Send + Sync>,
    },
}

impl StoreError {
    /// A failure that only this kind of store has.
    pub fn other(
        doing: &'static str,
        cause: impl std::error::Error + Send + Sync + 'static,
    ) -> Self {
        Self::Other { doing, cause: Arc::new(cause) }
    }
}

#[cfg(feature = "sled")]
impl StoreError {
    /// Events are archived, or to be archived, and this build cannot read or write them.
    pub(crate) const NO_ARCHIVE: Self =
        Self::Unsupported { what: "archive: it was built without the feature `archive`" };

    pub(crate) fn io(doing: &'static str) -> impl FnOnce(std::io::Error) -> Self {
        move |cause| Self::Io { doing, cause: Arc::new(cause) }
    }

    pub(crate) fn damaged(what: impl Into<String>, consistent_until: u64) -> Self {
        Self::Damaged { what: what.into(), consistent_until }
    }
}
