//! Where a replay begins: at the nearest snapshot that covers no more than is asked for.

use core::{fmt, iter};

use super::{
    progress::{Covered, Progress, Unusable},
    snapshot_key, stored,
};
use crate::{
    aggregate::Apply,
    event::StreamId,
    repository::{Codec, Database, Provenance},
    store::Snapshot,
};

/// A state that was kept.
pub(in crate::repository) struct Nearest<A> {
    pub(in crate::repository) state: A,
    pub(in crate::repository) version: u64,
    pub(in crate::repository) progress: Progress,
    pub(in crate::repository) provenance: Provenance,
}

impl<A: Apply> Nearest<A> {
    /// The nearest snapshot of `stream` that covers at most `at_most` events, if there is one; `Err` if it cannot be read.
    pub(in crate::repository) async fn find(
        db: &Database,
        stream: &StreamId,
        at_most: u64,
    ) -> Result<Option<Self>, Unusable> {
        let found = Self::read(db, stream, at_most).await;
        if matches!(found, Ok(Some(_))) {
            db.counters.snapshots_used.increment();
        }
        found
    }

    /// As [`find`](Self::find), for those who do not replay from it.
    pub(in crate::repository) async fn read(
        db: &Database,
        stream: &StreamId,
        at_most: u64,
    ) -> Result<Option<Self>, Unusable> {
        let Some(snapshots) = A::SNAPSHOTS else { return Ok(None) };
        let unreadable = |error: &dyn fmt::Display| Err(unreadable::<A>(db, stream, error));
        let Snapshot { version, state } =
            match db.store.snapshot(&snapshot_key::<A>(stream), at_most).await {
                Ok(Some(snapshot)) => snapshot,
                Ok(None) => return Ok(None),
                Err(error) => return unreadable(&error),
            };
        let Some((at, state)) = stored::decode(&state) else {
            return unreadable(&"it is too short");
        };
        let (mut provenance, mut keys) = (db.provenance(), db.keys.ring(stream));
        let decode = |codec: &Codec| codec.sure(snapshots.decode(state));
        match keys.reading_of(iter::once(state), decode).await {
            Ok(Ok(state)) => {
                let progress = Progress::from(Covered { version, at: Some(at) });
                provenance.add(&keys);
                Ok(Some(Self { state, version, progress, provenance }))
            }
            Ok(Err(error)) => unreadable(&error),
            Err(error) => unreadable(&error),
        }
    }
}

fn unreadable<A: Apply>(db: &Database, stream: &StreamId, error: &dyn fmt::Display) -> Unusable {
    tracing::warn!(name: "patterns.snapshot", %stream, %error, "a snapshot cannot be read; folding anew");
    db.snapshotter.ignored::<A>(stream);
    Unusable::Unreadable
}
