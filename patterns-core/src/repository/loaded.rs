//! A state on its way from the store to a decision.

use std::sync::Arc;

use super::{
    Database, LoadError, ReplayCause, ReplayError,
    state::{Copy, State},
};
use crate::{
    aggregate::{Aggregate, Apply, Snapshots, fingerprint},
    event::{RecordedEvent, StreamId, decode},
    store::{Direction, Snapshot, SnapshotKey},
};

/// So many events are read at once.
const PAGE: usize = 1024;

/// A fold of committed events.
pub(super) struct Loaded<A> {
    pub(super) state: State<A>,
    pub(super) version: u64,
    /// The version that the newest snapshot covers; 0 without one.
    covered: u64,
}

/// A state with events that are not recorded yet.
pub(super) enum Attempt<A: Apply> {
    Done(State<A>),
    /// Applied when it has turned out that somebody wants to see the state.
    Later(Vec<A::Event>),
}

impl<A: Apply> Attempt<A> {
    /// The state, if it is made for others to see.
    pub(super) fn shared(&self) -> Option<Arc<A>> {
        match self {
            Self::Done(State::Shared(state, _)) => Some(Arc::clone(state)),
            Self::Done(State::Own(_)) | Self::Later(_) => None,
        }
    }
}

impl<A: Apply> Loaded<A> {
    /// Folds the stream of `id`, from its snapshot if there is a usable one.
    pub(super) async fn load(
        db: &Database,
        stream: &StreamId,
        id: &A::Id,
    ) -> Result<Self, LoadError> {
        let mut loaded = match Self::from_snapshot(db, stream).await {
            Some(loaded) => loaded,
            None => Self::initial(id),
        };
        if loaded.catch_up(db, stream).await? < loaded.version {
            // The snapshot knows events that the stream does not.
            db.counters.snapshots_ignored.increment();
            loaded = Self::initial(id);
            loaded.catch_up(db, stream).await?;
        }
        Ok(loaded)
    }

    /// A state that the cache shares.
    pub(super) fn shared(state: Arc<A>, version: u64, copy: Copy<A>) -> Self {
        let covered = A::SNAPSHOTS.map_or(0, |policy| policy.covered_at(version));
        Self { state: State::Shared(state, copy), version, covered }
    }

    fn initial(id: &A::Id) -> Self {
        Self { state: State::Own(A::initial(id)), version: 0, covered: 0 }
    }

    async fn from_snapshot(db: &Database, stream: &StreamId) -> Option<Self> {
        let snapshots = A::SNAPSHOTS?;
        let found = db.store.snapshot(&snapshot_key::<A>(stream)).await;
        let Snapshot { version, state } = match found {
            Ok(snapshot) => snapshot?,
            Err(error) => return ignore(db, stream, &error),
        };
        match snapshots.decode(&state) {
            Ok(state) => {
                db.counters.snapshots_used.increment();
                Some(Self { state: State::Own(state), version, covered: version })
            }
            Err(error) => ignore(db, stream, &error),
        }
    }

    /// Folds the events that the state does not know yet; answers the version of the stream.
    pub(super) async fn catch_up(
        &mut self,
        db: &Database,
        stream: &StreamId,
    ) -> Result<u64, LoadError> {
        loop {
            // A snapshot may name any version; one that the stream does not have is found out below.
            let from = self.version.saturating_add(1);
            let page = db.store.read_stream(stream, from, Direction::Forward, PAGE).await?;
            for event in &page.events {
                self.fold(event)?;
            }
            if self.version >= page.head || page.events.is_empty() {
                self.take_snapshot(db, stream).await;
                return Ok(page.head);
            }
        }
    }

    fn fold(&mut self, recorded: &RecordedEvent) -> Result<(), ReplayError> {
        let expected = self.version + 1;
        let event = match decode::<A::Event>(&recorded.data) {
            _ if recorded.version != expected => Err(ReplayCause::OutOfOrder { expected }),
            Ok(event) => Ok(event),
            Err(error) => Err(error.into()),
        };
        self.state.apply(event.map_err(|cause| failure(recorded, cause))?);
        self.version = expected;
        Ok(())
    }

    /// The state after `events`, on a copy where the state is shared: what cannot be applied panics before it is recorded.
    pub(super) fn attempt(&self, events: Vec<A::Event>) -> Attempt<A> {
        let State::Shared(state, copy) = &self.state else { return Attempt::Later(events) };
        let mut next = copy(state);
        events.into_iter().for_each(|event| next.apply(event));
        Attempt::Done(State::Shared(Arc::new(next), *copy))
    }

    /// The attempt has been recorded, and the state has `version` now.
    pub(super) fn advance(&mut self, attempt: Attempt<A>, version: u64) {
        self.version = version;
        match attempt {
            Attempt::Done(state) => self.state = state,
            Attempt::Later(events) if self.snapshot_due().is_some() => {
                events.into_iter().for_each(|event| self.state.apply(event));
            }
            // Nobody will look at the state again.
            Attempt::Later(_) => {}
        }
    }

    /// Keeps a snapshot if one was due after the version `before`.
    pub(super) async fn take_snapshot_since(
        &mut self,
        before: u64,
        db: &Database,
        stream: &StreamId,
    ) {
        self.covered = A::SNAPSHOTS.map_or(0, |policy| policy.covered_at(before));
        self.take_snapshot(db, stream).await;
    }

    fn snapshot_due(&self) -> Option<Snapshots<A>> {
        A::SNAPSHOTS.filter(|policy| policy.due(self.covered, self.version))
    }

    /// Keeps a snapshot if one is due. It is disposable, so a failure is counted and nothing else.
    pub(super) async fn take_snapshot(&mut self, db: &Database, stream: &StreamId) {
        let Some(policy) = self.snapshot_due() else { return };
        // Even after a failure the next one is due only after as many events again.
        self.covered = self.version;
        match policy.encode(&self.state) {
            Ok(state) => {
                let snapshot = Snapshot { version: self.version, state: state.into() };
                let put = db.store.put_snapshot(&snapshot_key::<A>(stream), snapshot).await;
                count(db, stream, put);
            }
            Err(error) => count(db, stream, Err(error)),
        }
    }
}

fn snapshot_key<A: Apply>(stream: &StreamId) -> SnapshotKey {
    SnapshotKey { stream: stream.clone(), fingerprint: fingerprint::<A>() }
}

fn ignore<A: Aggregate>(
    db: &Database,
    stream: &StreamId,
    error: &dyn std::fmt::Display,
) -> Option<Loaded<A>> {
    tracing::warn!(name: "patterns.snapshot", %stream, %error, "a snapshot cannot be read; folding anew");
    db.counters.snapshots_ignored.increment();
    None
}

fn count(db: &Database, stream: &StreamId, put: Result<(), impl std::fmt::Display>) {
    match put {
        Ok(()) => db.counters.snapshots_taken.increment(),
        Err(error) => {
            tracing::warn!(name: "patterns.snapshot", %stream, %error, "a snapshot was not taken");
            db.counters.snapshots_failed.increment();
        }
    }
}

pub(super) fn failure(recorded: &RecordedEvent, cause: ReplayCause) -> ReplayError {
    ReplayError {
        stream: recorded.stream.clone(),
        version: recorded.version,
        event: recorded.data.name.clone(),
        cause,
    }
}
