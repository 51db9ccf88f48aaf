//! Where events are kept. A store sees bytes and knows nothing of aggregates.

mod append;
mod archive;
mod clock;
pub mod conformance;
mod error;
mod memory;
mod read;
mod snapshot;
mod verification;

#[cfg(feature = "sled")]
pub mod sled;

pub use append::{Append, AppendError, Appended, Conflict, ExpectedVersion, MAX_EVENT_LENGTH};
pub use archive::{ArchiveCut, ArchiveProgress, ArchiveStep, Archived, StorageReport};
pub use clock::Clock;
pub use error::StoreError;
pub use memory::MemoryStore;
pub use read::{Direction, StreamHead, StreamPage};
#[cfg(feature = "sled")]
pub use sled::SledStore;
pub use snapshot::{Snapshot, SnapshotKey};
pub use verification::{Finding, FindingKind, SignOff, SignedLog, Verification};

use async_trait::async_trait;

use crate::event::{RecordedEvent, StreamHash, StreamId};

/// A durable, ordered log of events, divided into streams.
///
/// Every implementation must pass [`conformance`]. The contract:
/// * Versions in a stream start at 1 and have no gaps; so do positions in the log, which follow the order of commits (E4, E5).
/// * [`append`](Self::append) is all or nothing, over all streams of the batch; what it acknowledged survives a crash (E3), as far as the
///   store is durable at all: the one in memory is not, and the embedded one can be told to acknowledge early.
/// * What was acknowledged is visible to every read that starts afterwards, and no read shows an event before it is acknowledged.
///   A conflict is answered once the events it conflicts with are visible.
/// * Snapshots may be lost at any time; events may not.
#[async_trait]
pub trait EventStore: core::fmt::Debug + Send + Sync + 'static {
    /// Appends to one or more streams, in order, if every stream has the version expected of it.
    ///
    /// An entry without events only checks its stream's version. Dropping the future does not undo the append.
    ///
    /// # Errors
    /// [`AppendError::Conflict`] when a stream has another version: nothing was appended.
    /// [`AppendError::Refused`] when the batch can never be appended, [`AppendError::NotAttempted`] when the store cannot take it now.
    /// [`AppendError::Store`] when the store failed on the way: whether the events were recorded is then unknown until the store has
    /// been opened again.
    async fn append(&self, batch: Vec<Append>) -> Result<Appended, AppendError>;

    /// Reads at most `limit` events of `stream`, beginning with the version `from` (inclusive) and going in `direction`.
    ///
    /// A stream that nobody has written to is empty; `from` may lie outside the stream.
    ///
    /// # Errors
    /// When stored bytes are missing or damaged; nothing is skipped.
    async fn read_stream(
        &self,
        stream: &StreamId,
        from: u64,
        direction: Direction,
        limit: usize,
    ) -> Result<StreamPage, StoreError>;

    /// Reads at most `limit` events of the whole log, beginning with the position `from` (inclusive).
    ///
    /// A reader that asks next for the position after the last one it got misses no event (E5).
    ///
    /// # Errors
    /// When stored bytes are missing or damaged; nothing is skipped.
    async fn read_log(&self, from: u64, limit: usize) -> Result<Vec<RecordedEvent>, StoreError>;

    /// At most `limit` of the streams whose encoded names begin with `prefix`, in the order of their bytes, beginning after the name
    /// `after` (exclusive). A stream has a name from its first event on.
    ///
    /// A reader that asks next for what follows the last name it got misses no stream that was there when it began. Each head is one
    /// that the stream had while the page was read. What a page costs depends on its length, not on how many streams there are.
    ///
    /// # Errors
    /// When stored bytes are missing or damaged; nothing is skipped.
    async fn list_streams(
        &self,
        prefix: &[u8],
        after: Option<&StreamId>,
        limit: usize,
    ) -> Result<Vec<StreamHead>, StoreError>;

    /// The end of the chain of `stream`, as the store keeps it (promise E10). Unless it keeps chains, it reads the whole stream for it.
    ///
    /// The hash is that of the events as they were first appended: the same on every store, however they were batched.
    ///
    /// # Errors
    /// When stored bytes are missing or damaged.
    async fn stream_hash(&self, stream: &StreamId) -> Result<StreamHash, StoreError> {
        verification::stream_hash(self, stream).await
    }

    /// Checks a stream, and what was `signed` off of it by [`stream_hash`](Self::stream_hash) at some time.
    ///
    /// # Errors
    /// When the store failed. What does not fit is no error, but a finding.
    async fn verify_stream(
        &self,
        stream: &StreamId,
        signed: &[StreamHash],
    ) -> Result<Verification, StoreError> {
        verification::verify_stream(self, stream, signed).await
    }

    /// Checks everything that the store has: finds any event that was changed, is missing, was moved to another place or inserted (promise
    /// E10), and what the store derives from the events. Others can read and append meanwhile; what they append is not looked at.
    ///
    /// Whoever can write to the store's files and makes all hashes anew, from the change to the end, is found by
    /// [`verify_against`](Self::verify_against) only. Every event is read once; the head of every stream is held in memory.
    ///
    /// # Errors
    /// When the store failed. What does not fit is no error, but a finding.
    async fn verify(&self) -> Result<Verification, StoreError> {
        self.verify_against(&SignOff::default()).await
    }

    /// The ends of the store's logs, to be kept elsewhere.
    ///
    /// # Errors
    /// When the store failed.
    async fn sign_off(&self) -> Result<SignOff, StoreError> {
        verification::sign_off(self).await
    }

    /// As [`verify`](Self::verify); finds beside it that events are gone, or are others, which were signed off by
    /// [`sign_off`](Self::sign_off) at some time.
    ///
    /// # Errors
    /// As [`verify`](Self::verify).
    async fn verify_against(&self, signed: &SignOff) -> Result<Verification, StoreError> {
        verification::verify(self, signed).await
    }

    /// Keeps a snapshot, so that `keep` are kept under its key: this one and the newest of those that cover fewer events; 0 counts as 1.
    ///
    /// Those that cover more go as well: what was put last is the newest, and a snapshot that was ahead of its stream does not stay
    /// until the stream has other events there. Once there is a snapshot under a key, there is one at every moment.
    /// Snapshots under other keys of the stream may be dropped.
    ///
    /// # Errors
    /// When the store failed. The caller goes on without the snapshot.
    async fn put_snapshot(
        &self,
        key: &SnapshotKey,
        snapshot: Snapshot,
        keep: usize,
    ) -> Result<(), StoreError>;

    /// The snapshot under `key` that covers the most events, but none beyond the version `at_most`; `u64::MAX` asks for the newest.
    ///
    /// # Errors
    /// When the store failed or what is there is damaged. The caller goes on without it.
    async fn snapshot(
        &self,
        key: &SnapshotKey,
        at_most: u64,
    ) -> Result<Option<Snapshot>, StoreError>;

    /// The snapshots of a stream, for those who copy it to another store: those that [`snapshot`](Self::snapshot) finds. Of one key the
    /// oldest comes first, so that whoever puts them in this order keeps them all. A store may keep them to itself.
    ///
    /// # Errors
    /// When the store failed.
    async fn snapshots_of(
        &self,
        _stream: &StreamId,
    ) -> Result<Vec<(SnapshotKey, Snapshot)>, StoreError> {
        Ok(Vec::new())
    }

    /// Moves the oldest events of streams out of the live database, up to the cuts at most, into an archive of compressed files. They are read as
    /// before, only more slowly; nothing that the store answers about them changes (promise E9). The store may leave more live than the cuts
    /// allow: it moves whole appends, and keeps the newest.
    ///
    /// Appends and reads go on meanwhile. Dropping the future does not end it.
    ///
    /// # Errors
    /// [`StoreError::Unsupported`] when the store has no archive. Otherwise when the store failed: what was archived by then is, and nothing is lost.
    async fn archive(
        &self,
        _cuts: Vec<ArchiveCut>,
        _progress: ArchiveProgress,
    ) -> Result<Archived, StoreError> {
        Err(StoreError::Unsupported { what: "archive" })
    }

    /// The last version of `stream` that is archived; 0 when none is.
    ///
    /// # Errors
    /// When stored bytes are missing or damaged.
    async fn archived_until(&self, _stream: &StreamId) -> Result<u64, StoreError> {
        Ok(0)
    }

    /// How much of the store is live and how much is archived.
    ///
    /// # Errors
    /// [`StoreError::Unsupported`] when the store does not know; otherwise when it failed.
    async fn storage(&self) -> Result<StorageReport, StoreError> {
        Err(StoreError::Unsupported { what: "report on its storage" })
    }
}
