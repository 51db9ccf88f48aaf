//! All records of one type, and how they are read.

use core::fmt;

use super::{
    Entity, ReadError,
    cached::{RecordCache, record_cache},
    current::Current,
};
use crate::{
    aggregate::{IntoId, Versioned},
    cache::{self, Freshness, ReadMode},
    event::StreamId,
    repository::{Database, Seen, Session},
};

/// All records of one type. Cheap to clone; holds no record.
pub struct Entities<E: Entity> {
    pub(super) db: Database,
    /// `None` for a type that is not cached.
    pub(super) records: Option<RecordCache<E>>,
    pub(super) mode: ReadMode,
    /// `None` outside of a session.
    seen: Option<Seen>,
}

impl Database {
    /// The records of the type `E`.
    pub fn entities<E: Entity>(&self) -> Entities<E> {
        Entities::new(self, None)
    }
}

impl Session {
    /// The records of the type `E`, in this session: none is read older than it was read or written here before.
    ///
    /// Records have no metadata: what the session notes beside events, such as who does it, is not recorded with them.
    pub fn entities<E: Entity>(&self) -> Entities<E> {
        Entities::new(self.db(), Some(self.seen()))
    }
}

impl<E: Entity> Entities<E> {
    fn new(db: &Database, seen: Option<Seen>) -> Self {
        Self { db: db.clone(), records: record_cache(db), mode: ReadMode::Session, seen }
    }

    /// The same records, read as fresh as `mode` says. For a type that is not `#[cached]` every mode reads the store.
    #[must_use]
    pub fn with_mode(self, mode: ReadMode) -> Self {
        Self { mode, ..self }
    }

    /// The record `id`, if there is one.
    ///
    /// If the type is `#[cached]`, what is served was checked against the store within the time to live, and is never older than what was
    /// written through this database; that there is no record is cached as well.
    ///
    /// # Errors
    /// When the store cannot be read, or what it holds is no record of this type.
    pub async fn get(&self, id: impl IntoId<E::Id>) -> Result<Option<Versioned<E>>, ReadError> {
        self.read(&Self::stream(id)).await
    }

    /// The records `ids`, in their order; `None` for each that does not exist. They are read one after the other, so that they need
    /// not fit together.
    ///
    /// # Errors
    /// As [`get`](Self::get), of the first that cannot be read.
    pub async fn get_many<I: IntoId<E::Id>>(
        &self,
        ids: impl IntoIterator<Item = I>,
    ) -> Result<Vec<Option<Versioned<E>>>, ReadError> {
        let streams: Vec<_> = ids.into_iter().map(Self::stream).collect();
        let mut records = Vec::with_capacity(streams.len());
        for stream in &streams {
            records.push(self.read(stream).await?);
        }
        Ok(records)
    }

    /// What the cache of the records has done; `None` if the type is not `#[cached]`.
    pub fn cache_statistics(&self) -> Option<cache::Statistics> {
        Some(self.records.as_ref()?.statistics())
    }

    async fn read(&self, stream: &StreamId) -> Result<Option<Versioned<E>>, ReadError> {
        match &self.records {
            None => Ok(self.current(stream).await?.into_versioned(Freshness::Fresh)),
            Some(records) => self.read_through(records, stream).await,
        }
    }

    /// What the store says about a record now.
    pub(super) async fn current(&self, stream: &StreamId) -> Result<Current<E>, ReadError> {
        let current = Current::read(&self.db, stream).await?;
        self.heard_of(stream, current.version);
        Ok(current)
    }

    /// Nothing older is to be read from here on.
    pub(super) fn heard_of(&self, stream: &StreamId, version: u64) {
        if let Some(records) = &self.records {
            records.outdate(stream, version);
        }
        self.note(stream, version);
    }

    /// Nothing older is to be read in this session from here on.
    pub(super) fn note(&self, stream: &StreamId, version: u64) {
        if let Some(seen) = &self.seen {
            seen.note(stream, version);
        }
    }

    pub(super) fn demand(&self, stream: &StreamId) -> cache::Demand {
        let demand = self.seen.as_ref().map(|seen| seen.demand(stream, self.mode));
        demand.unwrap_or_else(|| self.mode.into())
    }

    /// The stream of the record `id`.
    pub(super) fn stream(id: impl IntoId<E::Id>) -> StreamId {
        let id = id.into_id();
        StreamId::new(E::NAME, &id).routed(E::route(&id))
    }
}

impl<E: Entity> Clone for Entities<E> {
    fn clone(&self) -> Self {
        let (records, seen) = (self.records.clone(), self.seen.clone());
        Self { db: self.db.clone(), records, mode: self.mode, seen }
    }
}

impl<E: Entity> fmt::Debug for Entities<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Entities({})", E::NAME)
    }
}
