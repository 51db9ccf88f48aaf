//! One aggregate, by its identity.

use core::{convert::Infallible, fmt};

use super::{
    CommandError, Committed, Database, LoadError, Outcome,
    loaded::{Loaded, failure},
    retry::pause,
};
use crate::{
    aggregate::{Aggregate, Apply, Decision, Versioned},
    event::{EventData, StreamId, Timestamp, decode, encode},
    store::{Append, AppendError, Appended, Conflict, Direction, ExpectedVersion},
};

/// Ties an aggregate to the handle type that has its commands as methods. Written by `#[derive(Aggregate)]`.
pub trait HasHandle: Aggregate {
    /// The typed handle.
    type Handle: From<Handle<Self>>;
}

/// One aggregate of a database. Holds no state: every load and every command asks the store.
pub struct Handle<A: Aggregate> {
    db: Database,
    id: A::Id,
    stream: StreamId,
}

/// One event of an aggregate, and where and when it was recorded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Recorded<E> {
    /// Its place in the stream, from 1.
    pub version: u64,
    /// Its place in the whole log, from 1.
    pub position: u64,
    /// When it was recorded.
    pub recorded_at: Timestamp,
    /// What happened.
    pub event: E,
}

impl<A: Aggregate> Handle<A> {
    pub(super) fn new(db: Database, id: A::Id) -> Self {
        let stream = StreamId::new(A::NAME, &id);
        Self { db, id, stream }
    }

    /// The identity of the aggregate.
    pub const fn id(&self) -> &A::Id {
        &self.id
    }

    /// The stream that holds its events.
    pub const fn stream(&self) -> &StreamId {
        &self.stream
    }
}

impl<A: Apply> Handle<A> {
    /// The state after everything that has happened; the initial state, with version 0, when nothing has.
    ///
    /// # Errors
    /// When the store cannot be read, or an event cannot be replayed.
    pub async fn load(&self) -> Result<Versioned<A>, LoadError> {
        Ok(self.loaded().await?.into_versioned())
    }

    /// Records what `decide` answers about the current state, and answers what was recorded.
    ///
    /// When somebody else records an event in between, `decide` is asked again about the newer state, as often and with such
    /// pauses as the database's [`RetryPolicy`](super::RetryPolicy) says. It should therefore do nothing but decide.
    ///
    /// # Errors
    /// [`CommandError::Rejected`] with the refusal of `decide`; otherwise what went wrong with the store or the events.
    pub async fn update<D: Decision<A::Event>>(
        &self,
        decide: impl Fn(&A) -> D + Send + Sync,
    ) -> Outcome<A, D> {
        let mut loaded = self.loaded().await?;
        let mut attempt = 0;
        loop {
            attempt += 1;
            let events = decide(&loaded.state).events().map_err(CommandError::Rejected)?;
            if events.is_empty() {
                return Ok(Committed { events, version: loaded.version, position: None });
            }
            let conflict =
                match self.append(&events, ExpectedVersion::Exact(loaded.version)).await? {
                    Ok(appended) => return Ok(self.committed(loaded, events, &appended).await),
                    Err(conflict) => conflict,
                };
            self.db.counters.conflicts.increment();
            tracing::debug!(name: "patterns.command", %conflict, attempt, "others were faster");
            let Some(bound) = self.db.retry.pause_after(attempt) else {
                return Err(CommandError::Contended { attempts: attempt, conflict });
            };
            pause(bound).await;
            loaded.catch_up(&self.db, &self.stream).await?;
        }
    }

    /// Records facts that need no decision, whatever the state is. Nothing is loaded, so nothing can conflict.
    ///
    /// # Errors
    /// When an event cannot be encoded, or the store does not append.
    pub async fn record<D>(&self, events: D) -> Outcome<A, D>
    where
        D: Decision<A::Event, Error = Infallible>,
    {
        let events = events.events().map_err(CommandError::Rejected)?;
        let appended = match self.append(&events, ExpectedVersion::Any).await? {
            Ok(appended) => appended,
            Err(conflict) => return Err(CommandError::Contended { attempts: 1, conflict }),
        };
        let version = appended.versions.first().copied().unwrap_or_default();
        let position = (!events.is_empty()).then_some(appended.position);
        Ok(Committed { events, version, position })
    }

    /// Reads at most `limit` events, beginning with the version `from` (inclusive) and going in `direction`: the first page forward
    /// begins with 1, the next one with the last version plus 1, and the newest page backward with `u64::MAX`.
    ///
    /// # Errors
    /// When the store cannot be read, or an event does not decode.
    pub async fn read(
        &self,
        from: u64,
        direction: Direction,
        limit: usize,
    ) -> Result<Vec<Recorded<A::Event>>, LoadError> {
        let page = self.db.store.read_stream(&self.stream, from, direction, limit).await?;
        let typed = page.events.into_iter().map(|recorded| {
            let event = decode(&recorded.data).map_err(|cause| failure(&recorded, cause.into()))?;
            let (version, position) = (recorded.version, recorded.position);
            Ok(Recorded { version, position, recorded_at: recorded.recorded_at, event })
        });
        typed.collect()
    }

    async fn loaded(&self) -> Result<Loaded<A>, LoadError> {
        Loaded::load(&self.db, &self.stream, &self.id).await
    }

    async fn append<X>(
        &self,
        events: &[A::Event],
        expected: ExpectedVersion,
    ) -> Result<Result<Appended, Conflict>, CommandError<X>> {
        let encoded: Result<Vec<EventData>, _> = events.iter().map(encode).collect();
        let events =
            encoded.map_err(|cause| CommandError::Encode { stream: self.stream.clone(), cause })?;
        let entry = Append { stream: self.stream.clone(), expected, events };
        match self.db.store.append(vec![entry]).await {
            Ok(appended) => Ok(Ok(appended)),
            Err(AppendError::Conflict(conflict)) => Ok(Err(conflict)),
            Err(cause) => Err(CommandError::Append { stream: self.stream.clone(), cause }),
        }
    }

    async fn committed(
        &self,
        mut loaded: Loaded<A>,
        events: Vec<A::Event>,
        appended: &Appended,
    ) -> Committed<A::Event> {
        let version = loaded.version + events.len() as u64;
        if loaded.snapshot_due_after(events.len()) {
            // Folds what the store has, not what the command held, and takes the snapshot that is due.
            if let Err(error) = loaded.catch_up(&self.db, &self.stream).await {
                tracing::warn!(name: "patterns.snapshot", stream = %self.stream, %error, "no snapshot");
            }
        }
        Committed { events, version, position: Some(appended.position) }
    }
}

impl<A: Aggregate> Clone for Handle<A> {
    fn clone(&self) -> Self {
        Self { db: self.db.clone(), id: self.id.clone(), stream: self.stream.clone() }
    }
}

impl<A: Aggregate> fmt::Debug for Handle<A> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Handle({})", self.stream)
    }
}
