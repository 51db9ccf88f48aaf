//! Where in the log each stream's events are.
//!
//! Works like a log-structured merge tree: new postings go into a generation in memory; a full generation is frozen, and a thread
//! of its own folds it into chunks, one or a few entries of a tree a stream. Until then the log itself vouches for them: at open, the
//! postings after the last folded position are read from the frames.

mod chunk;
mod generation;
mod indexer;
mod listing;

pub(super) use chunk::{Chunk, Chunks};
pub(super) use generation::Generation;
pub(super) use indexer::Indexer;

use std::sync::{
    Arc, Condvar, Mutex, MutexGuard, PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard,
};

use super::frame::Posting;
use crate::{event::StreamId, store::StoreError};

/// After so many postings a generation is frozen; about 5 MiB, and a fraction of a second to read back at open.
pub(super) const FREEZE_AFTER: usize = 32 * 1024;
/// With so many postings waiting, appends wait for the indexer.
const WAIT_AFTER: usize = 4 * FREEZE_AFTER;

/// The index of all streams.
#[derive(Debug)]
pub(super) struct Index {
    chunks: Chunks,
    recent: RwLock<Recent>,
    /// Guards nothing: pairs with `changed`, which is told whenever a generation is frozen or folded.
    turn: Mutex<()>,
    changed: Condvar,
}

/// Postings that are not folded yet, or not surely so.
#[derive(Debug, Default)]
struct Recent {
    active: Generation,
    frozen: Option<Arc<Generation>>,
}

impl Index {
    pub(super) fn new(chunks: Chunks, recent: Generation) -> Self {
        let recent = RwLock::new(Recent { active: recent, frozen: None });
        Self { chunks, recent, turn: Mutex::new(()), changed: Condvar::new() }
    }

    /// The last version of a stream; 0 when it has none.
    pub(super) fn head(&self, stream: &StreamId) -> Result<u64, StoreError> {
        let recent = self.recent().ends(stream);
        match recent {
            Some((_, newest)) => Ok(newest.last_version()),
            None => self.chunks.head(stream),
        }
    }

    /// The postings that hold the versions `first..=last` of a stream, ascending, and the stream's head.
    ///
    /// `span` says, given the head, which versions are wanted.
    pub(super) fn postings(
        &self,
        stream: &StreamId,
        span: impl FnOnce(u64) -> Option<(u64, u64)>,
    ) -> Result<Found, StoreError> {
        // Copied under the lock, before the tree is read: a generation disappears only after it stands in the tree.
        let recent = self.recent();
        let Some((oldest, newest)) = recent.ends(stream) else {
            drop(recent);
            let head = self.chunks.head(stream)?;
            let Some((first, last)) = span(head) else { return Ok(Found::nothing(head)) };
            let postings = self.chunks.postings(stream, first, last)?;
            return Ok(Found { head, first, last, postings });
        };
        let head = newest.last_version();
        let Some((first, last)) = span(head) else { return Ok(Found::nothing(head)) };
        let unfolded = recent.between(stream, first, last);
        drop(recent);
        let folded_until = last.min(oldest.first_version - 1);
        let mut postings = self.chunks.postings(stream, first, folded_until)?;
        postings.extend(unfolded);
        Ok(Found { head, first, last, postings })
    }

    /// Makes committed events visible to readers of their streams. `until` is the last position of the log.
    pub(super) fn publish(&self, postings: Vec<(StreamId, Posting)>, until: u64) {
        let mut recent = self.recent_mut();
        recent.active.extend(postings, until);
        if recent.freeze_if_full() {
            drop(recent);
            self.tell();
        }
    }

    /// Waits while the indexer is far behind, so that memory stays bounded. Ends early when `stopped` says so.
    pub(super) fn wait_for_room(&self, stopped: impl Fn() -> bool) {
        let full = |_: &mut ()| self.recent().active.len() >= WAIT_AFTER && !stopped();
        let turn = self.turn();
        drop(self.changed.wait_while(turn, full).unwrap_or_else(PoisonError::into_inner));
    }

    /// Waits for a frozen generation; `None` when there is none and `stopped` says that none will come.
    fn frozen(&self, stopped: impl Fn() -> bool) -> Option<Arc<Generation>> {
        let idle = |_: &mut ()| self.recent().frozen.is_none() && !stopped();
        drop(self.changed.wait_while(self.turn(), idle).unwrap_or_else(PoisonError::into_inner));
        self.recent().frozen.clone()
    }

    /// Folds a generation into the tree and forgets it.
    fn fold(&self, generation: &Generation) -> Result<(), StoreError> {
        self.chunks.fold(generation)?;
        let mut recent = self.recent_mut();
        recent.frozen = None;
        // Here too, and not only when events are published: nobody publishes while all wait for room.
        recent.freeze_if_full();
        drop(recent);
        self.tell();
        Ok(())
    }

    /// Wakes everybody who waits, to look again.
    pub(super) fn tell(&self) {
        drop(self.turn());
        self.changed.notify_all();
    }

    fn recent(&self) -> RwLockReadGuard<'_, Recent> {
        self.recent.read().unwrap_or_else(PoisonError::into_inner)
    }

    fn recent_mut(&self) -> RwLockWriteGuard<'_, Recent> {
        self.recent.write().unwrap_or_else(PoisonError::into_inner)
    }

    fn turn(&self) -> MutexGuard<'_, ()> {
        self.turn.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// What the index knows about a span of a stream.
#[derive(Debug)]
pub(super) struct Found {
    pub(super) head: u64,
    pub(super) first: u64,
    pub(super) last: u64,
    pub(super) postings: Vec<Posting>,
}

impl Found {
    const fn nothing(head: u64) -> Self {
        Self { head, first: 0, last: 0, postings: Vec::new() }
    }
}

impl Recent {
    /// Hands the active generation to the indexer if it is full and the indexer is free; answers whether it did.
    fn freeze_if_full(&mut self) -> bool {
        let due = self.active.len() >= FREEZE_AFTER && self.frozen.is_none();
        if due {
            self.frozen = Some(Arc::new(std::mem::take(&mut self.active)));
        }
        due
    }

    /// The oldest and the newest posting of a stream.
    fn ends(&self, stream: &StreamId) -> Option<(Posting, Posting)> {
        let [frozen, active] = self.postings(stream);
        let oldest = frozen.first().or(active.first())?;
        let newest = active.last().or(frozen.last())?;
        Some((*oldest, *newest))
    }

    /// The postings that hold the versions `first..=last`, ascending.
    fn between(&self, stream: &StreamId, first: u64, last: u64) -> Vec<Posting> {
        self.postings(stream).map(|postings| window(postings, first, last)).concat()
    }

    fn postings(&self, stream: &StreamId) -> [&[Posting]; 2] {
        let frozen = self.frozen.as_ref().map(|frozen| frozen.postings(stream));
        [frozen.unwrap_or_default(), self.active.postings(stream)]
    }
}

/// Of ascending postings those that hold the versions `first..=last`.
fn window(postings: &[Posting], first: u64, last: u64) -> &[Posting] {
    let from = postings.partition_point(|posting| posting.last_version() < first);
    let until = postings.partition_point(|posting| posting.first_version <= last);
    postings.get(from..until).unwrap_or_default()
}
