//! A snapshot to be taken: a state, how it is written, and who waits for it.

use core::fmt;

use futures_channel::oneshot;

use super::{SnapshotError, context::Context, progress::Covered};
use crate::{
    aggregate::SnapshotPolicy,
    event::{StreamId, Timestamp},
    repository::Keys,
    store::SnapshotKey,
};

/// Writes a state, later and elsewhere.
pub(in crate::repository) struct Encode {
    keys: Keys,
    /// Called again when it turns out that it needs another key.
    write: Box<dyn FnMut() -> Result<Vec<u8>, rmp_serde::encode::Error> + Send>,
}

impl Encode {
    pub(in crate::repository) fn new(
        keys: &Keys,
        write: impl FnMut() -> Result<Vec<u8>, rmp_serde::encode::Error> + Send + 'static,
    ) -> Self {
        Self { keys: keys.clone(), write: Box::new(write) }
    }

    /// The bytes of the state; `Err` says why it cannot be written.
    pub(super) async fn bytes(mut self, stream: &StreamId) -> Result<Vec<u8>, String> {
        let written = self.keys.ring(stream).keeping(|codec| codec.sure((self.write)())).await;
        let written = written.map_err(|error| error.to_string())?;
        written.map_err(|error| error.to_string())
    }
}

/// Where the outcome goes.
pub(super) type Answer = oneshot::Sender<Result<(), SnapshotError>>;

pub(super) struct Job {
    pub(super) key: SnapshotKey,
    pub(super) version: u64,
    /// When the last event that it covers was recorded.
    pub(super) last_event: Timestamp,
    /// So many are kept.
    pub(super) keep: usize,
    pub(super) encode: Encode,
    /// Set when nobody has asked the store for the newest snapshot yet.
    pub(super) doubt: Option<Doubt>,
    pub(super) answer: Option<Answer>,
    pub(super) context: Context,
}

/// Whether the snapshot is due depends on the newest one in the store.
#[derive(Clone, Copy, Debug)]
pub(super) struct Doubt {
    pub(super) policy: SnapshotPolicy,
    pub(super) now: Timestamp,
}

impl Job {
    pub(super) const fn covered(&self) -> Covered {
        Covered { version: self.version, at: Some(self.last_event) }
    }
}

impl fmt::Debug for Job {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Job({} at {})", self.key.stream, self.version)
    }
}
