//! Where events are kept. A store sees bytes and knows nothing of aggregates.

mod append;
mod clock;
pub mod conformance;
mod error;
mod memory;
mod read;
mod snapshot;

#[cfg(feature = "sled")]
pub mod sled;

pub use append::{Append, AppendError, Appended, Conflict, ExpectedVersion, MAX_EVENT_LENGTH};
pub use clock::Clock;
pub use error::StoreError;
pub use memory::MemoryStore;
pub use read::{Direction, StreamHead, StreamPage};
#[cfg(feature = "sled")]
pub use sled::SledStore;
pub use snapshot::{Snapshot, SnapshotKey};

use async_trait::async_trait;

use crate::event::{RecordedEvent, StreamId};

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

    /// Keeps a snapshot in place of the one under the same key. Snapshots under other keys of the stream may be dropped.
    ///
    /// # Errors
    /// When the store failed. The caller goes on without the snapshot.
    async fn put_snapshot(&self, key: &SnapshotKey, snapshot: Snapshot) -> Result<(), StoreError>;

    /// The snapshot under `key`, if there is one.
    ///
    /// # Errors
    /// When the store failed or the snapshot is damaged. The caller goes on without it.
    async fn snapshot(&self, key: &SnapshotKey) -> Result<Option<Snapshot>, StoreError>;

    /// The snapshots of a stream, for those who copy it to another store: those that [`snapshot`](Self::snapshot) finds. A store may keep
    /// them to itself.
    ///
    /// # Errors
    /// When the store failed.
    async fn snapshots_of(
        &self,
        _stream: &StreamId,
    ) -> Result<Vec<(SnapshotKey, Snapshot)>, StoreError> {
        Ok(Vec::new())
    }
}
