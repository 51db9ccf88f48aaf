//! Questions about all aggregates or records of a type, over all nodes: named by the word `scatter` where they are asked, because they cost as much
//! as there are nodes and streams.

mod answers;
mod cursor;
mod error;
mod items;
mod partial;

use core::{future::Future, pin::Pin};
use std::{sync::Arc, time::Duration};

pub use cursor::{InvalidCursor, ScatterCursor};
pub use error::QueryError;
pub use partial::{PartialAnswer, PartialQuery};

use super::{Database, LoadError, loaded::Loaded, source::Source};
use crate::{
    aggregate::{Apply, Versioned},
    cache::Freshness,
    event::StreamId,
    key::{Key, KeyDecoder},
};

/// A page has so many items unless said otherwise.
const LIMIT: usize = 1_000;
/// So many streams are read at once unless said otherwise.
const CONCURRENCY: usize = 16;

/// What is read of one stream; `None` when there is nothing.
type Found<T, E> =
    Pin<Box<dyn Future<Output = Result<Option<Versioned<T>>, QueryError<E>>> + Send>>;

/// How a stream is read.
pub(crate) type Find<T, E> = fn(Database, StreamId) -> Found<T, E>;

/// Which items are wanted.
type Filter<T> = Arc<dyn Fn(&T) -> bool + Send + Sync>;

/// One page of an answer.
#[derive(Debug)]
pub struct Page<T> {
    /// What was found, in the order of the streams' names.
    pub items: Vec<Versioned<T>>,
    /// Where the next page begins; `None` after the last.
    pub next: Option<ScatterCursor>,
}

/// A question about all aggregates or records of one type.
///
/// Every slot is asked exactly once, also while slots are moved; a node that does not answer is an error, unless the question is made
/// [`partial`](Self::partial). Each item is as it was at some moment while it was read: the whole is no snapshot.
#[must_use = "a question does nothing until it is said how to take the answer"]
pub struct ScatterQuery<T, E> {
    db: Database,
    name: &'static str,
    find: Find<T, E>,
    filter: Option<Filter<T>>,
    limit: usize,
    after: Option<ScatterCursor>,
    concurrency: usize,
    deadline: Option<Duration>,
}

impl Database {
    /// A question about all aggregates of the type `A`. It reads every stream of the type from the store, from all nodes.
    ///
    /// See [`ScatterQuery`] for what it can answer.
    pub fn scatter<A: Apply>(&self) -> ScatterQuery<A, LoadError> {
        ScatterQuery::new(self, A::NAME, |db, stream| Box::pin(load(db, stream)))
    }
}

async fn load<A: Apply>(
    db: Database,
    stream: StreamId,
) -> Result<Option<Versioned<A>>, QueryError<LoadError>> {
    let Some(id) = id_of::<A::Id>(&stream) else {
        return Err(QueryError::Name { stream });
    };
    let source = Source::<A> { db: &db, stream: &stream, id: &id };
    let loaded = Loaded::load(&source).await;
    let loaded = loaded.map_err(|cause| QueryError::Item { stream: stream.clone(), cause })?;
    let version = loaded.version;
    let state = loaded.share(&db, &stream).state;
    Ok((version > 0).then(|| Versioned::new(state, version, Freshness::Fresh)))
}

/// The identity that a stream is named after.
pub(super) fn id_of<K: Key>(stream: &StreamId) -> Option<K> {
    let mut name = KeyDecoder::new(stream.as_bytes());
    name.text()?;
    K::decode(&mut name).filter(|_| name.is_empty())
}

impl<T, E> ScatterQuery<T, E> {
    pub(crate) fn new(db: &Database, name: &'static str, find: Find<T, E>) -> Self {
        Self {
            db: db.clone(),
            name,
            find,
            filter: None,
            limit: LIMIT,
            after: None,
            concurrency: CONCURRENCY,
            deadline: None,
        }
    }

    /// Only what `wanted` says; several filters must all say so.
    pub fn filter(mut self, wanted: impl Fn(&T) -> bool + Send + Sync + 'static) -> Self
    where
        T: 'static,
    {
        self.filter = Some(match self.filter.take() {
            None => Arc::new(wanted),
            Some(before) => Arc::new(move |item| before(item) && wanted(item)),
        });
        self
    }

    /// A page has at most so many items; 0 counts as 1, and 1,000 is what it is unless said.
    pub const fn limit(mut self, items: usize) -> Self {
        self.limit = if items == 0 { 1 } else { items };
        self
    }

    /// Begins after an earlier page.
    pub fn after(mut self, cursor: ScatterCursor) -> Self {
        self.after = Some(cursor);
        self
    }

    /// At most so many streams are read at once; 0 counts as 1, and 16 is what it is unless said.
    pub const fn concurrency(mut self, streams: usize) -> Self {
        self.concurrency = if streams == 0 { 1 } else { streams };
        self
    }

    /// The whole question has so long.
    pub const fn deadline(mut self, within: Duration) -> Self {
        self.deadline = Some(within);
        self
    }

    /// The same question, answered also when nodes are missing; the answers say which.
    pub const fn partial(self) -> PartialQuery<T, E> {
        PartialQuery(self)
    }
}
