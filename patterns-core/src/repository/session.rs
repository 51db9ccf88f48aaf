//! Who has seen what: never to be shown anything older.

use std::sync::{
    Arc, Mutex, PoisonError,
    atomic::{AtomicU64, Ordering},
};

use super::{Database, Handle, HasHandle, SessionToken, token::Sight};
use crate::{
    aggregate::IntoId,
    cache::{Demand, ReadMode},
    event::{Metadata, StreamId},
};

/// A session over several aggregates and entities. Clones are the same session.
///
/// It remembers the version of whatever was read or written through its handles. [`token`](Self::token) takes that to another node, where
/// [`Database::resume`] goes on with it.
#[derive(Clone, Debug)]
pub struct Session {
    pub(super) db: Database,
    pub(super) seen: Arc<Mutex<SessionToken>>,
    /// What is noted beside every event that is recorded through its handles.
    pub(super) metadata: Arc<Metadata>,
}

impl Session {
    pub(super) fn new(db: Database, token: &SessionToken) -> Self {
        let seen = Arc::new(Mutex::new(token.clone()));
        Self { db, seen, metadata: Arc::default() }
    }

    /// The aggregate `id` of the type `A`, in this session.
    pub fn aggregate<A: HasHandle>(&self, id: impl IntoId<A::Id>) -> A::Handle {
        let metadata = Arc::clone(&self.metadata);
        Handle::new(self.db.clone(), id.into_id(), self.seen(), metadata).into()
    }

    pub(crate) const fn db(&self) -> &Database {
        &self.db
    }

    pub(crate) fn seen(&self) -> Seen {
        Seen::BySession(Arc::clone(&self.seen))
    }

    /// What the session has seen so far.
    pub fn token(&self) -> SessionToken {
        lock(&self.seen).clone()
    }
}

/// What was seen through a handle.
#[derive(Clone, Debug)]
pub(crate) enum Seen {
    ByHandle(Arc<AtomicU64>),
    BySession(Arc<Mutex<SessionToken>>),
}

impl Seen {
    pub(super) fn by_handle() -> Self {
        Self::ByHandle(Arc::default())
    }

    /// What a read of `stream` must ask of the cache.
    pub(crate) fn demand(&self, stream: &StreamId, mode: ReadMode) -> Demand {
        if mode != ReadMode::Session {
            return mode.into();
        }
        let sight = match self {
            Self::ByHandle(version) => Sight::AtLeast(version.load(Ordering::Acquire)),
            Self::BySession(token) => lock(token).sight(stream),
        };
        match sight {
            Sight::AtLeast(at_least) => Demand { mode, at_least },
            Sight::Forgotten => ReadMode::Strong.into(),
        }
    }

    pub(crate) fn note(&self, stream: &StreamId, version: u64) {
        match self {
            Self::ByHandle(seen) if seen.load(Ordering::Acquire) >= version => {}
            Self::ByHandle(seen) => drop(seen.fetch_max(version, Ordering::AcqRel)),
            Self::BySession(token) => lock(token).note(stream, version),
        }
    }
}

fn lock(token: &Mutex<SessionToken>) -> std::sync::MutexGuard<'_, SessionToken> {
    // Nothing panics under the lock with half a change made.
    token.lock().unwrap_or_else(PoisonError::into_inner)
}
