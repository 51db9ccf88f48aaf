//! One aggregate, by its identity.

use core::{convert::Infallible, fmt};
use std::sync::Arc;

use super::{
    Attempts, CommandError, Committed, Database, LoadError, Outcome,
    caches::StateCache,
    loaded::{Loaded, failure},
    session::Seen,
};
use crate::{
    aggregate::{Aggregate, Apply, Decision, Versioned},
    cache::{Freshness, ReadMode},
    event::{EventData, StreamId, Timestamp, decode, encode_and_decode},
    store::{Append, AppendError, Appended, Conflict, Direction, ExpectedVersion},
};

/// Ties an aggregate to the handle type that has its commands as methods. Written by `#[derive(Aggregate)]`.
pub trait HasHandle: Aggregate {
    /// The typed handle.
    type Handle: From<Handle<Self>>;
}

/// One aggregate of a database. Holds no state: every load and every command asks the store, or the cache if the type is `#[cached]`.
pub struct Handle<A: Aggregate> {
    pub(super) db: Database,
    pub(super) id: A::Id,
    pub(super) stream: StreamId,
    /// `None` for a type that is not cached.
    pub(super) states: Option<StateCache<A>>,
    pub(super) seen: Seen,
}

/// Events as they are stored, and as they will be read.
type Encoded<E> = (Vec<EventData>, Vec<E>);

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
    pub(super) fn new(db: Database, id: A::Id, seen: Seen) -> Self {
        let stream = StreamId::new(A::NAME, &id).routed(A::route(&id));
        let states = db.caches.states();
        Self { db, id, stream, states, seen }
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
    /// If the type is `#[cached]`, a state may be served that was checked against the store within the time to live, but none that is older than
    /// what was read or written through this handle or its session before.
    ///
    /// # Errors
    /// When the store cannot be read, or an event cannot be replayed.
    pub async fn load(&self) -> Result<Versioned<A>, LoadError> {
        self.load_with(ReadMode::Session).await
    }

    /// As [`load`](Self::load), as fresh as `mode` says. For a type that is not `#[cached]` every mode reads the store.
    ///
    /// # Errors
    /// When the store cannot be read, or an event cannot be replayed.
    pub async fn load_with(&self, mode: ReadMode) -> Result<Versioned<A>, LoadError> {
        let Some(states) = &self.states else {
            let Loaded { state, version, .. } = self.replayed().await?;
            return Ok(Versioned::new(state.into_shared(), version, Freshness::Fresh));
        };
        let read = self.read_through(states, self.seen.demand(&self.stream, mode)).await?;
        self.seen.note(&self.stream, read.version);
        Ok(Versioned::new(read.value, read.version, read.freshness))
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
        let mut loaded = self.known().await?;
        let mut verified = self.states.is_none();
        let mut attempts = Attempts::of(&self.db);
        loop {
            let decision = decide(&loaded.state).events();
            if !verified && !matches!(&decision, Ok(events) if !events.is_empty()) {
                // A refusal must rest on what is recorded, not on what is cached.
                verified = true;
                if self.catch_up(&mut loaded).await? {
                    continue;
                }
            }
            if !matches!(&decision, Ok(events) if !events.is_empty()) {
                self.seen.note(&self.stream, loaded.version);
            }
            let events = decision.map_err(CommandError::Rejected)?;
            if events.is_empty() {
                return Ok(Committed { events, version: loaded.version, position: None });
            }
            let conflict = match self.commit(&mut loaded, &events).await? {
                Ok(position) => {
                    let (version, position) = (loaded.version, Some(position));
                    return Ok(Committed { events, version, position });
                }
                Err(conflict) => conflict,
            };
            let actual = conflict.actual;
            if let Err(contended) = attempts.again_after(conflict).await {
                self.outdate(actual);
                return Err(contended.into());
            }
            self.catch_up_with(&mut loaded, actual).await?;
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
        let (data, decoded) = self.encode(&events)?;
        let left = self.cached_with(decoded);
        let appended = match self.append(data, ExpectedVersion::Any, left).await? {
            Ok(appended) => appended,
            Err(conflict) => return Err(CommandError::Contended { attempts: 1, conflict }),
        };
        let version = appended.versions.first().copied().unwrap_or_default();
        self.snapshot_between(version.saturating_sub(events.len() as u64), version).await;
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
        let newest = page.events.iter().map(|event| event.version).max();
        self.seen.note(&self.stream, newest.unwrap_or_default());
        let typed = page.events.into_iter().map(|recorded| {
            let event = decode(&recorded.data).map_err(|cause| failure(&recorded, cause.into()))?;
            let (version, position) = (recorded.version, recorded.position);
            Ok(Recorded { version, position, recorded_at: recorded.recorded_at, event })
        });
        typed.collect()
    }

    /// The state as the store has it now.
    pub(super) async fn replayed(&self) -> Result<Loaded<A>, LoadError> {
        Loaded::load(&self.db, &self.stream, &self.id).await
    }

    /// `left` is the state after the events, given the version of the stream; asked for once they are recorded, if the type is cached.
    async fn append<X>(
        &self,
        events: Vec<EventData>,
        expected: ExpectedVersion,
        left: impl FnOnce(u64) -> Option<Arc<A>> + Send + 'static,
    ) -> Result<Result<Appended, Conflict>, CommandError<X>> {
        let entry = Append { stream: self.stream.clone(), expected, events };
        let appended = match &self.states {
            None => self.db.store.append(vec![entry]).await,
            Some(states) => self.append_and_publish(states, entry, left).await,
        };
        match appended {
            Ok(appended) => Ok(Ok(appended)),
            Err(AppendError::Conflict(conflict)) => Ok(Err(conflict)),
            Err(cause) => {
                let (stream, cause) = (self.stream.clone(), Box::new(cause));
                Err(CommandError::Append { stream, cause })
            }
        }
    }

    /// The events as they are stored, and as they will be read.
    fn encode<X>(&self, events: &[A::Event]) -> Result<Encoded<A::Event>, CommandError<X>> {
        let encoded: Result<(Vec<_>, Vec<_>), _> = events.iter().map(encode_and_decode).collect();
        encoded.map_err(|cause| CommandError::Encode { stream: self.stream.clone(), cause })
    }

    /// Appends `events` to the version that was loaded; answers their position.
    async fn commit<X>(
        &self,
        loaded: &mut Loaded<A>,
        events: &[A::Event],
    ) -> Result<Result<u64, Conflict>, CommandError<X>> {
        let (data, decoded) = self.encode(events)?;
        let attempt = loaded.attempt(decoded);
        let shared = attempt.shared();
        let expected = ExpectedVersion::Exact(loaded.version);
        let appended = match self.append(data, expected, |_| shared).await? {
            Ok(appended) => appended,
            Err(conflict) => return Ok(Err(conflict)),
        };
        loaded.advance(attempt, loaded.version + events.len() as u64);
        loaded.take_snapshot(&self.db, &self.stream).await;
        Ok(Ok(appended.position))
    }
}

impl<A: Aggregate> Clone for Handle<A> {
    fn clone(&self) -> Self {
        Self {
            db: self.db.clone(),
            id: self.id.clone(),
            stream: self.stream.clone(),
            states: self.states.clone(),
            seen: self.seen.clone(),
        }
    }
}

impl<A: Aggregate> fmt::Debug for Handle<A> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Handle({})", self.stream)
    }
}
