//! A snapshot to be taken: a state, how it is written, and who waits for it.

use core::fmt;

use futures_channel::oneshot;

use super::{SnapshotError, context::Context, progress::Covered};
use crate::{aggregate::SnapshotPolicy, event::Timestamp, store::SnapshotKey};

/// Writes a state; `Err` says why serde could not.
pub(in crate::repository) type Encode =
    Box<dyn FnOnce() -> Result<Vec<u8>, rmp_serde::encode::Error> + Send>;

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
