//! Snapshots that somebody asks for and waits for: of one aggregate, or of all whose policy says so.

use core::time::Duration;

use futures_channel::oneshot;

use super::{Context, Covered, Job, Progress, SnapshotError, Snapshotter, snapshot_key};
use crate::{
    aggregate::{Apply, SnapshotPolicy, SnapshotProgress, Snapshots},
    event::{StreamId, Timestamp},
    repository::{
        Database, End, Handle, Keys, LoadError, framework::is_closed, loaded::Loaded,
        scatter::id_of, source::Source,
    },
    store::StreamHead,
};

/// So many streams are asked for at once.
const NAMES: usize = 512;

/// What one run over all streams of a type did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct SnapshotRun {
    /// So many streams the type has.
    pub streams: u64,
    /// So many snapshots were due, or replaced one that was ahead of its stream, and are in the store now.
    pub taken: u64,
    /// So many were not taken because the state could not be loaded or written. The log says which and why.
    pub failed: u64,
}

impl<A: Apply> Handle<A> {
    /// Takes a snapshot of the state as it is now, whether or not one is due; answers the version that it covers, 0 for an aggregate to which
    /// nothing has happened yet.
    ///
    /// It waits for its turn behind those that were due before, and is in the store when this returns. It is no more durable than snapshots
    /// are: whoever finds none folds the events.
    ///
    /// # Errors
    /// [`SnapshotError::NotDeclared`] for a type without `snapshot(..)`; otherwise what went wrong while loading, encoding or storing.
    pub async fn snapshot(&self) -> Result<u64, SnapshotError> {
        let Some(snapshots) = A::SNAPSHOTS else {
            return Err(SnapshotError::NotDeclared { type_name: A::NAME });
        };
        // Not out of a cache, which knows nothing of the snapshots in the store.
        let loaded = self.replayed().await?;
        self.db.snapshotter.demand(&self.db.keys, &self.stream, loaded, snapshots).await
    }
}

impl Database {
    /// Takes the snapshots of all aggregates of the type `A` that are due by now, for a scheduler that asks every night: without it a
    /// snapshot is taken when its aggregate is next written or loaded.
    ///
    /// It reads the newest snapshot of every stream of the type, or else its first event, and loads those that may be due, one after the other; also those whose
    /// snapshot is ahead of them, which another one replaces. The worker paces itself
    /// meanwhile, so that commands go on.
    ///
    /// # Errors
    /// [`SnapshotError::NotDeclared`] for a type without `snapshot(..)`, [`SnapshotError::List`] when the streams cannot be listed,
    /// [`SnapshotError::Name`]. What goes wrong with one stream is counted, and the run goes on.
    pub async fn take_snapshots<A: Apply>(&self) -> Result<SnapshotRun, SnapshotError> {
        let Some(snapshots) = A::SNAPSHOTS else {
            return Err(SnapshotError::NotDeclared { type_name: A::NAME });
        };
        let (mut run, mut after) = (SnapshotRun::default(), None);
        loop {
            let prefix = StreamId::prefix(A::NAME);
            let listed = self.store.list_streams(&prefix, after.as_ref(), NAMES).await;
            let heads =
                listed.map_err(|cause| SnapshotError::List { type_name: A::NAME, cause })?;
            for head in &heads {
                run.streams += 1;
                match self.take_if_due::<A>(head, snapshots).await {
                    Ok(taken) => run.taken += u64::from(taken),
                    Err(error @ SnapshotError::Name { .. }) => return Err(error),
                    Err(error) => run.failed(&head.stream, &error),
                }
            }
            match heads.into_iter().nth(NAMES - 1) {
                Some(last) => after = Some(last.stream),
                None => return Ok(run),
            }
        }
    }

    /// Waits until every snapshot that was due when this was called has been taken, or has failed. Commands do not wait for them; this is for
    /// tests, and for those who close a database and want the next start to be quick.
    ///
    /// While commands go on making snapshots due, this goes on waiting.
    pub async fn snapshots_settled(&self) {
        self.snapshotter.settled().await;
    }

    async fn take_if_due<A: Apply>(
        &self,
        head: &StreamHead,
        snapshots: Snapshots<A>,
    ) -> Result<bool, SnapshotError> {
        let (StreamHead { stream, version }, policy) = (head, snapshots.policy());
        let shared = self.snapshotter.shared();
        let (newest, now) = (shared.newest(&snapshot_key::<A>(stream)).await, shared.now());
        if !may_be_of_use(policy, newest, *version, now) {
            return Ok(false);
        }
        let Some(id) = id_of::<A::Id>(stream) else {
            return Err(SnapshotError::Name { stream: stream.clone() });
        };
        let source = Source::<A> { db: self, stream, id: &id };
        let end = source.end().await.map_err(LoadError::from)?;
        if !may_be_of_use(policy, newest, coverable(&end), now) {
            return Ok(false);
        }
        let loaded = Loaded::load(&source).await?;
        let due = is_due(policy, &loaded, shared.now());
        if due {
            self.snapshotter.demand(&self.keys, stream, loaded, snapshots).await?;
        }
        Ok(due)
    }
}

/// Whether one may be due, however long the replay takes; or whether the newest one may be ahead of the stream, which whoever loads finds out.
fn may_be_of_use(policy: SnapshotPolicy, newest: Covered, version: u64, now: Timestamp) -> bool {
    let since = Progress::of_cached().since(newest, version, now);
    let slowest = SnapshotProgress { replayed: since.behind, replay: Duration::MAX, ..since };
    newest.version > version || policy.due(&slowest)
}

fn is_due<A: Apply>(policy: SnapshotPolicy, loaded: &Loaded<A>, now: Timestamp) -> bool {
    let (progress, version) = (loaded.progress, loaded.coverable());
    let due = |covered| policy.due(&progress.since(covered, version, now));
    progress.unusable.is_some() || progress.covered.is_none_or(due)
}

/// Up to which version a snapshot can stand.
fn coverable(end: &End) -> u64 {
    end.head - u64::from(end.last.as_ref().is_some_and(is_closed))
}

impl SnapshotRun {
    fn failed(&mut self, stream: &StreamId, error: &SnapshotError) {
        tracing::warn!(name: "patterns.snapshot", %stream, %error, "no snapshot of this stream");
        self.failed += 1;
    }
}

impl Snapshotter {
    /// Takes a snapshot of the state and waits for it, unless it is covered already; answers its version.
    async fn demand<A: Apply>(
        &self,
        keys: &Keys,
        stream: &StreamId,
        loaded: Loaded<A>,
        snapshots: Snapshots<A>,
    ) -> Result<u64, SnapshotError> {
        let (version, progress) = (loaded.coverable(), loaded.progress);
        if progress.covers(version) {
            return Ok(version);
        }
        let key = snapshot_key::<A>(stream);
        let (answer, outcome) = oneshot::channel();
        let job = Job {
            key: key.clone(),
            version,
            last_event: progress.last_event.unwrap_or_else(|| self.shared().now()),
            keep: progress.kept(snapshots.policy()),
            encode: loaded.encode(keys, snapshots),
            doubt: None,
            answer: Some(answer),
            context: Context::of_caller(),
        };
        let covered = job.covered();
        // Without a thread the job is dropped, and its answer with it.
        let _ = self.0.hand(Box::new(job));
        let closed = SnapshotError::Closed { stream: stream.clone() };
        outcome.await.unwrap_or(Err(closed))?;
        self.shared().marks.learn(&key, covered);
        Ok(version)
    }
}
