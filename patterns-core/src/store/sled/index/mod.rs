//! Where in the log each stream's events are.
//!
//! Works like a log-structured merge tree: new postings go into a generation in memory; a full generation is frozen, and a thread
//! of its own folds it into chunks, one or a few entries of a tree a stream. Until then the log itself vouches for them: at open, the
//! postings after the last folded position are read from the frames.
//!
//! What is archived of a stream is told by entries of their own, before those of its live events.

mod archiving;
mod chunk;
mod chunks;
mod generation;
mod indexer;
mod listing;
mod recent;
#[cfg(test)]
mod tests;

pub(super) use chunk::{ArchivedRun, Chunk, Newest, Places};
pub(super) use chunks::{Chunks, FOLDED_UNTIL, Located};
pub(super) use generation::Generation;
pub(super) use indexer::Indexer;

use self::recent::Recent;

use std::sync::{
    Arc, Condvar, Mutex, MutexGuard, OnceLock, PoisonError, RwLock, RwLockReadGuard,
    RwLockWriteGuard,
};

use super::{events::Events, frame::Indexed, group::Heads};
use crate::{
    event::{StreamHash, StreamId},
    store::StoreError,
};

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
    /// Why nobody folds any more.
    ended: OnceLock<Arc<str>>,
}

impl Index {
    pub(super) fn new(chunks: Chunks, recent: Generation) -> Self {
        let recent = RwLock::new(Recent { active: recent, frozen: None });
        let (turn, changed) = (Mutex::new(()), Condvar::new());
        Self { chunks, recent, turn, changed, ended: OnceLock::new() }
    }

    /// The end of a stream's chain. That of a stream that is folded stands with its last `events`.
    pub(super) fn stream_hash(
        &self,
        stream: &StreamId,
        events: &Events,
    ) -> Result<StreamHash, StoreError> {
        let recent = self.recent().head(stream);
        if let Some(head) = recent {
            return Ok(head);
        }
        let genesis = || Ok(StreamHash::genesis(stream));
        events.steadily(|view| {
            let newest = self.chunks.newest(stream)?;
            newest.map_or_else(genesis, |newest| events.stream_hash(view, stream, newest))
        })
    }

    /// Where the wanted versions of a stream are, and the stream's head. `span` says, given the head, which versions are wanted.
    pub(super) fn find(
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
            let located = self.chunks.find(stream, first, last)?;
            return Ok(Found { head, first, last, located });
        };
        let head = newest.last_version();
        let Some((first, last)) = span(head) else { return Ok(Found::nothing(head)) };
        let unfolded = recent.between(stream, first, last);
        drop(recent);
        let folded_until = last.min(oldest.first_version - 1);
        let mut located = self.chunks.find(stream, first, folded_until)?;
        located.live.extend(unfolded);
        Ok(Found { head, first, last, located })
    }

    /// The entries that are in the tree.
    pub(super) const fn chunks(&self) -> &Chunks {
        &self.chunks
    }

    /// Waits until everything that is published by now stands in the tree.
    pub(super) fn fold_published(&self) -> Result<(), StoreError> {
        let target = self.recent().until();
        let mut folded = self.chunks.folded_until()?;
        while folded < target {
            self.recent_mut().freeze();
            self.tell();
            // Whether the indexer has folded on, and not whether it is idle: under load it never is.
            let same = || self.chunks.folded_until().is_ok_and(|now| now == folded);
            let waits =
                |_: &mut ()| self.recent().frozen.is_some() && same() && self.ended().is_none();
            drop(
                self.changed.wait_while(self.turn(), waits).unwrap_or_else(PoisonError::into_inner),
            );
            folded = self.chunks.folded_until()?;
            if folded < target
                && let Some(cause) = self.ended()
            {
                return Err(StoreError::Stopped { cause: Arc::clone(cause) });
            }
        }
        Ok(())
    }

    /// Why nobody folds any more, if so. The log still holds everything.
    pub(super) fn ended(&self) -> Option<&Arc<str>> {
        self.ended.get()
    }

    /// Nobody folds any more; who waits for it looks again. The first cause stays.
    fn end(&self, cause: impl Into<Arc<str>>) {
        let _ = self.ended.set(cause.into());
        self.tell();
    }

    /// Makes committed events visible to readers of their streams. `until` is the last position of the log.
    pub(super) fn publish(&self, indexed: Vec<Indexed>, until: u64) {
        let mut recent = self.recent_mut();
        recent.active.extend(indexed, until);
        if recent.freeze_if_full() {
            drop(recent);
            self.tell();
        }
    }

    /// Waits while the indexer is far behind, so that memory stays bounded.
    pub(super) fn wait_for_room(&self) {
        let full = |_: &mut ()| self.recent().active.len() >= WAIT_AFTER && self.ended().is_none();
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

/// The heads of streams as they are committed.
pub(super) struct CommittedHeads<'a> {
    pub(super) index: &'a Index,
    pub(super) events: &'a Events,
}

impl Heads for CommittedHeads<'_> {
    fn version(&self, stream: &StreamId) -> Result<u64, StoreError> {
        let recent = self.index.recent().head(stream);
        recent.map_or_else(|| self.index.chunks.head(stream), |head| Ok(head.version))
    }

    fn hash(&self, stream: &StreamId) -> Result<StreamHash, StoreError> {
        self.index.stream_hash(stream, self.events)
    }
}

/// What the index knows about a span of a stream.
#[derive(Debug)]
pub(super) struct Found {
    pub(super) head: u64,
    pub(super) first: u64,
    pub(super) last: u64,
    pub(super) located: Located,
}

impl Found {
    fn nothing(head: u64) -> Self {
        Self { head, first: 0, last: 0, located: Located::default() }
    }
}
